// Package source has what every stage reads: files, spans, and the one tree that serves both Rego (as a value) and
// people (as a place). Its readers turn YAML, JSON, TOML and dotenv files into that tree and keep where everything is. It knows
// nothing of Docker, Envoy or any other product.
package source

// NodeKind says what a node is.
type NodeKind uint8

// The kinds of node.
const (
	Null NodeKind = iota
	Bool
	Number
	String
	Mapping
	Sequence
)

// Node is one value of a document with the span of its text. A node may be shared: an anchor and its aliases are one node.
type Node struct {
	Kind NodeKind
	// Span covers the node's own text, without the key in front of it.
	Span Span
	// Scalar is the decoded value of a scalar: nil, bool, int64, float64 or string.
	Scalar any
	// Text is a scalar as it was written (unquoted): what to read where decoding loses something, such as 0755.
	Text string
	// Entries are the children of a mapping in the order of the file.
	Entries []Entry
	// Items are the children of a sequence.
	Items []Item
	// Tag is the tag that was written in front of a YAML node, such as !reset, !vault or !!str; "" when there is none.
	Tag string
}

// Entry is a key of a mapping with its value.
type Entry struct {
	Key     string
	KeySpan Span
	Value   *Node
	// KeyTag is the tag that was written in front of a YAML key, such as !ignore; "" when there is none.
	KeyTag string
	// Via is the place of the alias or merge key through which the entry came; zero when it is written in place.
	Via Span
}

// Item is an element of a sequence.
type Item struct {
	Value *Node
	// Via is the place of the alias through which the item came; zero when it is written in place.
	Via Span
}

// Get returns the value of a key, or nil when the node is no mapping or has no such key. It is safe on a nil node.
func (n *Node) Get(key string) *Node {
	if e := n.Entry(key); e != nil {
		return e.Value
	}
	return nil
}

// Entry returns the entry of a key, or nil when the node is no mapping or has no such key. It is safe on a nil node.
func (n *Node) Entry(key string) *Entry {
	if n == nil || n.Kind != Mapping {
		return nil
	}
	for i := range n.Entries {
		if n.Entries[i].Key == key {
			return &n.Entries[i]
		}
	}
	return nil
}

// At returns the node that a path leads to, or nil when there is none.
func (n *Node) At(path ...any) *Node {
	for _, step := range path {
		n, _, _ = n.child(step)
		if n == nil {
			return nil
		}
	}
	return n
}

// child follows one step; span covers key and value, via is where an alias or merge brought the child in.
func (n *Node) child(step any) (child *Node, span, via Span) { return n.follow(step, (*Node).Entry) }

// follow is child with another way to look up a key.
func (n *Node) follow(step any, entry func(*Node, string) *Entry) (child *Node, span, via Span) {
	switch s := step.(type) {
	case string:
		if e := entry(n, s); e != nil {
			return e.Value, e.KeySpan.To(e.Value.Span), e.Via
		}
	case int:
		if n != nil && s >= 0 && s < len(n.Items) {
			item := n.Items[s]
			return item.Value, item.Value.Span, item.Via
		}
	}
	return nil, Span{}, Span{}
}

// Place is where a path leads to in the files.
type Place struct {
	// At covers the deepest part of the path that exists, with its key.
	At Span
	// Via lists the aliases and merge keys passed on the way, outermost first.
	Via []Span
	// Found is how many steps of the path exist.
	Found int
}

// Locate returns the place of a path. The place of an absent property is the deepest parent that exists, so an absence
// has an honest line too.
func (n *Node) Locate(path Path) Place { return n.locate(path, (*Node).Entry) }

func (n *Node) locate(path Path, entry func(*Node, string) *Entry) Place {
	place := Place{At: n.Span}
	for _, step := range path {
		child, span, via := n.follow(step, entry)
		if child == nil {
			return place
		}
		if !via.IsZero() {
			place.Via = append(place.Via, via)
		}
		if !span.IsZero() {
			place.At = span
		}
		place.Found++
		n = child
	}
	return place
}

// Value returns the plain value of the tree: nil, bool, int64, float64, string, map[string]any or []any.
func (n *Node) Value() any {
	if n == nil {
		return nil
	}
	switch n.Kind {
	case Mapping:
		m := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			m[e.Key] = e.Value.Value()
		}
		return m
	case Sequence:
		s := make([]any, len(n.Items))
		for i, item := range n.Items {
			s[i] = item.Value.Value()
		}
		return s
	}
	return n.Scalar
}

// Str returns the string of a string node, and "" for every other node. It is safe on a nil node.
func (n *Node) Str() string {
	if n == nil || n.Kind != String {
		return ""
	}
	text, _ := n.Scalar.(string)
	return text
}

// IsTrue reports whether the node is the boolean true. It is safe on a nil node.
func (n *Node) IsTrue() bool { return n != nil && n.Scalar == true }
