// Package checkout has what trackers and assertions read beside the documents of a scan: any file of the scanned root, and of the
// checkouts that stand beside it and were named. Nothing outside of these is read, and no more than people write.
package checkout

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/source"
)

// maxSize is the size in bytes of the largest file that is read, maxTotal that of all of them.
const (
	maxSize  = 2 << 20
	maxTotal = 256 << 20
)

// Tree is one checkout.
type Tree struct {
	// Name is what the checkout is called, "" for the scanned root.
	Name string

	ctx    context.Context
	root   fs.FS
	walked bool
	files  []string
	index  map[string]bool
	bases  map[string][]string
	read   map[string]*source.File
	left   int64
}

// Open returns the tree of a root. Its files are looked for when they are first asked for.
func Open(ctx context.Context, name string, root fs.FS) *Tree {
	return &Tree{Name: name, ctx: ctx, root: root, read: map[string]*source.File{}, left: maxTotal}
}

// Files returns the paths of the files, sorted: those that git ignores too, because settings are in some of them, but not those of
// folders that are left out by default, or that .seclintignore names.
func (t *Tree) Files() []string {
	if t.walked {
		return t.files
	}
	t.walked, t.index, t.bases = true, map[string]bool{}, map[string][]string{}
	found := discover.Walk(t.ctx, t.root, nil, discover.Options{NoGitignore: true, Wanted: func(string) bool { return true }, MaxSize: maxSize})
	for _, f := range found.Files {
		t.files = append(t.files, f.Path)
		t.index[f.Path] = true
		t.bases[path.Base(f.Path)] = append(t.bases[path.Base(f.Path)], f.Path)
	}
	return t.files
}

// Match returns the files that one of the globs covers.
func (t *Tree) Match(globs []config.Glob) []string {
	var matched []string
	for _, file := range t.Files() {
		if config.MatchAny(globs, file) {
			matched = append(matched, file)
		}
	}
	return matched
}

// Has reports whether there is such a file.
func (t *Tree) Has(name string) bool {
	t.Files()
	return t.index[name]
}

// HasFolder reports whether there is a file below such a folder.
func (t *Tree) HasFolder(name string) bool {
	files := t.Files()
	i, _ := slices.BinarySearch(files, name+"/")
	return i < len(files) && strings.HasPrefix(files[i], name+"/")
}

// Ending returns the files whose path ends in a path: name itself where it exists.
func (t *Tree) Ending(name string) []string {
	if t.Has(name) {
		return []string{name}
	}
	var all []string
	for _, file := range t.bases[path.Base(name)] {
		if strings.HasSuffix("/"+file, "/"+name) {
			all = append(all, file)
		}
	}
	return all
}

// Read returns a file, each once. The error is for one that cannot be read, or when enough was read.
func (t *Tree) Read(name string) (*source.File, error) {
	if f := t.read[name]; f != nil {
		return f, nil
	}
	content, err := source.ReadRegular(t.root, name, min(maxSize, t.left))
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", name, err)
	}
	t.left -= int64(len(content))
	f := source.NewFile(name, content)
	if t.Name != "" {
		f = source.NewFile(t.Name+":"+name, content)
	}
	t.read[name] = f
	return f, nil
}
