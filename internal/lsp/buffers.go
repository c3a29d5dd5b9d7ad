package lsp

import (
	"bytes"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"
)

// buffers is a root as it will be once the editor has saved everything: the files that it has open have the content that it shows,
// whether they exist or not. A snapshot's overlay would not do, because it names its files to the scan: ignored files would be
// looked at, the config would be that of the disk, and what only a scan of everything can say would be left out.
type buffers struct {
	base fs.FS
	open map[string][]byte
	// made are the entries that folders have through open files alone.
	made map[string]map[string]fs.FileMode
}

func newBuffers(base fs.FS, open map[string][]byte) *buffers {
	b := &buffers{base: base, open: open, made: map[string]map[string]fs.FileMode{}}
	for name := range open {
		mode := fs.FileMode(0o644)
		for name != "." {
			folder := path.Dir(name)
			if b.made[folder] == nil {
				b.made[folder] = map[string]fs.FileMode{}
			}
			b.made[folder][path.Base(name)] = mode
			name, mode = folder, fs.ModeDir|0o755
		}
	}
	return b
}

// Open implements fs.FS.
func (b *buffers) Open(name string) (fs.File, error) {
	if content, ok := b.open[name]; ok {
		return &bufferFile{entry: b.file(name, content), Reader: bytes.NewReader(content)}, nil
	}
	if b.made[name] != nil {
		return b.folder(name)
	}
	return b.base.Open(name)
}

func (b *buffers) folder(name string) (fs.File, error) {
	info, err := b.Stat(name)
	if err != nil {
		return nil, err
	}
	entries, err := b.ReadDir(name)
	return &bufferFolder{FileInfo: info, left: entries}, err
}

// ReadFile implements fs.ReadFileFS.
func (b *buffers) ReadFile(name string) ([]byte, error) {
	if content, ok := b.open[name]; ok {
		return bytes.Clone(content), nil
	}
	return fs.ReadFile(b.base, name)
}

// Stat implements fs.StatFS.
func (b *buffers) Stat(name string) (fs.FileInfo, error) { return b.info(name, fs.Stat) }

// Lstat implements fs.ReadLinkFS.
func (b *buffers) Lstat(name string) (fs.FileInfo, error) { return b.info(name, fs.Lstat) }

func (b *buffers) info(name string, ask func(fs.FS, string) (fs.FileInfo, error)) (fs.FileInfo, error) {
	if content, ok := b.open[name]; ok {
		return b.file(name, content), nil
	}
	info, err := ask(b.base, name)
	if err != nil && b.made[name] != nil {
		return entry{name: path.Base(name), mode: fs.ModeDir | 0o755}, nil
	}
	return info, err
}

// ReadLink implements fs.ReadLinkFS.
func (b *buffers) ReadLink(name string) (string, error) {
	if _, ok := b.open[name]; ok {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	return fs.ReadLink(b.base, name)
}

// ReadDir implements fs.ReadDirFS.
func (b *buffers) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := fs.ReadDir(b.base, name)
	made := b.made[name]
	if len(made) == 0 {
		return entries, err
	}
	entries = slices.DeleteFunc(slices.Clone(entries), func(e fs.DirEntry) bool { return made[e.Name()].IsRegular() && made[e.Name()] != 0 })
	for base, mode := range made {
		if !slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == base }) {
			entries = append(entries, entry{name: base, mode: mode, size: int64(len(b.open[path.Join(name, base)]))})
		}
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	return entries, nil
}

func (b *buffers) file(name string, content []byte) entry {
	return entry{name: path.Base(name), mode: 0o644, size: int64(len(content))}
}

// entry is what there is to know of an open file, or of a folder that only such a file needs.
type entry struct {
	name string
	mode fs.FileMode
	size int64
}

func (e entry) Name() string               { return e.name }
func (e entry) Size() int64                { return e.size }
func (e entry) Mode() fs.FileMode          { return e.mode }
func (e entry) Type() fs.FileMode          { return e.mode.Type() }
func (e entry) ModTime() time.Time         { return time.Time{} }
func (e entry) IsDir() bool                { return e.mode.IsDir() }
func (e entry) Sys() any                   { return nil }
func (e entry) Info() (fs.FileInfo, error) { return e, nil }

// bufferFile is an open file that is read.
type bufferFile struct {
	entry
	*bytes.Reader
}

func (f *bufferFile) Stat() (fs.FileInfo, error) { return f.entry, nil }
func (f *bufferFile) Close() error               { return nil }

// Size is that of the entry and not the reader's.
func (f *bufferFile) Size() int64 { return f.entry.size }

// bufferFolder is a folder with open files that is read.
type bufferFolder struct {
	fs.FileInfo
	left []fs.DirEntry
}

func (f *bufferFolder) Stat() (fs.FileInfo, error) { return f.FileInfo, nil }
func (f *bufferFolder) Close() error               { return nil }

func (f *bufferFolder) Read([]byte) (int, error) {
	return 0, &fs.PathError{Op: "read", Path: f.Name(), Err: fs.ErrInvalid}
}

// ReadDir implements fs.ReadDirFile.
func (f *bufferFolder) ReadDir(n int) ([]fs.DirEntry, error) {
	if n <= 0 {
		n = len(f.left)
	} else if len(f.left) == 0 {
		return nil, io.EOF
	}
	next := f.left[:min(n, len(f.left))]
	f.left = f.left[len(next):]
	return next, nil
}

// nothing is a root without files, for what is on no disk.
type nothing struct{}

// Open implements fs.FS.
func (n nothing) Open(name string) (fs.File, error) {
	if name == "." {
		return newBuffers(n, map[string][]byte{}).folder(".")
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// ReadDir implements fs.ReadDirFS.
func (nothing) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == "." {
		return nil, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// Stat implements fs.StatFS.
func (nothing) Stat(name string) (fs.FileInfo, error) {
	if name == "." {
		return entry{name: ".", mode: fs.ModeDir | 0o755}, nil
	}
	return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrNotExist}
}
