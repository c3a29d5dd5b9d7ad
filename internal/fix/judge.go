package fix

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
)

// judge returns an error that says what is wrong with the files after units: a finding that stays, one that is new or worse, a file
// that is not looked at any more.
func judge(before, after *report.Report, units []unit) error {
	if err := sameFiles(before, after); err != nil {
		return err
	}
	if err := sameProblems(before, after); err != nil {
		return err
	}
	left := map[string]bool{}
	for i := range after.Findings {
		if f := &after.Findings[i]; counts(f) {
			left[key(f)] = true
		}
	}
	gone := map[string]bool{}
	covered, wholes := map[string]finding.Severity{}, map[string]finding.Severity{}
	for _, u := range units {
		for i := range u.findings {
			f := &u.findings[i]
			gone[key(f)] = true
			covered[setting(f)] = max(covered[setting(f)], f.Severity)
			wholes[f.Document+"\x00"+f.Rule] = max(wholes[f.Document+"\x00"+f.Rule], f.Severity)
			if left[key(f)] {
				return fmt.Errorf("%s is still found afterwards", f.Rule)
			}
		}
	}
	known := map[string]bool{}
	for i := range before.Findings {
		known[key(&before.Findings[i])] = true
	}
	allowed := severities(before, func(f *finding.Finding) (finding.Severity, bool) {
		// A part of what is gone counts by itself now, but not more than the whole did.
		return max(f.Severity, wholes[f.Document+"\x00"+f.PartOf]), !gone[key(f)]
	})
	// A milder finding about a setting may come to light with the worse one gone that covered it.
	now := severities(after, func(f *finding.Finding) (finding.Severity, bool) {
		return f.Severity, known[key(f)] || f.Severity >= covered[setting(f)]
	})
	return risen(allowed, now, after)
}

// setting identifies what a finding is about.
func setting(f *finding.Finding) string { return f.Document + "\x00" + f.Path.String() }

// severities returns the severities of the findings of each rule, worst first, as far as take has them.
func severities(r *report.Report, take func(*finding.Finding) (finding.Severity, bool)) map[string][]finding.Severity {
	all := map[string][]finding.Severity{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if severity, ok := take(f); ok && counts(f) {
			all[f.Rule] = append(all[f.Rule], severity)
		}
	}
	for _, list := range all {
		slices.SortFunc(list, func(a, b finding.Severity) int { return int(b) - int(a) })
	}
	return all
}

// risen returns an error where a rule finds more than it should, or worse.
func risen(allowed, now map[string][]finding.Severity, after *report.Report) error {
	for i := range after.Findings {
		rule := after.Findings[i].Rule
		for k, severity := range now[rule] {
			if k >= len(allowed[rule]) || severity > allowed[rule][k] {
				return fmt.Errorf("%s would find more than before", rule)
			}
		}
	}
	return nil
}

// sameFiles returns an error where a file is not looked at as it was.
func sameFiles(before, after *report.Report) error {
	type look struct {
		kind  string
		state report.State
	}
	now := map[string]look{}
	for _, f := range after.Coverage.Files {
		now[f.Path+"\x00"+f.Kind] = look{f.Kind, f.State}
	}
	for _, f := range before.Coverage.Files {
		if f.State != report.Assessed && f.State != report.Partial {
			continue
		}
		look, ok := now[f.Path+"\x00"+f.Kind]
		if !ok || look.state != f.State && look.state != report.Assessed {
			return fmt.Errorf("%s would not be assessed any more", f.Path)
		}
	}
	return nil
}

// sameProblems returns an error where there are more errors than before.
func sameProblems(before, after *report.Report) error {
	counted := map[finding.Problem]int{}
	plain := func(p finding.Problem) finding.Problem {
		return finding.Problem{Path: p.Path, Rule: p.Rule, Message: p.Message}
	}
	for _, p := range before.Problems {
		if p.Level == finding.Error {
			counted[plain(p)]++
		}
	}
	for _, p := range after.Problems {
		if p.Level != finding.Error {
			continue
		}
		if counted[plain(p)]--; counted[plain(p)] < 0 {
			return fmt.Errorf("there would be an error: %s", p.Message)
		}
	}
	return nil
}
