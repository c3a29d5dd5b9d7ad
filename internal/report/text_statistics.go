package report

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

const (
	// longReport is how many findings a report has at most that does not end with a table.
	longReport = 20
	// maxRows is how many rules such a table names.
	maxRows = 15
)

// row is a line of the table: a rule with how often it fired, by severity.
type row struct {
	rule  string
	times map[finding.Severity]int
}

// statistics writes a table of the rules that fired by severity, those with the worst findings first; all of them, or as many as are read.
func (t *text) statistics(findings []*finding.Finding, all bool) {
	rows := t.rows(findings)
	if len(rows) == 0 {
		return
	}
	var columns []finding.Severity
	for _, severity := range worstFirst {
		if slices.ContainsFunc(rows, func(r row) bool { return r.times[severity] > 0 }) {
			columns = append(columns, severity)
		}
	}
	var head strings.Builder
	for _, severity := range columns {
		fmt.Fprintf(&head, "%*s  ", width(severity), severity)
	}
	t.printf("%s\n", t.style.bold(head.String()+"rule"))
	for i, r := range rows {
		if i == maxRows && len(rows) > i+1 && !all {
			t.printf("and %d more rules (--statistics shows all)\n", len(rows)-i)
			break
		}
		for _, severity := range columns {
			number := "-"
			if n := r.times[severity]; n > 0 {
				number = fmt.Sprint(n)
			}
			cell := fmt.Sprintf("%*s", width(severity), number)
			if number != "-" {
				cell = t.style.severity(severity, cell)
			}
			t.printf("%s  ", cell)
		}
		t.printf("%s\n", t.linkRule(r.rule))
	}
	t.printf("\n")
}

// width returns how wide the column of a severity is.
func width(severity finding.Severity) int { return max(len(severity.String()), 5) }

// rows counts those of the findings that count.
func (t *text) rows(findings []*finding.Finding) []row {
	index := map[string]int{}
	var rows []row
	for _, f := range findings {
		if f.Suppressed != nil || f.State == finding.Unchanged || f.Severity == finding.None || t.counted[f] != nil {
			continue
		}
		i, ok := index[f.Rule]
		if !ok {
			i = len(rows)
			index[f.Rule] = i
			rows = append(rows, row{f.Rule, map[finding.Severity]int{}})
		}
		rows[i].times[f.Severity]++
	}
	slices.SortFunc(rows, func(a, b row) int {
		for _, severity := range worstFirst {
			if c := cmp.Compare(b.times[severity], a.times[severity]); c != 0 {
				return c
			}
		}
		return strings.Compare(a.rule, b.rule)
	})
	return rows
}
