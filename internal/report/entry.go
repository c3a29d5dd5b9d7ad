package report

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// problemRule is what stands for a rule where a problem, a total or something that was not looked at takes the place of a finding.
const problemRule = "seclint"

// entry is a finding or a problem as the formats of other clients take it: a message at a place. Its texts are one line each and fit for
// a terminal.
type entry struct {
	rule    string
	message string
	// notes are what else there is to say: why, what to do, other places.
	notes []string
	// file is seen from the repository, "" where there is none; line is 1 where the place is not known.
	file           string
	line, lastLine int
	column         int // 0 where the place is not known
	finding        *finding.Finding
	problem        *finding.Problem
}

// severity is how bad an entry is: something that could not be looked at is as bad as what might be there.
func (e *entry) severity() finding.Severity {
	switch {
	case e.finding != nil:
		return e.finding.Severity
	case e.problem != nil && e.problem.Level == finding.Error:
		return finding.Critical
	case e.problem != nil:
		return finding.Low
	}
	return finding.Note
}

// isCounted reports whether nobody decided that an entry need not count.
func (e *entry) isCounted() bool {
	return e.finding == nil || e.finding.Suppressed == nil && e.finding.State != finding.Unchanged
}

// entries returns the problems that are errors, the findings that are shown, the worst first, and then warnings.
func (r *Report) entries(o Options) []entry {
	var list []entry
	list = append(list, r.problemEntries(o, finding.Error)...)
	byID := r.rulesByID()
	for _, f := range r.shownWorstFirst(o) {
		e := entry{rule: visible(f.Rule), message: visible(f.Message), finding: f}
		e.place(o, f.Document, f.At)
		e.notes = findingNotes(f, byID[f.Rule], o)
		list = append(list, e)
	}
	return append(list, r.problemEntries(o, finding.Warning)...)
}

func (r *Report) problemEntries(o Options, level finding.Level) []entry {
	var list []entry
	for i := range r.Problems {
		p := &r.Problems[i]
		if p.Level != level {
			continue
		}
		e := entry{rule: problemRule, message: visible(p.Message), problem: p}
		if p.Rule != "" {
			e.rule += " " + visible(p.Rule)
		}
		if p.Hint != "" {
			e.notes = []string{"Hint: " + visible(p.Hint)}
		}
		e.place(o, p.Path, p.At)
		list = append(list, e)
	}
	return list
}

// shownWorstFirst returns the findings that people are shown, the worst first: clients cut what is too much from the end.
func (r *Report) shownWorstFirst(o Options) []*finding.Finding {
	var shown []*finding.Finding
	for i := range r.Findings {
		if f := &r.Findings[i]; o.shows(f) {
			shown = append(shown, f)
		}
	}
	weight := func(f *finding.Finding) int {
		if f.Suppressed != nil || f.State == finding.Unchanged {
			return -1
		}
		return int(f.Severity)
	}
	slices.SortStableFunc(shown, func(a, b *finding.Finding) int { return weight(b) - weight(a) })
	return shown
}

// place sets where an entry is.
func (e *entry) place(o Options, file string, at source.Span) {
	e.line, e.lastLine = 1, 1
	if !at.IsZero() {
		file, e.line, e.lastLine, e.column = at.Path(), int(at.Start.Line), int(at.End.Line), int(at.Start.Column)
		if at.End.Column <= 1 && e.lastLine > e.line {
			e.lastLine--
		}
	}
	e.file = visible(o.InRepository(file))
}

// text is the message of an entry with everything that belongs to it, a line each.
func (e *entry) text() string { return strings.Join(append([]string{e.message}, e.notes...), "\n") }
