package evaluate

import (
	"encoding/json"
	"math"
	"strconv"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
)

// inputs builds what policies see straight from the tree. It is used by one goroutine, for one document after the other.
type inputs struct {
	names   plan.Names
	encoder *plan.Encoder
	shared  map[*source.Node]plan.Value // nodes with aliases, of the document at hand
}

func newInputs() *inputs {
	in := &inputs{names: plan.Names{}, shared: map[*source.Node]plan.Value{}}
	in.encoder = plan.NewEncoder(in.names)
	plan.Register(in.encoder, in.node)
	return in
}

// input returns {file, kind, document, context, parameters}.
func (in *inputs) input(doc *source.Document, links *link.Facts, parameters plan.Value) plan.Value {
	return plan.NewObject([]plan.Pair{
		{Key: "context", Value: plan.Merge(in.facts(doc), in.links(links))},
		{Key: "document", Value: in.tree(doc)},
		{Key: "file", Value: doc.File.Path},
		{Key: "kind", Value: doc.Kind},
		{Key: "parameters", Value: parameters},
	})
}

// tree returns the document as a plain value.
func (in *inputs) tree(doc *source.Document) plan.Value {
	clear(in.shared)
	return in.node(doc.Root)
}

// facts returns what the kind found out about the document, links what linking found out.
func (in *inputs) facts(doc *source.Document) plan.Value { return in.encoder.Encode(doc.Facts) }

func (in *inputs) links(links *link.Facts) plan.Value { return in.encoder.Encode(links) }

func (in *inputs) node(n *source.Node) plan.Value {
	if n == nil {
		return plan.Null{}
	}
	switch n.Kind {
	case source.Mapping:
		pairs := make([]plan.Pair, len(n.Entries))
		for i, e := range n.Entries {
			pairs[i] = plan.Pair{Key: in.names.Of(e.Key), Value: in.child(e.Value, e.Via)}
		}
		return plan.NewObject(pairs)
	case source.Sequence:
		items := make([]plan.Value, len(n.Items))
		for i, item := range n.Items {
			items[i] = in.child(item.Value, item.Via)
		}
		return plan.NewArray(items...)
	}
	return scalar(n)
}

// child converts a node once however many aliases lead to it, so that nested aliases cost no more here than in the file.
func (in *inputs) child(n *source.Node, via source.Span) plan.Value {
	if via.IsZero() || n == nil || n.Kind != source.Mapping && n.Kind != source.Sequence {
		return in.node(n)
	}
	v, ok := in.shared[n]
	if !ok {
		v = in.node(n)
		in.shared[n] = v
	}
	return v
}

func scalar(n *source.Node) plan.Value {
	switch v := n.Scalar.(type) {
	case bool, int64, string:
		return v
	case float64:
		return float(v, n.Text)
	}
	return plan.Null{}
}

// exact are the numbers that mean in JSON what they mean where they stand and that no float64 may round.
var exact = lazyregexp.New(`^-?(0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?$`)

// float keeps the digits that were written, because 18446744073709551615 is no float64. Infinity and NaN, which Rego does
// not know, stay text.
func float(v float64, text string) plan.Value {
	switch {
	case exact.MatchString(text):
		return json.Number(text)
	case math.IsInf(v, 0) || math.IsNaN(v):
		return text
	}
	return json.Number(strconv.FormatFloat(v, 'g', -1, 64))
}

// Input returns what policies see of a document, with the parameters of the rules for its kind, as encoding/json would read it.
func (e *Evaluator) Input(doc *source.Document, links *link.Facts) any {
	parameters := plan.Value(plan.NewObject(nil))
	if kind := e.kinds[doc.Kind]; kind != nil {
		parameters = kind.parameters
	}
	return plan.ToGo(newInputs().input(doc, links, parameters))
}
