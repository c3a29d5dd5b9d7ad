package report

import (
	"fmt"
	"io"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// A job summary takes a megabyte; what people read is less.
const (
	maxSummaryFindings = 25
	maxSummaryProblems = 20
	maxSummaryRules    = 40
)

// GitHubSummary writes the report as the summary of a job in GitHub Actions: the verdict, the rules by severity, the worst findings, what
// was looked at, and the map.
func GitHubSummary(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	p := &page{report: r, options: o}
	p.printf("# seclint\n\n")
	p.summary()
	p.problems(maxSummaryProblems)
	p.rules()
	p.findings("Worst findings", maxSummaryFindings)
	p.coverage()
	p.drawing()
	_, err := io.WriteString(w, p.String())
	return err
}

// rules writes a table of the rules that fired, by severity.
func (p *page) rules() {
	var counted []*finding.Finding
	wholes := p.report.wholes()
	for i := range p.report.Findings {
		if _, isPart := wholes[i]; !isPart {
			counted = append(counted, &p.report.Findings[i])
		}
	}
	rows := (&text{}).rows(counted)
	if len(rows) == 0 {
		return
	}
	p.printf("\n## Rules\n\n| rule | critical | high | medium | low | note |\n|---|--:|--:|--:|--:|--:|\n")
	for _, row := range rows[:min(len(rows), maxSummaryRules)] {
		p.printf("| %s |", p.rule(row.rule))
		for _, severity := range worstFirst {
			cell := ""
			if n := row.times[severity]; n > 0 {
				cell = fmt.Sprint(n)
			}
			p.printf(" %s |", cell)
		}
		p.printf("\n")
	}
	if more := len(rows) - maxSummaryRules; more > 0 {
		p.printf("\n%s not listed here.\n", plural(more, "One more rule is", fmt.Sprintf("%d more rules are", more)))
	}
}

// drawing shows the map, which GitHub draws.
func (p *page) drawing() {
	if p.report.Map == nil {
		return
	}
	drawing := p.report.Map().Mermaid
	if drawing == "" {
		return
	}
	fence := "```"
	for strings.Contains(drawing, fence) {
		fence += "`"
	}
	p.printf("\n## From where services can be reached\n\n%smermaid\n%s\n%s\n", fence, strings.TrimRight(drawing, "\n"), fence)
}
