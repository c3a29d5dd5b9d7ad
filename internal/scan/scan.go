// Package scan runs the stages in order and gathers what they say into one report. It decides nothing itself.
package scan

import (
	"context"
	"io/fs"
	"time"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/triage"
	"github.com/seclint/seclint/rules"
)

// Options says what to look at, and how.
type Options struct {
	// Root bounds every read.
	Root fs.FS
	// Paths are the files and folders to look at, slash-separated and relative to Root. None means all of Root, or nothing
	// but the Overlay when there is one.
	Paths []string
	// Overlay holds the content of files that need not exist in Root, by path: standard input. They are looked at as if
	// they had been named in Paths.
	Overlay map[string][]byte
	// Catalogue holds the rules that there are.
	Catalogue *rules.Catalogue
	// Config says which of the rules are in force, and everything else that people decide; nil means the defaults.
	Config *config.Config
	// NoGitignore looks at what .gitignore leaves out.
	NoGitignore bool
	// MaxFileSize is the size in bytes above which a file is left out; 0 means discover.DefaultMaxSize.
	MaxFileSize int64
	// Deadline bounds the evaluation of one document; 0 means evaluate.DefaultDeadline.
	Deadline time.Duration
	// MinCoverage is the share in percent of the known assets that have to be assessed; less is a problem.
	MinCoverage int
	// AllowEmpty makes it no problem when there is nothing to check.
	AllowEmpty bool
	// Problems came up before the run, such as policies that cannot be used. They go into the report.
	Problems []finding.Problem
	// Version is seclint's own version, for the report.
	Version string
	// Progress, when set, is called at the start of every stage with its name and the number of files it works on.
	Progress func(stage string, files int)
	// Print, when set, receives what users' policies print, in the order of the documents.
	Print func(evaluate.Printed)
}

// Run runs the stages and returns the report. What is wrong with a file, a policy or a rule is a problem in the report;
// the error is for a run that could not go on: ctx was cancelled, or a built-in policy does not compile.
func Run(ctx context.Context, opts Options) (*report.Report, error) {
	r := newRun(opts)
	loaded := r.load()
	r.stage("evaluate", len(loaded.Documents))
	used, findings, err := r.evaluate(ctx, loaded.Documents, r.inForce())
	if err != nil {
		return nil, err
	}
	r.stage("triage", len(loaded.Documents))
	r.problems = append(append(r.problems, loaded.left...), loaded.Problems...)
	covered := report.Coverage{Files: r.covered(&loaded)}
	covered.Assets = assets(&loaded, covered.Files)
	if !opts.AllowEmpty && nothing(covered.Files) && !failed(r.problems) {
		r.problems = append(r.problems, empty)
	}
	if tally := covered.Tally(); tally.Percent() < opts.MinCoverage && !(opts.AllowEmpty && len(tally) == 0) {
		r.problems = append(r.problems, uncovered(tally.Percent(), opts.MinCoverage))
	}
	findings, problems := triage.Apply(findings, triage.Input{
		Config: r.Config, Catalogue: opts.Catalogue, Documents: loaded.Documents, Problems: r.problems,
	})
	r.stage("", 0)
	return &report.Report{
		Version: opts.Version, Findings: findings, Problems: problems, Rules: used,
		Coverage: covered, FailOn: r.Config.FailOn, Never: r.Config.Never,
		Elapsed: time.Since(r.start), Stages: r.stages,
	}, nil
}

// run is the state of one Run.
type run struct {
	Options
	start    time.Time
	name     string // of the stage that runs
	begun    time.Time
	stages   []report.Stage
	problems []finding.Problem
}

// stage ends the stage that runs and begins the next; "" begins none.
func (r *run) stage(name string, files int) {
	now := time.Now()
	if r.name != "" {
		r.stages = append(r.stages, report.Stage{Name: r.name, Elapsed: now.Sub(r.begun)})
	}
	r.name, r.begun = name, now
	if r.Progress != nil && name != "" {
		r.Progress(name, files)
	}
}

// inForce returns the rules that the config has in force in any file.
func (r *run) inForce() map[string]bool {
	enabled := map[string]bool{}
	for _, rule := range r.Catalogue.All() {
		enabled[rule.ID] = r.Config.RuleEnabledAnywhere(rule)
	}
	return enabled
}

// evaluate evaluates the enabled rules on the documents and returns the rules with what they found.
func (r *run) evaluate(ctx context.Context, docs []*source.Document, enabled map[string]bool) ([]*rules.Rule, []finding.Finding, error) {
	parameters := map[string]map[string]any{}
	for _, rule := range r.Catalogue.All() {
		if set := r.Config.Parameters(rule.ID); set != nil {
			parameters[rule.ID] = set
		}
	}
	evaluator, err := r.prepare(enabled, evaluate.Options{
		Kinds: evaluate.Kinds(docs), Parameters: parameters, Deadline: r.Deadline, Release: true,
		Print: r.Print,
	})
	if err != nil {
		return nil, nil, err
	}
	findings, problems := evaluator.Documents(ctx, docs)
	if err := ctx.Err(); err != nil {
		return nil, nil, context.Cause(ctx)
	}
	r.problems = append(r.problems, problems...)
	return evaluator.Rules(), findings, nil
}

// prepare compiles the enabled rules. A user's policy that does not compile is a problem and does not stop the others.
func (r *run) prepare(enabled map[string]bool, opts evaluate.Options) (*evaluate.Evaluator, error) {
	opts.Enabled = func(id string) bool { return enabled[id] }
	evaluator, err := evaluate.New(r.Catalogue, opts)
	if err == nil {
		return evaluator, nil
	}
	for _, rule := range r.Catalogue.All() {
		if rule.Origin == "" || !enabled[rule.ID] {
			continue
		}
		alone := evaluate.Options{Enabled: func(id string) bool { return id == rule.ID }}
		if _, err := evaluate.New(r.Catalogue, alone); err != nil {
			enabled[rule.ID] = false
			r.problems = append(r.problems, broken(rule, err)...)
		}
	}
	return evaluate.New(r.Catalogue, opts)
}
