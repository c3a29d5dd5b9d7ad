package scan

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/link"
)

// isWhole reports whether the run looks at all of the root, so that what is not found does not exist.
func (r *run) isWhole() bool {
	return len(r.Overlay) == 0 && (len(r.Paths) == 0 || slices.Contains(r.Paths, "."))
}

// idle returns a problem for each role of the config that changes nothing: no service has the name, or another role goes over
// it.
func idle(roles config.Roles, project *link.Project) []finding.Problem {
	var problems []finding.Problem
	for _, pattern := range roles {
		problem := finding.Problem{Level: finding.Warning, Path: pattern.At.Path(), At: pattern.At}
		covered := slices.IndexFunc(project.Services, func(s *link.Service) bool { return s.IsCovered(pattern) })
		switch {
		case covered < 0:
			problem.Message = fmt.Sprintf("no service fits %q, so nothing has the role %s by it", pattern, pattern.Role)
			problem.Hint = hint(pattern, project)
		case pattern.Role == config.RoleTrusted:
			both := slices.IndexFunc(project.Services, func(s *link.Service) bool {
				return s.IsCovered(pattern) && s.Declares(config.RoleUntrusted)
			})
			if both < 0 {
				continue
			}
			problem.Message = fmt.Sprintf("service %q is declared trusted and untrusted: it counts as untrusted", project.Services[both].Name)
			problem.Hint = "leave it out of one of the two"
		default:
			continue
		}
		problems = append(problems, problem)
	}
	return problems
}

// hint says what to do about a pattern that covers no service.
func hint(pattern config.RolePattern, project *link.Project) string {
	names := make([]string, len(project.Services))
	for i, s := range project.Services {
		if pattern.Names(s.Name) {
			return "such a service stands in none of the files of its paths"
		}
		names[i] = s.Name
	}
	if meant := pattern.Suggest(names); meant != "" {
		return fmt.Sprintf("did you mean %q?", meant)
	}
	return "remove it"
}
