// Package fix applies what rules propose to write instead. Each change is judged: the files are scanned as they would be, and what does
// not remove its finding, or brings another one, is withdrawn. It writes only when it is told to, and inside the root.
package fix

import (
	"context"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"

	"github.com/seclint/seclint/internal/edit"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
)

// Options say which fixes are applied.
type Options struct {
	// Choose says whether the fix of a finding is wanted; nil wants all.
	Choose func(*finding.Finding) bool
	// Unsafe applies those too after which something may not work any more.
	Unsafe bool
}

// Result is what became of the fixes.
type Result struct {
	// Files are those that change, in the order of their paths.
	Files []File
	// Applied are the findings that are gone by a fix, in the order in which that was found out.
	Applied []finding.Finding
	// Withdrawn are those whose fix was not applied.
	Withdrawn []Withdrawn
	// Unsafe are those that have a fix which Options leave out.
	Unsafe []finding.Finding
	// Before and After are the reports of the files as they are, and as they would be.
	Before, After *report.Report
}

// File is a file before and after its fixes.
type File struct {
	Path          string
	Before, After *source.File
}

// Withdrawn is a finding whose fix was not applied, with the reason.
type Withdrawn struct {
	Finding finding.Finding
	Reason  string
}

// maxRounds bounds how often the files are looked at for what earlier fixes made possible.
const maxRounds = 50

// Run finds out which fixes can be applied to a snapshot. It changes no file.
func Run(ctx context.Context, session *scan.Session, snapshot scan.Snapshot, opts Options) (*Result, error) {
	r := &runner{
		session: session, snapshot: snapshot, opts: opts, refused: map[string]bool{},
		contents: map[string][]byte{}, originals: map[string]*source.File{},
	}
	first, err := r.scan(ctx, nil)
	if err != nil {
		return nil, err
	}
	r.result.Before, r.report = first, first
	for range maxRounds {
		units := r.units()
		if len(units) == 0 {
			break
		}
		r.base, r.accepted = maps.Clone(r.contents), nil
		if err := r.try(ctx, units); err != nil {
			return nil, err
		}
	}
	r.finish()
	return &r.result, nil
}

// runner is the state of Run.
type runner struct {
	session  *scan.Session
	snapshot scan.Snapshot
	opts     Options
	result   Result
	// report is that of the files with what was applied so far, whose contents are in contents by path.
	report   *report.Report
	contents map[string][]byte
	// originals are the changed files as they were.
	originals map[string]*source.File
	// base are the contents at the beginning of a round, and accepted what the round has applied to them.
	base     map[string][]byte
	accepted []unit
	// refused are the fixes that are not tried again.
	refused map[string]bool
}

// unit is what is applied or withdrawn together: the findings with the same changes.
type unit struct {
	findings []finding.Finding
	changes  []finding.Change
}

// key identifies the fix of a finding across rounds.
func key(f *finding.Finding) string { return f.Rule + "\x00" + f.Fingerprint }

// units returns what can be tried in one round: no two change the same text.
func (r *runner) units() []unit {
	var units []unit
	for i := range r.report.Findings {
		f := &r.report.Findings[i]
		if !r.isWanted(f) {
			continue
		}
		if reason := r.obstacle(f); reason != "" {
			r.withdraw(*f, reason)
			continue
		}
		same := slices.IndexFunc(units, func(u unit) bool { return slices.Equal(u.changes, f.Fix.Changes) })
		switch {
		case same >= 0:
			units[same].findings = append(units[same].findings, *f)
		case !slices.ContainsFunc(units, func(u unit) bool { return overlap(u.changes, f.Fix.Changes) }):
			units = append(units, unit{[]finding.Finding{*f}, f.Fix.Changes})
		}
	}
	return units
}

func overlap(a, b []finding.Change) bool {
	return slices.ContainsFunc(a, func(x finding.Change) bool {
		return slices.ContainsFunc(b, func(y finding.Change) bool { return edit.Overlap(x, y) })
	})
}

// isWanted reports whether the fix of a finding is to be tried.
func (r *runner) isWanted(f *finding.Finding) bool {
	return f.Fix != nil && counts(f) && !r.refused[key(f)] && (r.opts.Choose == nil || r.opts.Choose(f)) && (f.Fix.IsSafe() || r.opts.Unsafe)
}

// counts reports whether a finding is one that a fix should remove.
func counts(f *finding.Finding) bool { return f.Suppressed == nil && f.Severity > finding.None }

// obstacle says why a fix cannot be applied, "" where it can.
func (r *runner) obstacle(f *finding.Finding) string {
	if f.Fix.Obstacle != "" {
		return f.Fix.Obstacle
	}
	for _, c := range f.Fix.Changes {
		if at := linkIn(r.snapshot.Root, c.At.Path()); at != "" {
			return fmt.Sprintf("%s is a symbolic link", at)
		}
		if f := c.At.File; r.contents[f.Path] == nil && r.originals[f.Path] == nil {
			r.originals[f.Path] = f
		}
	}
	return ""
}

// linkIn returns the part of a path that is a symbolic link, "" where none is.
func linkIn(root fs.FS, name string) string {
	for at := name; at != "."; at = path.Dir(at) {
		if info, err := fs.Lstat(root, at); err != nil || info.Mode()&fs.ModeSymlink != 0 {
			return at
		}
	}
	return ""
}

func (r *runner) withdraw(f finding.Finding, reason string) {
	if !r.refused[key(&f)] {
		r.refused[key(&f)] = true
		r.result.Withdrawn = append(r.result.Withdrawn, Withdrawn{f, reason})
	}
}

// try applies units together; where that does harm, each half by itself, down to the one that does it.
func (r *runner) try(ctx context.Context, units []unit) error {
	contents, err := r.applied(append(slices.Clone(r.accepted), units...))
	var after *report.Report
	if err == nil {
		if after, err = r.scan(ctx, contents); err != nil {
			return err
		}
		err = judge(r.report, after, units)
	}
	if err == nil {
		r.accepted, r.contents, r.report = append(r.accepted, units...), contents, after
		for _, u := range units {
			r.result.Applied = append(r.result.Applied, u.findings...)
		}
		return nil
	}
	if len(units) == 1 {
		if len(r.accepted) > 0 { // beside those it does harm; the next round sees whether it does after them
			return nil
		}
		for _, f := range units[0].findings {
			r.withdraw(f, err.Error())
		}
		return nil
	}
	if err := r.try(ctx, units[:len(units)/2]); err != nil {
		return err
	}
	return r.try(ctx, units[len(units)/2:])
}

// applied returns the contents of all changed files after units. The error says that one of them does more than it should.
func (r *runner) applied(units []unit) (map[string][]byte, error) {
	contents := maps.Clone(r.base)
	byFile := map[*source.File][]finding.Change{}
	for _, u := range units {
		for _, c := range u.changes {
			byFile[c.At.File] = append(byFile[c.At.File], c)
		}
	}
	for file, changes := range byFile {
		after := edit.Apply(file, changes)
		if err := edit.Check(file, source.NewFile(file.Path, after), changes); err != nil {
			return nil, err
		}
		contents[file.Path] = after
	}
	return contents, nil
}

func (r *runner) scan(ctx context.Context, contents map[string][]byte) (*report.Report, error) {
	snapshot := r.snapshot
	if len(contents) > 0 {
		snapshot.Root = &patched{snapshot.Root, contents}
	}
	return r.session.Scan(ctx, snapshot)
}

// finish says what came of it all.
func (r *runner) finish() {
	r.result.After = r.report
	for _, name := range slices.Sorted(maps.Keys(r.contents)) {
		r.result.Files = append(r.result.Files, File{name, r.originals[name], source.NewFile(name, r.contents[name])})
	}
	for i := range r.report.Findings {
		f := &r.report.Findings[i]
		if f.Fix != nil && counts(f) && !f.Fix.IsSafe() && !r.opts.Unsafe && f.Fix.Obstacle == "" && (r.opts.Choose == nil || r.opts.Choose(f)) {
			r.result.Unsafe = append(r.result.Unsafe, *f)
		}
	}
}
