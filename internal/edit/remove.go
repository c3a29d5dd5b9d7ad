package edit

import (
	"errors"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// removeAll takes away what the edits remove. A list that loses all of its items goes with its key.
func (e *editor) removeAll() error {
	for {
		parents, children := e.byParent()
		emptied := false
		for i, parent := range parents {
			if parent == nil {
				return errors.New("it is the whole file")
			}
			if parent.layout.format != source.Nginx && parent.node.Kind == source.Sequence && len(children[i]) == len(parent.node.Items) && parent.entry() != nil {
				e.removals = slices.DeleteFunc(e.removals, func(s *spot) bool { return s.parent == parent })
				e.removals = append(e.removals, parent)
				emptied = true
			}
		}
		if emptied {
			continue
		}
		for i, parent := range parents {
			if err := e.removeFrom(parent, children[i]); err != nil {
				return err
			}
		}
		return nil
	}
}

// byParent groups the removals, without repeats, by what has them.
func (e *editor) byParent() (parents []*spot, children [][]int) {
	for _, s := range e.removals {
		i := slices.Index(parents, s.parent)
		if i < 0 {
			i = len(parents)
			parents, children = append(parents, s.parent), append(children, nil)
		}
		if !slices.Contains(children[i], s.at) {
			children[i] = append(children[i], s.at)
		}
	}
	for i := range children {
		slices.Sort(children[i])
	}
	return parents, children
}

// removeFrom takes some entries or items of a collection away.
func (e *editor) removeFrom(parent *spot, children []int) error {
	all := max(len(parent.node.Entries), len(parent.node.Items))
	switch {
	case isFlow(parent):
		for _, run := range runs(children) {
			e.removeRun(parent, run[0], run[1], all)
		}
		return nil
	case parent.layout.format == source.Nginx:
		for _, at := range children {
			if parent.node.Kind != source.Sequence || parent.node.Items[at].Value.Kind != source.Mapping {
				return errors.New("a word of a directive cannot be missing")
			}
			if err := e.dropOwnLines(parent.node.Items[at].Value.Span); err != nil {
				return err
			}
		}
		return nil
	case len(children) == all && parent.node.Kind == source.Mapping && isYAML(parent):
		return e.empty(parent)
	}
	for _, at := range children {
		if err := e.removeLines(parent, at); err != nil {
			return err
		}
	}
	return nil
}

// runs returns the first and last index of each stretch of neighbours.
func runs(indices []int) [][2]int {
	var all [][2]int
	for _, i := range indices {
		if n := len(all); n > 0 && all[n-1][1] == i-1 {
			all[n-1][1] = i
			continue
		}
		all = append(all, [2]int{i, i})
	}
	return all
}

// childSpan returns the span of an entry with its key, or of an item.
func childSpan(parent *spot, at int) source.Span {
	if parent.node.Kind == source.Mapping {
		entry := parent.node.Entries[at]
		return entry.KeySpan.To(entry.Value.Span)
	}
	return parent.node.Items[at].Value.Span
}

// removeRun takes neighbours out of a collection in brackets, with one of the commas beside them.
func (e *editor) removeRun(parent *spot, first, last, all int) {
	f := parent.layout.file
	from, to := start(childSpan(parent, first)), end(childSpan(parent, last))
	switch {
	case last < all-1:
		to = start(childSpan(parent, last+1))
	case first > 0:
		from = end(childSpan(parent, first-1))
	default:
		from, to = start(parent.node.Span)+1, end(parent.node.Span)-1
	}
	e.replace(f, from, to, "")
}

// removeLines takes an entry or item away that has its lines for itself.
func (e *editor) removeLines(parent *spot, at int) error {
	span := childSpan(parent, at)
	if parent.node.Kind == source.Sequence {
		dash, ok := dashOf(parent, span)
		if !ok {
			return errors.New("the item has no line of its own")
		}
		e.dropLines(span.File, dash, end(span))
		return nil
	}
	f := span.File
	_, alone := indentOf(f, start(span))
	if alone {
		return e.dropOwnLines(span)
	}
	if at+1 < len(parent.node.Entries) && isYAML(parent) { // the key behind a dash: the next one takes its place
		e.replace(f, start(span), start(parent.node.Entries[at+1].KeySpan), "")
		return nil
	}
	return errors.New("it has no line of its own")
}

// dropOwnLines takes the lines of a span away where nothing but a comment is on them beside it.
func (e *editor) dropOwnLines(span source.Span) error {
	f := span.File
	if _, alone := indentOf(f, start(span)); !alone {
		return errors.New("something else is in front of it on its line")
	}
	behind := string(f.Content[end(span):lineEnd(f, end(span))])
	if !isEmptyOrComment(behind) {
		return errors.New("something else is behind it on its line")
	}
	e.dropLines(f, start(span), end(span))
	return nil
}
