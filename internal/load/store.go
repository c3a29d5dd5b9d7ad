package load

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind/app"
	"github.com/seclint/seclint/internal/source"
)

// store reads and parses each file once, whoever asks for it. It implements kind.Files.
type store struct {
	root fs.FS
	opts Options
	// found are the files of discovery, which has looked at what they are and how large.
	found map[string]bool

	mu     sync.Mutex
	files  map[string]*entry
	learnt map[string]*learnt
}

// learnt is what Once remembers.
type learnt struct {
	once  sync.Once
	value any
}

type entry struct {
	read, parse sync.Once
	file        *source.File
	readErr     error
	roots       []*source.Node
	parseErr    error
}

func newStore(root fs.FS, files []discover.File, opts Options) *store {
	s := &store{root: root, opts: opts, found: make(map[string]bool, len(files))}
	s.Forget()
	for _, f := range files {
		s.found[f.Path] = true
	}
	return s
}

func (s *store) entry(name string) *entry {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.files[name]
	if e == nil {
		e = &entry{}
		s.files[name] = e
	}
	return e
}

// Read implements kind.Files.
func (s *store) Read(name string) (*source.File, error) {
	if !fs.ValidPath(name) {
		return nil, fmt.Errorf("%s lies outside the scanned root: it is not read", name)
	}
	e := s.entry(name)
	e.read.Do(func() { e.file, e.readErr = s.read(name) })
	return e.file, e.readErr
}

func (s *store) read(name string) (*source.File, error) {
	if content, ok := s.opts.Overlay[name]; ok {
		return source.NewFile(name, content), nil
	}
	if !s.found[name] {
		if err := s.readable(name); err != nil {
			return nil, err
		}
	}
	content, err := fs.ReadFile(s.root, name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be read: %w", name, reason(err))
	}
	return source.NewFile(name, content), nil
}

// readable returns an error that says why a file cannot be read, or must not.
func (s *store) readable(name string) error {
	info, err := fs.Stat(s.root, name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("there is no file %s", name)
	case err != nil:
		return fmt.Errorf("%s cannot be read: %w", name, reason(err))
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

// Parse implements kind.Files.
func (s *store) Parse(name string) ([]*source.Node, error) {
	f, err := s.Read(name)
	if err != nil {
		return nil, err
	}
	parse := formatOf(path.Base(name))
	if parse == nil {
		return nil, fmt.Errorf("%s is in no format that seclint reads", name)
	}
	e := s.entry(name)
	e.parse.Do(func() {
		e.roots, e.parseErr = parse(f)
		f.Roots = e.roots
	})
	return e.roots, e.parseErr
}

// commented returns those of the kinds that take JSON with comments or trailing commas, and the tree of a file that is
// otherwise JSON; nil when there is no such kind or the file is something else.
func (s *store) commented(name string, candidates []candidate) (tolerant []candidate, root *source.Node) {
	for _, k := range candidates {
		if k.Comments {
			tolerant = append(tolerant, k)
		}
	}
	f, err := s.Read(name)
	if len(tolerant) == 0 || err != nil || strings.ToLower(path.Ext(name)) != ".json" {
		return nil, nil
	}
	root, _, err = source.ReadJWCC(f, source.DefaultLimits())
	if err != nil {
		return nil, nil
	}
	return tolerant, root
}

// Exists implements kind.Files. It looks into the folder's listing: a project asks for many names that are not there.
func (s *store) Exists(name string) bool {
	if _, ok := s.opts.Overlay[name]; ok {
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
	s.mu.Lock()
	defer s.mu.Unlock()
	s.files, s.learnt = map[string]*entry{}, map[string]*learnt{}
}

// Once implements kind.Files.
func (s *store) Once(key string, learn func() any) any {
	s.mu.Lock()
	known := s.learnt[key]
	if known == nil {
		known = &learnt{}
		s.learnt[key] = known
	}
	s.mu.Unlock()
	known.once.Do(func() { known.value = learn() })
	return known.value
}

// List implements kind.Files.
func (s *store) List(folder string) []string {
	return s.Once("files of "+folder, func() any { return s.list(folder) }).([]string)
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

// formatOf returns the reader for a base name, or nil when it is in no format that seclint reads.
func formatOf(base string) func(*source.File) ([]*source.Node, error) {
	one := func(read func(*source.File, source.Limits) (*source.Node, error)) func(*source.File) ([]*source.Node, error) {
		return func(f *source.File) ([]*source.Node, error) {
			root, err := read(f, source.DefaultLimits())
			if err != nil || root == nil {
				return nil, err
			}
			return []*source.Node{root}, nil
		}
	}
	switch strings.ToLower(path.Ext(base)) {
	case ".yml", ".yaml":
		return func(f *source.File) ([]*source.Node, error) { return source.ReadYAML(f, source.DefaultLimits()) }
	case ".json":
		return one(source.ReadJSON)
	case ".toml":
		return one(source.ReadTOML)
	}
	if app.IsDotenv(base) {
		return one(source.ReadDotenv)
	}
	return nil
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
