package git

import (
	"context"
	"os"
	"path"
	"path/filepath"
)

// maxModules bounds the submodules of a repository, and how many of them are in each other.
const maxModules = 32

// module takes up the files of a submodule. One that is not checked out, or does not have the commit, has none: what is in the work tree
// there is new then.
func (t *Tree) module(ctx context.Context, r *Repository, name, commit string, depth int) {
	dir := filepath.Join(r.dir, filepath.FromSlash(name))
	if _, err := os.Lstat(filepath.Join(dir, ".git")); err != nil {
		return
	}
	inner, err := Open(ctx, dir)
	if err != nil || inner.prefix != "" {
		return
	}
	module, err := inner.tree(ctx, commit, depth)
	if err != nil {
		return
	}
	t.modules = append(t.modules, module)
	for _, file := range module.Files() {
		t.add(path.Join(name, file), module.files[file])
	}
}
