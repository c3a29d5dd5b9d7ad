package scan

import (
	"context"
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/assertion"
	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/machine"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/tracker"
	"github.com/seclint/seclint/internal/triage"
)

// Track scans a snapshot and says of each item of some trackers, by their paths in the root, what the scan says of it; of those that the
// config names where no path is given. The report has what the rules about trackers found. The error is for a run that could not go on,
// as with Run.
func Track(ctx context.Context, snapshot Snapshot, opts Options, trackers []string) (*report.Report, *tracker.Result, error) {
	return newSession(opts).scan(ctx, snapshot, trackers)
}

// checkouts returns the scanned root and those beside it, each made once.
func (r *run) checkouts(ctx context.Context) (main *checkout.Tree, others []*checkout.Tree) {
	if r.tree == nil {
		r.tree = checkout.Open(ctx, "", r.Root)
		for _, root := range r.opts.Roots {
			r.others = append(r.others, checkout.Open(ctx, root.Name, root.FS))
		}
	}
	return r.tree, r.others
}

// track compares trackers with what was found, and returns the findings and problems with those of the comparison. A scan of a part of
// the root says nothing of items about the rest, so that it compares only what was named.
func (r *run) track(ctx context.Context, v *view, named []string, findings []finding.Finding, problems []finding.Problem) (*tracker.Result, []finding.Finding, []finding.Problem) {
	files := named
	main, others := r.checkouts(ctx)
	if len(files) == 0 && len(r.opts.Config.Trackers) > 0 && r.isWhole() {
		files = main.Match(config.Globs(r.opts.Config.Trackers))
		problems = append(problems, r.absent(main)...)
	}
	if len(files) == 0 {
		return &tracker.Result{}, findings, problems
	}
	r.stage("track", len(files))
	docs, wrong := readTrackers(main, files, len(named) > 0)
	problems = append(problems, wrong...)
	result := tracker.Compare(docs, tracker.Input{
		Catalogue: r.opts.Catalogue, Findings: findings, Main: main, Others: others, Declared: r.opts.Config.Declared(),
		InForce: func(id string) bool {
			rule, ok := r.opts.Catalogue.Get(id)
			return ok && r.opts.Config.RuleEnabledAnywhere(rule)
		},
	})
	own := triage.Configured(result.Findings(r.opts.Catalogue), r.opts.Config, r.opts.Catalogue)
	return result, triage.Sorted(findings, own), triage.Order(problems)
}

// ofAPart is why declarations and machines are not looked at: the files that they speak of need not be among those that are named.
const ofAPart = "only a part of the root is scanned"

// declared decides the assertions, allow-lists and contracts of the config, in a scan of the whole root: a part of it has not what they
// are about.
func (r *run) declared(ctx context.Context) assertion.Result {
	if len(r.opts.Config.Declared()) == 0 {
		return assertion.Result{}
	}
	if !r.isWhole() {
		return assertion.Result{Assets: assertion.Undecided(r.opts.Config, ofAPart)}
	}
	r.stage("assert", len(r.opts.Config.Declared()))
	main, others := r.checkouts(ctx)
	return assertion.Decide(assertion.Input{Config: r.opts.Config, Catalogue: r.opts.Catalogue, Main: main, Others: others})
}

// hosts compares the machines of the inventory with their roles, in a scan of the whole root.
func (r *run) hosts(ctx context.Context) machine.Result {
	if len(r.opts.Config.Inventory) == 0 {
		return machine.Result{}
	}
	if !r.isWhole() {
		return machine.Result{Assets: machine.Undecided(r.opts.Config, ofAPart)}
	}
	main, _ := r.checkouts(ctx)
	return machine.Compare(machine.Input{Config: r.opts.Config, Catalogue: r.opts.Catalogue, Main: main})
}

// expected returns findings with those about expected ports of services informational, and the ports that are not expected.
func (r *run) expected(findings []finding.Finding, v *view) []finding.Finding {
	return machine.Services(findings, v.project, machine.Input{Config: r.opts.Config, Catalogue: r.opts.Catalogue})
}

// absent returns a problem for each tracker of the config that does not exist: a list that nobody reads is no living check.
func (r *run) absent(main *checkout.Tree) []finding.Problem {
	var problems []finding.Problem
	for _, named := range r.opts.Config.Trackers {
		if len(main.Match([]config.Glob{named.Glob})) == 0 {
			problems = append(problems, finding.Problem{
				Level: finding.Error, Path: named.At.Path(), At: named.At, Message: fmt.Sprintf("no file fits the tracker %q", named.Glob), Hint: "correct the path, or remove it",
			})
		}
	}
	return problems
}

// readTrackers reads trackers. A glob of the config may cover files that are none: one without items is only a warning beside one with some.
func readTrackers(main *checkout.Tree, files []string, isNamed bool) (docs []*tracker.Document, problems []finding.Problem) {
	for _, name := range files {
		doc, problem := readTracker(main, name)
		switch {
		case problem.Message != "":
			problems = append(problems, problem)
		default:
			docs = append(docs, doc)
			problems = append(problems, unreadParts(doc)...)
		}
	}
	for i := range problems {
		if !isNamed && len(docs) > 0 && strings.HasPrefix(problems[i].Message, noItems) {
			problems[i].Level = finding.Warning
		}
	}
	return docs, problems
}

// unreadParts returns a problem for each part of a tracker that may have items and is not read.
func unreadParts(doc *tracker.Document) []finding.Problem {
	var problems []finding.Problem
	for _, u := range doc.Unread {
		problems = append(problems, finding.Problem{
			Level: finding.Warning, Path: doc.File.Path, At: u.At, Message: "the tracker has " + u.What + ", of which nothing is known",
			Hint: "write it as a table of Markdown with a column for the status, or as entries with a code or in bold",
		})
	}
	return problems
}

// noItems is said of a file that is no tracker.
const noItems = "the tracker has no item that seclint knows as one"

// readTracker reads a tracker. The document is nil where that cannot be done, and the problem says why.
func readTracker(main *checkout.Tree, name string) (*tracker.Document, finding.Problem) {
	wrong := func(err error) finding.Problem {
		return finding.Problem{Level: finding.Error, Path: name, Message: "cannot read the tracker: " + err.Error()}
	}
	file, err := main.Read(name)
	if err != nil {
		return nil, wrong(err)
	}
	doc, err := tracker.Read(file)
	if err != nil {
		return nil, wrong(err)
	}
	if len(doc.Items) == 0 {
		message := noItems
		if len(doc.Unread) > 0 {
			message += ", but " + doc.Unread[0].What
		}
		return nil, finding.Problem{
			Level: finding.Error, Path: name, Message: message,
			Hint: "items are rows of a table with a status or severity, headings with a number or code, boxes, and entries of lists of findings",
		}
	}
	return doc, finding.Problem{}
}
