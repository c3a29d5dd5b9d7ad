package config

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// declared compares what the configs demand by the ids: a demand may become stricter, and no milder.
func (l *loosened) declared() {
	for i := range l.before.Assertions {
		l.assertion(&l.before.Assertions[i])
	}
	for i := range l.before.Allowlists {
		l.allowlist(&l.before.Allowlists[i])
	}
	for i := range l.before.Contracts {
		l.contract(&l.before.Contracts[i])
	}
	for _, t := range l.before.Trackers {
		if !slices.ContainsFunc(l.after.Trackers, func(other NamedFiles) bool { return other.pattern == t.pattern }) {
			l.say(source.Span{}, "no longer compares the tracker %s", t.pattern)
		}
	}
}

// part is one aspect in which a declaration can become milder.
type part struct {
	isMilder bool
	what     string
}

// parts says what became milder of a declaration, all of it at one place.
func (l *loosened) parts(at source.Span, what string, parts ...part) {
	var milder []string
	for _, p := range parts {
		if p.isMilder {
			milder = append(milder, p.what)
		}
	}
	if len(milder) > 0 {
		l.say(firstLineOf(at), "makes %s milder: %s", what, strings.Join(milder, ", "))
	}
}

func (l *loosened) assertion(b *Assertion) {
	what := fmt.Sprintf("the assertion %q", b.ID)
	i := slices.IndexFunc(l.after.Assertions, func(a Assertion) bool { return a.ID == b.ID })
	if i < 0 {
		l.say(source.Span{}, "takes out %s", what)
		return
	}
	a := &l.after.Assertions[i]
	isOther := a.Root != b.Root || a.Setting != b.Setting || a.Path != b.Path || fmt.Sprint(a.Default) != fmt.Sprint(b.Default) ||
		text(a.Pattern) != text(b.Pattern) || text(a.Acquire) != text(b.Acquire) || text(a.Release) != text(b.Release)
	l.parts(a.At, what,
		part{lacksGlob(a.Files, b.Files), "fewer files"},
		part{isOther, "it looks at something else"},
		part{slices.ContainsFunc(b.Demands, func(d Demand) bool {
			return !slices.ContainsFunc(a.Demands, func(stricter Demand) bool { return stricter.isAtLeast(d) })
		}), "expect"},
		part{b.Exists && !a.Exists, "exists"},
		part{lacks(texts(a.Contains), texts(b.Contains)), "contains"},
		part{lacks(texts(a.Lacks), texts(b.Lacks)), "lacks"},
		l.severity(a.Severity, a.HasSeverity, b.Severity, b.HasSeverity, rules.AssertExpected),
	)
}

func (l *loosened) allowlist(b *Allowlist) {
	what := fmt.Sprintf("the allow-list %q", b.ID)
	i := slices.IndexFunc(l.after.Allowlists, func(a Allowlist) bool { return a.ID == b.ID })
	if i < 0 {
		l.say(source.Span{}, "takes out %s", what)
		return
	}
	a := &l.after.Allowlists[i]
	l.parts(a.At, what,
		part{lacksGlob(a.Files, b.Files), "fewer files"},
		part{a.Root != b.Root || text(a.Pattern) != text(b.Pattern), "it looks at something else"},
		part{b.Allowed != nil && (a.Allowed == nil || !isWithin(a.Allowed, b.Allowed)), "more is allowed"},
		part{lacks(texts(a.Denied), texts(b.Denied)), "less is denied"},
		l.severity(a.Severity, a.HasSeverity, b.Severity, b.HasSeverity, rules.AssertAllowlist),
	)
}

func (l *loosened) contract(b *Contract) {
	what := fmt.Sprintf("the contract %q", b.ID)
	i := slices.IndexFunc(l.after.Contracts, func(a Contract) bool { return a.ID == b.ID })
	if i < 0 {
		l.say(source.Span{}, "takes out %s", what)
		return
	}
	a := &l.after.Contracts[i]
	l.parts(a.At, what,
		part{lacks(a.Expected, b.Expected), "less is expected"},
		part{lacksParty(a.Producers, b.Producers), "less that is sent is looked at"},
		part{lacksParty(b.Consumers, a.Consumers), "more counts as a handler"},
		part{!isWithin(a.Ignored, b.Ignored), "more is ignored"},
		part{!isWithin(b.Critical, a.Critical), "less is critical"},
		part{a.Wildcard != nil && text(a.Wildcard) != text(b.Wildcard), "a wildcard takes all"},
		l.severity(a.Severity, a.HasSeverity, b.Severity, b.HasSeverity, rules.ContractUnhandled),
	)
}

// exposed compares what may be reached and which machines are known: what is expected may not grow, and no machine may be lost.
func (l *loosened) exposed() {
	for i := range l.after.Expected {
		a := &l.after.Expected[i]
		b := l.before.role(a.Name)
		for _, listener := range a.Listeners {
			if !slices.ContainsFunc(b.Listeners, listener.isCoveredBy) {
				l.say(firstLineOf(listener.At), "expects %s of the role %s", listener, a.Name)
			}
		}
		for _, g := range a.Services {
			if !slices.ContainsFunc(b.Services, func(other Glob) bool { return other.pattern == g.pattern }) {
				l.say(firstLineOf(a.At), "gives the services %s the expected role %s", g.pattern, a.Name)
			}
		}
	}
	for _, b := range l.before.Expected {
		if a := l.after.role(b.Name); lacks(a.Running, b.Running) {
			l.say(firstLineOf(a.At), "no longer wants all to run that the role %s needs", b.Name)
		}
	}
	for _, b := range l.before.Inventory {
		i := slices.IndexFunc(l.after.Inventory, func(a Host) bool { return a.Name == b.Name })
		if i < 0 {
			l.say(source.Span{}, "takes the machine %q out of the inventory", b.Name)
			continue
		}
		switch a := &l.after.Inventory[i]; {
		case a.IsDisabled && !b.IsDisabled:
			l.say(firstLineOf(a.At), "leaves out the machine %q", a.Name)
		case b.Seen != "" && a.Seen != b.Seen:
			l.say(firstLineOf(a.At), "takes something else for what was seen of %q", a.Name)
		case b.Role != "" && a.Role != b.Role:
			l.say(firstLineOf(a.At), "gives the machine %q the role %s", a.Name, cmp.Or(a.Role, "none"))
		}
	}
}

// role returns an expected role by its name, an empty one where there is none.
func (c *Config) role(name string) ExpectedRole {
	for _, r := range c.Expected {
		if r.Name == name {
			return r
		}
	}
	return ExpectedRole{}
}

// String returns the listener as people call it.
func (l ExpectedListener) String() string {
	what := l.Process
	if l.Port > 0 {
		what = strings.TrimSpace(fmt.Sprintf("port %d %s", l.Port, l.Process))
	}
	return what
}

// isCoveredBy reports whether another listener lets pass at least what this one does.
func (l ExpectedListener) isCoveredBy(other ExpectedListener) bool {
	return l.Port == other.Port && l.Process == other.Process && (other.Protocol == "" || l.Protocol == other.Protocol) &&
		(other.Only == nil || l.Only != nil && !lacks(other.Only, l.Only)) &&
		(other.Within == "" || l.Within != "" && slices.Index(exposures, l.Within) <= slices.Index(exposures, other.Within))
}

// severity compares severities, of which a declaration without one has that of the rule.
func (l *loosened) severity(a finding.Severity, hasA bool, b finding.Severity, hasB bool, id string) part {
	standard := finding.Medium
	if rule, ok := l.catalogue.Get(id); ok {
		standard = rule.Severity
	}
	if !hasA {
		a = standard
	}
	if !hasB {
		b = standard
	}
	return part{a < b, "severity " + a.String()}
}

func text(pattern *regexp.Regexp) string {
	if pattern == nil {
		return ""
	}
	return pattern.String()
}

func texts(patterns []*regexp.Regexp) []string {
	all := make([]string, len(patterns))
	for i, p := range patterns {
		all[i] = p.String()
	}
	return all
}

// lacks reports whether one of the wanted words is missing.
func lacks(words, wanted []string) bool {
	return slices.ContainsFunc(wanted, func(word string) bool { return !slices.Contains(words, word) })
}

// isWithin reports whether all words of one set are in another.
func isWithin(words, allowed map[string]bool) bool {
	for word := range words {
		if !allowed[word] {
			return false
		}
	}
	return true
}

func lacksGlob(globs, wanted []Glob) bool {
	return slices.ContainsFunc(wanted, func(g Glob) bool {
		return !slices.ContainsFunc(globs, func(other Glob) bool { return other.pattern == g.pattern })
	})
}

// lacksParty reports whether a side of a contract has no longer all of its places.
func lacksParty(parties, wanted []Party) bool {
	return slices.ContainsFunc(wanted, func(p Party) bool {
		return !slices.ContainsFunc(parties, func(other Party) bool {
			return other.Root == p.Root && text(other.Pattern) == text(p.Pattern) && !lacksGlob(other.Files, p.Files)
		})
	})
}
