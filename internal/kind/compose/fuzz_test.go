package compose_test

import (
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

// FuzzExpand feeds a project of two files: nothing may crash, and every value of the effective model must stand in one of
// the project's files.
func FuzzExpand(f *testing.F) {
	f.Add("services:\n  a: {image: x, extends: {service: b}}\n  b: {ports: ['80:80'], environment: [A=$B]}\n", "services: {a: {ports: !override ['1:1']}}")
	f.Add("include: [compose.override.yaml]\nservices: {a: }", "x-a: &a {image: y}\nservices: {b: {<<: *a, volumes: ['./x:/y']}}")
	f.Add("services: {a: {build: {args: [X]}, networks: [n], healthcheck: {test: x}}}", "services: {a: !reset null}")
	f.Fuzz(func(t *testing.T, main, override string) {
		root := fstest.MapFS{
			"compose.yaml":          {Data: []byte(main)},
			"compose.override.yaml": {Data: []byte(override)},
		}
		result := load.Documents(t.Context(), root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
		for _, doc := range result.Documents {
			inFiles(t, doc, doc.Root)
		}
		for _, p := range result.Problems {
			if len(p.Message) > 15 && p.Message[:15] == "seclint crashed" {
				t.Fatal(p.Message)
			}
		}
	})
}

func inFiles(t *testing.T, doc *source.Document, n *source.Node) {
	t.Helper()
	if n.Span.IsZero() {
		t.Fatal("a value without a place")
	}
	for _, e := range n.Entries {
		if e.KeySpan.IsZero() {
			t.Fatalf("key %q has no place", e.Key)
		}
		inFiles(t, doc, e.Value)
	}
	for _, item := range n.Items {
		inFiles(t, doc, item.Value)
	}
}
