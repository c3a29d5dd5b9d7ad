package report

import (
	"bufio"
	"fmt"
	"io"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

var (
	// commandData escapes the message of a workflow command, commandProperty the value of a property.
	commandData     = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A")
	commandProperty = strings.NewReplacer("%", "%25", "\r", "%0D", "\n", "%0A", ":", "%3A", ",", "%2C")
)

// GitHub writes the report as workflow commands, which GitHub Actions turns into annotations. It shows ten of a level for each step: what
// is worst, and the totals, come first.
func GitHub(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	out := bufio.NewWriter(w)
	entries := r.entries(o)
	notice := func(line string) { command(out, "notice", []string{"title=seclint"}, line) }
	notice(r.verdict() + " (" + r.totals(o) + ")")
	for _, line := range r.overlooked(func(path string) string { return visible(o.InRepository(path)) }) {
		notice(line)
	}
	for i := range entries {
		e := &entries[i]
		if e.finding != nil {
			title := e.rule + " (" + severityName(e.finding) + ")"
			command(out, annotation(e.finding), properties(o, e.finding.Document, e.finding.At, title), e.text())
			continue
		}
		command(out, e.problem.Level.String(), properties(o, e.problem.Path, e.problem.At, e.rule), e.text())
	}
	return out.Flush()
}

// findingNotes returns what else there is to say of a finding, a line each. rule may be nil.
func findingNotes(f *finding.Finding, rule *rules.Rule, o Options) []string {
	var lines []string
	for _, tag := range f.Tags {
		lines = append(lines, "Lower: "+visible(tag.Reason))
	}
	if f.Because != "" {
		lines = append(lines, "Why: "+visible(f.Because))
	}
	if fix := Remediation(f, rule); fix != "" {
		lines = append(lines, "Fix: "+visible(fix))
	}
	for _, related := range f.Related {
		place := fmt.Sprintf("%s:%d", visible(o.InRepository(related.At.Path())), related.At.Start.Line)
		lines = append(lines, "See "+place+" ("+visible(related.Message)+")")
	}
	if f.Suppressed != nil {
		lines = append(lines, "Suppressed: "+visible(Justification(f.Suppressed)))
	}
	return lines
}

// annotation returns the command that fits a finding.
func annotation(f *finding.Finding) string {
	switch {
	case f.Suppressed != nil || f.State == finding.Unchanged:
		return "notice"
	case f.Severity >= finding.High:
		return "error"
	case f.Severity == finding.Medium:
		return "warning"
	}
	return "notice"
}

// properties returns the properties of an annotation. GitHub refuses columns when a span has several lines, and counts
// the last column in.
func properties(o Options, file string, at source.Span, title string) []string {
	if !at.IsZero() {
		file = at.Path()
	}
	var list []string
	if file != "" {
		list = append(list, "file="+commandProperty.Replace(visible(o.InRepository(file))))
	}
	if !at.IsZero() {
		last := at.End.Line
		if at.End.Column <= 1 && last > at.Start.Line {
			last--
		}
		list = append(list, fmt.Sprintf("line=%d,endLine=%d", at.Start.Line, last))
		if last == at.Start.Line && at.End.Line == last {
			list = append(list, fmt.Sprintf("col=%d,endColumn=%d", at.Start.Column, max(at.End.Column-1, at.Start.Column)))
		}
	}
	return append(list, "title="+commandProperty.Replace(title))
}

// command writes one workflow command on a line of its own.
func command(w io.Writer, name string, properties []string, message string) {
	_, _ = fmt.Fprintf(w, "::%s %s::%s\n", name, strings.Join(properties, ","), commandData.Replace(message))
}
