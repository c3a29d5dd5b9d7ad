// Package machine compares what is reached of machines and services with what their roles expect: what is on the list is
// informational, the excess is the finding, and an allowed thing is allowed only under its condition. It also says which of the known
// machines anything was seen of.
package machine

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/governance"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Input is what roles are compared with.
type Input struct {
	Config    *config.Config
	Catalogue *rules.Catalogue
	Main      *checkout.Tree
}

// Result is what was found out about the machines.
type Result struct {
	Findings []finding.Finding
	Problems []finding.Problem
	Assets   []coverage.Asset
}

// comparer compares machines with their roles.
type comparer struct {
	Input
	Result
	host   *config.Host
	broken bool
	// isPartial says that a condition could not be decided.
	isPartial string
}

// Compare looks at the machines of the inventory, in their order.
func Compare(in Input) Result {
	c := &comparer{Input: in}
	for i := range in.Config.Inventory {
		c.host, c.broken, c.isPartial = &in.Config.Inventory[i], false, ""
		asset := assetOf(c.host)
		asset.State, asset.Reason = c.look()
		c.Assets = append(c.Assets, asset)
	}
	return c.Result
}

// Undecided returns the machines of a config as assets that nobody wants to have looked at, with the reason.
func Undecided(c *config.Config, reason string) []coverage.Asset {
	var assets []coverage.Asset
	for i := range c.Inventory {
		asset := assetOf(&c.Inventory[i])
		asset.State, asset.Reason = coverage.Disabled, reason
		assets = append(assets, asset)
	}
	return assets
}

func assetOf(h *config.Host) coverage.Asset {
	return coverage.Asset{Sort: coverage.Host, Name: h.Name, File: h.At.Path(), Line: int(h.At.Start.Line)}
}

// look compares one machine and returns its state. One that somebody left out is not broken, and one that nothing was seen of is not fine.
func (c *comparer) look() (coverage.State, string) {
	switch {
	case c.host.IsDisabled:
		return coverage.Disabled, c.host.Reason
	case c.host.Seen == "":
		return coverage.Unsupported, "in the inventory only: nothing says what was seen of it"
	}
	file, err := c.Main.Read(c.host.Seen)
	if err != nil {
		return c.fail(err.Error())
	}
	seen, err := read(file)
	if err != nil {
		return c.fail(fmt.Sprintf("%s says nothing of it: %s", c.host.Seen, err))
	}
	role := c.role()
	if role == nil {
		return coverage.Partial, "has no role: nothing says what is expected of it"
	}
	for i := range seen.listeners {
		c.listener(role, &seen.listeners[i])
	}
	c.running(role, seen, file)
	if c.isPartial != "" {
		return coverage.Partial, c.isPartial
	}
	return coverage.Assessed, ""
}

// fail records a machine of which what was seen cannot be read.
func (c *comparer) fail(why string) (coverage.State, string) {
	c.Problems = append(c.Problems, finding.Problem{
		Level: finding.Error, Path: c.host.At.Path(), At: c.host.At, Message: fmt.Sprintf("host %q is not assessed: %s", c.host.Name, why), IsUnassessed: true,
	})
	return coverage.Broken, why
}

func (c *comparer) role() *config.ExpectedRole {
	for i := range c.Config.Expected {
		if c.Config.Expected[i].Name == c.host.Role {
			return &c.Config.Expected[i]
		}
	}
	return nil
}

// listener compares one listener with the list of the role.
func (c *comparer) listener(role *config.ExpectedRole, l *listener) {
	if l.isLocal() {
		return
	}
	e := match(role, l)
	if e == nil {
		c.report(rules.ExposureUnexpected, l.at, fmt.Sprintf("host %q listens on %s, which its role %s does not expect", c.host.Name, l, role.Name), l.String())
		return
	}
	switch excess := l.excess(e.Only); {
	case e.Only == nil:
		c.expected(role, e, l)
	case l.services == nil:
		c.isPartial = fmt.Sprintf("nothing says what is behind %s", l)
		f := c.report(rules.ExposureUnexpected, l.at, fmt.Sprintf("host %q listens on %s, which its role %s expects only with %s, and nothing says what is behind it",
			c.host.Name, l, role.Name, strings.Join(e.Only, ", ")), l.String())
		f.Severity = finding.Note
	case len(excess) > 0:
		f := c.report(rules.ExposureUnexpected, l.at, fmt.Sprintf("host %q has %s behind %s, which its role %s expects only with %s",
			c.host.Name, strings.Join(excess, ", "), l, role.Name, strings.Join(e.Only, ", ")), l.String())
		f.Related = append(f.Related, finding.Related{At: e.At, Message: "allows it under this condition"})
	default:
		c.expected(role, e, l)
	}
}

// expected reports what is on the list: it stays in the report, and does not count.
func (c *comparer) expected(role *config.ExpectedRole, e *config.ExpectedListener, l *listener) {
	f := c.report(rules.ExposureUnexpected, l.at, fmt.Sprintf("host %q listens on %s, as expected: %s", c.host.Name, l, because(role, e)), l.String())
	f.Severity, f.Situation, f.Because = finding.None, rules.SituationExpected, "its role expects it"
	f.Related = append(f.Related, finding.Related{At: e.At, Message: "expects it"})
}

func because(role *config.ExpectedRole, e *config.ExpectedListener) string {
	text := "the role " + role.Name + " expects it"
	if e.Name != "" {
		text += ": " + e.Name
	}
	return text
}

// running looks whether what has to run does. Whether it is enabled does not matter: what runs, protects.
func (c *comparer) running(role *config.ExpectedRole, seen *seen, file *source.File) {
	for _, name := range role.Running {
		i := slices.IndexFunc(seen.services, func(s service) bool {
			return strings.TrimSuffix(s.name, ".service") == strings.TrimSuffix(name, ".service")
		})
		switch {
		case i < 0:
			c.isPartial = fmt.Sprintf("nothing says whether %s runs", name)
			f := c.report(rules.ExposureUnprotected, top(file), fmt.Sprintf("host %q has to run %s, and nothing says whether it does", c.host.Name, name), name)
			f.Severity = finding.Note
		case !seen.services[i].isRunning:
			c.report(rules.ExposureUnprotected, seen.services[i].at, fmt.Sprintf("host %q does not run %s, which its role %s demands", c.host.Name, name, role.Name), name)
		}
	}
}

func (c *comparer) report(rule string, at source.Span, message, identity string) *finding.Finding {
	c.Findings = append(c.Findings, governance.Finding(c.Catalogue, rule, at, message, c.host.Name, identity))
	return &c.Findings[len(c.Findings)-1]
}

// match returns what the list of a role says of a listener, nil where it is not on it.
func match(role *config.ExpectedRole, l *listener) *config.ExpectedListener {
	for i := range role.Listeners {
		e := &role.Listeners[i]
		if (e.Port == 0 || e.Port == l.port) && (e.Process == "" || e.Process == l.process) && (e.Protocol == "" || l.protocol == "" || e.Protocol == l.protocol) {
			return e
		}
	}
	return nil
}

func top(f *source.File) source.Span { return f.Span(0, len(f.Line(1))) }
