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
		see(doc.Root, keys[doc.Kind])
	}
	return keys
}

// see adds the mapping keys of a tree to those seen.
func see(n *source.Node, seen map[string]bool) {
	if n == nil {
		return
	}
	for _, e := range n.Entries {
		seeKey(e.Key, seen)
		see(e.Value, seen)
	}
	for _, item := range n.Items {
		see(item.Value, seen)
	}
}

func seeKey(key string, seen map[string]bool) {
	seen[key] = true
	for i := range len(key) {
		if key[i] == '.' {
			seen[key[:i+1]] = true
		}
	}
}

// canFire reports whether a rule can fire on a document of a kind that holds the keys.
func canFire(rule *rules.Rule, kind string, keys map[string]bool) bool {
	needs := rule.Needs[kind]
	return len(needs) == 0 || slices.ContainsFunc(needs, func(key string) bool { return keys[key] })
}
