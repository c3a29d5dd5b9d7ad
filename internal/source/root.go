package source

import (
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"sync"
	"syscall"
)

// Root returns a folder as root.FS does, for reading most of its files in the order of their paths. It keeps a handle of the folder that a
// file was opened in last: the next file is most often in the same one, and takes one system call to open instead of two for each folder
// around it.
func Root(root *os.Root) fs.FS { return &rooted{root: root, all: root.FS()} }

type rooted struct {
	root *os.Root
	all  fs.FS

	mu     sync.Mutex
	folder string
	last   *os.Root // of folder; nil before the first file
}

// Open implements fs.FS. What cannot be opened from the folder around it, as a link that leads out of that, is opened from the root, which
// gives the error.
func (r *rooted) Open(name string) (fs.File, error) {
	if folder := r.enter(name); folder != nil {
		// Without O_NONBLOCK Go tries whether it can wait for the file, which takes four system calls. That of a regular file changes
		// nothing, and a pipe that somebody puts in its place is not waited for.
		if f, err := folder.OpenFile(path.Base(name), os.O_RDONLY|syscall.O_NONBLOCK, 0); err == nil {
			return f, nil
		}
	}
	return r.all.Open(name)
}

// enter returns the folder around a name, nil for none. A name that is no path of an fs.FS has none.
func (r *rooted) enter(name string) *os.Root {
	if !fs.ValidPath(name) || filepath.ToSlash(name) != name {
		return nil
	}
	folder := path.Dir(name)
	if folder == "." {
		return r.root
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.last != nil && r.folder == folder {
		return r.last
	}
	if r.last != nil {
		r.last.Close() // who opens a file in it at the moment is not disturbed
		r.last = nil
	}
	if next, err := r.root.OpenRoot(folder); err == nil {
		r.folder, r.last = folder, next
	}
	return r.last
}

// ReadDir implements fs.ReadDirFS.
func (r *rooted) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(r.all, name) }

// Stat implements fs.StatFS.
func (r *rooted) Stat(name string) (fs.FileInfo, error) { return fs.Stat(r.all, name) }

// Lstat implements fs.ReadLinkFS.
func (r *rooted) Lstat(name string) (fs.FileInfo, error) { return fs.Lstat(r.all, name) }

// ReadLink implements fs.ReadLinkFS.
func (r *rooted) ReadLink(name string) (string, error) { return fs.ReadLink(r.all, name) }
