package source

import (
	"fmt"

	"github.com/pelletier/go-toml/v2/unstable"
)

// header returns the table that a [table] or [[array]] header opens and how deep it is.
func (r *tomlReader) header(root *Node, header *unstable.Node) (table *Node, depth int, err error) {
	table = root
	for keys := header.Key(); keys.Next(); depth++ {
		key := keys.Node()
		name, at := string(key.Data), r.rawSpan(key.Raw)
		if depth >= r.limits.MaxDepth {
			return nil, 0, errDepth(at, r.limits)
		}
		if r.count >= r.limits.MaxNodes {
			return nil, 0, errNodes(at, r.limits)
		}
		switch {
		case !keys.IsLast():
			table, err = r.step(table, name, at)
		case header.Kind == unstable.ArrayTable:
			table, err = r.appendTable(table, name, at)
		default:
			table, err = r.define(table, name, at)
		}
		if err != nil {
			return nil, 0, err
		}
	}
	return table, depth, nil
}

// step goes into a table on the way to another key, and makes it when there is none; an array of tables leads into its
// last element.
func (r *tomlReader) step(table *Node, name string, at Span) (*Node, error) {
	e := r.find(table, name)
	if e == nil {
		next := r.table()
		r.set(table, Entry{Key: name, KeySpan: at, Value: next})
		return next, nil
	}
	next := e.Value
	if r.arrays[next] {
		next = next.Items[len(next.Items)-1].Value
	}
	if t := r.tables[next]; t == nil || t.inline {
		return nil, errDuplicate(name, at, e.KeySpan)
	}
	return next, nil
}

// define opens the table of a [header].
func (r *tomlReader) define(parent *Node, name string, at Span) (*Node, error) {
	e := r.find(parent, name)
	if e == nil {
		table := r.table()
		r.tables[table].header = at
		r.set(parent, Entry{Key: name, KeySpan: at, Value: table})
		return table, nil
	}
	t := r.tables[e.Value]
	if t == nil || t.inline {
		return nil, errDuplicate(name, at, e.KeySpan)
	}
	if !t.header.IsZero() {
		return nil, &SyntaxError{At: at, Message: fmt.Sprintf("table %q is already defined at line %d", name, t.header.Start.Line)}
	}
	t.header = at
	return e.Value, nil
}

// appendTable opens the next table of an array.
func (r *tomlReader) appendTable(parent *Node, name string, at Span) (*Node, error) {
	e := r.find(parent, name)
	if e == nil {
		array := r.node(Sequence)
		r.arrays[array] = true
		r.set(parent, Entry{Key: name, KeySpan: at, Value: array})
		e = r.find(parent, name)
	}
	if !r.arrays[e.Value] {
		return nil, errDuplicate(name, at, e.KeySpan)
	}
	table := r.table()
	table.Span = at
	e.Value.Items = append(e.Value.Items, Item{Value: table})
	return table, nil
}

func (r *tomlReader) table() *Node {
	table := r.node(Mapping)
	r.tables[table] = &tomlTable{}
	return table
}

func (r *tomlReader) find(table *Node, name string) *Entry {
	r.work += len(table.Entries)
	if i, ok := r.tables[table].index[name]; ok {
		return &table.Entries[i]
	}
	return nil
}

func (r *tomlReader) set(table *Node, e Entry) {
	t := r.tables[table]
	if t.index == nil {
		t.index = map[string]int{}
	}
	t.index[e.Key] = len(table.Entries)
	table.Entries = append(table.Entries, e)
}

// stretch gives tables and arrays of tables the span of what is in them; other values have theirs already.
func (r *tomlReader) stretch(n *Node) {
	if t := r.tables[n]; t != nil && n.Span.IsZero() && !t.header.IsZero() {
		n.Span = Span{File: r.file, Start: t.header.End, End: t.header.End}
	}
	for i := range n.Entries {
		r.stretch(n.Entries[i].Value)
		n.Span = hull(hull(n.Span, n.Entries[i].KeySpan), n.Entries[i].Value.Span)
	}
	for i := range n.Items {
		r.stretch(n.Items[i].Value)
		n.Span = hull(n.Span, n.Items[i].Value.Span)
	}
}

// hull returns the smallest span that covers both; the zero span covers nothing.
func hull(a, b Span) Span {
	switch {
	case a.IsZero():
		return b
	case b.IsZero():
		return a
	}
	if b.Start.Before(a.Start) {
		a.Start = b.Start
	}
	if a.End.Before(b.End) {
		a.End = b.End
	}
	return a
}
