// Package scan runs the stages in order and gathers what they say into one report. It decides nothing itself.
package scan

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/edit"
	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/tracker"
	"github.com/seclint/seclint/internal/triage"
	"github.com/seclint/seclint/rules"
)

// Scan runs the stages on a snapshot and returns the report. What is wrong with a file, a policy or a rule is a problem in the
// report; the error is for a scan that could not go on: ctx was cancelled, or a built-in policy does not compile.
func (s *Session) Scan(ctx context.Context, snapshot Snapshot) (*report.Report, error) {
	done, _, err := s.scan(ctx, snapshot, nil)
	return done, err
}

// scan is Scan with the trackers to compare with what is found: those of the config where none is named.
func (s *Session) scan(ctx context.Context, snapshot Snapshot, trackers []string) (*report.Report, *tracker.Result, error) {
	r := s.run(snapshot)
	loaded, err := r.load(ctx)
	if err != nil {
		return nil, nil, err
	}
	r.stage("evaluate", len(loaded.Documents))
	used, findings, err := r.evaluate(ctx, loaded)
	if err != nil {
		return nil, nil, err
	}
	seen := slices.Clone(findings) // before decisions: the map shows what is there
	declared := r.declared(ctx)
	hosts := r.hosts(ctx)
	findings = slices.Concat(r.expected(findings, loaded), declared.Findings, hosts.Findings)
	r.problems = append(r.problems, slices.Concat(declared.Problems, hosts.Problems)...)
	r.stage("triage", len(loaded.Documents))
	r.problems = append(append(r.problems, loaded.left...), loaded.Problems...)
	r.accept(r.problems)
	covered := r.coverage(loaded, slices.Concat(declared.Assets, hosts.Assets))
	findings, problems := triage.Apply(findings, triage.Input{
		Config: r.opts.Config, Catalogue: r.opts.Catalogue, Documents: loaded.Documents, Problems: r.problems,
		Project: loaded.project, Files: &lookup{run: r, view: loaded}, Today: r.opts.Today, IsWhole: r.isWhole(),
	})
	resolveFixes(findings, loaded.Documents)
	tracked, findings, problems := r.track(ctx, loaded, trackers, findings, problems)
	used = withDecided(used, r.opts.Catalogue, findings)
	before := r.before(findings, problems, covered)
	r.stage("", 0)
	return &report.Report{
		Version: r.opts.Version, Findings: findings, Problems: problems, Rules: used,
		Coverage: covered, FailOn: r.opts.Config.FailOn, Never: r.opts.Config.Never, NeverBy: r.opts.Config.NeverBy,
		Before: before, Hiding: hiding(r.opts.Config, r.opts.Catalogue), Map: mapOf(loaded, seen, problems),
		Started: r.start, Elapsed: time.Since(r.start), Stages: r.stages,
	}, tracked, nil
}

// resolveFixes says what the fixes of findings come to in the files.
func resolveFixes(findings []finding.Finding, docs []*source.Document) {
	var resolver *edit.Resolver
	for i := range findings {
		if findings[i].Fix == nil {
			continue
		}
		if resolver == nil {
			resolver = edit.NewResolver(docs)
		}
		resolver.Resolve(&findings[i])
	}
}

// run is the state of one scan.
type run struct {
	*Session
	Snapshot
	start    time.Time
	name     string // of the stage that runs
	begun    time.Time
	stages   []report.Stage
	problems []finding.Problem
	// tree and others are the files beside the documents.
	tree   *checkout.Tree
	others []*checkout.Tree
}

// run returns a run that begins now.
func (s *Session) run(snapshot Snapshot) *run {
	snapshot.Root = discover.Listings(snapshot.Root)
	return &run{Session: s, Snapshot: snapshot, start: time.Now(), problems: slices.Clone(s.opts.Problems)}
}

// stage ends the stage that runs and begins the next; "" begins none.
func (r *run) stage(name string, files int) {
	now := time.Now()
	if r.name != "" {
		r.stages = append(r.stages, report.Stage{Name: r.name, Elapsed: now.Sub(r.begun)})
	}
	r.name, r.begun = name, now
	if r.opts.Progress != nil && name != "" {
		r.opts.Progress(name, files)
	}
}

// view is what the stages up to linking made of the files: what a scan judges and a map shows.
type view struct {
	files []discover.File
	// left are the files that discovery had to leave out, chosen what it left out because somebody or the defaults say so.
	left   []finding.Problem
	chosen []coverage.LeftOut
	load.Result
	project *link.Project
}

// load runs the stages that every command begins with. The error is the cause of the end of ctx.
func (r *run) load(ctx context.Context) (*view, error) {
	v := &view{}
	r.stage("discover", len(r.Paths))
	found := r.discover(ctx)
	v.files, v.left, v.chosen = found.Files, r.known(found.Problems), found.LeftOut
	r.problems = append(r.problems, unread(v.files)...)
	r.stage("load", len(v.files))
	v.Result = r.loader.Documents(ctx, load.Input{
		Root: r.Root, Files: found.Files, Folders: found.Folders, Bases: r.Paths, Overlay: r.Overlay,
		IsLeftOut: func(name string) bool { return !r.covers(name) || found.IsLeftOut(name) }, IsIgnored: found.IsIgnored,
	})
	r.stage("link", len(v.Documents))
	v.project = link.Link(ctx, v.Documents, v.Result.Root, r.opts.Config.Roles)
	if ctx.Err() != nil {
		return nil, context.Cause(ctx)
	}
	if r.isWhole() && !failed(v.Problems) {
		r.problems = append(r.problems, idle(r.opts.Config.Roles, v.project)...)
	}
	if r.memory == nil {
		v.Result.Root.Forget()
	}
	return v, nil
}

// covers reports whether a file is one of the paths to look at, or below one of them.
func (r *run) covers(name string) bool {
	if len(r.Paths) == 0 {
		return len(r.Overlay) == 0
	}
	return slices.ContainsFunc(r.Paths, func(p string) bool { return p == "." || name == p || strings.HasPrefix(name, p+"/") })
}

// discover finds the files of the paths and puts the overlay beside them.
func (r *run) discover(ctx context.Context) discover.Found {
	var found discover.Found
	if len(r.Paths) > 0 || len(r.Overlay) == 0 {
		found = discover.Walk(ctx, r.Root, r.Paths, discover.Options{
			Exclude: r.opts.Config.Excludes, NoGitignore: r.opts.NoGitignore, MaxSize: r.opts.MaxFileSize,
			IsRead: func(base string) bool {
				return slices.ContainsFunc(r.kinds, func(k kind.Kind) bool { return k.Taken != nil && k.Taken(base) })
			},
		})
	}
	found.Files = overlaid(found.Files, r.Overlay)
	return found
}

// evaluate evaluates the rules in force on the documents and returns the rules with what they found.
func (r *run) evaluate(ctx context.Context, v *view) ([]*rules.Rule, []finding.Finding, error) {
	evaluator, problems, err := r.evaluator(evaluate.Kinds(v.Documents))
	if err != nil {
		return nil, nil, err
	}
	r.problems = append(r.problems, problems...)
	var findings []finding.Finding
	if r.opts.Shards == nil {
		findings, problems = evaluator.Documents(ctx, v.Documents, v.project, r.memory)
	} else if findings, problems, err = r.joined(ctx, v, evaluator.Rules()); err != nil {
		return nil, nil, err
	}
	if ctx.Err() != nil {
		return nil, nil, context.Cause(ctx)
	}
	r.problems = append(r.problems, problems...)
	return evaluator.Rules(), findings, nil
}

// coverage says what was looked at. Nothing, or less than was asked for, is a problem. declared are the declarations of the config.
func (r *run) coverage(v *view, declared []coverage.Asset) report.Coverage {
	covered := report.Coverage{Files: r.covered(v)}
	covered.Assets = append(assets(v, covered.Files), declared...)
	covered.LeftOut = r.leftOut(v, covered.Files)
	isDecided := slices.ContainsFunc(declared, func(a coverage.Asset) bool { return a.State == coverage.Assessed })
	if !r.opts.AllowEmpty && !failed(r.problems) && !isDecided {
		if p, is := nothing(covered.Files); is {
			r.problems = append(r.problems, p)
		}
	}
	if tally := covered.Tally(); tally.Percent() < r.opts.MinCoverage && !(r.opts.AllowEmpty && len(tally) == 0) {
		r.problems = append(r.problems, uncovered(tally.Percent(), r.opts.MinCoverage))
	}
	return covered
}
