package edit

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Apply returns the content of a file after those of the changes that are in it, which must not overlap.
func Apply(f *source.File, changes []finding.Change) []byte {
	var own []finding.Change
	for _, c := range changes {
		if c.At.Path() == f.Path {
			own = append(own, c)
		}
	}
	slices.SortStableFunc(own, func(a, b finding.Change) int { return compare(a.At, b.At) })
	var b strings.Builder
	at := 0
	for _, c := range own {
		from, to := f.Offset(c.At.Start), f.Offset(c.At.End)
		b.Write(f.Content[at:max(from, at)])
		b.WriteString(c.Text)
		at = max(to, at)
	}
	b.Write(f.Content[at:])
	return []byte(b.String())
}

// Overlap reports whether two changes touch the same text. Two insertions at one place do.
func Overlap(a, b finding.Change) bool {
	if a.At.Path() != b.At.Path() {
		return false
	}
	if a.At.Start == b.At.Start {
		return true
	}
	return a.At.Start.Before(b.At.End) && b.At.Start.Before(a.At.End)
}
