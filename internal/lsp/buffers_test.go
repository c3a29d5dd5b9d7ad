package lsp

import (
	"testing"
	"testing/fstest"
)

func TestBuffersAreAFileSystem(t *testing.T) {
	t.Parallel()
	disk := fstest.MapFS{
		"a.yaml":     {Data: []byte("a: 1\n")},
		"sub/b.yaml": {Data: []byte("b: 1\n")},
		"sub/c.yaml": {Data: []byte("c: 1\n")},
	}
	root := newBuffers(disk, map[string][]byte{"sub/b.yaml": []byte("b: 2, longer\n"), "new/folder/d.yaml": nil})
	if err := fstest.TestFS(root, "a.yaml", "sub/b.yaml", "sub/c.yaml", "new/folder/d.yaml"); err != nil {
		t.Error(err)
	}
	if text, err := root.ReadFile("sub/b.yaml"); err != nil || string(text) != "b: 2, longer\n" {
		t.Errorf("got %q and %v", text, err)
	}
	if err := fstest.TestFS(newBuffers(nothing{}, map[string][]byte{"a": nil}), "a"); err != nil {
		t.Error(err)
	}
}
