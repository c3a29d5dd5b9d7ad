package report

import (
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
)

// Markdown writes the state of a scan as a page for people: what counts, what is accepted and why, what was not looked at.
func Markdown(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	p := &page{report: r, options: o}
	p.printf("# Security state\n\n")
	p.summary()
	p.findings("Findings", len(r.Findings))
	p.accepted()
	p.problems(len(r.Problems))
	p.coverage()
	_, err := io.WriteString(w, p.String())
	return err
}

// page is a report as Markdown.
type page struct {
	strings.Builder
	report  *Report
	options Options
}

func (p *page) printf(format string, args ...any) { fmt.Fprintf(p, format, args...) }

// summary writes the verdict and how many findings there are.
func (p *page) summary() {
	counts := p.report.Count()
	p.printf("**%s**\n\n| critical | high | medium | low | note | informational | suppressed |\n|---|---|---|---|---|---|---|\n|", markdownText(p.report.verdict()))
	for severity := finding.Critical; severity >= finding.Note; severity-- {
		p.printf(" %d |", counts.BySeverity[severity])
	}
	p.printf(" %d | %d |\n", counts.Informational, counts.Suppressed)
	if counts.Parts > 0 {
		p.printf("\n%s, not counted.\n", plural(counts.Parts, "One finding is a part of another", fmt.Sprintf("%d findings are parts of others", counts.Parts)))
	}
}

// findings lists what counts, the worst first.
func (p *page) findings(title string, most int) {
	o := p.options
	o.ShowSuppressed, o.ShowInformational, o.Verbose = false, false, false
	shown := p.report.shownWorstFirst(o)
	if len(shown) == 0 {
		return
	}
	p.printf("\n## %s\n\n| severity | rule | place | what |\n|---|---|---|---|\n", title)
	for _, f := range shown[:min(len(shown), most)] {
		p.printf("| %s | %s | %s | %s |\n", f.Severity, p.rule(f.Rule), p.place(f.At.Path(), int(f.At.Start.Line)), MarkdownCell(f.Message))
	}
	if more := len(shown) - most; more > 0 {
		p.printf("\n%s not listed here.\n", plural(more, "One more is", fmt.Sprintf("%d more are", more)))
	}
}

// rule names a rule, with a link to its page where it has one.
func (p *page) rule(id string) string {
	for _, rule := range p.report.Rules {
		if rule.ID == id {
			if uri := HelpURI(rule); uri != "" {
				return fmt.Sprintf("[%s](<%s>)", MarkdownCode(id), strings.NewReplacer("<", "%3C", ">", "%3E", "\n", "", "|", "%7C").Replace(uri))
			}
		}
	}
	return MarkdownCode(id)
}

// place names a place, with a link to the source where it is known where that can be seen.
func (p *page) place(file string, line int) string {
	if file == "" {
		return "-"
	}
	text := p.options.InRepository(file)
	if p.options.Repository == "" {
		text = p.options.Place(file)
	}
	if line > 0 {
		text = fmt.Sprintf("%s:%d", text, line)
	}
	if p.options.SourceURL == "" {
		return MarkdownCode(text)
	}
	segments := strings.Split(p.options.InRepository(file), "/")
	for i, segment := range segments {
		segments[i] = url.PathEscape(segment)
	}
	link := p.options.SourceURL + "/" + strings.Join(segments, "/")
	if line > 0 {
		link += fmt.Sprintf("#L%d", line)
	}
	return fmt.Sprintf("[%s](%s)", MarkdownCode(text), link)
}

// accepted lists what somebody decided about, with the reason: it is never gone.
func (p *page) accepted() {
	begun := false
	for i := range p.report.Findings {
		f := &p.report.Findings[i]
		if f.Suppressed == nil {
			continue
		}
		if !begun {
			p.printf("\n## Accepted\n\n| severity | rule | place | reason | decided at |\n|---|---|---|---|---|\n")
			begun = true
		}
		s := f.Suppressed
		p.printf("| %s | %s | %s | %s | %s |\n", f.Severity, p.rule(f.Rule), p.place(f.At.Path(), int(f.At.Start.Line)),
			MarkdownCell(s.Reason), p.place(s.At.Path(), int(s.At.Start.Line)))
	}
}

// problems lists what went wrong, the errors first.
func (p *page) problems(most int) {
	if len(p.report.Problems) == 0 {
		return
	}
	p.printf("\n## Problems\n\n| level | place | what |\n|---|---|---|\n")
	listed := 0
	for _, level := range []finding.Level{finding.Error, finding.Warning} {
		for i := range p.report.Problems {
			problem := &p.report.Problems[i]
			if problem.Level != level || listed == most {
				continue
			}
			listed++
			file, line := problem.Path, 0
			if !problem.At.IsZero() {
				file, line = problem.At.Path(), int(problem.At.Start.Line)
			}
			p.printf("| %s | %s | %s |\n", level, p.place(file, line), MarkdownCell(problem.Message))
		}
	}
	if more := len(p.report.Problems) - listed; more > 0 {
		p.printf("\n%s not listed here.\n", plural(more, "One more is", fmt.Sprintf("%d more are", more)))
	}
}

// coverage says what was looked at, and what hides findings.
func (p *page) coverage() {
	tally := p.report.Coverage.Tally()
	p.printf("\n## Coverage\n\n%d of %d files and services assessed (%d%%).\n\n", tally[coverage.Assessed], tally.Counted(), tally.Percent())
	if len(tally) > 0 {
		p.printf("| state | files and services |\n|---|---|\n")
	}
	for _, state := range coverage.States() {
		if tally[state] > 0 {
			p.printf("| %s | %d |\n", state, tally[state])
		}
	}
	lines := p.report.overlooked(func(path string) string { return visible(p.options.InRepository(path)) })
	if len(lines) > 0 {
		p.printf("\n")
	}
	for _, line := range lines {
		p.printf("- %s\n", markdownText(line))
	}
}

// MarkdownCell returns a text as a cell of a table or a part of a paragraph: no mark of it ends the cell, becomes HTML, a link, a picture or
// a mention.
func MarkdownCell(text string) string {
	return markdownText(Clean(strings.Join(strings.Fields(text), " ")))
}

// markdownMarks are the characters that mean something in a line of Markdown. A comment behind @ keeps it from notifying people.
var markdownMarks = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "_", "\\_", "[", "\\[", "]", "\\]", "~", "\\~", "#", "\\#",
	"|", "\\|", "<", "&lt;", ">", "&gt;", "&", "&amp;", "$", "\\$", "@", "@<!-- -->")

// markdownText returns a line that is fit for a terminal as one of Markdown.
func markdownText(line string) string { return markdownMarks.Replace(line) }

// MarkdownCode returns a text as code in a cell of a table.
func MarkdownCode(text string) string {
	text = strings.ReplaceAll(Clean(strings.Join(strings.Fields(text), " ")), "|", "\\|")
	fence := "`"
	for strings.Contains(text, fence) {
		fence += "`"
	}
	if strings.HasPrefix(text, "`") || strings.HasSuffix(text, "`") {
		text = " " + text + " "
	}
	return fence + text + fence
}
