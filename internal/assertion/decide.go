package assertion

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/value"
	"github.com/seclint/seclint/rules"
)

// guard is a line that makes what is below it depend on a setting.
var guard = lazyregexp.New(`^(?:if|elif)\s+\(?\s*([A-Za-z_][\w.]*)\s*\)?\s*[:{]`)

// assertion decides an assertion.
func (d *decider) assertion(a *config.Assertion) {
	tree := d.tree(a.ID, a.Root, a.At)
	if tree == nil {
		return
	}
	files := d.files(a.ID, tree, a.Files, a.At)
	switch {
	case len(files) == 0 && (a.Exists || a.Contains != nil):
		d.content(a, a.At, "no file fits, and one has to be there", "exists")
		return
	case len(files) == 0 && d.partial == "":
		d.unassessed(a.ID, a.At, "no file fits its files", "correct the globs, or remove the assertion")
		return
	}
	switch {
	case a.Setting != "":
		d.setting(a, files)
	case a.Path != "":
		d.path(a, files)
	case a.Pattern != nil:
		d.pattern(a, files)
	case a.Acquire != nil:
		d.pair(a, files)
	}
	d.contents(a, files)
}

// contents looks for what files have to contain, and for what they must not.
func (d *decider) contents(a *config.Assertion, files []*source.File) {
	for _, f := range files {
		for _, pattern := range a.Contains {
			if !pattern.Match(f.Content) {
				d.content(a, top(f), fmt.Sprintf("%s does not contain what fits %s", f.Path, shown(pattern.String())), pattern.String())
			}
		}
		for _, pattern := range a.Lacks {
			matches(f, pattern, func(_ string, at source.Span) {
				d.content(a, at, fmt.Sprintf("%s contains what fits %s", f.Path, shown(pattern.String())), pattern.String())
			})
		}
	}
}

func (d *decider) content(a *config.Assertion, at source.Span, message, identity string) {
	d.report(rules.AssertContent, a.ID, a.Severity, a.HasSeverity, at, message, a.Reason, identity)
}

// shown is a regular expression as it was written.
func shown(pattern string) string { return "/" + strings.TrimPrefix(pattern, "(?m)") + "/" }

// pair looks whether what is acquired is released, by name where the expression has a group.
func (d *decider) pair(a *config.Assertion, files []*source.File) {
	released := map[string]bool{}
	for _, f := range files {
		matches(f, a.Release, func(text string, _ source.Span) { released[nameOf(a.Release.NumSubexp(), text)] = true })
	}
	seen := map[string]bool{}
	for _, f := range files {
		matches(f, a.Acquire, func(text string, at source.Span) {
			name := nameOf(min(a.Acquire.NumSubexp(), a.Release.NumSubexp()), text)
			if released[name] || name == "" && len(released) > 0 || seen[name] {
				return
			}
			seen[name] = true
			message := "what is acquired here is not released in any of its files"
			if name != "" {
				message = fmt.Sprintf("%s is acquired here and not released in any of its files", name)
			}
			d.report(rules.AssertUnpaired, a.ID, a.Severity, a.HasSeverity, at, message, a.Reason, name)
		})
	}
}

func nameOf(groups int, text string) string {
	if groups == 0 {
		return ""
	}
	return text
}

// pattern judges what a regular expression finds.
func (d *decider) pattern(a *config.Assertion, files []*source.File) {
	var all []value.Value
	for _, f := range files {
		matches(f, a.Pattern, func(text string, at source.Span) {
			all = append(all, value.Value{Name: "what fits " + shown(a.Pattern.String()), Text: text, Is: text, IsKnown: true, At: at})
		})
	}
	d.judgeAll(a, all, all, files)
}

// judgeAll judges the values that are in force; other are all that are written, for the places.
func (d *decider) judgeAll(a *config.Assertion, inForce, others []value.Value, files []*source.File) {
	subject := a.Setting
	if subject == "" {
		subject = a.Path
	}
	if subject == "" {
		subject = "what fits " + shown(a.Pattern.String())
	}
	if len(inForce) == 0 {
		d.judgeUnset(a, subject, files)
		return
	}
	for _, v := range inForce {
		wrong, ok := v.Violates(a.Demands)
		switch {
		case ok:
			continue
		case wrong.Operator == "absent":
			d.violated(a, v, others, subject+" is set, and has to be absent", false)
		case !v.IsKnown:
			d.violated(a, v, others, fmt.Sprintf("%s is not known from the files: it has to be %s", subject, demanded(subject, wrong)), true)
		default:
			d.violated(a, v, others, fmt.Sprintf("%s is %s, and has to be %s%s", subject, v.Shown(), demanded(subject, wrong), v.Trap()), false)
		}
	}
}

// violated reports one value that is not as demanded.
func (d *decider) violated(a *config.Assertion, v value.Value, others []value.Value, message string, isUnknown bool) {
	f := d.report(rules.AssertExpected, a.ID, a.Severity, a.HasSeverity, v.At, message, a.Reason, v.At.Path())
	if isUnknown {
		f.Severity = min(f.Severity, finding.Note)
	}
	for _, other := range others {
		if other.At != v.At && len(f.Related) < 10 {
			f.Related = append(f.Related, finding.Related{At: other.At, Message: "is written here, too: " + other.Layer.String()})
		}
	}
}

// judgeUnset judges what nothing sets.
func (d *decider) judgeUnset(a *config.Assertion, subject string, files []*source.File) {
	if a.Default != nil {
		standard := value.Value{Name: subject, Text: fmt.Sprint(a.Default), Is: a.Default, IsKnown: true}
		if wrong, ok := standard.Violates(a.Demands); !ok {
			d.report(rules.AssertExpected, a.ID, a.Severity, a.HasSeverity, top(files[0]), fmt.Sprintf("%s is not set, so it is %s, and has to be %s", subject, standard.Shown(), demanded(subject, wrong)), a.Reason, files[0].Path)
		}
		return
	}
	if slices.ContainsFunc(a.Demands, func(demand config.Demand) bool {
		return demand.Operator == "absent" || demand.Operator == "not_matches"
	}) {
		return
	}
	d.report(rules.AssertExpected, a.ID, a.Severity, a.HasSeverity, top(files[0]), subject+" is not set in any of its files", a.Reason, files[0].Path)
}

// allowlist decides an allow-list.
func (d *decider) allowlist(a *config.Allowlist) {
	files, ok := d.located(a.ID, a.Root, a.Files, a.At)
	if !ok {
		return
	}
	for _, f := range files {
		matches(f, a.Pattern, func(name string, at source.Span) {
			if a.Allowed[name] || a.Allowed == nil || isComment(f, at) || d.isOff(f, at, files) {
				return
			}
			d.report(rules.AssertAllowlist, a.ID, a.Severity, a.HasSeverity, at, fmt.Sprintf("%s is registered and not on the list", name), a.Reason, name)
		})
		for _, pattern := range a.Denied {
			matches(f, pattern, func(string, source.Span) {})
			for _, m := range pattern.FindAllIndex(f.Content, maxMatches) {
				at := f.Span(m[0], m[1])
				if !isComment(f, at) {
					d.report(rules.AssertAllowlist, a.ID, a.Severity, a.HasSeverity, at, fmt.Sprintf("what fits %s is denied", shown(pattern.String())), a.Reason, pattern.String())
				}
			}
		}
	}
}

// isComment reports whether a line of code is a comment.
func isComment(f *source.File, at source.Span) bool {
	line := strings.TrimSpace(f.Line(int(at.Start.Line)))
	return strings.HasPrefix(line, "#") || strings.HasPrefix(line, "//") || strings.HasPrefix(line, "--")
}

// isOff reports whether a place runs only under a setting that is off where nobody sets it: if config.X_ENABLED.
func (d *decider) isOff(f *source.File, at source.Span, files []*source.File) bool {
	indent := indentOf(f.Line(int(at.Start.Line)))
	for n := int(at.Start.Line) - 1; n > 0 && indent > 0; n-- {
		line := f.Line(n)
		if strings.TrimSpace(line) == "" || indentOf(line) >= indent {
			continue
		}
		indent = indentOf(line)
		m := guard.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		name := m[1][strings.LastIndexByte(m[1], '.')+1:]
		if d.isFalse(name, files) {
			return true
		}
	}
	return false
}

func indentOf(line string) int { return len(line) - len(strings.TrimLeft(line, " \t")) }
