package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
)

// OpenRegular opens a regular file below a root. To open a pipe would wait for whoever writes into it, for ever where nobody does. An
// error names neither the system call nor the path, which who asks for the file knows.
func OpenRegular(root fs.FS, name string) (fs.File, error) {
	info, err := fs.Stat(root, name)
	if err != nil {
		return nil, cause(err)
	}
	if !info.Mode().IsRegular() {
		return nil, errors.New("it is no regular file")
	}
	f, err := root.Open(name)
	return f, cause(err)
}

// ReadRegular returns the content of a regular file below a root that has at most limit bytes; one that has more is an error, and so
// much of it is read at most.
func ReadRegular(root fs.FS, name string, limit int64) ([]byte, error) {
	f, err := OpenRegular(root, name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	content, err := io.ReadAll(io.LimitReader(f, limit+1))
	if err != nil {
		return nil, cause(err)
	}
	if int64(len(content)) > limit {
		return nil, fmt.Errorf("it has more than %d bytes, which is the limit", limit)
	}
	return content, nil
}

// cause takes the operation and the path off an error. A file that does not exist is fs.ErrNotExist whatever the system calls it.
func cause(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return fs.ErrNotExist
	}
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// Sub returns a folder of a root as fs.Sub does, but asks the root itself what a file is: that of fs.Sub opens the file for it, which
// a pipe may not be.
func Sub(root fs.FS, folder string) fs.FS { return sub{root, folder} }

type sub struct {
	root   fs.FS
	folder string
}

// Open implements fs.FS.
func (s sub) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	return s.root.Open(path.Join(s.folder, name))
}

// Stat implements fs.StatFS.
func (s sub) Stat(name string) (fs.FileInfo, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "stat", Path: name, Err: fs.ErrInvalid}
	}
	return fs.Stat(s.root, path.Join(s.folder, name))
}
