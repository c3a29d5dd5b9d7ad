package lint

import (
	"cmp"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// broken returns a problem for each line of a compiler's error; its first line is a headline.
func broken(rule *rules.Rule, err error) []finding.Problem {
	var problems []finding.Problem
	lines := strings.Split(err.Error(), "\n")
	for _, line := range lines[min(1, len(lines)-1):] {
		problems = append(problems, finding.Problem{
			Level: finding.Error, Rule: rule.ID, Message: line,
			Hint: "the rule was left out; try it alone with seclint test",
		})
	}
	return problems
}

// compareProblems orders problems by place, those without a place first.
func compareProblems(a, b finding.Problem) int {
	return cmp.Or(
		strings.Compare(a.Path, b.Path),
		cmp.Compare(a.At.Start.Line, b.At.Start.Line), cmp.Compare(a.At.Start.Column, b.At.Start.Column),
		strings.Compare(a.Rule, b.Rule), strings.Compare(a.Message, b.Message),
	)
}
