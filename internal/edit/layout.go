package edit

import (
	"errors"

	"github.com/seclint/seclint/internal/source"
)

// spot is a value of a file as it is written there: a node with the way that leads to it.
type spot struct {
	layout *layout
	node   *source.Node
	// parent has the node, nil for the root; at is the index among its entries or items.
	parent *spot
	at     int
}

// entry returns the entry of a mapping whose value the spot is, nil for an item or a root.
func (s *spot) entry() *source.Entry {
	if s.parent == nil || s.parent.node.Kind != source.Mapping {
		return nil
	}
	return &s.parent.node.Entries[s.at]
}

// layout finds the spots of a file.
type layout struct {
	file   *source.File
	format *source.Format
	nodes  map[*source.Node]*spot
	spans  map[source.Span][]*spot
	// shared are the nodes that an alias or a merge uses too.
	shared map[*source.Node]bool
}

// layout returns the layout of a file, nil where its format cannot be read by its name.
func (r *Resolver) layout(f *source.File) *layout {
	if l, known := r.files[f]; known {
		return l
	}
	format := source.FormatOf(f.Path)
	l := &layout{
		file: f, format: format, nodes: map[*source.Node]*spot{}, spans: map[source.Span][]*spot{}, shared: map[*source.Node]bool{},
	}
	r.files[f] = l
	roots := f.Roots
	if roots == nil && format != nil && !format.IsCode() {
		roots, _ = format.ReadLenient(f, source.DefaultLimits())
	}
	for _, root := range roots {
		l.add(&spot{layout: l, node: root})
	}
	return l
}

func (l *layout) add(s *spot) {
	if l.nodes[s.node] != nil {
		return
	}
	l.nodes[s.node] = s
	l.spans[s.node.Span] = append(l.spans[s.node.Span], s)
	for i, entry := range s.node.Entries {
		l.child(s, i, entry.Value, entry.Via)
	}
	for i, item := range s.node.Items {
		l.child(s, i, item.Value, item.Via)
	}
}

func (l *layout) child(parent *spot, at int, n *source.Node, via source.Span) {
	if !via.IsZero() {
		l.shared[n] = true
		return
	}
	l.add(&spot{layout: l, node: n, parent: parent, at: at})
}

// spot returns where a node of a document is written, nil where that is not known. The document may have a copy of the node in another
// form, which has its span.
func (r *Resolver) spot(n *source.Node) *spot {
	if n == nil || n.Span.IsZero() {
		return nil
	}
	l := r.layout(n.Span.File)
	if l.format.IsCode() { // the tree has what is known of the code at each place
		return &spot{layout: l, node: n}
	}
	if s := l.nodes[n]; s != nil {
		return s
	}
	spots := l.spans[n.Span]
	for _, s := range spots {
		if s.node.Kind == n.Kind {
			return s
		}
	}
	if len(spots) > 0 {
		return spots[len(spots)-1]
	}
	return nil
}

// target is what the path of an edit leads to in a file.
type target struct {
	spot *spot
	// rest are the steps that are not written: all others lead to the spot.
	rest source.Path
	// short is set where the spot is a short form of what the rest leads into.
	short *source.Node
	// isPair is set for an item KEY=value of a list that is short for a mapping.
	isPair bool
}

// target follows a path through the document and says where it is written.
func (e *editor) target(path source.Path) (target, error) {
	n, locator := e.doc.Root, e.resolver.locator(e.doc)
	if place := locator.Locate(path); len(place.Via) > 0 {
		return target{}, errors.New("it is written elsewhere, through an alias")
	}
	t := target{spot: e.resolver.spot(n), rest: path}
	for i, step := range path {
		child := locator.Child(n, step)
		s := e.resolver.spot(n)
		if s != nil {
			t.spot, t.rest = s, path[i:]
			if isShort(n, s.node) {
				t.short = n
				break
			}
			if key, ok := step.(string); ok && n.Kind == source.Mapping && s.node.Kind == source.Sequence {
				if child == nil {
					break
				}
				t.spot, t.short = e.resolver.spot(&source.Node{Kind: source.String, Span: n.Entry(key).KeySpan}), n
				t.isPair = true
				break
			}
		}
		if child == nil {
			break
		}
		n = child
		if i == len(path)-1 {
			t.spot, t.rest = e.resolver.spot(n), nil
		}
	}
	return t, t.check()
}

// isShort reports whether a collection of a document is written as a text.
func isShort(n, written *source.Node) bool {
	isCollection := n.Kind == source.Mapping || n.Kind == source.Sequence
	return isCollection && written.Kind != source.Mapping && written.Kind != source.Sequence && written.Kind != source.Null
}

// check refuses what must not be changed.
func (t *target) check() error {
	switch {
	case t.spot == nil:
		return errors.New("it is not known where it is written")
	case t.spot.layout.format.IsTemplate():
		return errors.New("the file is a template")
	}
	for s := t.spot; s != nil; s = s.parent {
		if s.layout.shared[s.node] {
			return errors.New("an alias uses it elsewhere too")
		}
	}
	for _, entry := range t.spot.node.Entries {
		if t.spot.layout.shared[entry.Value] && entry.Via.IsZero() {
			return errors.New("a merge uses it elsewhere too")
		}
	}
	return nil
}
