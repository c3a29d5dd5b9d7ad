package config

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Effect is what a part of the config does to keep findings from being seen or counted.
type Effect string

// The effects, beside waivers and excludes.
const (
	// TurnsOff is that of rules that are off.
	TurnsOff Effect = "rule-off"
	// Lowers is that of rules whose severity is set to less than their own.
	Lowers Effect = "severity"
	// ShowsLess is that of a severity from which on findings are shown.
	ShowsLess Effect = "show"
	// Ignores is that of names that a contract does not look at.
	Ignores Effect = "ignored"
	// FailsLess is that of a threshold above the default, or of accepting what was not assessed.
	FailsLess Effect = "fail-on"
)

// Hiding is a part of the config with such an effect.
type Hiding struct {
	Effect Effect
	// What says in a few words what the effect is.
	What string
	At   source.Span
}

// Hiding returns what in the config keeps findings from being seen or counted everywhere, in the order of the file. Waivers and excludes
// are apart, and so is what overrides turn off: the findings say it.
func (c *Config) Hiding(cat *rules.Catalogue) []Hiding {
	all := hidingRules(c.rules, cat, "")
	for _, o := range c.overrides {
		paths := make([]string, len(o.paths))
		for i, g := range o.paths {
			paths[i] = g.String()
		}
		for _, h := range hidingRules(o.rules, cat, " in "+strings.Join(paths, ", ")) {
			if h.Effect == Lowers {
				all = append(all, h)
			}
		}
	}
	all = append(all, c.hidingDeclared(cat)...)
	if !c.showAt.IsZero() && c.ShowFrom > finding.Note {
		all = append(all, Hiding{ShowsLess, "what is below " + c.ShowFrom.String(), c.showAt})
	}
	if !c.failAt.IsZero() && !c.Never && c.FailOn > finding.High {
		all = append(all, Hiding{FailsLess, "only changed by severity " + c.FailOn.String(), c.failAt})
	}
	if !c.allowAt.IsZero() && c.AllowUnassessed {
		all = append(all, Hiding{FailsLess, "not changed by files that were not assessed", c.allowAt})
	}
	slices.SortStableFunc(all, func(a, b Hiding) int {
		return cmp.Or(cmp.Compare(a.At.Path(), b.At.Path()), cmp.Compare(a.At.Start.Line, b.At.Start.Line))
	})
	return all
}

// hidingRules returns what settings of rules take away, one for each key of the config.
func hidingRules(settings map[string]setting, cat *rules.Catalogue, scope string) []Hiding {
	type key struct {
		effect Effect
		at     source.Span
	}
	ids := map[key][]string{}
	var order []key
	add := func(effect Effect, at source.Span, id string) {
		k := key{effect, at}
		if ids[k] == nil {
			order = append(order, k)
		}
		ids[k] = append(ids[k], id)
	}
	for _, rule := range cat.Match("*") {
		s, ok := settings[rule.ID]
		switch {
		case !ok:
		case s.state == off && rule.Pack != rules.PackStrict:
			add(TurnsOff, s.at, rule.ID)
		case s.hasSeverity && s.severity < worst(rule):
			add(Lowers, s.at, rule.ID)
		}
	}
	var all []Hiding
	for _, k := range order {
		what := ids[k][0]
		if n := len(ids[k]); n > 1 {
			what = fmt.Sprintf("%s and %d more rules", what, n-1)
		}
		if k.effect == Lowers {
			what += " to " + settings[ids[k][0]].severity.String()
		}
		all = append(all, Hiding{k.effect, what + scope, k.at})
	}
	return all
}

// hidingDeclared returns which declarations of the config are milder than their rules, and what contracts ignore.
func (c *Config) hidingDeclared(cat *rules.Catalogue) []Hiding {
	var all []Hiding
	lowers := func(id, rule string, severity finding.Severity, has bool, at source.Span) {
		if r, ok := cat.Get(rule); ok && has && severity < r.Severity {
			all = append(all, Hiding{Lowers, id + " to " + severity.String(), firstLineOf(at)})
		}
	}
	for _, a := range c.Assertions {
		lowers(a.ID, rules.AssertExpected, a.Severity, a.HasSeverity, a.At)
	}
	for _, a := range c.Allowlists {
		lowers(a.ID, rules.AssertAllowlist, a.Severity, a.HasSeverity, a.At)
	}
	for _, k := range c.Contracts {
		lowers(k.ID, rules.ContractUnhandled, k.Severity, k.HasSeverity, k.At)
		if names := slices.Sorted(maps.Keys(k.Ignored)); len(names) > 0 {
			all = append(all, Hiding{Ignores, strings.Join(names, ", ") + " of " + k.ID, firstLineOf(k.At)})
		}
		if k.Wildcard != nil {
			all = append(all, Hiding{Ignores, "what a handler of " + k.ID + " takes as a wildcard", firstLineOf(k.At)})
		}
	}
	return all
}

// worst returns the worst severity that a rule has in any situation.
func worst(rule *rules.Rule) finding.Severity {
	severity := rule.Severity
	for _, s := range rule.Situations {
		severity = max(severity, s.Severity)
	}
	return severity
}
