// Package mask hides the values of secrets in what seclint writes: lines of scanned files, and texts that quote parts of them. It
// knows what a secret looks like and where files have them; it does not know how a finding is shown.
//
// A file that is quoted is parsed, and its tree says which scalars are secret: by their keys, by the option in front of them, by
// the name beside them, by their form. Texts without a tree (scripts, broken files, comments, the inside of scalars) are scanned
// once from the start to the end. Whatever a policy calls a secret is hidden beside that.
package mask

import (
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Masker hides secrets in what one report says. A file is looked at when the first of its lines is asked for. It is not for
// several goroutines at once.
type Masker struct {
	secrets map[string][]finding.Secret // by the path of their file
	paths   map[string]*source.File
	files   map[*source.File]*masked
}

// masked is a file with what is secret in it.
type masked struct {
	// hidden is joined.
	hidden []stretch
	values *values
	lines  map[int]Line
}

// New returns a masker for the findings and problems of a report: it hides what the findings call secret, in whichever line and
// message it is, beside what it finds by itself.
func New(findings []finding.Finding, problems []finding.Problem) *Masker {
	m := &Masker{secrets: map[string][]finding.Secret{}, paths: map[string]*source.File{}, files: map[*source.File]*masked{}}
	shared := map[*finding.Secret]bool{} // findings may share what they call secret
	for i := range findings {
		f := &findings[i]
		m.knows(f.At)
		for _, r := range f.Related {
			m.knows(r.At)
		}
		if len(f.Secrets) == 0 || shared[&f.Secrets[0]] {
			continue
		}
		shared[&f.Secrets[0]] = true
		for _, s := range f.Secrets {
			m.knows(s.At)
			m.secrets[s.At.Path()] = append(m.secrets[s.At.Path()], s)
		}
	}
	for i := range problems {
		m.knows(problems[i].At)
	}
	return m
}

func (m *Masker) knows(at source.Span) {
	if !at.IsZero() {
		m.Know(at.File)
	}
}

// Know makes the masker look for the secrets of a file in what is said of its path.
func (m *Masker) Know(f *source.File) { m.paths[f.Path] = f }

// Message returns what seclint says of some files, named by their paths, with secrets hidden: whatever looks like one, and the
// values that are secret in these files.
func (m *Masker) Message(text string, paths ...string) string {
	hidden := find(text, nil, true)
	for _, path := range paths {
		if f := m.paths[path]; f != nil {
			hidden = append(hidden, m.file(f).values.in(text)...)
		}
	}
	return cover(text, 0, joined(hidden))
}

// Text returns what seclint says with whatever looks like a secret hidden: the forms of tokens and hashes, passwords in URLs,
// NAME=value.
func Text(text string) string { return cover(text, 0, find(text, nil, true)) }

// Source returns a text from a scanned file with whatever looks like a secret hidden, as if it stood in a file of its own.
func Source(text string) string { return cover(text, 0, find(text, nil, false)) }

// File returns a whole file with its secrets hidden, as many characters long as it is.
func File(f *source.File) string {
	m, text := (&Masker{}).look(f), string(f.Content)
	return cover(text, 0, m.on(text, 0))
}

// Look looks at all files that the findings and problems point into, several at a time: who writes all of a report needs them.
func (m *Masker) Look() {
	files := make([]*source.File, 0, len(m.paths))
	for _, f := range m.paths {
		files = append(files, f)
	}
	looked := make([]*masked, len(files))
	var next atomic.Int64
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(files)) {
		workers.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				looked[i] = m.look(files[i])
			}
		})
	}
	workers.Wait()
	for i, f := range files {
		m.files[f] = looked[i]
	}
}

// file looks at a file once.
func (m *Masker) file(f *source.File) *masked {
	known := m.files[f]
	if known == nil {
		known = m.look(f)
		m.files[f] = known
	}
	return known
}

func (m *Masker) look(f *source.File) *masked {
	found := inFile(f)
	marks := marks{known: found.hidden}
	marks.mark(f, m.secrets[f.Path])
	return &masked{
		hidden: joined(slices.Concat(found.hidden, marks.hidden)), values: newValues(append(found.texts, marks.texts...)),
		lines: map[int]Line{},
	}
}
