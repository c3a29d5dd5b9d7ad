package literal

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// The limits of one tree, and of all trees of an evaluator.
const (
	maxNodes  = 20_000
	maxTotal  = 200_000
	maxDepth  = 100
	maxCalls  = 8
	maxLoop   = 200
	maxText   = 256 << 10
	maxSpread = 1000
)

// Evaluator makes trees of the expressions of a module.
type Evaluator struct {
	language Language
	// total is how many more nodes all trees may have, left how many the one at hand.
	total, left int
	frames      []frame
	// parts are the expressions that the tree at hand is made of.
	parts map[Expression]bool
}

// frame has the names of a call or of a turn of a loop.
type frame struct {
	// function is nil for a loop, whose names are seen by what is inside of it alone.
	function any
	names    map[string]*source.Node
}

// New returns an evaluator for a module.
func New(language Language) *Evaluator { return &Evaluator{language: language, total: maxTotal} }

// Tree returns what an expression is, nil where that is more than fits, and the literals that it is made of.
func (v *Evaluator) Tree(e Expression) (root *source.Node, parts map[Expression]bool) {
	v.left, v.frames, v.parts = min(maxNodes, v.total), nil, map[Expression]bool{}
	before := v.left
	root = v.node(e, 0)
	v.total -= before - v.left
	if v.left <= 0 {
		return nil, nil
	}
	return root, v.parts
}

// node returns what an expression is. What is not known is marked as unclear.
func (v *Evaluator) node(e Expression, depth int) *source.Node {
	f := v.language.Form(e)
	if v.left--; v.left <= 0 || depth > maxDepth {
		return unknown(f)
	}
	if f.Name != "" {
		if n := v.loopName(f.Name); n != nil {
			return at(n, f.At)
		}
	}
	switch f.Kind {
	case Scalar:
		return scalar(f)
	case Text:
		n := v.text(f, depth)
		if isLong(n) {
			v.parts[e] = true
		}
		return n
	case Mapping:
		v.parts[e] = true
		return v.mapping(f, depth)
	case Sequence:
		v.parts[e] = true
		return v.sequence(f, depth)
	case Same:
		n := at(v.node(f.Of, depth+1), f.At)
		return v.changed(n, f, depth)
	case Parameter:
		if n := v.parameter(f); n != nil {
			return at(n, f.At)
		}
	case Call:
		if n := v.call(f, depth); n != nil {
			return n
		}
	case Item:
		if n := v.item(f, depth); n != nil {
			return at(n, f.At)
		}
	case Sum:
		return v.sum(f, v.node(f.Of, depth+1), v.node(f.Other, depth+1))
	case Loop:
		v.parts[e] = true
		return v.loop(f, depth)
	}
	return unknown(f)
}

var noWord = lazyregexp.New(`\W+`)

// unknown returns what stands for a value that is not known.
func unknown(f Form) *source.Node {
	name := strings.Trim(noWord.ReplaceAllString(f.Name, "_"), "_")
	if name == "" || name[0] <= '9' {
		name = "value" + name
	}
	text := source.Reference(name)
	n := &source.Node{Kind: source.String, Span: f.At, Scalar: text, Text: text}
	if !f.IsScalar {
		n.Tag = source.Unclear
	}
	return n
}

// at returns a scalar at the place where it is used. Mappings and sequences keep their own place, and what has them says where it is.
func at(n *source.Node, span source.Span) *source.Node {
	if n.Kind == source.Mapping || n.Kind == source.Sequence || isLong(n) || span.IsZero() {
		return n
	}
	moved := *n
	moved.Span = span
	return &moved
}

// isLong reports whether a text has lines of its own, whose places are wanted.
func isLong(n *source.Node) bool { return n.Kind == source.String && strings.Contains(n.Str(), "\n") }

func scalar(f Form) *source.Node {
	n := &source.Node{Span: f.At, Scalar: f.Value, Text: fmt.Sprint(f.Value)}
	switch f.Value.(type) {
	case bool:
		n.Kind = source.Bool
	case int64, float64:
		n.Kind = source.Number
	default:
		n.Kind, n.Text = source.Null, ""
	}
	return n
}

// text puts the parts of a text together, with a reference for each that is not known.
func (v *Evaluator) text(f Form, depth int) *source.Node {
	var b strings.Builder
	for _, part := range f.Parts {
		if b.Len() > maxText {
			return unknown(f)
		}
		if part.Value.IsZero() {
			b.WriteString(part.Text)
			continue
		}
		n := v.node(part.Value, depth+1)
		switch n.Kind {
		case source.Mapping, source.Sequence:
			b.WriteString(source.Reference("value"))
		default:
			b.WriteString(n.Text)
		}
	}
	return str(f.At, b.String())
}

func str(span source.Span, text string) *source.Node {
	text = strings.ToValidUTF8(text, "\ufffd")
	return &source.Node{Kind: source.String, Span: span, Scalar: text, Text: text}
}

func (v *Evaluator) mapping(f Form, depth int) *source.Node {
	n := &source.Node{Kind: source.Mapping, Span: f.At}
	for _, part := range f.Parts {
		if v.left <= 0 {
			break
		}
		if part.IsSpread {
			v.merge(n, v.node(part.Value, depth+1), part.At)
			continue
		}
		key, ok := part.Key, true
		if !part.KeyOf.IsZero() {
			key, ok = v.key(part.KeyOf, depth)
		}
		value := v.node(part.Value, depth+1)
		if !ok {
			obscure(n)
			continue
		}
		put(n, source.Entry{Key: key, KeySpan: part.KeyAt, Value: value, Via: via(value, part.At)})
	}
	return n
}

// key returns the key that an expression gives.
func (v *Evaluator) key(e Expression, depth int) (string, bool) {
	n := v.node(e, depth+1)
	if n.IsUnknown() || n.Kind == source.Mapping || n.Kind == source.Sequence || n.Kind == source.Null {
		return "", false
	}
	return n.Text, true
}

// via returns where something is used whose own place is elsewhere.
func via(n *source.Node, used source.Span) source.Span {
	if n.Kind != source.Mapping && n.Kind != source.Sequence || used.Covers(n.Span) {
		return source.Span{}
	}
	return used
}

// obscure says that any entry of a mapping may be there, and may be another.
func obscure(n *source.Node) {
	n.Tag = source.Unclear
	for i := range n.Entries {
		e := &n.Entries[i]
		e.Value = unknown(Form{At: e.Value.Span, Name: e.Key})
	}
}

// put gives a mapping an entry.
func put(n *source.Node, e source.Entry) {
	if known := n.Entry(e.Key); known != nil {
		*known = e
		return
	}
	n.Entries = append(n.Entries, e)
}

// merge gives a mapping the entries of another one.
func (v *Evaluator) merge(n, from *source.Node, used source.Span) {
	switch {
	case from.Kind == source.Null: // nothing, as JavaScript spreads it
	case from.Kind != source.Mapping:
		obscure(n)
	default:
		if from.Tag == source.Unclear {
			obscure(n)
		}
		for _, e := range from.Entries {
			v.left--
			if !used.Covers(e.Value.Span) && e.Via.IsZero() {
				e.Via = used
			}
			put(n, e)
		}
	}
}

func (v *Evaluator) sequence(f Form, depth int) *source.Node {
	n := &source.Node{Kind: source.Sequence, Span: f.At}
	for _, part := range f.Parts {
		if v.left <= 0 {
			break
		}
		value := v.node(part.Value, depth+1)
		if part.IsSpread {
			v.extend(n, value)
			continue
		}
		n.Items = append(n.Items, source.Item{Value: value, Via: via(value, part.At)})
	}
	return n
}

// extend adds the items of a list to another one.
func (v *Evaluator) extend(n, from *source.Node) {
	if from.Kind != source.Sequence {
		n.Tag = source.Unclear
		return
	}
	if from.Tag == source.Unclear {
		n.Tag = source.Unclear
	}
	v.left -= len(from.Items)
	n.Items = append(n.Items, from.Items...)
}

// item returns what is under a key, nil where that is not known.
func (v *Evaluator) item(f Form, depth int) *source.Node {
	of := v.node(f.Of, depth+1)
	key, ok := v.key(f.Key, depth)
	if !ok || of.Tag == source.Unclear {
		return nil
	}
	if i, err := strconv.Atoi(key); err == nil && of.Kind == source.Sequence {
		if i >= 0 && i < len(of.Items) {
			return of.Items[i].Value
		}
		return nil
	}
	return of.Get(key)
}

// sum returns two texts, lists or dictionaries together.
func (v *Evaluator) sum(f Form, a, b *source.Node) *source.Node {
	isText := func(n *source.Node) bool { return n.Kind == source.String && n.Tag != source.Unclear }
	switch {
	case a.Kind == source.Sequence && b.Kind == source.Sequence:
		n := &source.Node{Kind: source.Sequence, Span: f.At}
		v.extend(n, a)
		v.extend(n, b)
		return n
	case a.Kind == source.Mapping && b.Kind == source.Mapping:
		n := &source.Node{Kind: source.Mapping, Span: f.At}
		v.merge(n, a, f.At)
		v.merge(n, b, f.At)
		return n
	case (isText(a) || isText(b)) && a.Kind != source.Mapping && b.Kind != source.Mapping && len(a.Text)+len(b.Text) < maxText:
		return str(f.At, a.Text+b.Text)
	}
	return unknown(f)
}
