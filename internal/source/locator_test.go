package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestLocatorAgreesWithLocate asks both for every node of a tree with a large mapping, and for absent ones.
func TestLocatorAgreesWithLocate(t *testing.T) {
	var text strings.Builder
	for i := range 3 * manyEntries {
		fmt.Fprintf(&text, "key%d: {inner: [%d, &a%d x, *a%d]}\n", i, i, i, i)
	}
	roots, err := ReadYAML(NewFile("a.yml", []byte(text.String())), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	locator := NewLocator(roots[0])
	paths := []Path{{}, {"absent"}, {"key1", "absent"}, {"key1", "inner", 7}, {3}}
	for i := range 3 * manyEntries {
		key := fmt.Sprintf("key%d", i)
		paths = append(paths, Path{key}, Path{key, "inner"}, Path{key, "inner", 0}, Path{key, "inner", 2})
	}
	for range 2 { // the second time by the index
		for _, path := range paths {
			if diff := cmp.Diff(roots[0].Locate(path), locator.Locate(path), cmp.Comparer(func(a, b *File) bool { return a == b })); diff != "" {
				t.Errorf("%s (-Locate +locator):\n%s", path, diff)
			}
		}
	}
	if len(locator.indexes) != 1 {
		t.Errorf("%d mappings have an index, want the large one only", len(locator.indexes))
	}
}
