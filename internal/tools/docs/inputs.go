package main

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/schema"
	"github.com/seclint/seclint/internal/source"
)

const (
	// inputDir has the pages about what policies see, schemaDir the JSON Schemas.
	inputDir  = "docs/policies"
	schemaDir = "schemas/input"
	schemaURL = "https://raw.githubusercontent.com/seclint/seclint/main/" + schemaDir + "/"
)

// linked are the facts that any document may have.
var linked = reflect.TypeFor[link.Facts]()

// inputs returns what is generated about the input of policies, by path in the repository at dir: the schema of each kind, and the
// pages with their tables.
func inputs(dir string) (map[string]string, error) {
	pages := map[string]string{}
	for _, k := range all.Kinds() {
		own := reflect.TypeOf(k.Facts).Elem()
		text, err := schema.Input(k.Name, []reflect.Type{own, linked}, options(dir, k))
		if err != nil {
			return nil, err
		}
		pages[path.Join(schemaDir, k.Name+".schema.json")] = string(text)
		name := path.Join(inputDir, k.Name+".md")
		if err := page(pages, dir, name, factsBegin, own, 3); err != nil {
			return nil, err
		}
		if k.Tree == nil {
			continue
		}
		if err := page(pages, dir, name, treeBegin, reflect.TypeOf(k.Tree).Elem(), 3); err != nil {
			return nil, err
		}
	}
	return pages, page(pages, dir, path.Join(inputDir, "README.md"), factsBegin, linked, 4)
}

func options(dir string, k kind.Kind) schema.Options {
	return schema.Options{
		ID: schemaURL + k.Name + ".schema.json", Title: "What a policy sees of a document of kind " + k.Name,
		Values: values(), Root: dir, Signed: true,
	}
}

// values are the types whose JSON is not what their Go says.
func values() map[reflect.Type]map[string]any {
	return map[reflect.Type]map[string]any{
		reflect.TypeFor[link.Exposure](): schema.Enum("loopback", "peers", "host_loopback", "unknown", "one_address", "all_interfaces"),
		reflect.TypeFor[link.State]():    schema.Enum("resolved", "broken", "external", "unknown"),
		reflect.TypeFor[source.Path](): {
			"title": "path", "type": "array", "items": map[string]any{"type": []string{"string", "integer"}},
		},
		reflect.TypeFor[*source.Node](): {"title": "as written"},
		reflect.TypeFor[source.Facts](): {"title": "the facts of that document"},
	}
}

// The lines between which the tables of a page are.
const (
	factsBegin = "<!-- facts: "
	treeBegin  = "<!-- tree: "
	end        = "<!-- end of facts -->"
)

// page adds a page with the tables of facts behind a line that begins in some way, under headings of a level.
func page(pages map[string]string, dir, name, begin string, facts reflect.Type, level int) error {
	text := []byte(pages[name]) // it may have other tables
	if len(text) == 0 {
		var err error
		if text, err = os.ReadFile(filepath.Join(dir, filepath.FromSlash(name))); err != nil {
			return fmt.Errorf("a page about the input of policies is missing: %w", err)
		}
	}
	tables, err := schema.Tables([]reflect.Type{facts}, level, schema.Options{Root: dir, Values: values()})
	if err != nil {
		return err
	}
	before, rest, found := strings.Cut(string(text), begin)
	marker, rest, _ := strings.Cut(rest, "\n")
	_, after, closed := strings.Cut(rest, end)
	if !found || !closed {
		return fmt.Errorf("%s has no lines %q and %q for the tables of facts", name, begin, end)
	}
	pages[name] = before + begin + marker + "\n\n" + tables + "\n" + end + after
	return nil
}
