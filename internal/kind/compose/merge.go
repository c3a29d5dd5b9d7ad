package compose

import (
	"fmt"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/override"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// merge returns base overridden by over. compose-go decides every value; place then finds where each was written: the
// layer on top wins, a list item stands where an equal item stands.
func (p *project) merge(base, over *source.Node) *source.Node {
	return p.mergeWith(base, over, func(b, o map[string]any) (map[string]any, error) {
		merged, err := override.Merge(b, o)
		if err != nil {
			return nil, err
		}
		return override.EnforceUnicity(merged)
	})
}

// mergeService returns a service that extends base.
func (p *project) mergeService(base, service *source.Node) *source.Node {
	return p.mergeWith(base, service, func(b, o map[string]any) (map[string]any, error) {
		merged, err := override.ExtendService(b, o)
		if err != nil {
			return nil, err
		}
		wrapped, err := override.EnforceUnicity(map[string]any{"services": map[string]any{"x": merged}})
		if err != nil {
			return nil, err
		}
		services, _ := wrapped["services"].(map[string]any)
		unique, _ := services["x"].(map[string]any)
		return unique, nil
	})
}

func (p *project) mergeWith(base, over *source.Node, merge func(b, o map[string]any) (map[string]any, error)) *source.Node {
	if base == nil || len(base.Entries) == 0 {
		return over
	}
	if over == nil || len(over.Entries) == 0 {
		return base
	}
	if comparisons(base, over) > maxMerged {
		p.problem(over.Span, finding.Error, fmt.Sprintf("merging its lists takes more than %d comparisons: those of the earlier file are not looked at", maxMerged), "")
		return joined(base, over)
	}
	below, isMapping := plain(base).(map[string]any)
	above, isMapping2 := plain(over).(map[string]any)
	if !isMapping || !isMapping2 {
		return over
	}
	merged, err := guarded(func() (map[string]any, error) { return merge(below, above) })
	if err != nil {
		p.refuse(over, "cannot be merged: "+err.Error())
		return joined(base, over)
	}
	return place(merged, over.Span, base, over)
}

// maxMerged bounds how often compose-go compares items of lists that it merges: each of one with each of the other.
const maxMerged = 4_000_000

// comparisons returns how often items of lists are compared when two trees are merged.
func comparisons(base, over *source.Node) int {
	n := len(base.Items) * len(over.Items)
	if base.Kind != source.Mapping || over.Kind != source.Mapping {
		return n
	}
	known := index(base)
	for _, e := range over.Entries {
		if below, both := known[e.Key]; both {
			n += comparisons(below.Value, e.Value)
		}
	}
	return n
}

// joined returns the entries of two mappings that compose-go cannot merge. Where both have a key, mappings are joined in turn, and
// any other value of over replaces that of base.
func joined(base, over *source.Node) *source.Node {
	whole := *base
	whole.Entries = slices.Clone(base.Entries)
	at := make(map[string]int, len(base.Entries))
	for i := len(base.Entries) - 1; i >= 0; i-- { // so that the first of equal keys counts
		at[base.Entries[i].Key] = i
	}
	for _, e := range over.Entries {
		i, known := at[e.Key]
		if !known {
			at[e.Key] = len(whole.Entries)
			whole.Entries = append(whole.Entries, e)
			continue
		}
		if below := whole.Entries[i].Value; below != nil && below.Kind == source.Mapping && e.Value.Kind == source.Mapping {
			e.Value = joined(below, e.Value)
		}
		whole.Entries[i] = e
	}
	return &whole
}

// plain is Node.Value with the number type that compose-go expects.
func plain(n *source.Node) any {
	switch n.Kind {
	case source.Mapping:
		m := make(map[string]any, len(n.Entries))
		for _, e := range n.Entries {
			m[e.Key] = plain(e.Value)
		}
		return m
	case source.Sequence:
		s := make([]any, len(n.Items))
		for i, item := range n.Items {
			s[i] = plain(item.Value)
		}
		return s
	}
	if number, ok := n.Scalar.(int64); ok {
		return int(number)
	}
	return n.Scalar
}

// place gives a merged value its places: layers are the nodes that stand at its path, the winning one last. Where no layer
// holds a value, as with a default that compose-go adds, it stands where the whole does.
func place(value any, whole source.Span, layers ...*source.Node) *source.Node {
	if len(layers) > 0 {
		whole = layers[len(layers)-1].Span
	}
	switch v := value.(type) {
	case map[string]any:
		return placeMapping(v, whole, layers)
	case []any:
		if pairs := lastMapping(layers); pairs != nil {
			return placePairs(v, whole, layers, pairs.Span)
		}
		return placeSequence(v, whole, layers)
	}
	for _, layer := range slices.Backward(layers) {
		if equal(layer, value) {
			return layer
		}
	}
	return scalar(value, whole)
}

func placeMapping(v map[string]any, whole source.Span, layers []*source.Node) *source.Node {
	n := &source.Node{Kind: source.Mapping, Span: whole}
	indexes := make([]map[string]source.Entry, len(layers))
	for i, layer := range layers {
		indexes[i] = index(layer)
	}
	for _, key := range keyOrder(v, layers) {
		entry := source.Entry{Key: key, KeySpan: whole}
		var written []source.Entry
		var below []*source.Node
		for _, entries := range indexes {
			if e, ok := entries[key]; ok {
				written = append(written, e)
				below = append(below, e.Value)
			}
		}
		entry.Value = place(v[key], whole, below...)
		entry.KeySpan, entry.Via = keyOf(entry, written)
		n.Entries = append(n.Entries, entry)
	}
	return n
}

func index(n *source.Node) map[string]source.Entry {
	entries := make(map[string]source.Entry, len(n.Entries))
	for _, e := range n.Entries {
		entries[e.Key] = e
	}
	return entries
}

// keyOf returns where the key of a merged entry is written: in the file where its value won, else in the layer on top.
func keyOf(entry source.Entry, written []source.Entry) (keySpan, via source.Span) {
	for _, e := range slices.Backward(written) {
		if e.KeySpan.File == entry.Value.Span.File {
			return e.KeySpan, e.Via
		}
	}
	if len(written) > 0 {
		return written[len(written)-1].KeySpan, written[len(written)-1].Via
	}
	return entry.KeySpan, source.Span{}
}

// keyOrder lists the keys of a merged mapping in the order in which the layers first name them.
func keyOrder(v map[string]any, layers []*source.Node) []string {
	keys := make([]string, 0, len(v))
	seen := make(map[string]bool, len(v))
	for _, layer := range layers {
		for _, e := range layer.Entries {
			if _, ok := v[e.Key]; ok && !seen[e.Key] {
				seen[e.Key] = true
				keys = append(keys, e.Key)
			}
		}
	}
	var added []string
	for key := range v {
		if !seen[key] {
			added = append(added, key)
		}
	}
	slices.Sort(added)
	return append(keys, added...)
}

func placeSequence(v []any, whole source.Span, layers []*source.Node) *source.Node {
	n := &source.Node{Kind: source.Sequence, Span: whole}
	written := 0
	for _, layer := range layers {
		written += len(layer.Items)
	}
	if len(v)*written > maxComparedItems {
		return placeLong(n, v, layers)
	}
	for _, value := range v {
		n.Items = append(n.Items, placeItem(value, whole, layers))
	}
	return n
}

// maxComparedItems bounds how often items of lists are compared to find out where an item was written.
const maxComparedItems = 100_000

// placeLong is placeSequence for lists that are too long to compare each item with each other: an item was written where one is that
// is printed alike.
func placeLong(n *source.Node, v []any, layers []*source.Node) *source.Node {
	written := map[string]source.Item{}
	for _, layer := range layers {
		for _, item := range slices.Backward(layer.Items) { // so that the first of the last layer counts
			written[fmt.Sprint(plain(item.Value))] = item
		}
	}
	for _, value := range v {
		item, known := written[fmt.Sprint(value)]
		if !known {
			item = source.Item{Value: place(value, n.Span)}
		}
		n.Items = append(n.Items, item)
	}
	return n
}

func placeItem(value any, whole source.Span, layers []*source.Node) source.Item {
	for _, layer := range slices.Backward(layers) {
		for _, item := range layer.Items {
			if equal(item.Value, value) {
				return item
			}
		}
	}
	return source.Item{Value: place(value, whole)}
}

// placePairs turns back into a mapping what compose-go merged as a list of KEY=value.
func placePairs(v []any, whole source.Span, layers []*source.Node, span source.Span) *source.Node {
	pairs := make(map[string]any, len(v))
	for _, item := range v {
		text, _ := item.(string)
		key, value, found := strings.Cut(text, "=")
		if pairs[key] = nil; found {
			pairs[key] = value
		}
	}
	n := placeMapping(pairs, whole, layers)
	n.Span = span
	return n
}

func lastMapping(layers []*source.Node) *source.Node {
	if len(layers) > 0 && layers[len(layers)-1].Kind == source.Mapping {
		return layers[len(layers)-1]
	}
	return nil
}

// equal reports whether a node holds a value of compose-go.
func equal(n *source.Node, value any) bool {
	switch v := value.(type) {
	case map[string]any:
		return n.Kind == source.Mapping && len(n.Entries) == len(v) && !slices.ContainsFunc(n.Entries, func(e source.Entry) bool {
			other, ok := v[e.Key]
			return !ok || !equal(e.Value, other)
		})
	case []any:
		return n.Kind == source.Sequence && slices.EqualFunc(n.Items, v, func(i source.Item, other any) bool { return equal(i.Value, other) })
	}
	return n.Kind != source.Mapping && n.Kind != source.Sequence && plain(n) == value
}

func scalar(value any, at source.Span) *source.Node {
	switch v := value.(type) {
	case bool:
		return &source.Node{Kind: source.Bool, Span: at, Scalar: v}
	case int:
		return &source.Node{Kind: source.Number, Span: at, Scalar: int64(v)}
	case float64:
		return &source.Node{Kind: source.Number, Span: at, Scalar: v}
	case string:
		return &source.Node{Kind: source.String, Span: at, Scalar: v, Text: v}
	}
	return &source.Node{Kind: source.Null, Span: at}
}
