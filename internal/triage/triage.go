// Package triage decides what counts: it puts the config over findings, merges those that say the same of one place,
// hides what somebody chose to ignore without ever dropping it, and decides the order once. It reads no files.
package triage

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Input is what a decision rests on.
type Input struct {
	Config    *config.Config
	Catalogue *rules.Catalogue
	// Documents are those that were evaluated: comments in their files can suppress findings.
	Documents []*source.Document
	// Problems are those of the earlier stages: a suppression is not called unused where looking did not succeed.
	Problems []finding.Problem
	// Project says how far the documents are reached, nil where nothing was linked.
	Project *link.Project
	// Files is what waivers rest on beside the documents, nil for nothing.
	Files Files
	// Today is the time at which waivers are judged.
	Today time.Time
	// IsWhole is set where all of the root was looked at, so that what was not found does not exist.
	IsWhole bool
}

// Apply returns the findings in their final order, suppressed ones included, and all problems in theirs: those of the
// earlier stages and what is wrong with suppressions. It changes none of its arguments. Only findings of rules that are not in force in their file are left out.
func Apply(findings []finding.Finding, in Input) ([]finding.Finding, []finding.Problem) {
	kept := configured(findings, in)
	kept = merge(withoutRepeated(kept, in.Documents))
	found, problems := suppressions(in)
	found.apply(kept)
	slices.SortFunc(kept, compare)
	kept = append(kept, configured(waive(kept, in), in)...)
	problems = slices.Concat(in.Problems, problems, found.unused(in))
	slices.SortFunc(kept, compare)
	ordered := make([]finding.Finding, len(kept))
	for i, f := range kept {
		ordered[i] = *f
	}
	return ordered, Order(problems)
}

// configured returns copies of the findings with what the config says about their rules in their files.
//
// The config's severity replaces that of the rule and of its situations, except that a finding which a situation made
// informational stays so: the config says how bad the rule is, the situation that this is not a case of it.
func configured(findings []finding.Finding, in Input) []*finding.Finding {
	copies := slices.Clone(findings)
	kept := make([]*finding.Finding, 0, len(copies))
	for i := range copies {
		f := &copies[i]
		rule, known := in.Catalogue.Get(f.Rule)
		file := fileOf(f)
		if known && !in.Config.RuleEnabled(rule, file) {
			off := in.Config.TurnedOff(rule, file)
			if off.IsZero() {
				continue // evaluated only because other files want it
			}
			reason := fmt.Sprintf("the rule is off for this file in %s", off.Path())
			f.Suppressed = &finding.Suppression{Kind: "external", Reason: reason, At: off}
		}
		if severity, ok := in.Config.Severity(f.Rule, file); ok && f.Severity != finding.None {
			f.Severity = severity
		}
		f.Related, f.Deployments = slices.Clone(f.Related), slices.Clone(f.Deployments)
		slices.Sort(f.Deployments)
		kept = append(kept, f)
	}
	return kept
}

// fileOf returns the path of the file in which the finding is.
func fileOf(f *finding.Finding) string {
	if f.At.IsZero() {
		return f.Document
	}
	return f.At.Path()
}

// compare is the order of findings: by place, then the worst first.
func compare(a, b *finding.Finding) int {
	if c := strings.Compare(fileOf(a), fileOf(b)); c != 0 {
		return c
	}
	if c := cmp.Or(comparePosition(a.At.Start, b.At.Start), comparePosition(a.At.End, b.At.End), cmp.Compare(b.Severity, a.Severity)); c != 0 {
		return c
	}
	return cmp.Or(
		strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message),
		strings.Compare(a.Document, b.Document), comparePath(a.Path, b.Path),
	)
}

// Arrange puts findings in their final order.
func Arrange(findings []finding.Finding) {
	slices.SortFunc(findings, func(a, b finding.Finding) int { return compare(&a, &b) })
}

// Order returns problems in their final order. What several documents met in a file that they share is said once.
func Order(problems []finding.Problem) []finding.Problem {
	slices.SortFunc(problems, compareProblems)
	return slices.CompactFunc(problems, func(a, b finding.Problem) bool { return compareProblems(a, b) == 0 })
}

func compareProblems(a, b finding.Problem) int {
	return cmp.Or(strings.Compare(a.Path, b.Path), comparePosition(a.At.Start, b.At.Start),
		strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message), cmp.Compare(b.Level, a.Level), strings.Compare(a.Hint, b.Hint))
}

func comparePosition(a, b source.Position) int {
	return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Column, b.Column))
}

// comparePath orders paths step by step: indices by number and in front of keys.
func comparePath(a, b source.Path) int {
	return slices.CompareFunc(a, b, func(x, y any) int {
		i, xIndex := x.(int)
		j, yIndex := y.(int)
		switch {
		case xIndex && yIndex:
			return cmp.Compare(i, j)
		case xIndex:
			return -1
		case yIndex:
			return 1
		}
		return strings.Compare(fmt.Sprint(x), fmt.Sprint(y))
	})
}

// Configured returns findings with what the config says of their rules, and without those of rules that are not in force. Comments are
// not looked at: it is for findings about what people wrote down, which have no documents.
func Configured(findings []finding.Finding, c *config.Config, cat *rules.Catalogue) []finding.Finding {
	kept := configured(findings, Input{Config: c, Catalogue: cat})
	ordered := make([]finding.Finding, len(kept))
	for i, f := range kept {
		ordered[i] = *f
	}
	return ordered
}

// Sorted returns findings that were triaged apart in one order.
func Sorted(parts ...[]finding.Finding) []finding.Finding {
	all := slices.Concat(parts...)
	slices.SortStableFunc(all, func(a, b finding.Finding) int { return compare(&a, &b) })
	return all
}

// Worst returns the worst severity among the findings that count; None when none does.
func Worst(findings []finding.Finding) finding.Severity {
	worst := finding.None
	for i := range findings {
		if findings[i].Suppressed == nil && findings[i].State != finding.Unchanged {
			worst = max(worst, findings[i].Severity)
		}
	}
	return worst
}

// Fails reports whether a finding that counts reaches the config's threshold.
func Fails(findings []finding.Finding, c *config.Config) bool {
	worst := Worst(findings)
	return !c.Never && worst != finding.None && worst >= c.FailOn
}
