package report

import (
	"fmt"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
)

// atMost is how many warnings and files the summary names; -v lifts it.
const atMost = 10

var worstFirst = []finding.Severity{finding.Critical, finding.High, finding.Medium, finding.Low, finding.Note}

// count returns a number with its noun.
func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// problems writes the errors and then the warnings.
func (t *text) problems() {
	warnings := 0
	for _, level := range []finding.Level{finding.Error, finding.Warning} {
		for i := range t.report.Problems {
			p := &t.report.Problems[i]
			if p.Level != level {
				continue
			}
			if level == finding.Warning {
				if warnings++; warnings > atMost && !t.options.Verbose {
					continue
				}
			}
			t.problem(p)
		}
	}
	if hidden := warnings - atMost; hidden > 0 && !t.options.Verbose {
		t.printf("%s: %d more of these (-v shows all)\n", t.style.warn("warning"), hidden)
	}
	if warnings > 0 {
		t.printf("\n")
	}
}

// problem writes one problem with its place and hint; an error is quoted too.
func (t *text) problem(p *finding.Problem) {
	label, paint := p.Level.String(), t.style.warn
	if p.Level == finding.Error {
		paint = t.style.bad
	}
	message := visible(p.Message)
	if p.Rule != "" {
		message += " [" + visible(p.Rule) + "]"
	}
	if p.Level != finding.Error {
		if place := strings.TrimSuffix(t.prefix(p), ": "); place != "" {
			message += " (" + place + ")"
		}
		t.indented(paint(label)+": ", len(label)+2, message)
		if p.Hint != "" && t.isFirst("", p.Hint) {
			t.note(1, "hint", visible(p.Hint))
		}
		return
	}
	t.indented(paint(label)+": ", len(label)+2, message)
	gutter := 1
	switch {
	case !p.At.IsZero():
		gutter = t.excerpt(p.At, paint)
	case p.Path != "":
		t.printf(" %s %s\n", t.style.frame("-->"), t.linkFile(p.Path))
	}
	if p.Hint != "" && t.isFirst("", p.Hint) {
		t.note(gutter, "hint", visible(p.Hint))
	}
	t.printf("\n")
}

// headline writes the summary: findings, what does not count, what was looked at, how it ended, and how long it took.
func (t *text) headline() {
	counts := t.report.Count()
	t.total(counts, t.report.Coverage.Tally())
	t.uncounted(counts)
	if t.briefly > 0 {
		t.indented("", 0, fmt.Sprintf("Brief: %s (-v writes all in full; seclint explain RULE says why, and what to do)", count(t.briefly, "finding")))
	}
	t.fixable()
	t.coverage()
	t.policies()
	if t.options.Verbose {
		t.printf("Rules: %d\n", len(t.report.Rules))
	}
	if t.report.Elapsed > 0 {
		t.printf("Time: %s%s\n", rounded(t.report.Elapsed), t.stages())
	}
	t.verdict()
}

// verdict says how the run ended, and by which threshold.
func (t *text) verdict() {
	passed, because := t.report.outcome()
	word := t.style.bad("FAIL")
	if passed {
		word = t.style.good("PASS")
	}
	t.indented(word+": ", len("FAIL: "), because)
}

// total writes the line that says what was found. Not having looked is never the same as having found nothing.
func (t *text) total(counts Counts, assets coverage.Tally) {
	total := 0
	var parts []string
	for _, severity := range worstFirst {
		if n := counts.BySeverity[severity]; n > 0 {
			total += n
			parts = append(parts, t.style.severity(severity, fmt.Sprintf("%d %s", n, severity)))
		}
	}
	errors := t.report.problemCount(finding.Error)
	files := t.report.Coverage.fileTally()
	switch looked := files[Assessed] + files[Partial]; {
	case total > 0:
		noun := "finding"
		if t.report.Before != nil {
			noun = "new finding"
		}
		t.printf("%s: %s\n", t.style.bold(count(total, noun)), strings.Join(parts, ", "))
	case looked == 0:
		t.printf("%s: no file was assessed\n", t.style.warn("Nothing checked"))
	case assets[Assessed] < assets.Counted() || errors > 0:
		t.printf("%s, but not everything could be looked at\n", t.style.warn("No findings"))
	case t.report.Before != nil:
		t.printf("%s: no new findings in %s (%s)\n", t.style.good("Clean"), count(looked, "file"), count(len(t.report.Rules), "rule"))
	default:
		t.printf("%s: no findings in %s (%s)\n", t.style.good("Clean"), count(looked, "file"), count(len(t.report.Rules), "rule"))
	}
}

// uncounted writes what the headline leaves out.
func (t *text) uncounted(counts Counts) {
	var parts []string
	add := func(n int, name string) {
		if n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, name))
		}
	}
	add(counts.Parts, plural(counts.Parts, "part of another finding", "parts of other findings"))
	add(counts.Informational, "informational")
	add(counts.Suppressed, "suppressed")
	if len(parts) > 0 {
		t.indented("", 0, "Not counted: "+strings.Join(parts, ", "))
	}
	if hidden := t.report.below(t.options.MinSeverity); hidden > 0 {
		t.printf("Not shown: %s below %s\n", count(hidden, "finding"), t.options.MinSeverity)
	}
}

func plural(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// policies says how many of the rules are users', and which of them came with the scanned files: their author decides what they find.
func (t *text) policies() {
	type source struct {
		origin    string
		isScanned bool
	}
	var order []source
	counted := map[source]int{}
	for _, rule := range t.report.Rules {
		if rule.Origin == "" {
			continue
		}
		from := source{rule.Origin, rule.IsScanned}
		if counted[from] == 0 {
			order = append(order, from)
		}
		counted[from]++
	}
	for _, from := range order {
		note := ""
		if from.isScanned {
			note = ", which came with the scanned files"
		}
		t.printf("Policies: %s from %s%s\n", count(counted[from], "rule"), visible(from.origin), note)
	}
}

// stages says where the time went, when asked.
func (t *text) stages() string {
	if !t.options.Timings || len(t.report.Stages) == 0 {
		return ""
	}
	var parts []string
	for _, stage := range t.report.Stages {
		parts = append(parts, stage.Name+" "+rounded(stage.Elapsed).String())
	}
	return " (" + strings.Join(parts, ", ") + ")"
}

// rounded returns a time with as many digits as people read.
func rounded(d time.Duration) time.Duration {
	if d < time.Millisecond {
		return d.Round(10 * time.Microsecond)
	}
	if d < time.Second {
		return d.Round(100 * time.Microsecond)
	}
	return d.Round(10 * time.Millisecond)
}

// fileTally counts the files by state.
func (c *Coverage) fileTally() coverage.Tally {
	files := Coverage{Files: c.Files}
	return files.Tally()
}

// problemCount counts the problems of one level.
func (r *Report) problemCount(level finding.Level) int {
	n := 0
	for i := range r.Problems {
		if r.Problems[i].Level == level {
			n++
		}
	}
	return n
}

// below counts the findings that count and are milder than a severity.
func (r *Report) below(severity finding.Severity) int {
	n := 0
	for s, found := range r.Count().BySeverity {
		if s < severity {
			n += found
		}
	}
	return n
}
