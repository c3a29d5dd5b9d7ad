package discover

import (
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
)

// Listings returns root with a memory of what its folders hold: discovery lists them all, and loading asks for most of them
// again. It is meant for one run, which sees each folder as it was first listed.
func Listings(root fs.FS) fs.FS {
	return &listings{FS: root, folders: map[string][]fs.DirEntry{}}
}

type listings struct {
	fs.FS
	mu      sync.Mutex
	folders map[string][]fs.DirEntry
}

// ReadDir implements fs.ReadDirFS.
func (l *listings) ReadDir(name string) ([]fs.DirEntry, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if entries, known := l.folders[name]; known {
		return slices.Clone(entries), nil
	}
	if l.lacks(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	entries, err := fs.ReadDir(l.FS, name)
	if err == nil {
		l.folders[name] = entries
	}
	return slices.Clone(entries), err
}

// lacks reports whether the innermost folder around name that was listed has no such entry.
func (l *listings) lacks(name string) bool {
	for name != "." {
		parent := path.Dir(name)
		if entries, known := l.folders[parent]; known {
			_, has := slices.BinarySearchFunc(entries, path.Base(name), func(e fs.DirEntry, base string) int { return strings.Compare(e.Name(), base) })
			return !has
		}
		name = parent
	}
	return false
}

// ReadFile implements fs.ReadFileFS.
func (l *listings) ReadFile(name string) ([]byte, error) { return fs.ReadFile(l.FS, name) }

// Stat implements fs.StatFS.
func (l *listings) Stat(name string) (fs.FileInfo, error) { return fs.Stat(l.FS, name) }

// Lstat implements fs.ReadLinkFS.
func (l *listings) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(l.FS, name) }

// ReadLink implements fs.ReadLinkFS.
func (l *listings) ReadLink(name string) (string, error) { return fs.ReadLink(l.FS, name) }
