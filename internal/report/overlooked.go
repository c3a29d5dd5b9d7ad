package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
)

// overlooked returns a line for each sort of thing that was not looked at, none where everything was: what was left out by choice or by
// default, what is known of and was not assessed, that no finding changes the exit code, and what hides findings. Texts are fit for a terminal; name writes a
// path as its reader would.
func (r *Report) overlooked(name func(path string) string) []string {
	var lines []string
	c := &r.Coverage
	if names := c.unassessedNames(name); len(names) > 0 {
		lines = append(lines, c.headline()+": "+listed(names))
	}
	if names := c.leftOutNames(name); len(names) > 0 {
		lines = append(lines, "Left out: "+listed(names))
	}
	if line := r.never(name); line != "" {
		lines = append(lines, line)
	}
	return append(lines, r.hiding(name, false)...)
}

// never says that a config keeps findings from changing the exit code, which whoever wrote the findings may have written too.
func (r *Report) never(name func(path string) string) string {
	if r.NeverBy == "" {
		return ""
	}
	return "Exit code: no finding changes it, by fail-on in " + name(r.NeverBy)
}

// headline counts what is known of by state.
func (c *Coverage) headline() string {
	tally := c.Tally()
	line := fmt.Sprintf("Coverage: %d of %d files and services assessed (%d%%)", tally[Assessed], tally.Counted(), tally.Percent())
	var rest []string
	for _, state := range coverage.States()[1:] {
		if n := tally[state]; n > 0 {
			rest = append(rest, fmt.Sprintf("%d %s", n, state))
		}
	}
	if len(rest) > 0 {
		line += "; " + strings.Join(rest, ", ")
	}
	return line
}

// unassessedNames names the files that were not assessed although nobody chose so.
func (c *Coverage) unassessedNames(name func(string) string) []string {
	var names []string
	for _, f := range c.Files {
		if f.State != Assessed && f.State != coverage.Disabled {
			names = append(names, name(f.Path)+" ("+string(f.State)+")")
		}
	}
	return names
}

// leftOutNames names what was left out by choice or by default, files before folders: they are known to be of a format.
func (c *Coverage) leftOutNames(name func(string) string) []string {
	left := slices.Clone(c.LeftOut)
	slices.SortStableFunc(left, func(a, b coverage.LeftOut) int { return order(a) - order(b) })
	names := make([]string, len(left))
	for i, l := range left {
		names[i] = name(l.Path) + " (" + l.By + ")"
	}
	return names
}

// order puts what somebody chose before what the defaults leave out.
func order(l coverage.LeftOut) int {
	if l.By == coverage.ByDefault {
		return 1
	}
	return 0
}

// listed joins names, of many the first.
func listed(names []string) string {
	text := strings.Join(names[:min(len(names), atMost)], ", ")
	if more := len(names) - atMost; more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
