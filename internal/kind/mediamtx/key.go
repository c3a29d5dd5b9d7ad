package mediamtx

import "github.com/seclint/seclint/internal/source"

// key is a key of the file with what the releases make of it.
type key struct {
	level string
	at    source.Path // of what holds it
	name  string      // as written
	value *source.Node
	word  *known // nil when no release reads it
}

func (k key) path() source.Path { return k.at.Child(k.name) }

// keys returns all keys of the file, those of list items included, in the order of the file.
func keys(root *source.Node) []key {
	var found []key
	collect(root, topLevel, nil, &found)
	return found
}

// collect adds the keys of a mapping that is read into a struct, and then those of what they contain.
func collect(n *source.Node, name string, at source.Path, found *[]key) {
	if n.Kind != source.Mapping {
		return
	}
	v := words()
	for _, e := range n.Entries {
		k := key{name, at, e.Key, e.Value, v[name].word(e.Key)}
		*found = append(*found, k)
		if k.word == nil {
			continue
		}
		if item, ok := v.item(k.word); ok {
			k.descend(item, found)
		}
	}
}

// descend adds the keys of what a key contains: the items of a list, the values of a mapping by name, or one struct.
func (k key) descend(item string, found *[]key) {
	switch at := k.path(); {
	case k.word.kind == item:
		collect(k.value, item, at, found)
	case k.value.Kind == source.Mapping:
		for _, e := range k.value.Entries {
			collect(e.Value, item, at.Child(e.Key), found)
		}
	default:
		for i, e := range k.value.Items {
			collect(e.Value, item, at.Child(i), found)
		}
	}
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

// unknown returns a key that no release reads, and outdated one that has another name by now.
func (k key) unknown() UnknownKey {
	return UnknownKey{k.path(), words().resembles(k.level, k.name)}
}

func (k key) outdated() OutdatedKey {
	return OutdatedKey{
		Path: k.path(), Successor: k.word.successor, Superseded: k.word.superseded,
		Inverted: k.word.inverted, Removed: k.word.span.until != 0,
	}
}
