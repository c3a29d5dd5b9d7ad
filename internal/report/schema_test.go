package report

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

const (
	schemaFile = "../../schemas/report.schema.json"
	schemaID   = "https://raw.githubusercontent.com/seclint/seclint/main/schemas/report.schema.json"
)

// enums holds the values of the types that are strings in JSON but not any string.
var enums = map[reflect.Type][]string{
	reflect.TypeFor[finding.Severity](): {"critical", "high", "medium", "low", "note", "none"},
	reflect.TypeFor[finding.Level]():    {"error", "warning"},
	reflect.TypeFor[coverage.State]():   {"assessed", "partial", "broken", "skipped"},
	reflect.TypeFor[suppressionKind]():  {"inSource", "external"},
	reflect.TypeFor[threshold]():        {"critical", "high", "medium", "low", "note", "none", "never"},
}

// generator turns Go types into a JSON Schema. The comments of types and fields are its descriptions.
type generator struct {
	defs map[string]any
	docs map[string]string // by type, or by type.field
}

func generateSchema(t *testing.T) []byte {
	g := &generator{defs: map[string]any{}, docs: comments(t, "json.go", "../coverage/coverage.go", "../source/span.go")}
	schema := g.object(reflect.TypeFor[jsonReport]())
	schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	schema["$id"] = schemaID
	schema["title"] = "seclint report"
	schema["$defs"] = g.defs
	schema["properties"].(map[string]any)["schema_version"].(map[string]any)["const"] = SchemaVersion
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	if err := encoder.Encode(schema); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// value returns the schema of a type.
func (g *generator) value(t reflect.Type) map[string]any {
	if values, ok := enums[t]; ok {
		return map[string]any{"type": "string", "enum": values}
	}
	if t == reflect.TypeFor[source.Path]() {
		return map[string]any{"type": "array", "items": map[string]any{"type": []string{"string", "integer"}}}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return g.value(t.Elem())
	case reflect.String:
		return map[string]any{"type": "string"}
	case reflect.Int:
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
	panic("no schema for " + t.String())
}

// object returns the schema of a struct.
func (g *generator) object(t reflect.Type) map[string]any {
	properties, required := map[string]any{}, []string{}
	for _, field := range reflect.VisibleFields(t) {
		if field.Anonymous {
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

// comments returns the comments of the struct types in some files, in one line each.
func comments(t *testing.T, files ...string) map[string]string {
	docs := map[string]string{}
	for _, file := range files {
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments)
		if err != nil {
			t.Fatal(err)
		}
		for _, declaration := range parsed.Decls {
			g, ok := declaration.(*ast.GenDecl)
			if !ok || g.Tok != token.TYPE {
				continue
			}
			for _, spec := range g.Specs {
				name := spec.(*ast.TypeSpec).Name.Name
				docs[name] = strings.TrimPrefix(strings.Join(strings.Fields(g.Doc.Text()), " "), "json")
				if s, ok := spec.(*ast.TypeSpec).Type.(*ast.StructType); ok {
					for _, field := range s.Fields.List {
						for _, n := range field.Names {
							docs[name+"."+n.Name] = strings.Join(strings.Fields(field.Doc.Text()), " ")
						}
					}
				}
			}
		}
	}
	return docs
}

func TestSchemaIsCurrent(t *testing.T) {
	got := generateSchema(t)
	if *update {
		if err := os.WriteFile(schemaFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("the schema is stale; run with -update (-want +got):\n%s", diff)
	}
}

// compileSchema compiles a JSON Schema from a file.
func compileSchema(t *testing.T, file string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.FromSlash(file))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource("schema.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// validate checks a JSON text against a schema.
func validate(t *testing.T, schema *jsonschema.Schema, text []byte) error {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return schema.Validate(doc)
}

func TestJSONFitsSchema(t *testing.T) {
	schema := compileSchema(t, schemaFile)
	for name, o := range map[string]Options{"plain": {}, "timings": {Timings: true, MinSeverity: finding.Low}} {
		for kind, r := range map[string]*Report{"sample": sample(), "empty": {}, "never": {Never: true}, "hostile": hostile()} {
			if err := validate(t, schema, write(t, "json", r, o)); err != nil {
				t.Errorf("%s %s: %v", kind, name, err)
			}
		}
	}
	spoilt := bytes.Replace(write(t, "json", sample(), Options{}), []byte(`"severity": "high"`), []byte(`"severity": "hi"`), 1)
	if validate(t, schema, spoilt) == nil {
		t.Error("the schema takes any severity")
	}
	spoilt = bytes.Replace(write(t, "json", sample(), Options{}), []byte(`"fail_on"`), []byte(`"failon"`), 1)
	if validate(t, schema, spoilt) == nil {
		t.Error("the schema takes any key")
	}
}
