package envoy

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// reader turns a tree into the one spelling that policies read, as Envoy turns YAML or JSON into messages: fields by their names
// in the API, enums by the names of their values, numbers as numbers, repeated fields as lists, and nothing that is null. The
// old tree stays as it is, spans are the file's. What an anchor shares stays shared, so that a file cannot make the tree grow by
// aliases.
//
// Envoy reads YAML with yaml-cpp and fills messages with protobuf's JSON parser in its legacy mode, with enum names in any case
// (envoyproxy/envoy, source/common/protobuf/yaml_utility.cc). What that accepts is accepted here.
type reader struct {
	api  *api
	done map[use]*source.Node
	// types are the messages that the mappings of the new tree are.
	types map[*source.Node]*message
	// faults and deprecated are what Envoy refuses, and what it will.
	faults     []Fault
	deprecated []Deprecated
	// upstream is set inside a cluster.
	upstream bool
}

// use is a node and what it is read as: a message, or "" for what no message describes.
type use struct {
	node *source.Node
	as   string
}

func newReader() *reader {
	return &reader{api: envoyAPI(), done: map[use]*source.Node{}, types: map[*source.Node]*message{}}
}

// as reads a node as a message of a certain type; p is its path in the new tree.
func (r *reader) as(old *source.Node, name string, p source.Path) *source.Node {
	m := r.api.message(name)
	if m == nil {
		return r.loose(old, p)
	}
	return r.message(old, m, p)
}

func (r *reader) message(old *source.Node, m *message, p source.Path) *source.Node {
	if old.Kind != source.Mapping {
		r.mismatch(old, p, "a mapping")
		return old
	}
	id := use{old, m.name}
	if done, ok := r.done[id]; ok {
		return done
	}
	fresh := *old
	r.done[id] = &fresh
	r.types[&fresh] = m
	r.oldValues(old, m, p)
	outer := r.upstream
	r.upstream = outer || m.name == msgCluster
	fresh.Entries = r.entries(old, m, p)
	r.upstream = outer
	return &fresh
}

// entries reads the fields of a message.
func (r *reader) entries(old *source.Node, m *message, p source.Path) []source.Entry {
	fresh := make([]source.Entry, 0, len(old.Entries))
	groups := map[string]string{}
	for _, e := range old.Entries {
		f := m.fields[e.Key]
		switch {
		case e.KeyTag == ignored:
			continue
		case e.Key == "@type" && f == nil:
			fresh = append(fresh, e)
			continue
		case f == nil:
			r.unknown(m, e, p.Child(e.Key))
			e.Value = r.loose(e.Value, p.Child(e.Key))
			fresh = append(fresh, e)
			continue
		case e.Value.Kind == source.Null && (f.scalar != typeFree || f.list || f.table):
			continue
		}
		e.Key = f.name
		at := p.Child(f.name)
		r.judge(m, f, at, groups)
		e.Value = r.field(old, m, e.Value, f, at)
		if e.Value.Tag == source.Unclear && isLabel(m, f) {
			e.Value = asText(e.Value)
		}
		if i := slices.IndexFunc(fresh, func(other source.Entry) bool { return other.Key == f.name }); i >= 0 {
			fresh[i] = r.joined(fresh[i], e)
			continue
		}
		fresh = append(fresh, e)
	}
	return fresh
}

// ignored is the tag of keys that Envoy leaves out, so that a file has a place for its anchors.
const ignored = "!ignore"

// joined is one field that is written twice, in both spellings or in two branches of a template: lists are added up, messages are
// merged, of anything else the last one counts.
func (r *reader) joined(first, last source.Entry) source.Entry {
	both := *first.Value
	switch m := r.types[first.Value]; {
	case first.Value.Kind == source.Sequence && last.Value.Kind == source.Sequence:
		both.Items = slices.Concat(first.Value.Items, last.Value.Items)
	case m != nil && m == r.types[last.Value]:
		both.Entries = slices.Clone(first.Value.Entries)
		for _, e := range last.Value.Entries {
			if i := slices.IndexFunc(both.Entries, func(other source.Entry) bool { return other.Key == e.Key }); i >= 0 {
				both.Entries[i] = r.joined(both.Entries[i], e)
			} else {
				both.Entries = append(both.Entries, e)
			}
		}
		r.types[&both] = m
	default:
		return last
	}
	first.Value = &both
	return first
}

// field reads the value of a field; parent is the message m that has it.
func (r *reader) field(parent *source.Node, m *message, old *source.Node, f *apiField, p source.Path) *source.Node {
	switch {
	case old.Kind == source.String && source.IsTemplate(old.Str()) && (f.list || f.table):
		return old
	case f.table:
		return r.table(old, f, p)
	case f.list:
		fresh := &source.Node{Kind: source.Sequence, Span: old.Span}
		r.items(fresh, source.Item{Value: old}, f, p)
		return fresh
	case f.old && f.scalar == typeFree:
		return r.untyped(parent, m, old, p)
	}
	return r.single(old, f, p)
}

// items adds an element of a list: the elements of a list inside a list are elements of the outer one, and a value by itself is
// a list of one.
func (r *reader) items(list *source.Node, item source.Item, f *apiField, p source.Path) {
	if item.Value.Kind == source.Sequence && f.scalar != typeFree {
		for _, inner := range item.Value.Items {
			if inner.Via.IsZero() {
				inner.Via = item.Via
			}
			r.items(list, inner, f, p)
		}
		return
	}
	item.Value = r.single(item.Value, f, p.Child(len(list.Items)))
	list.Items = append(list.Items, item)
}

// table reads a map, whose keys people chose.
func (r *reader) table(old *source.Node, f *apiField, p source.Path) *source.Node {
	if old.Kind != source.Mapping {
		r.mismatch(old, p, "a mapping")
		return old
	}
	fresh := *old
	fresh.Entries = make([]source.Entry, 0, len(old.Entries))
	for _, e := range old.Entries {
		if e.KeyTag == ignored {
			continue
		}
		if f.old && f.scalar == typeFree {
			e.Value = r.override(e.Key, e.Value, p.Child(e.Key))
		} else {
			e.Value = r.single(e.Value, f, p.Child(e.Key))
		}
		fresh.Entries = append(fresh.Entries, e)
	}
	return &fresh
}

// single reads one value, which may be null in a list or a map: there it is a value of zero.
func (r *reader) single(old *source.Node, f *apiField, p source.Path) *source.Node {
	if old.Kind == source.String && source.IsTemplate(old.Str()) {
		return old
	}
	switch f.scalar {
	case typeMessage:
		if old.Kind == source.Null {
			old = &source.Node{Kind: source.Mapping, Span: old.Span}
		}
		return r.as(old, f.of, p)
	case typeAny:
		return r.any(old, p)
	case typeFree:
		return old
	}
	return r.scalar(old, f, p)
}

// any reads a message that says its type.
func (r *reader) any(old *source.Node, p source.Path) *source.Node {
	if old.Kind != source.Mapping {
		if old.Kind != source.Null {
			r.mismatch(old, p, "a mapping with an @type")
		}
		return old
	}
	name := typeName(old)
	switch {
	case name == "" && len(old.Entries) > 0 && old.Get("@type") == nil:
		r.fault(Fault{Path: p, Kind: faultNoType})
		return r.loose(old, p)
	case name == "google.protobuf.Any":
		return r.inside(old, p, func(inner *source.Node, at source.Path) *source.Node { return r.any(inner, at) })
	case strings.HasPrefix(name, "google.protobuf."):
		return old
	case isTypedStruct(name):
		of := lastStep(child(old, "type_url").Str())
		r.old(of, p.Child("type_url"))
		fresh := r.inside(old, p, func(inner *source.Node, at source.Path) *source.Node { return r.as(inner, of, at) })
		r.types[fresh] = r.api.message(name)
		return fresh
	}
	r.old(name, p.Child("@type"))
	if m := r.api.message(name); m != nil {
		return r.message(old, m, p)
	}
	r.unknownType(name, p.Child("@type"))
	return r.loose(old, p)
}

func isTypedStruct(name string) bool {
	return strings.HasSuffix(name, ".type.v1.TypedStruct") || strings.HasSuffix(name, ".type.v3.TypedStruct")
}

// inside reads the value of a message that wraps another one.
func (r *reader) inside(old *source.Node, p source.Path, read func(*source.Node, source.Path) *source.Node) *source.Node {
	fresh := *old
	fresh.Entries = make([]source.Entry, len(old.Entries))
	for i, e := range old.Entries {
		switch e.Key {
		case "typeUrl":
			e.Key = "type_url"
		case "value":
			e.Value = read(e.Value, p.Child("value"))
		}
		fresh.Entries[i] = e
	}
	return &fresh
}

// loose reads what no message describes: only messages inside it that say their type are read by it.
func (r *reader) loose(old *source.Node, p source.Path) *source.Node {
	if old.Kind != source.Mapping && old.Kind != source.Sequence {
		return old
	}
	if old.Kind == source.Mapping && r.isKnown(old) {
		return r.any(old, p)
	}
	id := use{old, ""}
	if done, ok := r.done[id]; ok {
		return done
	}
	fresh := *old
	r.done[id] = &fresh
	fresh.Entries, fresh.Items = nil, make([]source.Item, 0, len(old.Items))
	for _, e := range old.Entries {
		if e.KeyTag != ignored {
			e.Value = r.loose(e.Value, p.Child(e.Key))
			fresh.Entries = append(fresh.Entries, e)
		}
	}
	for i, item := range old.Items {
		fresh.Items = append(fresh.Items, source.Item{Value: r.loose(item.Value, p.Child(i)), Via: item.Via})
	}
	return &fresh
}

// isKnown reports whether a mapping says its type and the table has it.
func (r *reader) isKnown(n *source.Node) bool {
	name := typeName(n)
	return name != "" && (name == "google.protobuf.Any" || isTypedStruct(name) || r.api.message(name) != nil)
}

// resource reads a tree whose type its fields tell, or the tree itself.
func (r *reader) resource(old *source.Node, p source.Path) *source.Node {
	if of := shape(old); of != "" && !isTyped(old) {
		return r.as(old, of, p)
	}
	return r.loose(old, p)
}
