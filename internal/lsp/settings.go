package lsp

import (
	"fmt"
	"hash/maphash"
	"io/fs"
	"sync"

	"github.com/seclint/seclint/internal/source"
)

// watched is a root that notes what is asked of it, so that one can tell later whether the answers are still the same.
type watched struct {
	root  fs.FS
	mu    sync.Mutex
	names map[string]bool
}

func watch(root fs.FS) *watched { return &watched{root: root, names: map[string]bool{}} }

func (w *watched) note(name string) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.names[name] = true
	return name
}

// Open implements fs.FS.
func (w *watched) Open(name string) (fs.File, error) { return w.root.Open(w.note(name)) }

// ReadFile implements fs.ReadFileFS.
func (w *watched) ReadFile(name string) ([]byte, error) { return fs.ReadFile(w.root, w.note(name)) }

// ReadDir implements fs.ReadDirFS.
func (w *watched) ReadDir(name string) ([]fs.DirEntry, error) {
	return fs.ReadDir(w.root, w.note(name))
}

// Stat implements fs.StatFS.
func (w *watched) Stat(name string) (fs.FileInfo, error) { return fs.Stat(w.root, w.note(name)) }

// Lstat implements fs.ReadLinkFS.
func (w *watched) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(w.root, w.note(name)) }

// ReadLink implements fs.ReadLinkFS.
func (w *watched) ReadLink(name string) (string, error) { return fs.ReadLink(w.root, w.note(name)) }

// maxSetting bounds what of a file is compared: no file of settings may be larger.
const maxSetting = 8 << 20

// marks returns a mark for each name that was asked for, which changes with what a root has there.
func (w *watched) marks(root fs.FS, seed maphash.Seed) map[string]uint64 {
	w.mu.Lock()
	defer w.mu.Unlock()
	marks := make(map[string]uint64, len(w.names))
	for name := range w.names {
		marks[name] = mark(root, name, seed)
	}
	return marks
}

func mark(root fs.FS, name string, seed maphash.Seed) uint64 {
	info, err := fs.Stat(root, name)
	switch {
	case err != nil:
		return maphash.String(seed, "none")
	case info.IsDir():
		entries, _ := fs.ReadDir(root, name)
		var h maphash.Hash
		h.SetSeed(seed)
		for _, e := range entries {
			fmt.Fprintf(&h, "%s %v\n", e.Name(), e.Type())
		}
		return h.Sum64()
	}
	content, err := source.ReadRegular(root, name, maxSetting)
	if err != nil {
		return maphash.String(seed, err.Error())
	}
	return maphash.Bytes(seed, content)
}
