package load

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"sync"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// store reads and parses each file of a scan once, whoever asks for it.
type store struct {
	// ctx ends the loading: nothing is read or parsed any more then.
	ctx     context.Context
	root    fs.FS
	overlay map[string][]byte
	opts    Options
	// found are the files of discovery, which has looked at what they are and how large.
	found map[string]bool
	// folders are those that discovery entered, sources the files that it found of programs.
	folders, sources []string
	// last is the store of an earlier scan, from which what has not changed is taken over; nil for none.
	last *store

	files    memo[*entry]
	listings memo[[]string]
	learnt   memo[*learnt]
	// carry is what was learnt in the earlier scan and is still valid; nil for what is not.
	carry memo[*learnt]
}

// entry is a file as far as it was read and parsed.
type entry struct {
	read, parse sync.Once
	file        *source.File
	readErr     error
	parsed      bool
	roots       []*source.Node
	parseErr    error
	// as are the trees in formats that the name of the file does not say.
	as memo[parsed]
}

// parsed is what a file is in a format.
type parsed struct {
	roots []*source.Node
	err   error
}

func newStore(ctx context.Context, in Input, opts Options, last *store) *store {
	s := &store{ctx: ctx, root: in.Root, overlay: in.Overlay, opts: opts, found: make(map[string]bool, len(in.Files)), folders: in.Folders, last: last}
	for _, f := range in.Files {
		s.found[f.Path] = true
		if source.FormatOf(f.Path).IsCode() {
			s.sources = append(s.sources, f.Path)
		}
	}
	if s.folders == nil {
		s.folders = foldersOf(in.Files)
	}
	return s
}

// foldersOf returns the folders around files, up to the root, sorted.
func foldersOf(files []discover.File) []string {
	seen := map[string]bool{".": true}
	for _, f := range files {
		for folder := path.Dir(f.Path); !seen[folder]; folder = path.Dir(folder) {
			seen[folder] = true
		}
	}
	return slices.Sorted(maps.Keys(seen))
}

func (s *store) entry(name string) *entry {
	return s.files.get(name, func() *entry { return &entry{} })
}

// before returns the entry that the earlier scan has for a file with the same content, nil for none.
func (s *store) before(name string, content []byte) *entry {
	if s.last == nil {
		return nil
	}
	if e := s.last.files.known(name); e != nil && e.file != nil && bytes.Equal(e.file.Content, content) {
		return e
	}
	return nil
}

// Read returns a file's content; the same file as in the earlier scan where the content is the same.
func (s *store) Read(name string) (*source.File, error) {
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("%s lies outside the scanned root: it is not read", name)
	}
	if err := context.Cause(s.ctx); err != nil {
		return nil, err
	}
	return s.take(name, func() ([]byte, error) { return s.content(name) })
}

// take returns a file with the content that get returns, unless the file was read before.
func (s *store) take(name string, get func() ([]byte, error)) (*source.File, error) {
	e := s.entry(name)
	e.read.Do(func() {
		content, err := get()
		if err != nil {
			e.readErr = err
		} else if known := s.before(name, content); known != nil {
			e.file, e.parsed, e.roots, e.parseErr = known.file, known.parsed, known.roots, known.parseErr
			for format, p := range known.as.all() {
				e.as.get(format, func() parsed { return p })
			}
		} else {
			e.file = source.NewFile(name, content)
		}
	})
	return e.file, e.readErr
}

func (s *store) content(name string) ([]byte, error) {
	if content, ok := s.overlay[name]; ok {
		return content, nil
	}
	if !s.found[name] {
		if err := s.readable(name); err != nil {
			return nil, err
		}
	}
	content, err := fs.ReadFile(s.root, name)
	if err != nil {
		return nil, unreadable(name, err)
	}
	return content, nil
}

func unreadable(name string, err error) error {
	return fmt.Errorf("%s cannot be read: %w", name, reason(err))
}

// readable returns an error that says why a file cannot be read, or must not.
func (s *store) readable(name string) error {
	info, err := fs.Stat(s.root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", name)
	case err != nil:
		return unreadable(name, err)
	case !info.Mode().IsRegular():
		return fmt.Errorf("%s is no regular file", name)
	case s.opts.MaxSize > 0 && info.Size() > s.opts.MaxSize:
		return fmt.Errorf("%s has %d bytes, more than the limit of %d", name, info.Size(), s.opts.MaxSize)
	}
	return nil
}

// reason takes the operation and the path off an error: they are said already, and must not show the machine's folders.
func reason(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	return err
}

// Parse returns the trees of a file.
func (s *store) Parse(name string) ([]*source.Node, error) {
	f, err := s.Read(name)
	if err != nil {
		return nil, err
	}
	format := source.FormatOf(name)
	if format == nil {
		return nil, fmt.Errorf("%s is in no format that seclint reads", name)
	}
	e := s.entry(name)
	e.parse.Do(func() {
		if !e.parsed {
			e.roots, e.parseErr = format.Read(f, source.DefaultLimits())
			e.parsed, f.Roots = true, e.roots
		}
	})
	return e.roots, e.parseErr
}

// ParseAs returns the trees of a file in a format, whatever its name says.
func (s *store) ParseAs(name string, format *source.Format) ([]*source.Node, error) {
	if source.FormatOf(name) == format {
		return s.Parse(name)
	}
	f, err := s.Read(name)
	if err != nil {
		return nil, err
	}
	key := format.Name()
	if format.IsTemplate() {
		key = "template of " + key
	}
	p := s.entry(name).as.get(key, func() parsed {
		roots, err := format.Read(f, source.DefaultLimits())
		return parsed{roots, err}
	})
	return p.roots, p.err
}

// Folders returns the folders that the scan looks at.
func (s *store) Folders() []string { return s.folders }

// EnvFiles returns the files of variables that were asked for.
func (s *store) EnvFiles() []string { return s.opts.EnvFiles }

// commented returns those of the kinds that take JSON with comments or trailing commas, and the trees of such a file; nil when
// there is no such kind or the file is something else.
func (s *recorder) commented(name string, candidates []candidate) (tolerant []candidate, roots []*source.Node) {
	for _, k := range candidates {
		if k.Comments {
			tolerant = append(tolerant, k)
		}
	}
	f, err := s.Read(name)
	if len(tolerant) == 0 || err != nil || source.FormatOf(name) != source.JSON {
		return nil, nil
	}
	if roots, err = source.JSON.ReadLenient(f, source.DefaultLimits()); err != nil {
		return nil, nil
	}
	return tolerant, roots
}

// Exists reports whether a path is a file inside the root. It looks into the folder's listing: a project asks for many names
// that are not there.
func (s *store) Exists(name string) bool {
	if _, ok := s.overlay[name]; ok {
		return true
	}
	if !fs.ValidPath(name) || name == "." {
		return false
	}
	_, found := slices.BinarySearch(s.List(path.Dir(name)), path.Base(name))
	return found
}

// IsFolder implements Root.
func (s *store) IsFolder(name string) bool {
	if !fs.ValidPath(name) {
		return false
	}
	info, err := fs.Stat(s.root, name)
	return err == nil && info.IsDir()
}

// Forget implements Root.
func (s *store) Forget() {
	s.files, s.listings, s.learnt, s.carry = memo[*entry]{}, memo[[]string]{}, memo[*learnt]{}, memo[*learnt]{}
}

// List returns the names of the files in a folder, sorted.
func (s *store) List(folder string) []string {
	return s.listings.get(folder, func() []string { return s.list(folder) })
}

func (s *store) list(folder string) []string {
	if !fs.ValidPath(folder) {
		return nil
	}
	entries, err := fs.ReadDir(s.root, folder)
	if err != nil {
		return nil
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() || e.Type()&fs.ModeSymlink != 0 && s.leadsToFile(path.Join(folder, e.Name())) {
			names = append(names, e.Name())
		}
	}
	return names
}

// leadsToFile reports whether a link leads to a regular file inside the root.
func (s *store) leadsToFile(link string) bool {
	info, err := fs.Stat(s.root, link)
	return err == nil && info.Mode().IsRegular()
}

// problemOf turns an error of reading or parsing into a problem at its place.
func problemOf(name string, err error) finding.Problem {
	p := finding.Problem{Level: finding.Error, Path: name, Message: err.Error()}
	var syntax *source.SyntaxError
	if errors.As(err, &syntax) {
		p.At, p.Message = syntax.At, syntax.Message
	}
	return p
}
