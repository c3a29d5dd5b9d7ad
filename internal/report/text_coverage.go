package report

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/coverage"
)

// coverage writes how much of what is known was looked at, and names what was not.
func (t *text) coverage() {
	if len(t.report.Coverage.Tally()) > 0 {
		t.indented("", 0, t.report.Coverage.headline())
		t.unassessed()
	}
	t.leftOut()
	if line := t.report.never(t.place); line != "" {
		t.indented("", 0, line)
	}
	for _, line := range t.report.hiding(t.place, t.options.Verbose) {
		t.indented("", 0, line)
	}
}

// leftOut names what was left out by choice or by default; all of it when verbose.
func (t *text) leftOut() {
	if !t.options.Verbose {
		if names := t.report.Coverage.leftOutNames(t.place); len(names) > 0 {
			t.indented("", 0, "Left out: "+listed(names))
		}
		return
	}
	for _, left := range t.report.Coverage.LeftOut {
		about := "left out by " + left.By
		switch left.By {
		case coverage.ByDefault:
			about = "folder left out by default: bring it back with !" + visible(left.Path) + " in .seclintignore, or name it"
		case coverage.ByRules:
			about = "no rule in force looks at it"
		}
		t.indented("  ", 2, t.place(left.Path)+" ("+about+")")
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
