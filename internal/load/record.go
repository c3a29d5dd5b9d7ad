package load

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// recorder hands out what a store has and records the questions with their answers. It implements kind.Files for the loading of
// one file, or for what Once learns.
type recorder struct {
	*store
	reads *reads // nil where there is no later scan
}

// reads are questions that were asked of a scanned root, with the answers. What was made of them can be used again in a later
// scan while every answer is the same.
type reads struct {
	contents map[string]content
	exists   map[string]bool
	listings map[string][]string
	learnt   map[string]*learnt
	// folders are those that the scan looks at, sources the files of programs; nil where nothing asked for them.
	folders, sources []string
}

// content is a file as it was read, or why it could not be read.
type content struct {
	file *source.File
	err  string
}

// learnt is what Once remembers of one key, and what it was made of.
type learnt struct {
	value any
	reads *reads
}

func (s *store) record() *recorder {
	if s.opts.Once {
		return &recorder{s, nil}
	}
	return &recorder{s, &reads{}}
}

// note writes an answer down for a later scan.
func (r *recorder) note(write func(*reads)) {
	if r.reads != nil {
		write(r.reads)
	}
}

// put adds an answer to a map, which most files need one or two of.
func put[V any](answers *map[string]V, question string, answer V) {
	if *answers == nil {
		*answers = map[string]V{}
	}
	(*answers)[question] = answer
}

// Read implements kind.Files.
func (r *recorder) Read(name string) (*source.File, error) {
	f, err := r.store.Read(name)
	r.note(func(reads *reads) {
		c := content{file: f}
		if err != nil {
			c.err = err.Error()
		}
		put(&reads.contents, name, c)
	})
	return f, err
}

// Glance implements kind.Files. A later scan asks whether the file is the same, whether it matters or not.
func (r *recorder) Glance(name string, matters func(*source.File) bool) (*source.File, error) {
	if r.reads == nil {
		return r.store.glance(name, matters)
	}
	f, err := r.Read(name)
	if err != nil || !matters(f) {
		return nil, err
	}
	return f, nil
}

// Parse implements kind.Files.
func (r *recorder) Parse(name string) ([]*source.Node, error) {
	if _, err := r.Read(name); err != nil {
		return nil, err
	}
	return r.store.Parse(name)
}

// ParseAs implements kind.Files.
func (r *recorder) ParseAs(name string, format *source.Format) ([]*source.Node, error) {
	if _, err := r.Read(name); err != nil {
		return nil, err
	}
	return r.store.ParseAs(name, format)
}

// Folders implements kind.Files.
func (r *recorder) Folders() []string {
	folders := r.store.Folders()
	r.note(func(reads *reads) { reads.folders = folders })
	return folders
}

// EnvFiles implements kind.Files. They are the same in every scan of a session.
func (r *recorder) EnvFiles() []string { return r.store.EnvFiles() }

// Exists implements kind.Files.
func (r *recorder) Exists(name string) bool {
	exists := r.store.Exists(name)
	r.note(func(reads *reads) { put(&reads.exists, name, exists) })
	return exists
}

// List implements kind.Files.
func (r *recorder) List(folder string) []string {
	names := r.store.List(folder)
	r.note(func(reads *reads) { put(&reads.listings, folder, names) })
	return names
}

// Once implements kind.Files.
func (r *recorder) Once(key string, learn func(kind.Files) any) any {
	known := r.once(key, func(sub *recorder) any { return learn(sub) })
	r.note(func(reads *reads) { put(&reads.learnt, key, known) })
	return known.value
}

// once returns what was learnt of a key: in the earlier scan, as long as its reads are valid, else by learn.
func (s *store) once(key string, learn func(*recorder) any) *learnt {
	return s.learnt.get(key, func() *learnt {
		if before := s.carried(key); before != nil {
			return before
		}
		sub := s.record()
		return &learnt{learn(sub), sub.reads}
	})
}

// carried returns what the earlier scan learnt of a key, nil when it learnt nothing or its reads are not valid any more.
func (s *store) carried(key string) *learnt {
	return s.carry.get(key, func() *learnt {
		if s.last == nil {
			return nil
		}
		before := s.last.learnt.known(key)
		if before == nil || !before.reads.valid(s) {
			return nil
		}
		return before
	})
}

// settle prepares the store to be the earlier scan of a later one.
func (s *store) settle() {
	for key, before := range s.carry.all() {
		if before != nil {
			s.learnt.get(key, func() *learnt { return before })
		}
	}
	s.last = nil
}

// valid reports whether a store gives the same answers.
func (r *reads) valid(s *store) bool {
	for name, before := range r.contents {
		f, err := s.Read(name)
		if f != before.file || (err != nil) != (before.err != "") || err != nil && err.Error() != before.err {
			return false
		}
	}
	for name, before := range r.exists {
		if s.Exists(name) != before {
			return false
		}
	}
	for folder, before := range r.listings {
		if !slices.Equal(s.List(folder), before) {
			return false
		}
	}
	if r.folders != nil && !slices.Equal(s.Folders(), r.folders) {
		return false
	}
	if r.sources != nil && !slices.Equal(s.Sources(), r.sources) {
		return false
	}
	for key, before := range r.learnt {
		if s.carried(key) != before {
			return false
		}
	}
	return true
}
