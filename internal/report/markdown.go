package report

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
)

// Markdown writes the state of a scan as a page for people: what counts, what is accepted and why, what was not looked at.
func Markdown(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	p := &page{report: r, options: o}
	p.summary()
	p.findings()
	p.accepted()
	p.problems()
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

func (p *page) summary() {
	counts := p.report.Count()
	p.printf("# Security state\n\n| critical | high | medium | low | note | informational | suppressed |\n|---|---|---|---|---|---|---|\n|")
	for severity := finding.Critical; severity >= finding.Note; severity-- {
		p.printf(" %d |", counts.BySeverity[severity])
	}
	p.printf(" %d | %d |\n", counts.Informational, counts.Suppressed)
}

// findings lists what counts, the worst first.
func (p *page) findings() {
	shown := p.some(func(f *finding.Finding) bool {
		return f.Suppressed == nil && f.Severity > finding.None && p.options.selects(f)
	})
	if len(shown) == 0 {
		return
	}
	slices.SortStableFunc(shown, func(a, b *finding.Finding) int { return int(b.Severity) - int(a.Severity) })
	p.printf("\n## Findings\n\n| severity | rule | place | what |\n|---|---|---|---|\n")
	for _, f := range shown {
		p.printf("| %s | `%s` | `%s` | %s |\n", f.Severity, f.Rule, p.place(f), MarkdownCell(f.Message))
	}
}

func (p *page) some(is func(*finding.Finding) bool) []*finding.Finding {
	var some []*finding.Finding
	for i := range p.report.Findings {
		if f := &p.report.Findings[i]; is(f) {
			some = append(some, f)
		}
	}
	return some
}

func (p *page) place(f *finding.Finding) string {
	return MarkdownCell(fmt.Sprintf("%s:%d", p.options.Place(f.At.Path()), f.At.Start.Line))
}

// accepted lists what somebody decided about, with the reason: it is never gone.
func (p *page) accepted() {
	shown := p.some(func(f *finding.Finding) bool { return f.Suppressed != nil })
	if len(shown) == 0 {
		return
	}
	p.printf("\n## Accepted\n\n| severity | rule | place | reason | decided at |\n|---|---|---|---|---|\n")
	for _, f := range shown {
		at := "-"
		if s := f.Suppressed; !s.At.IsZero() {
			at = fmt.Sprintf("`%s:%d`", MarkdownCell(p.options.Place(s.At.Path())), s.At.Start.Line)
		}
		p.printf("| %s | `%s` | `%s` | %s | %s |\n", f.Severity, f.Rule, p.place(f), MarkdownCell(f.Suppressed.Reason), at)
	}
}

func (p *page) problems() {
	if len(p.report.Problems) == 0 {
		return
	}
	p.printf("\n## Problems\n\n| level | place | what |\n|---|---|---|\n")
	for i := range p.report.Problems {
		problem := &p.report.Problems[i]
		p.printf("| %s | %s | %s |\n", problem.Level, MarkdownCell(p.options.Place(problem.Path)), MarkdownCell(problem.Message))
	}
}

func (p *page) coverage() {
	tally := p.report.Coverage.Tally()
	p.printf("\n## Coverage\n\n%d of %d known assets assessed (%d%%).\n\n| state | assets |\n|---|---|\n", tally[coverage.Assessed], tally.Counted(), tally.Percent())
	for _, state := range coverage.States() {
		if tally[state] > 0 {
			p.printf("| %s | %d |\n", state, tally[state])
		}
	}
}

// MarkdownCell returns a text as a cell of a table: no mark of it ends the cell or becomes HTML.
func MarkdownCell(text string) string {
	text = Clean(strings.Join(strings.Fields(text), " "))
	return strings.NewReplacer("|", `\|`, "<", "&lt;", ">", "&gt;").Replace(text)
}
