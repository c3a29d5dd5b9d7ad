package report

import (
	"bytes"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/schema"
	"github.com/seclint/seclint/internal/source"
)

const (
	schemaFile = "../../schemas/report.schema.json"
	schemaID   = "https://raw.githubusercontent.com/seclint/seclint/main/schemas/report.schema.json"
)

// states returns the names of all states.
func states() []string {
	var names []string
	for _, state := range coverage.States() {
		names = append(names, string(state))
	}
	return names
}

func generateSchema(t *testing.T) []byte {
	t.Helper()
	text, err := schema.Of(reflect.TypeFor[jsonReport](), schema.Options{
		ID: schemaID, Title: "seclint report", Version: SchemaVersion,
		Root: "../..",
		Values: map[reflect.Type]map[string]any{
			reflect.TypeFor[finding.Severity](): schema.Enum("critical", "high", "medium", "low", "note", "none"),
			reflect.TypeFor[finding.Level]():    schema.Enum("error", "warning"),
			reflect.TypeFor[coverage.State]():   schema.Enum(states()...),
			reflect.TypeFor[coverage.Sort]():    schema.Enum("service", "listener", "runtime", "referenced-file", "declaration", "host"),
			reflect.TypeFor[suppressionKind]():  schema.Enum("inSource", "external"),
			reflect.TypeFor[threshold]():        schema.Enum("critical", "high", "medium", "low", "note", "none", "never"),
			reflect.TypeFor[source.Path]():      {"type": "array", "items": map[string]any{"type": []string{"string", "integer"}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return text
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
