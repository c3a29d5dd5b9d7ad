package tracker

import (
	"bytes"
	"flag"
	"os"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/schema"
)

var update = flag.Bool("update", false, "write the schema")

const schemaFile = "../../schemas/track.schema.json"

func TestSchemaIsCurrent(t *testing.T) {
	var names []string
	for _, v := range verdicts() {
		names = append(names, string(v))
	}
	got, err := schema.Of(reflect.TypeFor[State](), schema.Options{
		ID:    "https://raw.githubusercontent.com/seclint/seclint/main/schemas/track.schema.json",
		Title: "seclint track", Version: SchemaVersion, Root: "../..",
		Values: map[reflect.Type]map[string]any{
			reflect.TypeFor[finding.Severity](): schema.Enum("critical", "high", "medium", "low", "note", "none"),
			reflect.TypeFor[Status]():           schema.Enum("open", "closed", "accepted", "documented", "mitigated", "unknown"),
			reflect.TypeFor[PlaceStatus]():      schema.Enum("found", "stale", "external", "ambiguous", "remark"),
			reflect.TypeFor[Verdict]():          schema.Enum(names...),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(schemaFile, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(schemaFile)
	if err != nil || !bytes.Equal(got, want) {
		t.Errorf("the schema is stale, run go test ./internal/tracker -run Schema -update: %v\n%s", err, cmp.Diff(string(want), string(got)))
	}
}
