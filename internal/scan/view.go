package scan

import (
	"context"
	"slices"
	"time"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/load"
)

// newRun returns a run that begins now, with the defaults in place of what the options leave out.
func newRun(opts Options) *run {
	if opts.Config == nil {
		opts.Config = config.Default()
	}
	if opts.MaxFileSize == 0 {
		opts.MaxFileSize = discover.DefaultMaxSize
	}
	opts.Root = discover.Listings(opts.Root)
	return &run{Options: opts, start: time.Now(), problems: slices.Clone(opts.Problems)}
}

// view is what the stages up to linking made of the files: what a scan judges and a map shows.
type view struct {
	files []discover.File
	// left are the files that discovery had to leave out.
	left []finding.Problem
	load.Result
	project *link.Project
}

// load runs the stages that every command begins with.
func (r *run) load(ctx context.Context) view {
	var v view
	r.stage("discover", len(r.Paths))
	v.files, v.left = r.discover()
	r.stage("load", len(v.files))
	v.Result = load.Documents(ctx, r.Root, v.files, load.Options{Kinds: all.Kinds(), Overlay: r.Overlay, MaxSize: r.MaxFileSize, Generated: r.Config.IncludeGenerated})
	r.stage("link", len(v.Documents))
	v.project = link.Link(ctx, v.Documents, v.Result.Root, r.Config.Roles)
	if r.isWhole() && !failed(v.Problems) {
		r.problems = append(r.problems, idle(r.Config.Roles, v.project)...)
	}
	v.Result.Root.Forget()
	return v
}

// discover finds the files of the paths and puts the overlay beside them.
func (r *run) discover() ([]discover.File, []finding.Problem) {
	var files []discover.File
	var problems []finding.Problem
	if len(r.Paths) > 0 || len(r.Overlay) == 0 {
		files, problems = discover.Files(r.Root, r.Paths, discover.Options{
			Exclude: r.Config.Excludes, NoGitignore: r.NoGitignore, MaxSize: r.MaxFileSize,
		})
	}
	return overlaid(files, r.Overlay), problems
}
