package scan

import (
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
