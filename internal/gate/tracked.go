package gate

import (
	"context"
	"slices"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/tracker"
)

// trackers reports items of trackers that say less of a finding than they did before the change. The findings of the work tree are held
// against the trackers of the revision, too: an item that was closed there is closed.
func (c *change) trackers(ctx context.Context) {
	globs := config.Globs(c.Options.Config.Trackers)
	isWhole := len(c.Snapshot.Paths) == 0 || slices.Contains(c.Snapshot.Paths, ".")
	if len(globs) == 0 || !isWhole {
		return
	}
	main := checkout.Open(ctx, "", c.Snapshot.Root)
	for _, name := range c.Tree.Files() {
		if !config.MatchAny(globs, name) {
			continue
		}
		content, _ := c.Tree.Content(name)
		before := c.tracked(ctx, main, source.NewFile(name, content))
		now := c.to[name]
		if c.exists(name) {
			now = name
		}
		var after []*tracker.Match
		if file, err := main.Read(now); now != "" && err == nil {
			after = c.tracked(ctx, main, file)
		}
		for _, b := range before {
			i := slices.IndexFunc(after, func(a *tracker.Match) bool { return a.Name() == b.Name() && a.Parent() == b.Parent() })
			if i < 0 {
				c.untracked(name, b)
			} else {
				c.softened(b, after[i])
			}
		}
	}
}

// tracked compares a tracker with the findings of the work tree.
func (c *change) tracked(ctx context.Context, main *checkout.Tree, file *source.File) []*tracker.Match {
	doc, err := tracker.Read(file)
	if err != nil {
		return nil
	}
	in := tracker.Input{
		Catalogue: c.Options.Catalogue, Findings: c.now.Findings, Main: main, Declared: c.Options.Config.Declared(),
		InForce: func(id string) bool {
			rule, ok := c.Options.Catalogue.Get(id)
			return ok && c.Options.Config.RuleEnabledAnywhere(rule)
		},
	}
	for _, root := range c.Options.Roots {
		in.Others = append(in.Others, checkout.Open(ctx, root.Name, root.FS))
	}
	return tracker.Compare([]*tracker.Document{doc}, in).Matches
}

// untracked reports an item that is gone although the scan finds what it is about.
func (c *change) untracked(name string, b *tracker.Match) {
	if counting := b.Counting(); len(counting) > 0 {
		c.loosened(name, source.Span{}, "takes the item %q out of the tracker, and the scan finds it: %s", b.Name(), b.Reason)
	}
}

// softened reports an item whose status lets pass what it did not, while the scan says the same.
func (c *change) softened(b, a *tracker.Match) {
	counting := b.Counting()
	isKnown := !slices.ContainsFunc(counting, func(f *finding.Finding) bool { return f.State != finding.Unchanged })
	isOpen := func(s tracker.Status) bool { return s == tracker.Open || s == tracker.Unknown }
	switch {
	case b.Verdict.Fails() && !a.Verdict.Fails() && a.Status == b.Status:
		c.loosened(a.Tracker, a.At, "makes the item %q be about something else, and it was %s: %s", a.Name(), b.Status, b.Reason)
	case b.Verdict.Fails() && !a.Verdict.Fails() && !(isOpen(a.Status) && isKnown):
		c.loosened(a.Tracker, a.At, "makes the item %q %s, which was %s: %s", a.Name(), a.Status, b.Status, b.Reason)
	case isOpen(b.Status) && !isOpen(a.Status) && len(counting) > 0:
		c.loosened(a.Tracker, a.At, "makes the item %q %s, and the scan finds it: %s", a.Name(), a.Status, b.Reason)
	}
}
