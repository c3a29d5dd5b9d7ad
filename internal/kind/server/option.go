package server

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// options returns the settings that a server gets one by one: those of Traefik, from options such as --api.insecure=true and from the
// labels of its service, whose names begin with traefik. It returns nil for a command of another program, and for one without any.
func options(command kind.Command) *source.Node {
	tree := optionTree{places: map[*source.Node]map[string]int{}}
	isTraefik := false
	for _, word := range command.Words {
		name, value, joined := strings.Cut(word.Node.Str(), "=")
		first, rest, dotted := strings.Cut(strings.TrimLeft(name, "-"), ".")
		if !strings.HasPrefix(name, "--") || rest == "" && dotted {
			continue
		}
		if !joined {
			value = "true"
		}
		isTraefik = isTraefik || dotted && slices.Contains([]string{"entrypoints", "providers", "certificatesresolvers"}, strings.ToLower(first))
		tree.set(strings.TrimLeft(name, "-"), value, word.Node)
	}
	if !isTraefik {
		return nil
	}
	if command.Labels != nil {
		for _, e := range command.Labels.Entries {
			if first, name, ok := strings.Cut(e.Key, "."); ok && strings.EqualFold(first, "traefik") && e.Value.Kind == source.String {
				label := *e.Value
				label.Span = e.KeySpan.To(e.Value.Span)
				tree.set(name, e.Value.Str(), &label)
			}
		}
	}
	return tree.root
}

// Maxima of a tree of options: the name of no option of Traefik has more than ten parts.
const (
	maxOptionDepth = 20
	maxOptions     = 2000
)

// optionTree puts options with dots in their names together.
type optionTree struct {
	root  *source.Node
	count int
	// places are the indices of entries by their mapping and key in lower case.
	places map[*source.Node]map[string]int
}

// set sets a value that is written at a node. One with commas is a list.
func (t *optionTree) set(name, value string, at *source.Node) {
	steps := strings.Split(name, ".")
	if len(steps) > maxOptionDepth || t.count == maxOptions {
		return
	}
	t.count++
	if t.root == nil {
		t.root = &source.Node{Kind: source.Mapping, Span: at.Span}
	}
	n := t.root
	for _, step := range steps[:len(steps)-1] {
		child := t.get(n, step)
		if child == nil || child.Kind != source.Mapping {
			child = &source.Node{Kind: source.Mapping, Span: at.Span}
			t.put(n, step, child)
		}
		n = child
	}
	leaf := &source.Node{Kind: source.String, Scalar: value, Text: value, Span: at.Span}
	if strings.Contains(value, ",") {
		leaf = &source.Node{Kind: source.Sequence, Span: at.Span}
		for _, part := range strings.Split(value, ",") {
			leaf.Items = append(leaf.Items, source.Item{Value: &source.Node{Kind: source.String, Scalar: part, Text: part, Span: at.Span}})
		}
	}
	last := steps[len(steps)-1]
	if known := t.get(n, last); known == nil || known.Kind != source.Mapping { // --api beside --api.insecure says nothing more
		t.put(n, last, leaf)
	}
}

// get returns the value of a key in any case, nil for none.
func (t *optionTree) get(n *source.Node, key string) *source.Node {
	if i, known := t.places[n][strings.ToLower(key)]; known {
		return n.Entries[i].Value
	}
	return nil
}

// put sets an entry of a mapping, in place of an earlier one of its key.
func (t *optionTree) put(n *source.Node, key string, value *source.Node) {
	places := t.places[n]
	if places == nil {
		places = map[string]int{}
		t.places[n] = places
	}
	e := source.Entry{Key: key, KeySpan: value.Span, Value: value}
	lower := strings.ToLower(key)
	if i, known := places[lower]; known {
		n.Entries[i] = e
		return
	}
	places[lower] = len(n.Entries)
	n.Entries = append(n.Entries, e)
}
