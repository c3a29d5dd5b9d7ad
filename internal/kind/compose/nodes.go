package compose

import (
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// The nodes made here stand where the node stands that they were made of.

func newText(at *source.Node, text string) *source.Node {
	return &source.Node{Kind: source.String, Span: at.Span, Tag: at.Tag, Scalar: text, Text: text}
}

func newBool(at *source.Node, value bool) *source.Node {
	return &source.Node{Kind: source.Bool, Span: at.Span, Tag: at.Tag, Scalar: value, Text: at.Text}
}

func newInt(at *source.Node, value int64, text string) *source.Node {
	return &source.Node{Kind: source.Number, Span: at.Span, Tag: at.Tag, Scalar: value, Text: text}
}

func newSequence(at *source.Node, items ...*source.Node) *source.Node {
	n := &source.Node{Kind: source.Sequence, Span: at.Span, Tag: at.Tag, Items: make([]source.Item, len(items))}
	for i, item := range items {
		n.Items[i].Value = item
	}
	return n
}

// newMapping returns a mapping of keys (string) and values (*source.Node) in turn; its keys stand where the node stands.
func newMapping(at *source.Node, pairs ...any) *source.Node {
	n := &source.Node{Kind: source.Mapping, Span: at.Span, Tag: at.Tag, Entries: make([]source.Entry, 0, len(pairs)/2)}
	for i := 0; i+1 < len(pairs); i += 2 {
		n.Entries = append(n.Entries, source.Entry{Key: pairs[i].(string), KeySpan: at.Span, Value: pairs[i+1].(*source.Node)})
	}
	return n
}

// mappingOf returns a mapping of the entries; the last of several with one key takes the place of the first.
func mappingOf(at *source.Node, entries []source.Entry) *source.Node {
	n := &source.Node{Kind: source.Mapping, Span: at.Span, Tag: at.Tag, Entries: entries[:0]}
	places := make(map[string]int, len(entries))
	for _, e := range entries {
		if i, known := places[e.Key]; known {
			n.Entries[i] = e
			continue
		}
		places[e.Key] = len(n.Entries)
		n.Entries = append(n.Entries, e)
	}
	return n
}

// each applies fn to every value of a mapping and every item of a sequence. What stays the same is shared with n.
func each(n *source.Node, fn func(*source.Node) *source.Node) *source.Node {
	fresh := n
	own := func() {
		if fresh == n {
			fresh = &source.Node{}
			*fresh = *n
			fresh.Entries, fresh.Items = slices.Clone(n.Entries), slices.Clone(n.Items)
		}
	}
	for i, e := range n.Entries {
		if value := fn(e.Value); value != e.Value {
			own()
			fresh.Entries[i].Value = value
		}
	}
	for i, item := range n.Items {
		if value := fn(item.Value); value != item.Value {
			own()
			fresh.Items[i].Value = value
		}
	}
	return fresh
}

// setEntry adds an entry or replaces the one with the same key, in its place.
func setEntry(n *source.Node, entry source.Entry) {
	if known := n.Entry(entry.Key); known != nil {
		*known = entry
		return
	}
	n.Entries = append(n.Entries, entry)
}

// withEntry returns a copy of a mapping with the value of one key replaced or added.
func withEntry(n *source.Node, entry source.Entry) *source.Node {
	fresh := *n
	fresh.Entries = append([]source.Entry(nil), n.Entries...)
	setEntry(&fresh, entry)
	return &fresh
}

// without returns a copy of a mapping without a key.
func without(n *source.Node, key string) *source.Node {
	fresh := *n
	fresh.Entries = nil
	for _, e := range n.Entries {
		if e.Key != key {
			fresh.Entries = append(fresh.Entries, e)
		}
	}
	return &fresh
}

// orEmpty reads a null as an empty mapping.
func orEmpty(n *source.Node) *source.Node {
	if n.Kind == source.Null {
		return newMapping(n)
	}
	return n
}
