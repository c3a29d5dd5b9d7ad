package source

import (
	"slices"

	"gopkg.in/yaml.v3"
)

// yamlKey is a key of a mapping with the offsets of its text.
type yamlKey struct {
	text, tag  string
	start, end int
	span       Span
}

func (r *yamlReader) mapping(n *yaml.Node, start, depth int) (yamlBuilt, error) {
	node := r.node(Mapping)
	from := r.position(start)
	node.Entries = make([]Entry, 0, len(n.Content)/2)
	built := yamlBuilt{node: node, start: start, end: start, size: 1, height: 1}
	var merge *yamlMerge
	for i := 0; i+1 < len(n.Content); i += 2 {
		k, v := n.Content[i], n.Content[i+1]
		key, err := r.key(k, depth+1)
		if err != nil {
			return yamlBuilt{}, err
		}
		built.end = max(built.end, key.end)
		if isMergeKey(k) {
			if merge != nil {
				return yamlBuilt{}, errDuplicate(key.text, key.span, merge.key.span)
			}
			if merge, err = r.merge(v, key, depth); err != nil {
				return yamlBuilt{}, err
			}
			built.end = max(built.end, merge.value.end)
			continue
		}
		if err := r.entry(&built, key, v, depth); err != nil {
			return yamlBuilt{}, err
		}
	}
	if err := r.duplicate(node.Entries); err != nil && !r.repeats {
		return yamlBuilt{}, err
	}
	if err := r.addMerged(&built, merge); err != nil {
		return yamlBuilt{}, err
	}
	if n.Style&yaml.FlowStyle != 0 && !r.isPair(n, start) {
		built.end = r.closing(max(built.end, start+1))
	}
	node.Span = Span{File: r.file, Start: from, End: r.position(built.end)}
	return built, nil
}

// isPair recognises a single pair in a flow sequence, as in [a: b], which is a flow mapping without brackets of its own; its
// key may itself start with a bracket.
func (r *yamlReader) isPair(n *yaml.Node, start int) bool {
	return r.file.Content[start] != '{' || len(n.Content) > 0 && start == r.text(n.Content[0])
}

func (r *yamlReader) entry(parent *yamlBuilt, key yamlKey, v *yaml.Node, depth int) error {
	var value yamlBuilt
	var err error
	if isAbsent(v) {
		value = r.absent(key.end)
	} else if value, err = r.convert(v, depth+1); err != nil {
		return err
	}
	if err := r.grow(parent, value); err != nil {
		return err
	}
	parent.node.Entries = append(parent.node.Entries, Entry{
		Key: key.text, KeySpan: key.span, Value: value.node, KeyTag: key.tag, Via: value.via,
	})
	return nil
}

// isAbsent reports whether nothing is written where the value should be: neither text nor anchor nor tag.
func isAbsent(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "" && n.Style == 0 && n.Anchor == "" && n.Tag == "!!null"
}

// absent returns the null of a key without a value: zero-width, right behind the key's colon. yaml.v3 puts it at the
// next token, which can be lines away.
func (r *yamlReader) absent(keyEnd int) yamlBuilt {
	at := keyEnd
	if colon := r.skipBlank(keyEnd); colon < len(r.file.Content) && r.file.Content[colon] == ':' {
		at = colon + 1
	}
	node := r.node(Null)
	node.Span = r.span(at, at)
	return yamlBuilt{node: node, start: at, end: at, size: 1}
}

// key returns a key as text: a scalar's value, and the source text of anything else.
func (r *yamlReader) key(n *yaml.Node, depth int) (yamlKey, error) {
	if n.Kind == yaml.ScalarNode && n.Anchor == "" {
		start := r.skipProperties(n, r.text(n))
		end := r.scalarEnd(n, start)
		key := yamlKey{text: n.Value, start: start, end: end, span: r.span(start, end)}
		if n.Style&yaml.TaggedStyle != 0 {
			key.tag = n.Tag
		}
		return key, nil
	}
	built, err := r.convert(n, depth)
	if err != nil {
		return yamlKey{}, err
	}
	key := yamlKey{start: built.start, end: built.end, span: r.span(built.start, built.end)}
	switch built.node.Kind {
	case Mapping, Sequence:
		key.text = string(r.file.Content[built.start:built.end])
	default:
		key.text = built.node.Text
	}
	key.tag = built.node.Tag
	return key, nil
}

func isMergeKey(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && n.Value == "<<" && n.Tag == "!!merge"
}

// yamlMerge is the value of a merge key: the mappings to merge, the first one wins.
type yamlMerge struct {
	key     yamlKey
	value   yamlBuilt
	sources []Item // their Via is never zero
}

func (r *yamlReader) merge(v *yaml.Node, key yamlKey, depth int) (*yamlMerge, error) {
	built, err := r.convert(v, depth+1)
	if err != nil {
		return nil, err
	}
	m := &yamlMerge{key: key, value: built}
	switch {
	case built.node.Kind == Mapping:
		m.sources = []Item{{Value: built.node, Via: built.via}}
	case built.node.Kind == Sequence && v.Kind != yaml.AliasNode:
		m.sources = slices.Clone(built.node.Items)
	default:
		return nil, errMerge(r.span(built.start, built.end))
	}
	for i, source := range m.sources {
		if source.Value.Kind != Mapping {
			return nil, errMerge(source.Value.Span)
		}
		if source.Via.IsZero() {
			m.sources[i].Via = source.Value.Span
		}
	}
	return m, nil
}

func errMerge(at Span) error {
	return &SyntaxError{At: at, Message: "a merge key takes a mapping or a list of mappings"}
}

// addMerged appends the entries that a merge key brings in behind those written in place, which win.
func (r *yamlReader) addMerged(parent *yamlBuilt, merge *yamlMerge) error {
	if merge == nil {
		return nil
	}
	if err := r.grow(parent, merge.value); err != nil {
		return err
	}
	node := parent.node
	have := make(map[string]bool, len(node.Entries))
	for i := range node.Entries {
		have[node.Entries[i].Key] = true
	}
	for _, source := range merge.sources {
		for _, e := range source.Value.Entries {
			if have[e.Key] {
				continue
			}
			have[e.Key] = true
			if r.count++; r.count > r.limits.MaxNodes {
				return errNodes(source.Via, r.limits)
			}
			node.Entries = append(node.Entries, Entry{Key: e.Key, KeySpan: e.KeySpan, Value: e.Value, Via: source.Via})
		}
	}
	return nil
}
