package mediamtx

import (
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// key is a key of the file with what the releases make of it.
type key struct {
	at   source.Path // of what holds it
	name string      // as written
	null bool
	word *known // nil when no release reads it
}

func (k key) path() source.Path { return k.at.Child(k.name) }

// keys returns all keys of the top level, of pathDefaults and of the paths.
func keys(root *source.Node, all []*scope) []key {
	var found []key
	collect := func(n *source.Node, inPath bool, at source.Path) {
		if n == nil {
			return
		}
		found = slices.Grow(found, len(n.Entries))
		for _, e := range n.Entries {
			found = append(found, key{at, e.Key, e.Value.Kind == source.Null, words().word(inPath, e.Key)})
		}
	}
	collect(root, false, nil)
	for _, s := range all {
		collect(s.node, true, s.at)
	}
	return found
}

// releases returns those that read every key of a file. When there are none, first and last are the keys that no release
// has together.
func releases(found []key) (s span, first, last *key) {
	for i := range found {
		k := &found[i]
		if k.word == nil {
			continue
		}
		if k.word.span.since > s.since {
			s.since, last = k.word.span.since, k
		}
		if until := k.word.span.until; until != 0 && (s.until == 0 || until < s.until) {
			s.until, first = until, k
		}
	}
	if s.empty() {
		return span{since: s.since}, first, last
	}
	return s, nil, nil
}

// unknown returns the keys that no release reads, and outdated those that have another name by now.
func (k key) unknown(inPath bool) UnknownKey {
	return UnknownKey{k.path(), words().resembles(inPath, k.name)}
}

func (k key) outdated() OutdatedKey {
	return OutdatedKey{
		Path: k.path(), Successor: k.word.successor, Superseded: k.word.superseded,
		Inverted: k.word.inverted, Removed: k.word.span.until != 0,
	}
}
