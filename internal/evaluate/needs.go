package evaluate

import (
	"slices"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Keys returns, by kind, the mapping keys that occur in documents, and their beginnings up to each dot: what Options.Keys wants.
func Keys(docs []*source.Document) map[string]map[string]bool {
	keys := map[string]map[string]bool{}
	for _, doc := range docs {
		if keys[doc.Kind] == nil {
			keys[doc.Kind] = map[string]bool{}
		}
		addKeys(doc.Root, keys[doc.Kind])
	}
	return keys
}

// addKeys adds the mapping keys of a tree, and their beginnings up to each dot.
func addKeys(root *source.Node, keys map[string]bool) {
	w := keyWalk{keys: keys, aliased: map[*source.Node]bool{}}
	w.node(root)
}

// keyWalk looks at a node once however many aliases lead to it, so that nested aliases cost no more here than in the file.
type keyWalk struct {
	keys    map[string]bool
	aliased map[*source.Node]bool
}

func (w *keyWalk) node(n *source.Node) {
	if n == nil {
		return
	}
	for _, e := range n.Entries {
		w.key(e.Key)
		w.child(e.Value, e.Via)
	}
	for _, item := range n.Items {
		w.child(item.Value, item.Via)
	}
}

func (w *keyWalk) child(n *source.Node, via source.Span) {
	if !via.IsZero() {
		if w.aliased[n] {
			return
		}
		w.aliased[n] = true
	}
	w.node(n)
}

func (w *keyWalk) key(key string) {
	w.keys[key] = true
	for i := range len(key) {
		if key[i] == '.' {
			w.keys[key[:i+1]] = true
		}
	}
}

// canFire reports whether a rule can fire on a document of a kind that holds the keys.
func canFire(rule *rules.Rule, kind string, keys map[string]bool) bool {
	needs := rule.Needs[kind]
	return len(needs) == 0 || slices.ContainsFunc(needs, func(key string) bool { return keys[key] })
}
