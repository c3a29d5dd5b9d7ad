package evaluate

import (
	"encoding/json"
	"math"
	"regexp"
	"strconv"

	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/seclint/seclint/internal/source"
)

// inputs builds what policies see straight from the tree. It is used by one goroutine, for one document after the other.
type inputs struct {
	keys   map[string]*ast.Term       // the same few keys occur in every document
	shared map[*source.Node]*ast.Term // nodes with aliases, of the document at hand
}

func newInputs() *inputs { return &inputs{keys: map[string]*ast.Term{}} }

// input returns {file, kind, document, context, parameters}.
func (in *inputs) input(doc *source.Document, parameters *ast.Term) *ast.Term {
	in.shared = map[*source.Node]*ast.Term{}
	return ast.ObjectTerm(
		ast.Item(in.key("file"), ast.StringTerm(doc.File.Path)),
		ast.Item(in.key("kind"), in.key(doc.Kind)),
		ast.Item(in.key("document"), in.node(doc.Root)),
		ast.Item(in.key("context"), in.context(doc.Context)),
		ast.Item(in.key("parameters"), parameters),
	)
}

func (in *inputs) key(s string) *ast.Term {
	t, ok := in.keys[s]
	if !ok {
		t = ast.StringTerm(s)
		in.keys[s] = t
	}
	return t
}

func (in *inputs) node(n *source.Node) *ast.Term {
	if n == nil {
		return ast.NullTerm()
	}
	switch n.Kind {
	case source.Mapping:
		pairs := make([][2]*ast.Term, len(n.Entries))
		for i, e := range n.Entries {
			pairs[i] = [2]*ast.Term{in.key(e.Key), in.child(e.Value, e.Via)}
		}
		return ast.ObjectTerm(pairs...)
	case source.Sequence:
		items := make([]*ast.Term, len(n.Items))
		for i, item := range n.Items {
			items[i] = in.child(item.Value, item.Via)
		}
		return ast.ArrayTerm(items...)
	}
	return scalar(n)
}

// child converts a node once however many aliases lead to it, so that nested aliases cost no more here than in the file.
func (in *inputs) child(n *source.Node, via source.Span) *ast.Term {
	if via.IsZero() || n == nil || n.Kind != source.Mapping && n.Kind != source.Sequence {
		return in.node(n)
	}
	t, ok := in.shared[n]
	if !ok {
		t = in.node(n)
		in.shared[n] = t
	}
	return t
}

// context converts what loading and linking found out.
func (in *inputs) context(context map[string]any) *ast.Term {
	pairs := make([][2]*ast.Term, 0, len(context))
	for key, value := range context {
		pairs = append(pairs, [2]*ast.Term{in.key(key), in.value(value)})
	}
	return ast.ObjectTerm(pairs...)
}

// value converts a part of a context; the same few keys occur in every context. What no loader puts into one, such as a
// number of another type, is left to OPA.
func (in *inputs) value(v any) *ast.Term {
	switch v := v.(type) {
	case map[string]any:
		return in.context(v)
	case []any:
		items := make([]*ast.Term, len(v))
		for i, item := range v {
			items[i] = in.value(item)
		}
		return ast.ArrayTerm(items...)
	case string:
		if key, ok := in.keys[v]; ok { // paths are made of keys
			return key
		}
		return ast.StringTerm(v)
	case bool:
		return ast.InternedTerm(v)
	case int:
		return ast.InternedTerm(v)
	case nil:
		return ast.NullTerm()
	}
	return ast.NewTerm(ast.MustInterfaceToValue(v))
}

func scalar(n *source.Node) *ast.Term {
	switch v := n.Scalar.(type) {
	case bool:
		return ast.InternedTerm(v)
	case int64:
		return ast.NumberTerm(json.Number(strconv.FormatInt(v, 10)))
	case float64:
		return float(v, n.Text)
	case string:
		return ast.StringTerm(v)
	}
	return ast.NullTerm()
}

// exact are the numbers that mean in JSON what they mean where they stand and that no float64 may round.
var exact = regexp.MustCompile(`^-?(0|[1-9][0-9]{0,39})(\.[0-9]{1,40})?$`)

// float keeps the digits that were written, because 18446744073709551615 is no float64. Infinity and NaN, which Rego does
// not know, stay text.
func float(v float64, text string) *ast.Term {
	switch {
	case exact.MatchString(text):
		return ast.NumberTerm(json.Number(text))
	case math.IsInf(v, 0) || math.IsNaN(v):
		return ast.StringTerm(text)
	}
	return ast.NumberTerm(json.Number(strconv.FormatFloat(v, 'g', -1, 64)))
}
