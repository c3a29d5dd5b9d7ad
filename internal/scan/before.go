package scan

import (
	"slices"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/rules"
)

// before compares the findings with the baseline, and sets their states. It is nil where there is none.
func (r *run) before(findings []finding.Finding, problems []finding.Problem, covered report.Coverage) *report.Before {
	if r.opts.Baseline == nil {
		return nil
	}
	files := &lookup{run: r, view: &view{}}
	fixed := baseline.Apply(findings, r.opts.Baseline, baseline.Options{
		Catalogue: r.opts.Catalogue, Exists: files.Exists, Renamed: r.opts.Renamed,
		IsJudged: func(rule *rules.Rule, file string) bool { return r.isJudged(rule, file, problems, covered) },
	})
	return &report.Before{Name: r.opts.BaselineName, Fixed: fixed}
}

// isJudged reports whether a rule was looked for in a file with success, or the file is gone.
func (r *run) isJudged(rule *rules.Rule, file string, problems []finding.Problem, covered report.Coverage) bool {
	if !r.opts.Config.RuleEnabled(rule, file) || !r.covers(file) && !r.isWhole() {
		return false
	}
	for _, p := range problems {
		if p.Level == finding.Error && (p.Path == "" || p.Path == file) && (p.Rule == "" || p.Rule == rule.ID) {
			return false
		}
	}
	i := slices.IndexFunc(covered.Files, func(f coverage.File) bool { return f.Path == file })
	if i < 0 {
		return !(&lookup{run: r}).Exists(file) // else it was left out
	}
	state := covered.Files[i].State
	return state == coverage.Assessed || state == coverage.Partial
}
