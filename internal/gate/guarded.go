package gate

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/git"
)

// decides reports whether a file decides which others are looked at, and how: those are read as they were before the change.
func decides(name string) bool {
	switch path.Base(name) {
	case ".gitignore", ".seclintignore", ".gitattributes":
		return name == path.Base(name) || !strings.HasPrefix(name, ".git/")
	}
	return false
}

// Guarded returns a work tree with the ignore files of a revision.
func Guarded(root fs.FS, decided *git.Tree) fs.FS { return &guarded{FS: root, decided: decided} }

// guarded is the work tree with the ignore files of the revision.
type guarded struct {
	fs.FS
	decided *git.Tree
}

func (g *guarded) of(name string) fs.FS {
	if decides(name) {
		return g.decided
	}
	return g.FS
}

// Open implements fs.FS.
func (g *guarded) Open(name string) (fs.File, error) { return g.of(name).Open(name) }

// ReadFile implements fs.ReadFileFS.
func (g *guarded) ReadFile(name string) ([]byte, error) { return fs.ReadFile(g.of(name), name) }

// Stat implements fs.StatFS.
func (g *guarded) Stat(name string) (fs.FileInfo, error) { return fs.Stat(g.of(name), name) }

// Lstat implements fs.ReadLinkFS.
func (g *guarded) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(g.of(name), name) }

// ReadLink implements fs.ReadLinkFS.
func (g *guarded) ReadLink(name string) (string, error) { return fs.ReadLink(g.of(name), name) }

// ReadDir implements fs.ReadDirFS.
func (g *guarded) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(g.FS, name)
	entries = slices.DeleteFunc(entries, func(e fs.DirEntry) bool { return decides(path.Join(name, e.Name())) })
	decided, _ := g.decided.ReadDir(name) // it need not have the folder
	for _, e := range decided {
		if decides(path.Join(name, e.Name())) {
			entries = append(entries, e)
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, err
}

// committed is a folder as if git tracked nothing in it yet: what .gitignore says of a file that is new is what it will do.
type committed struct{ fs.FS }

// Open implements fs.FS.
func (c committed) Open(name string) (fs.File, error) {
	if name == ".git" || strings.HasPrefix(name, ".git/") {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return c.FS.Open(name)
}

// ReadDir implements fs.ReadDirFS.
func (c committed) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(c.FS, name) }

// Stat implements fs.StatFS.
func (c committed) Stat(name string) (fs.FileInfo, error) { return fs.Stat(c.FS, name) }

// Lstat implements fs.ReadLinkFS.
func (c committed) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(c.FS, name) }

// ReadLink implements fs.ReadLinkFS.
func (c committed) ReadLink(name string) (string, error) { return fs.ReadLink(c.FS, name) }
