// Package schema turns Go types with JSON tags into JSON Schemas and Markdown tables, with their comments as descriptions. Only
// tests and tools use it: they keep schemas/ and docs/policies/ from going stale.
package schema

import (
	"bytes"
	"encoding"
	"encoding/json"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
)

// Options say what a schema is about and where its descriptions are.
type Options struct {
	ID, Title string
	// Version is the only value of the property schema_version, "" for a type without that property.
	Version string
	// Values are the schemas of types that are not what they look like, such as strings of which only some are valid.
	Values map[reflect.Type]map[string]any
	// Root is the folder of the repository, whose Go files have the comments.
	Root string
	// Signed says that integers may be negative.
	Signed bool
}

// Enum returns the schema of a string that is one of some words.
func Enum(words ...string) map[string]any { return map[string]any{"type": "string", "enum": words} }

// Of returns the JSON Schema of a struct type. The error is for a source that cannot be parsed or a type that has no
// schema.
func Of(t reflect.Type, o Options) ([]byte, error) {
	g := newGenerator(o)
	schema := g.object(t)
	if o.Version != "" {
		schema["properties"].(map[string]any)["schema_version"].(map[string]any)["const"] = o.Version
	}
	return g.encode(schema)
}

// Input returns the JSON Schema of what policies see of documents of a kind: input.context has the fields of all facts.
func Input(kind string, facts []reflect.Type, o Options) ([]byte, error) {
	g := newGenerator(o)
	context := g.object(facts...)
	context["description"] = "What the kind and linking found out beside the tree."
	return g.encode(map[string]any{
		"type": "object", "additionalProperties": false,
		"required": []string{"file", "kind", "document", "context", "parameters"},
		"properties": map[string]any{
			"file":       map[string]any{"type": "string", "description": "The path of the file from the scanned root."},
			"kind":       map[string]any{"const": kind},
			"document":   map[string]any{"description": "The plain value of the tree. Anything that people write may be anywhere in it."},
			"context":    context,
			"parameters": map[string]any{"type": "object", "description": "The parameters of rules, by rule id and name."},
		},
	})
}

// generator makes one schema.
type generator struct {
	o     Options
	docs  *comments
	defs  map[string]any
	names map[reflect.Type]string
	err   error // the first one
}

func newGenerator(o Options) *generator {
	return &generator{o: o, docs: newComments(o.Root), defs: map[string]any{}, names: map[reflect.Type]string{}}
}

func (g *generator) encode(schema map[string]any) ([]byte, error) {
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$id"] = g.o.ID
	schema["title"] = g.o.Title
	schema["$defs"] = g.defs
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if g.err == nil {
		g.err = encoder.Encode(schema)
	}
	if g.err == nil {
		g.err = g.docs.err
	}
	return b.Bytes(), g.err
}

// value returns the schema of a type.
func (g *generator) value(t reflect.Type) map[string]any {
	if value, ok := g.o.Values[t]; ok {
		return maps.Clone(value) // a description is added to it
	}
	if t.Kind() != reflect.Pointer && t.Implements(reflect.TypeFor[encoding.TextMarshaler]()) {
		return map[string]any{"type": "string"}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.value(t.Elem())
	case reflect.Interface:
		return map[string]any{}
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int, reflect.Int32, reflect.Int64, reflect.Uint8, reflect.Uint32, reflect.Uint64:
		if g.o.Signed {
			return map[string]any{"type": "integer"}
		}
		return map[string]any{"type": "integer", "minimum": 0}
	case reflect.Float64:
		return map[string]any{"type": "number", "minimum": 0}
	case reflect.Bool:
		return map[string]any{"type": "boolean"}
	case reflect.Slice:
		return map[string]any{"type": "array", "items": g.value(t.Elem())}
	case reflect.Map:
		return map[string]any{"type": "object", "additionalProperties": g.value(t.Elem())}
	case reflect.Struct:
		name := g.name(t)
		if g.defs[name] == nil {
			g.defs[name] = true // a type may hold itself
			g.defs[name] = g.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	}
	g.err = fmt.Errorf("no schema for the type %s", t)
	return map[string]any{}
}

// name returns the name of a definition; of types with one name in two packages the second has its package in front.
func (g *generator) name(t reflect.Type) string {
	if name, ok := g.names[t]; ok {
		return name
	}
	name := strings.ToLower(strings.TrimPrefix(t.Name(), "json"))
	if slices.Contains(slices.Collect(maps.Values(g.names)), name) {
		name = strings.ToLower(t.String())
	}
	g.names[t] = name
	return name
}

// object returns the schema of an object with the fields of structs; embedded structs are part of it.
func (g *generator) object(types ...reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, f := range fieldsOf(types...) {
		schema := g.value(f.Type)
		if f.Type.Kind() == reflect.Pointer && !f.optional {
			schema = map[string]any{"anyOf": []any{schema, map[string]any{"type": "null"}}}
		}
		if doc := g.docs.field(f); doc != "" {
			schema["description"] = doc
		}
		properties[f.key] = schema
		if !f.optional {
			required = append(required, f.key)
		}
	}
	object := map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	if doc := g.docs.of(types[0]); doc != "" {
		object["description"] = doc
	}
	return object
}

// field is a field of a struct that JSON has.
type field struct {
	reflect.StructField
	// owner is the struct that declares it.
	owner reflect.Type
	key   string
	// optional says that an empty value is left out.
	optional bool
}

// fieldsOf returns the fields that JSON has of structs, in the order of the source.
func fieldsOf(types ...reflect.Type) []field {
	var fields []field
	for _, t := range types {
		for _, f := range reflect.VisibleFields(t) {
			if f.Anonymous || !f.IsExported() {
				continue
			}
			key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
			if key == "" || key == "-" {
				continue
			}
			owner := t
			for _, i := range f.Index[:len(f.Index)-1] {
				owner = owner.Field(i).Type
			}
			fields = append(fields, field{f, owner, key, options == "omitempty" || options == "omitzero"})
		}
	}
	return fields
}
