// Package schema turns Go types with JSON tags into a JSON Schema, with their comments as descriptions. Only tests and tools
// use it: they keep schemas/ from going stale.
package schema

import (
	"bytes"
	"encoding/json"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"reflect"
	"strings"
)

// Options say what a schema is about and where its descriptions stand.
type Options struct {
	ID, Title string
	// Version is the only value of the property schema_version.
	Version string
	// Values holds the schemas of types that are not what they look like, such as strings of which only some are valid.
	Values map[reflect.Type]map[string]any
	// Sources are the Go files whose comments describe the types.
	Sources []string
}

// Enum returns the schema of a string that is one of some words.
func Enum(words ...string) map[string]any { return map[string]any{"type": "string", "enum": words} }

// Of returns the JSON Schema of a struct type. The error is for a source that cannot be parsed or a type that has no
// schema.
func Of(t reflect.Type, o Options) (text []byte, err error) {
	g := &generator{values: o.Values, defs: map[string]any{}, docs: map[string]string{}}
	for _, file := range o.Sources {
		if err := g.describe(file); err != nil {
			return nil, fmt.Errorf("reading the comments of %s: %w", file, err)
		}
	}
	schema := g.object(t)
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$id"] = o.ID
	schema["title"] = o.Title
	schema["$defs"] = g.defs
	schema["properties"].(map[string]any)["schema_version"].(map[string]any)["const"] = o.Version
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if g.err == nil {
		g.err = encoder.Encode(schema)
	}
	return b.Bytes(), g.err
}

// generator makes one schema.
type generator struct {
	values map[reflect.Type]map[string]any
	defs   map[string]any
	docs   map[string]string // by type, or by type.field
	err    error             // the first one
}

// value returns the schema of a type.
func (g *generator) value(t reflect.Type) map[string]any {
	if value, ok := g.values[t]; ok {
		copied := map[string]any{} // a description is added to it
		for key, v := range value {
			copied[key] = v
		}
		return copied
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.value(t.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int, reflect.Int32:
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
		name := strings.ToLower(strings.TrimPrefix(t.Name(), "json"))
		if g.defs[name] == nil {
			g.defs[name] = true // a type may hold itself
			g.defs[name] = g.object(t)
		}
		return map[string]any{"$ref": "#/$defs/" + name}
	}
	g.err = fmt.Errorf("no schema for the type %s", t)
	return map[string]any{}
}

// object returns the schema of a struct; embedded structs are part of it.
func (g *generator) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, field := range reflect.VisibleFields(t) {
		if field.Anonymous || !field.IsExported() {
			continue
		}
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		schema := g.value(field.Type)
		owner := t
		if len(field.Index) > 1 {
			owner = t.Field(field.Index[0]).Type
		}
		if doc := g.docs[owner.Name()+"."+field.Name]; doc != "" {
			schema["description"] = doc
		}
		properties[name] = schema
		if options != "omitempty" {
			required = append(required, name)
		}
	}
	object := map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	if doc := g.docs[t.Name()]; doc != "" {
		object["description"] = doc
	}
	return object
}

// describe takes the comments of the types in a file, in one line each.
func (g *generator) describe(file string) error {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
	if err != nil {
		return err
	}
	for _, declaration := range parsed.Decls {
		types, ok := declaration.(*ast.GenDecl)
		if !ok || types.Tok != token.TYPE {
			continue
		}
		for _, spec := range types.Specs {
			g.describeType(spec.(*ast.TypeSpec), types.Doc)
		}
	}
	return nil
}

func (g *generator) describeType(spec *ast.TypeSpec, doc *ast.CommentGroup) {
	name := spec.Name.Name
	g.docs[name] = strings.TrimPrefix(oneLine(doc), "json")
	s, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, field := range s.Fields.List {
		for _, n := range field.Names {
			g.docs[name+"."+n.Name] = oneLine(field.Doc)
		}
	}
}

func oneLine(doc *ast.CommentGroup) string { return strings.Join(strings.Fields(doc.Text()), " ") }
