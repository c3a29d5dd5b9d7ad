package load

import (
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// maxNames bounds how many variables one problem names.
const maxNames = 5

// unset says once for each project which variables that rules would decide on have no value in the scanned root.
func unset(docs []*source.Document) []finding.Problem {
	type named struct{ project, name string }
	known := map[named]bool{}
	names := map[string][]string{}
	places := map[string]source.Span{}
	var projects []string
	for _, doc := range docs {
		incomplete, ok := doc.Facts.(kind.Incomplete)
		if !ok || doc.IsFragment {
			continue
		}
		project := incomplete.Directory()
		for _, v := range incomplete.Unset() {
			if known[named{project, v.Name}] {
				continue
			}
			known[named{project, v.Name}] = true
			if names[project] == nil {
				projects, places[project] = append(projects, project), v.At
			}
			names[project] = append(names[project], v.Name)
		}
	}
	var problems []finding.Problem
	for _, project := range projects {
		all := names[project]
		list := strings.Join(all[:min(len(all), maxNames)], ", ")
		if more := len(all) - maxNames; more > 0 {
			list += fmt.Sprintf(" and %d more", more)
		}
		problems = append(problems, finding.Problem{
			Level: finding.Warning, Path: places[project].Path(), At: places[project],
			Message: "no value here for " + list + ": what depends on it is unknown", Hint: "set them in .env if seclint should judge their values",
		})
	}
	return problems
}
