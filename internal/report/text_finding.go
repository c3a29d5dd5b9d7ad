package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

const (
	// proseWidth is how wide remarks get at most: longer lines are hard to read.
	proseWidth = 110
	// maxPlaces is how many other places of a finding are named; -v lifts it.
	maxPlaces = 3
	// briefLines is how many lines a finding takes at most that is not written in full.
	briefLines = 3
)

// saying is a sentence about the findings of a rule.
type saying struct{ rule, sentence string }

// isFirst reports whether a sentence about the findings of a rule was not written yet.
func (t *text) isFirst(rule, sentence string) bool {
	s := saying{rule, sentence}
	isFirst := !t.said[s]
	t.said[s] = true
	return isFirst
}

// finding writes one finding in full: its place, the line there, why, what to do, and the other places.
func (t *text) finding(f *finding.Finding) {
	t.title(f)
	gutter := t.excerpt(f.At, func(s string) string { return t.style.severity(f.Severity, s) })
	if f.Because != "" && t.isFirst(f.Rule, f.Because) {
		t.note(gutter, "why", visible(f.Because))
	}
	if fix := t.remediation(f); fix != "" && t.isFirst(f.Rule, fix) {
		t.note(gutter, "fix", visible(fix))
	}
	t.elsewhere(gutter, f)
	t.deployments(gutter, f)
	if s := f.Suppressed; s != nil {
		t.note(gutter, "suppressed", visible(Justification(s))+t.written(s.At))
	}
	t.printf("\n")
}

// deployments says with which files the project is started where the finding occurs.
func (t *text) deployments(gutter int, f *finding.Finding) {
	all := f.Deployments
	if len(all) > maxPlaces && !t.options.Verbose {
		all = append(slices.Clone(all[:maxPlaces-1]), fmt.Sprintf("%d more", len(f.Deployments)-maxPlaces+1))
	}
	if len(all) > 0 {
		t.note(gutter, "started as", visible(strings.Join(all, "; ")))
	}
}

// remediation returns what to do about a finding in a sentence.
func (t *text) remediation(f *finding.Finding) string {
	return Remediation(f, t.rules[f.Rule])
}

// Remediation returns what to do about a finding in a sentence: what its policy says of the file at hand, or else what the rule says. rule
// may be nil.
func Remediation(f *finding.Finding, rule *rules.Rule) string {
	switch {
	case f.Remediation != "":
		return f.Remediation
	case rule != nil:
		return firstParagraph(rule.Remediation)
	}
	return ""
}

// title writes what is wrong, with the rule.
func (t *text) title(f *finding.Finding) {
	indent := len(severityName(f)) + 2
	rule := "[" + visible(f.Rule) + "]"
	for i, line := range wrap(marked(f)+" "+rule, t.options.Width-indent) {
		line = t.style.bold(line)
		if t.options.LinkRoot != "" {
			line = strings.Replace(line, rule, "["+t.linkRule(f.Rule)+"]", 1)
		}
		if i == 0 {
			t.printf("%s: %s\n", t.label(f), line)
		} else {
			t.printf("%*s%s\n", indent, "", line)
		}
	}
}

// elsewhere names the other places of a finding, and the findings that are counted with it.
func (t *text) elsewhere(gutter int, f *finding.Finding) {
	others := t.others(f)
	for i, related := range others {
		if rest := len(others) - i; i == maxPlaces && rest > 1 && !t.options.Verbose {
			t.note(gutter, "see", fmt.Sprintf("%d more places (-v shows them)", rest))
			break
		}
		t.note(gutter, "see", fmt.Sprintf("%s (%s)", t.from(f, related.At), visible(related.Message)))
	}
	if whole := t.counted[f]; whole != nil {
		t.note(gutter, "counted with", visible(whole.Rule)+" at "+t.from(f, whole.At))
		return
	}
	for _, part := range t.parts[f] {
		if !t.options.Verbose {
			t.note(gutter, "includes", fmt.Sprintf("%s: %s [%s]", t.from(f, part.At), marked(part), visible(part.Rule)))
		}
	}
}

// from names a place as seen from a finding.
func (t *text) from(f *finding.Finding, at source.Span) string {
	if at.Path() == f.At.Path() {
		return fmt.Sprintf("line %d", at.Start.Line)
	}
	return t.line(at)
}

// others returns the related places of a finding but for those at which the findings are that are counted with it and named too.
func (t *text) others(f *finding.Finding) []finding.Related {
	if len(t.parts[f]) == 0 || t.options.Verbose {
		return f.Related
	}
	return slices.DeleteFunc(slices.Clone(f.Related), func(related finding.Related) bool {
		return slices.ContainsFunc(t.parts[f], func(part *finding.Finding) bool { return t.line(part.At) == t.line(related.At) })
	})
}

// brief writes one finding in a few lines. Below the name of its file the line and column are enough.
func (t *text) brief(f *finding.Finding) {
	at := t.at(f.At)
	if t.options.GroupBy == "" || t.options.GroupBy == "file" {
		at = fmt.Sprintf("%d:%d", f.At.Start.Line, f.At.Start.Column)
	}
	name := severityName(f)
	rule := "[" + visible(f.Rule) + "]"
	indent := len(name) + 2
	message := marked(f)
	if !f.At.IsZero() {
		message = at + ": " + message
	}
	lines := wrap(message+" "+rule, t.options.Width-indent)
	for len(lines) > briefLines {
		message = shorter(message)
		lines = wrap(message+"… "+rule, t.options.Width-indent)
	}
	for i, line := range lines {
		if before, ok := strings.CutSuffix(line, rule); ok {
			line = before + "[" + t.linkRule(f.Rule) + "]"
		}
		if i == 0 {
			t.printf("%s: %s\n", t.label(f), t.linkIn(line, at, f.At))
		} else {
			t.printf("%*s%s\n", indent, "", line)
		}
	}
}

// shorter returns a text without its last word, or half of it where it is a single one.
func shorter(text string) string {
	if at := strings.LastIndexByte(text, ' '); at > 0 {
		return text[:at]
	}
	cut, _ := window(text, 0, displaywidth.String(text)/2)
	return strings.TrimSuffix(cut, "…")
}

// written says where a suppression stands.
func (t *text) written(at source.Span) string {
	if at.IsZero() {
		return ""
	}
	return " (" + t.line(at) + ")"
}

// note writes a remark under an excerpt.
func (t *text) note(gutter int, name, remark string) {
	prefix := fmt.Sprintf("%*s %s %s: ", gutter, "", t.style.frame("="), t.style.bold(name))
	if name == "see" || name == "includes" || name == "counted with" {
		prefix = fmt.Sprintf("%*s %s %s ", gutter, "", t.style.frame("="), t.style.bold(name))
	}
	t.indented(prefix, gutter+3+len(name)+2, remark)
}

// indented writes wrapped text behind a prefix that is indent cells wide.
func (t *text) indented(prefix string, indent int, content string) {
	for i, line := range wrap(content, min(t.options.Width, proseWidth)-indent) {
		if i > 0 {
			prefix = strings.Repeat(" ", indent)
		}
		t.printf("%s%s\n", prefix, line)
	}
}
