package git

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os/exec"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Tree is the files of a commit below the folder of a repository, as a file system, with those of the submodules that are checked out.
// Contents are read from the object database when they are asked for. Close it.
type Tree struct {
	files   map[string]object
	folders map[string][]string // the names in a folder, sorted
	modules []*Tree

	mu     sync.Mutex
	blobs  *exec.Cmd
	to     io.WriteCloser
	from   *bufio.Reader
	cancel context.CancelFunc
	loaded map[string][]byte
}

// object is a file or link of a tree.
type object struct {
	hash   string
	size   int64
	isLink bool
	// in has the object: the tree itself, or that of a submodule.
	in *Tree
}

// maxLoaded bounds the file whose content is kept for the next reader.
const maxLoaded = 1 << 20

// Tree returns the files of a commit.
func (r *Repository) Tree(ctx context.Context, commit string) (*Tree, error) {
	return r.tree(ctx, commit, maxModules)
}

// tree is Tree with at most so many submodules in each other.
func (r *Repository) tree(ctx context.Context, commit string, depth int) (*Tree, error) {
	out, err := r.ask(ctx, "ls-tree", "-r", "-l", "-z", "--full-tree", commit)
	if err != nil {
		return nil, err
	}
	t := &Tree{files: map[string]object{}, folders: map[string][]string{".": nil}, loaded: map[string][]byte{}}
	if err := t.start(ctx, r); err != nil {
		return nil, err
	}
	for line := range strings.SplitSeq(string(out), "\x00") {
		meta, name, ok := strings.Cut(line, "\t")
		fields := strings.Fields(meta)
		name, isBelow := strings.CutPrefix(name, r.prefix)
		if !ok || len(fields) != 4 || !isBelow || !fs.ValidPath(name) {
			continue
		}
		switch fields[1] {
		case "blob":
			size, _ := strconv.ParseInt(fields[3], 10, 64)
			t.add(name, object{hash: fields[2], size: size, isLink: fields[0] == "120000", in: t})
		case "commit":
			if depth > 0 && len(t.modules) < maxModules {
				t.module(ctx, r, name, fields[2], depth-1)
			}
		}
	}
	for _, names := range t.folders {
		slices.Sort(names)
	}
	return t, nil
}

// start starts the program that reads contents.
func (t *Tree) start(ctx context.Context, r *Repository) (err error) {
	ctx, t.cancel = context.WithCancel(ctx)
	t.blobs = r.command(ctx, "cat-file", "--batch")
	if t.to, err = t.blobs.StdinPipe(); err != nil {
		return err
	}
	from, err := t.blobs.StdoutPipe()
	if err != nil {
		return err
	}
	t.from = bufio.NewReader(from)
	if err := t.blobs.Start(); err != nil {
		return fmt.Errorf("asking git for files: %w", err)
	}
	return nil
}

// Has reports whether a commit has a file in the folder.
func (r *Repository) Has(ctx context.Context, commit, name string) bool {
	_, err := r.ask(ctx, "cat-file", "-e", commit+":"+r.prefix+name)
	return err == nil
}

// add takes up a file with the folders around it.
func (t *Tree) add(name string, o object) {
	t.files[name] = o
	for name != "." {
		folder := path.Dir(name)
		_, known := t.folders[folder]
		t.folders[folder] = append(t.folders[folder], path.Base(name))
		if known {
			return
		}
		name = folder
	}
}

// Close ends the programs that read contents.
func (t *Tree) Close() {
	for _, module := range t.modules {
		module.Close()
	}
	_ = t.to.Close()
	t.cancel()
	_ = t.blobs.Wait()
}

// Files returns the paths of all files, sorted.
func (t *Tree) Files() []string {
	names := make([]string, 0, len(t.files))
	for name := range t.files {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

// content reads a file.
func (t *Tree) content(name string) ([]byte, error) {
	o := t.files[name]
	return o.in.blob(o)
}

// blob reads an object of the tree's own repository.
func (t *Tree) blob(o object) ([]byte, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if content, ok := t.loaded[o.hash]; ok {
		return content, nil
	}
	if _, err := fmt.Fprintln(t.to, o.hash); err != nil {
		return nil, fmt.Errorf("asking git for a file: %w", err)
	}
	header, err := t.from.ReadString('\n')
	if err != nil {
		return nil, fmt.Errorf("asking git for a file: %w", err)
	}
	fields := strings.Fields(header)
	if len(fields) != 3 || fields[1] != "blob" {
		return nil, errors.New("git does not have the content of the file: the clone is partial")
	}
	size, err := strconv.ParseInt(fields[2], 10, 64)
	if err != nil || size > maxOutput {
		return nil, errors.New("the file is too large")
	}
	content := make([]byte, size+1)
	if _, err := io.ReadFull(t.from, content); err != nil {
		return nil, fmt.Errorf("asking git for a file: %w", err)
	}
	content = content[:size]
	if size <= maxLoaded {
		t.loaded[o.hash] = content
	}
	return content, nil
}

// Content returns a file; ok is false where there is none.
func (t *Tree) Content(name string) (content []byte, ok bool) {
	o, is := t.files[name]
	if !is || o.isLink {
		return nil, false
	}
	content, err := t.content(name)
	return content, err == nil
}

// IsSame reports whether the commit has a file with a content.
func (t *Tree) IsSame(name string, content []byte) bool {
	o, is := t.files[name]
	if !is || o.size != int64(len(content)) {
		return false
	}
	own, ok := t.Content(name)
	return ok && bytes.Equal(own, content)
}

// maxLinks bounds how many links lead on to each other.
const maxLinks = 40

// follow returns what a path leads to, links followed.
func (t *Tree) follow(op, name string) (string, error) {
	for range maxLinks {
		o, is := t.files[name]
		if !is || !o.isLink {
			break
		}
		target, err := t.content(name)
		if err != nil {
			return "", &fs.PathError{Op: op, Path: name, Err: err}
		}
		if path.IsAbs(string(target)) {
			return "", &fs.PathError{Op: op, Path: name, Err: errors.New("link leads outside")}
		}
		name = path.Join(path.Dir(name), string(target))
	}
	if !fs.ValidPath(name) || t.info(name) == nil {
		return "", &fs.PathError{Op: op, Path: name, Err: fs.ErrNotExist}
	}
	return name, nil
}

// info describes what is at a path, nil for nothing.
func (t *Tree) info(name string) fs.FileInfo {
	if o, is := t.files[name]; is {
		mode := fs.FileMode(0o644)
		if o.isLink {
			mode |= fs.ModeSymlink
		}
		return entry{path.Base(name), o.size, mode}
	}
	if _, is := t.folders[name]; is {
		return entry{path.Base(name), 0, fs.ModeDir | 0o755}
	}
	return nil
}

// Lstat implements fs.ReadLinkFS.
func (t *Tree) Lstat(name string) (fs.FileInfo, error) {
	if info := t.info(name); info != nil {
		return info, nil
	}
	return nil, &fs.PathError{Op: "lstat", Path: name, Err: fs.ErrNotExist}
}

// Stat implements fs.StatFS.
func (t *Tree) Stat(name string) (fs.FileInfo, error) {
	name, err := t.follow("stat", name)
	if err != nil {
		return nil, err
	}
	return t.info(name), nil
}

// ReadLink implements fs.ReadLinkFS.
func (t *Tree) ReadLink(name string) (string, error) {
	if !t.files[name].isLink {
		return "", &fs.PathError{Op: "readlink", Path: name, Err: fs.ErrInvalid}
	}
	target, err := t.content(name)
	return string(target), err
}

// ReadFile implements fs.ReadFileFS.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	name, err := t.follow("open", name)
	if err != nil {
		return nil, err
	}
	if _, is := t.files[name]; !is {
		return nil, &fs.PathError{Op: "read", Path: name, Err: errors.New("is a directory")}
	}
	content, err := t.content(name)
	return bytes.Clone(content), err
}

// ReadDir implements fs.ReadDirFS.
func (t *Tree) ReadDir(name string) ([]fs.DirEntry, error) {
	names, is := t.folders[name]
	if !is {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	entries := make([]fs.DirEntry, len(names))
	for i, base := range names {
		entries[i] = fs.FileInfoToDirEntry(t.info(path.Join(name, base)))
	}
	return entries, nil
}

// Open implements fs.FS.
func (t *Tree) Open(name string) (fs.File, error) {
	real, err := t.follow("open", name)
	if err != nil {
		return nil, err
	}
	info := t.info(real)
	if info.IsDir() {
		entries, err := t.ReadDir(real)
		return &folder{info, entries}, err
	}
	content, err := t.content(real)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return &file{info, bytes.NewReader(content)}, nil
}
