package tracker

import (
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/rules"
)

// Initial returns a new tracker of the findings that count: numbered headings below the severities, with the places, the rule and what to
// do. What a scan reads of it again is what it was made from.
func Initial(findings []finding.Finding, cat *rules.Catalogue, masker *mask.Masker) string {
	var b strings.Builder
	b.WriteString("# Security Concerns\n\nKnown security concerns, organized by severity. `seclint track` compares this list with what is there.\n")
	number := 0
	for severity := finding.Critical; severity >= finding.Note; severity-- {
		groups := grouped(findings, severity)
		if len(groups) == 0 {
			continue
		}
		fmt.Fprintf(&b, "\n---\n\n## %s\n", heading(severity))
		for _, group := range groups {
			number++
			writeItem(&b, number, group, cat, masker)
		}
	}
	return b.String()
}

func heading(s finding.Severity) string { return strings.ToUpper(s.String()[:1]) + s.String()[1:] }

// grouped returns the findings of a severity by rule, in their order.
func grouped(findings []finding.Finding, severity finding.Severity) [][]*finding.Finding {
	index := map[string]int{}
	var groups [][]*finding.Finding
	for i := range findings {
		f := &findings[i]
		if f.Severity != severity || f.Suppressed != nil || f.PartOf != "" || isAboutDecisions(f.Rule) {
			continue
		}
		at, known := index[f.Rule]
		if !known {
			at = len(groups)
			index[f.Rule] = at
			groups = append(groups, nil)
		}
		groups[at] = append(groups[at], f)
	}
	return groups
}

func writeItem(b *strings.Builder, number int, group []*finding.Finding, cat *rules.Catalogue, masker *mask.Masker) {
	f := group[0]
	title, remedy := f.Rule, ""
	if rule, ok := cat.Get(f.Rule); ok {
		title = rule.Title
		remedy, _, _ = strings.Cut(rule.Remediation, "\n\n")
	}
	fmt.Fprintf(b, "\n### %d. %s\n\n", number, title)
	for _, f := range group {
		fmt.Fprintf(b, "- `%s:%s` (%s)\n", fileOf(f), linesOfFinding(f), remark(masker.Message(f.Message, fileOf(f), f.Document)))
	}
	fmt.Fprintf(b, "\n**Rule:** `%s`\n", f.Rule)
	if remedy != "" {
		fmt.Fprintf(b, "\n**Recommendation:** %s\n", strings.Join(strings.Fields(remedy), " "))
	}
}

func linesOfFinding(f *finding.Finding) string {
	return Range{From: max(1, int(f.At.Start.Line)), To: int(f.At.End.Line)}.String()
}

// remark is a message in parentheses behind a place: it must not end them, nor begin a code span.
func remark(message string) string {
	message = strings.Join(strings.Fields(message), " ")
	return strings.NewReplacer("`", "'", "(", "", ")", "", "|", "/").Replace(message)
}
