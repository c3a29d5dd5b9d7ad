package edit

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Check returns an error where a file says something else after the changes in a place that none of them touches, or cannot be read any
// more. Source code has no tree: it is not looked at.
func Check(before, after *source.File, changes []finding.Change) error {
	format := source.FormatOf(before.Path)
	if format == nil || format.IsCode() {
		return nil
	}
	old := before.Roots
	if old == nil {
		old, _ = format.ReadLenient(before, source.DefaultLimits())
	}
	fresh, err := format.ReadLenient(after, source.DefaultLimits())
	if err != nil {
		return fmt.Errorf("the file cannot be read any more: %w", err)
	}
	if len(old) != len(fresh) {
		return fmt.Errorf("the file has %d documents instead of %d", len(fresh), len(old))
	}
	c := newChecker(before, after, changes)
	for i := range old {
		if err := c.same(old[i], fresh[i], nil); err != nil {
			return err
		}
	}
	return nil
}

// checker compares the trees of a file before and after changes.
type checker struct {
	// old are the stretches that were replaced, fresh those that replace them, in bytes.
	old, fresh [][2]int
}

func newChecker(before, after *source.File, changes []finding.Change) *checker {
	c := &checker{}
	own := slices.DeleteFunc(slices.Clone(changes), func(change finding.Change) bool { return change.At.Path() != before.Path })
	slices.SortStableFunc(own, func(a, b finding.Change) int { return compare(a.At, b.At) })
	shift := 0
	for _, change := range own {
		from, to := before.Offset(change.At.Start), before.Offset(change.At.End)
		c.old = append(c.old, [2]int{from, to})
		c.fresh = append(c.fresh, [2]int{from + shift, from + shift + len(change.Text)})
		shift += len(change.Text) - (to - from)
	}
	return c
}

// touches reports whether a span has a part of one of the stretches, or borders on one.
func touches(stretches [][2]int, s source.Span) bool {
	from, to := start(s), end(s)
	return slices.ContainsFunc(stretches, func(c [2]int) bool { return c[0] <= to && from <= c[1] })
}

// within reports whether a span lies in one of the stretches.
func within(stretches [][2]int, s source.Span) bool {
	from, to := start(s), end(s)
	return slices.ContainsFunc(stretches, func(c [2]int) bool { return c[0] <= from && to <= c[1] })
}

// same compares two values of the tree.
func (c *checker) same(old, fresh *source.Node, path source.Path) error {
	if old.Kind != fresh.Kind || old.Kind != source.Mapping && old.Kind != source.Sequence {
		if old.Kind == fresh.Kind && old.Scalar == fresh.Scalar && old.Text == fresh.Text || touches(c.old, old.Span) ||
			old.Kind == source.Null && within(c.fresh, fresh.Span) {
			return nil
		}
		return fmt.Errorf("it would change %s as well", path)
	}
	if old.Kind == source.Sequence {
		return c.sameItems(old, fresh, path)
	}
	return c.sameEntries(old, fresh, path)
}

func (c *checker) sameItems(old, fresh *source.Node, path source.Path) error {
	olds, freshs := slices.Clone(old.Items), slices.Clone(fresh.Items)
	if len(olds) != len(freshs) {
		olds = slices.DeleteFunc(olds, func(i source.Item) bool { return within(c.old, i.Value.Span) })
		freshs = slices.DeleteFunc(freshs, func(i source.Item) bool { return within(c.fresh, i.Value.Span) })
	}
	if len(olds) != len(freshs) {
		return fmt.Errorf("it would change the items of %s", path)
	}
	for i := range olds {
		if err := c.same(olds[i].Value, freshs[i].Value, path.Child(i)); err != nil {
			return err
		}
	}
	return nil
}

func (c *checker) sameEntries(old, fresh *source.Node, path source.Path) error {
	for _, entry := range old.Entries {
		now := fresh.Get(entry.Key)
		if now == nil {
			if !touches(c.old, entry.KeySpan) {
				return fmt.Errorf("it would take %s away as well", path.Child(entry.Key))
			}
			continue
		}
		if err := c.same(entry.Value, now, path.Child(entry.Key)); err != nil {
			return err
		}
	}
	for _, entry := range fresh.Entries {
		if old.Get(entry.Key) == nil && !touches(c.fresh, entry.KeySpan) {
			return fmt.Errorf("it would add %s as well", path.Child(entry.Key))
		}
	}
	return nil
}
