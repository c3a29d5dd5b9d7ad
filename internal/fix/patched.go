package fix

import (
	"bytes"
	"io/fs"
)

// patched is a root in which some files have another content.
type patched struct {
	fs.FS
	contents map[string][]byte
}

// Open implements fs.FS.
func (p *patched) Open(name string) (fs.File, error) {
	content, ok := p.contents[name]
	f, err := p.FS.Open(name)
	if err != nil || !ok {
		return f, err
	}
	return &patchedFile{f, bytes.NewReader(content)}, nil
}

// ReadFile implements fs.ReadFileFS.
func (p *patched) ReadFile(name string) ([]byte, error) {
	if content, ok := p.contents[name]; ok {
		return bytes.Clone(content), nil
	}
	return fs.ReadFile(p.FS, name)
}

// Stat implements fs.StatFS.
func (p *patched) Stat(name string) (fs.FileInfo, error) {
	return p.info(name)(fs.Stat(p.FS, name))
}

// Lstat implements fs.ReadLinkFS.
func (p *patched) Lstat(name string) (fs.FileInfo, error) {
	return p.info(name)(fs.Lstat(p.FS, name))
}

// info puts the size of the content over that of the file.
func (p *patched) info(name string) func(fs.FileInfo, error) (fs.FileInfo, error) {
	return func(info fs.FileInfo, err error) (fs.FileInfo, error) {
		if content, ok := p.contents[name]; ok && err == nil {
			return sized{info, int64(len(content))}, nil
		}
		return info, err
	}
}

// ReadLink implements fs.ReadLinkFS.
func (p *patched) ReadLink(name string) (string, error) { return fs.ReadLink(p.FS, name) }

// ReadDir implements fs.ReadDirFS. The sizes of its entries are those of the files.
func (p *patched) ReadDir(name string) ([]fs.DirEntry, error) { return fs.ReadDir(p.FS, name) }

type sized struct {
	fs.FileInfo
	size int64
}

// Size implements fs.FileInfo.
func (s sized) Size() int64 { return s.size }

type patchedFile struct {
	fs.File
	content *bytes.Reader
}

// Read implements fs.File.
func (f *patchedFile) Read(b []byte) (int, error) { return f.content.Read(b) }

// Stat implements fs.File.
func (f *patchedFile) Stat() (fs.FileInfo, error) {
	info, err := f.File.Stat()
	if err != nil {
		return nil, err
	}
	return sized{info, f.content.Size()}, nil
}
