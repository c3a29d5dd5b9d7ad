package config

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Loosening is something that a config lets pass and an earlier one did not.
type Loosening struct {
	// What says it in a clause, such as: turns compose/privileged off.
	What string
	// At is the place in the later config, zero where something was taken out of it.
	At source.Span
}

// loosened compares two configs.
type loosened struct {
	before, after *Config
	catalogue     *rules.Catalogue
	found         []Loosening
}

// Loosened returns what a config lets pass that an earlier one does not, in the order of the file. cat has the rules of the later one.
func Loosened(before, after *Config, cat *rules.Catalogue) []Loosening {
	l := &loosened{before: before, after: after, catalogue: cat}
	l.thresholds()
	l.lists()
	for _, rule := range cat.Match("*") {
		l.rule(rule)
	}
	l.overrides(cat)
	l.roles()
	l.declared()
	l.exposed()
	for i := range after.Waivers {
		w := &after.Waivers[i]
		if !slices.ContainsFunc(before.Waivers, func(old Waiver) bool { return old.covers(w) }) {
			l.say(firstLineOf(w.At), "adds or widens the waiver %q", w.Name())
		}
	}
	slices.SortStableFunc(l.found, func(a, b Loosening) int {
		return cmp.Or(strings.Compare(a.At.Path(), b.At.Path()), cmp.Compare(a.At.Start.Line, b.At.Start.Line))
	})
	return slices.CompactFunc(l.found, func(a, b Loosening) bool { return a == b })
}

func (l *loosened) say(at source.Span, format string, args ...any) {
	l.found = append(l.found, Loosening{fmt.Sprintf(format, args...), at})
}

func (l *loosened) thresholds() {
	b, a := l.before, l.after
	if a.Never && !b.Never || !b.Never && a.FailOn > b.FailOn {
		to := a.FailOn.String()
		if a.Never {
			to = "never"
		}
		l.say(a.failAt, "raises fail-on to %s", to)
	}
	if a.ShowFrom > b.ShowFrom {
		l.say(a.showAt, "shows only what is %s or worse", a.ShowFrom)
	}
	if a.AllowUnassessed && !b.AllowUnassessed {
		l.say(a.allowAt, "accepts files that were not assessed")
	}
	if b.IncludeGenerated && !a.IncludeGenerated {
		l.say(source.Span{}, "no longer includes generated files")
	}
	if a.Baseline != b.Baseline && a.Baseline != "" {
		l.say(source.Span{}, "names the baseline %s", a.Baseline)
	}
}

// lists compares what is listed: excludes may not grow, packs and policies may not change.
func (l *loosened) lists() {
	known := map[string]bool{}
	for _, g := range l.before.Excludes {
		known[g.pattern] = true
	}
	for _, g := range l.after.Excludes {
		if !known[g.pattern] {
			l.say(g.at, "excludes %s", g.pattern)
		}
	}
	for _, pack := range l.before.Packs {
		if !slices.Contains(l.after.Packs, pack) && pack != rules.PackDefault {
			l.say(source.Span{}, "no longer has the pack %s", pack)
		}
	}
	if before, after := l.before.Policies, l.after.Policies; !slices.Equal(before, after) {
		l.say(source.Span{}, "has other folders of policies: %s", cmp.Or(strings.Join(after, ", "), "none"))
	}
}

// rule compares what the configs say of a rule in all files.
func (l *loosened) rule(rule *rules.Rule) {
	was, is := l.before.rules[rule.ID], l.after.rules[rule.ID]
	if l.before.base(rule) == on && l.after.base(rule) == off && rule.Pack != rules.PackStrict || is.state == off && was.state == on {
		l.say(is.at, "turns %s off", rule.ID)
	}
	if milder(was, is, rule) {
		l.say(is.at, "makes %s %s", rule.ID, is.severity)
	}
	if !reflect.DeepEqual(was.parameters, is.parameters) {
		l.say(is.at, "changes the parameters of %s", rule.ID)
	}
}

// milder reports whether a setting gives a rule a severity below what it has before.
func milder(was, is setting, rule *rules.Rule) bool {
	if !is.hasSeverity {
		return was.hasSeverity && was.severity > worst(rule)
	}
	if was.hasSeverity {
		return is.severity < was.severity
	}
	return is.severity < worst(rule)
}

// overrides looks for settings for some files that the earlier config does not have in the same form.
func (l *loosened) overrides(cat *rules.Catalogue) {
	for _, o := range l.after.overrides {
		for _, rule := range cat.Match("*") {
			s, ok := o.rules[rule.ID]
			if !ok || slices.ContainsFunc(l.before.overrides, func(b override) bool { return b.has(o, rule.ID) }) {
				continue
			}
			switch {
			case s.state == off && l.before.base(rule) == on:
				l.say(s.at, "turns %s off in %s", rule.ID, globs(o.paths))
			case s.hasSeverity && milder(l.before.rules[rule.ID], s, rule):
				l.say(s.at, "makes %s %s in %s", rule.ID, s.severity, globs(o.paths))
			}
		}
	}
	for _, b := range l.before.overrides {
		for id, s := range b.rules {
			gone := !slices.ContainsFunc(l.after.overrides, func(o override) bool { return o.has(b, id) })
			if rule, ok := cat.Get(id); ok && gone && (s.state == on && l.after.base(rule) == off || s.hasSeverity && s.severity > rule.Severity) {
				l.say(source.Span{}, "no longer makes %s stricter in %s", id, globs(b.paths))
			}
		}
	}
}

// has reports whether an override has the same setting for a rule in the same files.
func (o override) has(other override, id string) bool {
	mine, ok := o.rules[id]
	theirs := other.rules[id]
	return ok && globs(o.paths) == globs(other.paths) && mine.state == theirs.state && mine.hasSeverity == theirs.hasSeverity && mine.severity == theirs.severity
}

func globs(all []Glob) string {
	texts := make([]string, len(all))
	for i, g := range all {
		texts[i] = g.pattern
	}
	return strings.Join(texts, ", ")
}

// Roles that make findings milder are not to be added, and those that make them worse not to be taken away.
var (
	mildRoles  = []Role{RoleTrusted, RoleGateway, RoleProxy, RoleTunnel}
	worseRoles = []Role{RoleUntrusted, RoleDatastore, RoleAdminUI}
)

func (l *loosened) roles() {
	has := func(roles Roles, p RolePattern) bool {
		return slices.ContainsFunc(roles, func(q RolePattern) bool {
			return p.Role == q.Role && p.String() == q.String() && globs(p.paths) == globs(q.paths)
		})
	}
	for _, p := range l.after.Roles {
		if slices.Contains(mildRoles, p.Role) && !has(l.before.Roles, p) {
			l.say(p.At, "gives %q the role %s", p.String(), p.Role)
		}
	}
	for _, p := range l.before.Roles {
		if slices.Contains(worseRoles, p.Role) && !has(l.after.Roles, p) {
			l.say(source.Span{}, "takes the role %s from %q", p.Role, p.String())
		}
	}
}

// covers reports whether a waiver lets pass at least what another does: the same findings, no earlier end, no other condition.
func (w *Waiver) covers(other *Waiver) bool {
	where, theirs := w.Where, other.Where
	sameWhere := where.File.pattern == theirs.File.pattern && where.Symbol == theirs.Symbol && where.Path == theirs.Path &&
		where.Fingerprint == theirs.Fingerprint && where.Line == theirs.Line
	if w.Rule != other.Rule || !sameWhere || w.isComplete() != other.isComplete() && !w.isComplete() {
		return false
	}
	if !w.Expires.IsZero() && (other.Expires.IsZero() || other.Expires.After(w.Expires)) {
		return false
	}
	rests := append(slices.Clone(other.Conditions), other.Mitigations...)
	for _, c := range append(slices.Clone(w.Conditions), w.Mitigations...) {
		if !slices.ContainsFunc(rests, func(d Condition) bool { return c.Text == d.Text }) {
			return false
		}
	}
	return true
}

// isComplete reports whether the waiver has what its status needs.
func (w *Waiver) isComplete() bool {
	switch w.Status {
	case "":
		return false
	case Mitigated:
		return len(w.Mitigations) > 0
	case Documented:
		return w.Doc != "" && w.Reason != ""
	}
	return w.Reason != ""
}

func firstLineOf(at source.Span) source.Span {
	if at.IsZero() || at.End.Line == at.Start.Line {
		return at
	}
	at.End = at.File.Position(at.File.Offset(source.Position{Line: at.Start.Line, Column: 1 << 20}))
	return at
}
