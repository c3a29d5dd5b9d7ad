package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
)

// coverage writes how much of what is known was looked at, and names what was not.
func (t *text) coverage() {
	tally := t.report.Coverage.Tally()
	if len(tally) == 0 {
		return
	}
	line := fmt.Sprintf("Coverage: %d of %s assessed (%d%%)", tally[Assessed], count(tally.Counted(), "known asset"), tally.Percent())
	var rest []string
	for _, state := range coverage.States()[1:] {
		if n := tally[state]; n > 0 {
			rest = append(rest, fmt.Sprintf("%d %s", n, state))
		}
	}
	if len(rest) > 0 {
		line += "; " + strings.Join(rest, ", ")
	}
	t.indented("", 0, line)
	t.unassessed()
	t.excluded()
}

// excluded names the folders that were left out by default when verbose.
func (t *text) excluded() {
	if !t.options.Verbose {
		return
	}
	for _, folder := range t.report.Coverage.Excluded {
		t.indented("  ", 2, t.place(folder)+" (folder left out by default: bring it back with !"+visible(folder)+" in .seclintignore, or name it)")
	}
}

// hushed are the states that only -v names: nothing is missing there.
var hushed = []State{Assessed, coverage.Disabled, coverage.External}

// unassessed names what was not wholly assessed, and all that is known of when verbose.
func (t *text) unassessed() {
	named, hidden := 0, 0
	show := func(state State, kind, reason string, name func() string) {
		if slices.Contains(hushed, state) && !t.options.Verbose {
			return
		}
		if named++; named > atMost && !t.options.Verbose {
			hidden++
			return
		}
		about := string(state)
		if kind != "" {
			about += " " + visible(kind)
		}
		if reason != "" {
			about += ": " + visible(reason)
		}
		t.indented("  ", 2, name()+" ("+about+")")
	}
	for _, f := range t.report.Coverage.Files {
		show(f.State, f.Kind, f.Reason, func() string { return t.place(f.Path) })
	}
	for _, a := range t.report.Coverage.Assets {
		show(a.State, "", a.Reason, func() string {
			return fmt.Sprintf("%s:%d: %s %s", t.place(a.File), a.Line, sortName(a.Sort), visible(a.Name))
		})
	}
	if hidden > 0 {
		t.printf("  and %d more (-v shows all)\n", hidden)
	}
}

// sortName returns the sort of an asset as people say it.
func sortName(sort coverage.Sort) string {
	if sort == coverage.Referenced {
		return "file"
	}
	return string(sort)
}
