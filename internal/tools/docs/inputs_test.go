package main

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

const repository = "../../.."

func TestPagesAboutTheInputAreFresh(t *testing.T) {
	t.Parallel()
	pages, err := inputs(repository)
	if err != nil {
		t.Fatal(err)
	}
	for name, want := range pages {
		if got, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name))); err != nil || string(got) != want {
			t.Errorf("%s is stale: run make docs", name)
		}
	}
}

// A row without a meaning is a field without a comment.
func TestEveryFactHasAMeaning(t *testing.T) {
	t.Parallel()
	pages, err := inputs(repository)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range slices.Sorted(maps.Keys(pages)) {
		for _, row := range regexp.MustCompile(`(?m)^\|.*\|  \|$`).FindAllString(pages[name], -1) {
			t.Errorf("%s: %s", name, row)
		}
	}
}

// TestInputsFitTheirSchemas checks what policies see of the files of all fixtures against the schemas.
func TestInputsFitTheirSchemas(t *testing.T) {
	t.Parallel()
	schemas := map[string]*jsonschema.Schema{}
	for _, k := range all.Kinds() {
		schemas[k.Name] = compiled(t, path.Join(schemaDir, k.Name+".schema.json"))
	}
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	evaluator, err := evaluate.New(catalogue, evaluate.Options{})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for name, root := range fixtures(t) {
		files, _ := discover.Files(t.Context(), root, nil, discover.Options{})
		loaded := load.Documents(t.Context(), root, files, load.Options{Kinds: all.Kinds(), MaxSize: discover.DefaultMaxSize})
		project := link.Link(t.Context(), loaded.Documents, loaded.Root, nil)
		for _, doc := range loaded.Documents {
			seen[doc.Kind] = true
			if err := schemas[doc.Kind].Validate(asJSON(t, evaluator.Input(doc, project.Facts(doc)))); err != nil {
				t.Errorf("%s: the input of %s does not fit its schema: %v", name, doc.ID, err)
			}
		}
	}
	for kind := range schemas {
		if !seen[kind] {
			t.Errorf("no fixture has a document of kind %s", kind)
		}
	}
}

// fixtures returns the files of the fixtures of all rules, as a root for each side of each.
func fixtures(t *testing.T) map[string]fstest.MapFS {
	t.Helper()
	names, err := fs.Glob(policies.FS, "*/*/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("there are no fixtures: %v", err)
	}
	roots := map[string]fstest.MapFS{}
	for _, name := range names {
		text, err := fs.ReadFile(policies.FS, name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			side, file, _ := strings.Cut(f.Name, "/")
			key := name + " " + side
			if roots[key] == nil {
				roots[key] = fstest.MapFS{}
			}
			if file != "" {
				roots[key][file] = &fstest.MapFile{Data: f.Data}
			}
		}
	}
	return roots
}

func compiled(t *testing.T, name string) *jsonschema.Schema {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource(name, schema); err != nil {
		t.Fatal(err)
	}
	made, err := compiler.Compile(name)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

// asJSON returns a value as the validator wants it.
func asJSON(t *testing.T, value any) any {
	t.Helper()
	text, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	read, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	return read
}
