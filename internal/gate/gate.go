// Package gate judges a change by what decided before it: config, waivers, baseline, policies, ignore files and comments are those of
// an earlier revision, and what the change loosens of them is a finding.
package gate

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/git"
	"github.com/seclint/seclint/internal/governance"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/triage"
	"github.com/seclint/seclint/rules"
)

// Input is a change: the work tree, and the revision that it is judged by.
type Input struct {
	// Revision is what the user calls it, Tree its files.
	Revision string
	Tree     *git.Tree
	// Snapshot is the work tree.
	Snapshot scan.Snapshot
	// Options have the config, the rules and the baseline as they were in the revision.
	Options scan.Options
	// After is the config in the work tree, Catalogue the rules that it knows, AfterFile its path.
	After     *config.Config
	Catalogue *rules.Catalogue
	// AfterBaseline are the findings that the baseline in the work tree has, nil where there is none.
	AfterBaseline []baseline.Entry
}

// change is the state of one run.
type change struct {
	Input
	before, now *report.Report
	// was and is have the states of files, by path, in the revision and in the work tree.
	was, is map[string]coverage.State
	names   []string // of the files in the work tree, sorted
	// to and from have what files of the revision were renamed to, and the reverse.
	to, from map[string]string
	found    []finding.Finding
	known    map[string]bool // fingerprints of found
}

// Run scans the work tree with what decided in the revision, and returns the report: which findings are new since the revision, how many
// are fixed, and what the change loosens.
func Run(ctx context.Context, in Input) (*report.Report, error) {
	c := &change{Input: in, known: map[string]bool{}}
	if err := c.scan(ctx); err != nil {
		return nil, err
	}
	c.comments()
	c.config()
	c.baseline()
	c.policies()
	c.ignored(ctx)
	c.unassessed()
	c.generated()
	c.composeFiles()
	c.moved()
	c.compare()
	c.weakened()
	c.trackers(ctx)
	c.now.Findings = append(c.now.Findings, c.found...)
	triage.Arrange(c.now.Findings)
	for _, r := range governance.Used(in.Options.Catalogue, c.found) {
		if !slices.Contains(c.now.Rules, r) {
			c.now.Rules = append(c.now.Rules, r)
		}
	}
	slices.SortFunc(c.now.Rules, func(a, b *rules.Rule) int { return strings.Compare(a.ID, b.ID) })
	return c.now, nil
}

// scan looks at the revision and at the work tree.
func (c *change) scan(ctx context.Context) error {
	c.list()
	earlier := c.Options
	earlier.AllowEmpty, earlier.MinCoverage, earlier.Progress, earlier.Baseline, earlier.Problems = true, 0, nil, nil, nil
	var err error
	if c.before, err = scan.Run(ctx, Earlier(c.Tree, c.Snapshot), earlier); err != nil {
		return err
	}
	c.was = statesOf(c.before)
	c.pairRenames()
	later := c.Options
	later.Baseline, later.IsUnmarked = nil, c.isUnmarked
	snapshot := c.Snapshot
	snapshot.Root = Guarded(c.Snapshot.Root, c.Tree)
	if c.now, err = scan.Run(ctx, snapshot, later); err != nil {
		return err
	}
	c.is = statesOf(c.now)
	return nil
}

// Earlier returns the snapshot of a revision for one of the work tree: those of the named paths that it has.
func Earlier(tree *git.Tree, now scan.Snapshot) scan.Snapshot {
	earlier := scan.Snapshot{Root: tree}
	for _, p := range now.Paths {
		if _, err := tree.Stat(p); err == nil {
			earlier.Paths = append(earlier.Paths, p)
		}
	}
	return earlier
}

func statesOf(r *report.Report) map[string]coverage.State {
	states := map[string]coverage.State{}
	for _, f := range r.Coverage.Files {
		states[f.Path] = f.State
	}
	return states
}

// isLooked reports whether a state is that of a file that rules looked at.
func isLooked(s coverage.State) bool { return s == coverage.Assessed || s == coverage.Partial }

// loosened notes that the change loosens something. at may be zero: then file is the file that says it.
func (c *change) loosened(file string, at source.Span, format string, args ...any) {
	if at.IsZero() {
		at = c.file(file).Span(0, 0)
	}
	message := fmt.Sprintf("the change %s", fmt.Sprintf(format, args...))
	f := governance.Finding(c.Options.Catalogue, rules.GateLoosened, at, message, message)
	rule, _ := c.Options.Catalogue.Get(rules.GateLoosened)
	if rule == nil || !c.Options.Config.RuleEnabledAnywhere(rule) || c.known[f.Fingerprint] {
		return
	}
	c.known[f.Fingerprint] = true
	if severity, ok := c.Options.Config.Severity(f.Rule, at.Path()); ok {
		f.Severity = severity
	} else if !c.Options.Config.Never {
		f.Severity = max(f.Severity, c.Options.Config.FailOn)
	}
	f.State = finding.New
	c.found = append(c.found, f)
}

// file returns a file of the work tree, or of the revision where the change removes it; an empty one where it cannot be read.
func (c *change) file(name string) *source.File {
	content, err := source.ReadRegular(c.Snapshot.Root, name, maxRead)
	if err != nil {
		content, _ = c.Tree.Content(name)
	}
	return source.NewFile(name, content)
}

// exists reports whether the work tree has a file, a link or a folder.
func (c *change) exists(name string) bool {
	_, err := fs.Lstat(c.Snapshot.Root, name)
	return err == nil
}

// compare sets the states of the findings: unchanged where the revision or its baseline has them.
func (c *change) compare() {
	o := baseline.Options{
		Catalogue: c.Options.Catalogue, Exists: c.exists, Renamed: func(file string) string { return c.to[file] },
		IsJudged: func(rule *rules.Rule, file string) bool { return !c.exists(file) || isLooked(c.is[file]) },
	}
	known := map[int]bool{}
	if c.Options.Baseline != nil {
		baseline.Apply(c.now.Findings, c.Options.Baseline, o)
		for i := range c.now.Findings {
			known[i] = c.now.Findings[i].State == finding.Unchanged
		}
	}
	fixed := baseline.Apply(c.now.Findings, baseline.Of(c.before.Findings), o)
	for i := range c.now.Findings {
		if known[i] {
			c.now.Findings[i].State = finding.Unchanged
		}
	}
	c.now.Before = &report.Before{Name: c.Revision, IsRevision: true, Fixed: fixed}
}

// config reports what the config of the work tree lets pass.
func (c *change) config() {
	name := c.After.Path
	if name == "" {
		name = c.Options.Config.Path
	}
	for _, file := range c.names {
		isNested := file != path.Base(file) && slices.Contains(config.Names(), path.Base(file))
		if _, err := c.Tree.Lstat(file); isNested && err != nil {
			c.loosened(file, source.Span{}, "adds a config that decides where its folder is scanned by itself")
		}
	}
	type key struct {
		verb string
		at   source.Span
	}
	said := map[key]int{}
	all := config.Loosened(c.Options.Config, c.After, c.Catalogue)
	for _, l := range all {
		verb, _, _ := strings.Cut(l.What, " ")
		said[key{verb, l.At}]++
	}
	for _, l := range all {
		verb, _, _ := strings.Cut(l.What, " ")
		k := key{verb, l.At}
		switch n := said[k]; {
		case n == 0: // a glob for many rules is said once
			continue
		case n > 1 && !l.At.IsZero():
			c.loosened(name, l.At, "%s, and %d more", l.What, n-1)
			said[k] = 0
		default:
			c.loosened(name, l.At, "%s", l.What)
		}
	}
}

// baseline reports findings that the change adds to the baseline.
func (c *change) baseline() {
	if c.AfterBaseline == nil {
		return
	}
	known := map[string]bool{}
	for _, e := range c.Options.Baseline {
		known[e.Fingerprint] = true
	}
	added, first := 0, baseline.Entry{}
	for _, e := range c.AfterBaseline {
		if !known[e.Fingerprint] {
			if added++; added == 1 {
				first = e
			}
		}
	}
	if added == 0 {
		return
	}
	f := c.file(c.After.Baseline)
	at := source.Span{}
	for n := 1; n <= f.Lines(); n++ {
		if strings.Contains(f.Line(n), first.Fingerprint) {
			at = lineOf(f, n)
			break
		}
	}
	c.loosened(f.Path, at, "adds %d to the baseline, of which the first is %s in %s", added, first.Rule, first.File)
}

func lineOf(f *source.File, n int) source.Span {
	start := f.Offset(source.Position{Line: int32(n), Column: 1})
	return f.Span(start, start+len(f.Line(n)))
}
