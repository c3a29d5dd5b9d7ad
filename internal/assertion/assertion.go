// Package assertion decides what people declare in the config: settings that have to be as they say, names that may be registered, and
// messages that have to be handled. It reads the files that a declaration names, and nothing else; what it cannot read is not assessed.
package assertion

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/governance"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/value"
	"github.com/seclint/seclint/rules"
)

// Input is what declarations are decided on.
type Input struct {
	Config    *config.Config
	Catalogue *rules.Catalogue
	// Main is the scanned root, Others the checkouts beside it.
	Main   *checkout.Tree
	Others []*checkout.Tree
}

// Result is what became of the declarations.
type Result struct {
	Findings []finding.Finding
	// Problems say what could not be assessed.
	Problems []finding.Problem
	// Assets are the declarations themselves, each with whether it was assessed.
	Assets []coverage.Asset
}

// maxMessage is how many characters a message has at most.
const maxMessage = 400

// maxMatches bounds the matches of one regular expression in one file.
const maxMatches = 1000

// decider decides declarations.
type decider struct {
	Input
	Result
	values value.Reader
	// id and at are the declaration at hand, partial why it was not wholly assessed.
	id      string
	at      source.Span
	partial string
}

// Decide decides all declarations of a config, in their order.
func Decide(in Input) Result {
	d := &decider{Input: in}
	d.each(in.Config, d.asset)
	return d.Result
}

// Undecided returns the declarations of a config as assets that nobody wants to have decided, with the reason.
func Undecided(c *config.Config, reason string) []coverage.Asset {
	var assets []coverage.Asset
	(&decider{}).each(c, func(id string, at source.Span, _ func()) {
		assets = append(assets, assetOf(id, at, coverage.Disabled, reason))
	})
	return assets
}

// each calls use for each declaration with what decides it.
func (d *decider) each(c *config.Config, use func(id string, at source.Span, decide func())) {
	for i := range c.Assertions {
		a := &c.Assertions[i]
		use(a.ID, a.At, func() { d.assertion(a) })
	}
	for i := range c.Allowlists {
		a := &c.Allowlists[i]
		use(a.ID, a.At, func() { d.allowlist(a) })
	}
	for i := range c.Contracts {
		k := &c.Contracts[i]
		use(k.ID, k.At, func() { d.contract(k) })
	}
}

func assetOf(id string, at source.Span, state coverage.State, reason string) coverage.Asset {
	return coverage.Asset{Sort: coverage.Declared, Name: id, File: at.Path(), Line: int(at.Start.Line), State: state, Reason: reason}
}

// asset decides one declaration and records whether it was assessed.
func (d *decider) asset(id string, at source.Span, decide func()) {
	d.id, d.at, d.partial = id, at, ""
	decide()
	state := coverage.Assessed
	if d.partial != "" {
		state = coverage.Partial
	}
	d.Assets = append(d.Assets, assetOf(id, at, state, d.partial))
}

// unassessed says that a declaration, or a part of it, could not be decided: that is no pass.
func (d *decider) unassessed(id string, at source.Span, why, hint string) {
	d.partial = why
	d.Problems = append(d.Problems, finding.Problem{
		Level: finding.Error, Path: at.Path(), At: at, Message: fmt.Sprintf("%q is not assessed: %s", id, why), Hint: hint, IsUnassessed: true,
	})
}

// tree returns a checkout by its name, nil where it was not given, which is then said.
func (d *decider) tree(id, name string, at source.Span) *checkout.Tree {
	if name == "" {
		return d.Main
	}
	for _, tree := range d.Others {
		if tree.Name == name {
			return tree
		}
	}
	d.unassessed(id, at, fmt.Sprintf("the checkout %q is not there", name), fmt.Sprintf("give it with --root %s=DIR", name))
	return nil
}

// files returns the files of globs. Those that cannot be read are said.
func (d *decider) files(id string, tree *checkout.Tree, globs []config.Glob, at source.Span) []*source.File {
	var files []*source.File
	for _, name := range tree.Match(globs) {
		f, err := tree.Read(name)
		if err != nil {
			d.unassessed(id, at, err.Error(), "")
			continue
		}
		files = append(files, f)
	}
	return files
}

// located returns the files of globs, and says so where there are none.
func (d *decider) located(id, root string, globs []config.Glob, at source.Span) ([]*source.File, bool) {
	tree := d.tree(id, root, at)
	if tree == nil {
		return nil, false
	}
	files := d.files(id, tree, globs, at)
	if len(files) == 0 && d.partial == "" {
		d.unassessed(id, at, "no file fits its files", "correct the globs, or remove the declaration")
	}
	return files, len(files) > 0
}

// report adds a finding of a declaration. identity tells it from others of the same declaration.
func (d *decider) report(rule, id string, severity finding.Severity, has bool, at source.Span, message, reason string, identity string) *finding.Finding {
	if reason != "" {
		message += ": " + reason
	}
	message = strings.Join(strings.Fields(message), " ") // what a group matches may have any length, and lines
	if runes := []rune(message); len(runes) > maxMessage {
		message = string(runes[:maxMessage]) + "…"
	}
	f := governance.Finding(d.Catalogue, rule, at, fmt.Sprintf("%q: %s", id, message), id, identity)
	if has {
		f.Severity = severity
	}
	d.Findings = append(d.Findings, f)
	return &d.Findings[len(d.Findings)-1]
}

// matches calls use for each match of a pattern in a file with its first group, or the whole match where it has none, and the place.
func matches(f *source.File, pattern *regexp.Regexp, use func(text string, at source.Span)) {
	for _, m := range pattern.FindAllSubmatchIndex(f.Content, maxMatches) {
		from, to := m[0], m[1]
		if len(m) > 2 && m[2] >= 0 {
			from, to = m[2], m[3]
		}
		use(string(f.Content[from:to]), f.Span(from, max(to, from)))
	}
}

// top is the first place of a file.
func top(f *source.File) source.Span { return f.Span(0, len(f.Line(1))) }
