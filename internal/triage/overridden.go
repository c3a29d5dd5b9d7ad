package triage

import (
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// withoutRepeated returns the findings without those of a project without its override that it has with it, too: there the override
// does not hide the defect, and one defect is one finding.
func withoutRepeated(findings []*finding.Finding, docs []*source.Document) []*finding.Finding {
	type project struct{ file, deployment string }
	overridden := map[project]bool{}
	for _, doc := range docs {
		if doc.IsOverridden {
			overridden[project{doc.File.Path, doc.Deployment}] = true
		}
	}
	if len(overridden) == 0 {
		return findings
	}
	isOverridden := func(f *finding.Finding) bool {
		return len(f.Deployments) == 1 && overridden[project{f.Document, f.Deployments[0]}]
	}
	type defect struct{ rule, document, path string }
	of := func(f *finding.Finding) defect { return defect{f.Rule, f.Document, f.Path.String()} }
	known := map[defect]bool{}
	for _, f := range findings {
		if !isOverridden(f) {
			known[of(f)] = true
		}
	}
	return slices.DeleteFunc(findings, func(f *finding.Finding) bool { return isOverridden(f) && !inList(f.Path) && known[of(f)] })
}

// inList reports whether a path leads through a list: an override moves its items.
func inList(path source.Path) bool {
	return slices.ContainsFunc(path, func(step any) bool { _, isIndex := step.(int); return isIndex })
}
