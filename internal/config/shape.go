package config

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// shape is one definition of a part of the config: what it decodes to, and its JSON Schema.
type shape[T any] interface {
	// decode returns the value of a node; ok is false when it is wrong, which has been reported then.
	decode(d *decoder, n *source.Node) (value T, ok bool)
	schema() schema
}

// schema is a JSON Schema.
type schema map[string]any

// decoder collects what is wrong.
type decoder struct {
	catalogue *rules.Catalogue
	folder    string // of the config file
	// files are the config file and those that it extends: what is written in one of them is relative to it.
	files []string
	errs  Errors
}

// folderOf returns the folder that a name is relative to.
func (d *decoder) folderOf(n *source.Node) string {
	if file := n.Span.Path(); slices.Contains(d.files, file) {
		return path.Dir(file)
	}
	return d.folder
}

func (d *decoder) fail(at source.Span, suggestion, format string, args ...any) {
	d.errs = append(d.errs, &Error{At: at, Message: fmt.Sprintf(format, args...), Suggestion: suggestion})
}

// wrongType reports a node that is something else than wanted.
func (d *decoder) wrongType(n *source.Node, want string) {
	d.fail(n.Span, "", "want %s, got %s", want, nodeName(n))
}

func nodeName(n *source.Node) string {
	switch n.Kind {
	case source.Mapping:
		return "a mapping"
	case source.Sequence:
		return "a list"
	case source.Null:
		return "nothing"
	}
	return fmt.Sprintf("%q", n.Text)
}

// object is a mapping with a fixed set of keys.
type object[T any] struct {
	doc      string
	fields   []field[T]
	required []string
}

// field is one key of an object.
type field[T any] struct {
	name   string
	schema schema
	decode func(d *decoder, n *source.Node, into *T)
}

// member defines a key of an object: its name, what it is for, its shape, and where its value goes.
func member[T, V any](name, doc string, s shape[V], set func(*T, V)) field[T] {
	described := schema{"description": doc}
	for key, value := range s.schema() {
		described[key] = value
	}
	return field[T]{name: name, schema: described, decode: func(d *decoder, n *source.Node, into *T) {
		if value, ok := s.decode(d, n); ok {
			set(into, value)
		}
	}}
}

// decodeInto sets what the node has and leaves everything else as it is.
func (o object[T]) decodeInto(d *decoder, n *source.Node, into *T) bool {
	if n.Kind != source.Mapping {
		d.wrongType(n, "a mapping with "+strings.Join(o.names(), ", "))
		return false
	}
	before := len(d.errs)
	for _, entry := range n.Entries {
		if f := o.field(entry.Key); f != nil {
			f.decode(d, entry.Value, into)
			continue
		}
		suggestion := nearest(entry.Key, o.names())
		message := fmt.Sprintf("unknown key %q", entry.Key)
		if suggestion == "" {
			message += ": known are " + strings.Join(o.names(), ", ")
		}
		d.fail(entry.KeySpan, suggestion, "%s", message)
	}
	for _, name := range o.required {
		if n.Get(name) == nil {
			d.fail(n.Span, "", "missing key %q", name)
		}
	}
	return len(d.errs) == before
}

func (o object[T]) decode(d *decoder, n *source.Node) (value T, ok bool) {
	ok = o.decodeInto(d, n, &value)
	return value, ok
}

func (o object[T]) field(name string) *field[T] {
	for i := range o.fields {
		if o.fields[i].name == name {
			return &o.fields[i]
		}
	}
	return nil
}

func (o object[T]) names() []string {
	names := make([]string, len(o.fields))
	for i, f := range o.fields {
		names[i] = f.name
	}
	return names
}

func (o object[T]) schema() schema {
	properties := schema{}
	for _, f := range o.fields {
		properties[f.name] = f.schema
	}
	s := schema{"type": "object", "properties": properties, "additionalProperties": false}
	if o.doc != "" {
		s["description"] = o.doc
	}
	if o.required != nil {
		s["required"] = o.required
	}
	return s
}

// list is a sequence of one shape; a wrong item does not hide the others.
type list[T any] struct {
	item     shape[T]
	nonEmpty bool
}

func (l list[T]) decode(d *decoder, n *source.Node) ([]T, bool) {
	if n == nil || n.Kind != source.Sequence {
		if n != nil {
			d.wrongType(n, "a list")
		}
		return nil, false
	}
	if l.nonEmpty && len(n.Items) == 0 {
		d.fail(n.Span, "", "want at least one item")
		return nil, false
	}
	values, all := make([]T, 0, len(n.Items)), true
	for _, item := range n.Items {
		value, ok := l.item.decode(d, item.Value)
		values, all = append(values, value), all && ok
	}
	return values, all
}

func (l list[T]) schema() schema {
	s := schema{"type": "array", "items": l.item.schema()}
	if l.nonEmpty {
		s["minItems"] = 1
	}
	return s
}

// choice is one of a few words.
type choice[T any] struct {
	what  string
	words []string
	value func(word string) T
}

func (c choice[T]) decode(d *decoder, n *source.Node) (value T, ok bool) {
	for _, word := range c.words {
		if n.Kind == source.String && n.Str() == word {
			return c.value(word), true
		}
	}
	suggestion := ""
	if n.Kind == source.String {
		suggestion = nearest(n.Str(), c.words)
	}
	d.fail(n.Span, suggestion, "unknown %s %s: want %s", c.what, nodeName(n), strings.Join(c.words, ", "))
	return value, false
}

func (c choice[T]) schema() schema { return schema{"enum": c.words} }

// flagShape is true or false.
type flagShape struct{}

func (flagShape) decode(d *decoder, n *source.Node) (value, ok bool) {
	if value, ok = n.Scalar.(bool); !ok {
		d.wrongType(n, "true or false")
	}
	return value, ok
}

func (flagShape) schema() schema { return schema{"type": "boolean"} }

// at is a value with its place.
type at[T any] struct {
	value T
	at    source.Span
}

// placed is a shape whose value keeps its place.
type placed[T any] struct{ shape shape[T] }

func (p placed[T]) decode(d *decoder, n *source.Node) (at[T], bool) {
	value, ok := p.shape.decode(d, n)
	return at[T]{value, n.Span}, ok
}

func (p placed[T]) schema() schema { return p.shape.schema() }

// globShape is a Glob.
type globShape struct{}

func (globShape) decode(d *decoder, n *source.Node) (Glob, bool) {
	if n.Kind != source.String {
		d.wrongType(n, "a glob")
		return Glob{}, false
	}
	glob, err := CompileGlob(n.Str())
	if err != nil {
		d.fail(n.Span, "", "%s", err)
	}
	glob.at = n.Span
	return glob, err == nil
}

func (globShape) schema() schema {
	return schema{"type": "string", "minLength": 1, "maxLength": maxGlobLength}
}

// folderShape is a folder given relative to the config file; its value is relative to the root.
type folderShape struct{}

func (folderShape) decode(d *decoder, n *source.Node) (string, bool) {
	if n.Kind != source.String || n.Str() == "" {
		d.wrongType(n, "a folder")
		return "", false
	}
	folder := path.Join(d.folderOf(n), n.Str())
	if path.IsAbs(n.Str()) || folder == ".." || strings.HasPrefix(folder, "../") {
		d.fail(n.Span, "", "folder %q leads outside the scanned root: give it with --policies", n.Str())
		return "", false
	}
	return folder, true
}

func (folderShape) schema() schema { return schema{"type": "string", "minLength": 1} }
