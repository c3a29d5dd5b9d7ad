package assertion

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// names are the names that one side of a contract has, each with its first place, in the order in which they were found.
type names struct {
	order []string
	at    map[string]source.Span
	// files are those that were looked at; first is the first place of any name.
	files []*source.File
	// whole says that every part of the side was looked at.
	whole bool
}

// party gathers the names of one side.
func (d *decider) party(c *config.Contract, parties []config.Party) names {
	side := names{at: map[string]source.Span{}, whole: true}
	for _, p := range parties {
		files, ok := d.located(c.ID, p.Root, p.Files, p.At)
		if !ok {
			side.whole = false
			continue
		}
		side.files = append(side.files, files...)
		for _, f := range files {
			matches(f, p.Pattern, func(name string, at source.Span) {
				if _, known := side.at[name]; !known && !isComment(f, at) {
					side.order = append(side.order, name)
					side.at[name] = at
				}
			})
		}
	}
	return side
}

// contract decides a contract. Where a side is not there, nothing is said of what depends on it.
func (d *decider) contract(c *config.Contract) {
	produced, consumed := d.party(c, c.Producers), d.party(c, c.Consumers)
	if !consumed.whole {
		return // a handler may be in what is missing
	}
	wanted := slices.Clone(c.Expected)
	for _, name := range produced.order {
		if !slices.Contains(wanted, name) {
			wanted = append(wanted, name)
		}
	}
	if !d.takesAll(c, consumed) {
		for _, name := range wanted {
			if _, handled := consumed.at[name]; !handled && !c.Ignored[name] {
				d.unhandled(c, name, produced, consumed)
			}
		}
	}
	if len(c.Producers) == 0 || !produced.whole {
		return
	}
	for _, name := range consumed.order {
		if _, sent := produced.at[name]; !sent && !slices.Contains(wanted, name) && !c.Ignored[name] {
			f := d.report(rules.ContractUnhandled, c.ID, finding.Note, true, consumed.at[name], fmt.Sprintf("%s is handled here and nothing sends it", name), c.Reason, name)
			f.Severity = finding.Note
		}
	}
}

// takesAll reports whether there is a handler for everything.
func (d *decider) takesAll(c *config.Contract, consumed names) bool {
	return c.Wildcard != nil && slices.ContainsFunc(consumed.files, func(f *source.File) bool { return c.Wildcard.Match(f.Content) })
}

// unhandled reports a name without a handler, at the handlers of the others.
func (d *decider) unhandled(c *config.Contract, name string, produced, consumed names) {
	at := top(consumed.files[0])
	if len(consumed.order) > 0 {
		at = consumed.at[consumed.order[0]]
	}
	f := d.report(rules.ContractUnhandled, c.ID, c.Severity, c.HasSeverity, at, fmt.Sprintf("%s is sent and has no handler here", name), c.Reason, name)
	if c.Critical[name] {
		f.Severity = max(f.Severity, finding.High)
	}
	if sent, ok := produced.at[name]; ok {
		f.Related = append(f.Related, finding.Related{At: sent, Message: "sends " + name})
	}
}
