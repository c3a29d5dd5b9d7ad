package scan

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
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

// unread returns a problem for each config that was found in a folder below the root: a scan has one config.
func unread(files []discover.File) []finding.Problem {
	var problems []finding.Problem
	for _, f := range files {
		if path.Dir(f.Path) != "." && !f.Explicit && slices.Contains(config.Names(), path.Base(f.Path)) {
			problems = append(problems, finding.Problem{
				Level: finding.Warning, Path: f.Path, Message: "this config is not read: the config of a scan is in its root",
				Hint: "scan " + path.Dir(f.Path) + " by itself to use it, or move what it says into the config of the root, under overrides",
			})
		}
	}
	return problems
}
