package lsp

import (
	"bytes"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
)

// maxOpen bounds the texts of all open documents together.
const maxOpen = 256 << 20

// document is a text that the client has open.
type document struct {
	uri, language string
	version       int32
	text          []byte
	// at is where the file is, or would be; zero for what is on no disk.
	at place
	// project is what it is part of, nil where the URI means nothing here; name is its path in there.
	project *project
	name    string
	// isLost is set once a change could not be understood: the text is not known until it is opened again.
	isLost bool
}

func (s *server) didOpen(params didOpenParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := &document{uri: params.TextDocument.URI, language: params.TextDocument.LanguageID, version: params.TextDocument.Version}
	if file := fileOf(d.uri); file != "" {
		d.at = placeOf(file)
	}
	d.text = []byte(params.TextDocument.Text)
	s.forget(d.uri)
	s.documents[d.uri] = d
	s.assign(d)
	s.bound(d)
}

func (s *server) didChange(params didChangeParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.documents[params.TextDocument.URI]
	if d == nil || d.isLost {
		return
	}
	text, err := edited(d.text, params.ContentChanges, s.encoding)
	if err != nil {
		s.lose(d, err.Error())
		return
	}
	d.text, d.version = text, params.TextDocument.Version
	s.bound(d)
	s.changed(d.project)
}

// lose gives up the text of a document: what is on the disk counts.
func (s *server) lose(d *document, why string) {
	d.text, d.isLost = nil, true
	s.changed(d.project)
	go s.log(logError, fmt.Sprintf("%s: %s: it is looked at as it is on the disk until it is opened again", d.uri, why))
}

// bound gives up a text where the client has more open than there is room for.
func (s *server) bound(d *document) {
	total := 0
	for _, other := range s.documents {
		total += len(other.text)
	}
	if total > maxOpen {
		s.lose(d, fmt.Sprintf("the open files have more than %d bytes together", int64(maxOpen)))
	}
}

func (s *server) didSave(params documentParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if d := s.documents[params.TextDocument.URI]; d != nil {
		s.changed(d.project)
	}
}

func (s *server) didClose(params documentParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.forget(params.TextDocument.URI)
	s.prune()
}

// forget drops a document: what is on the disk counts.
func (s *server) forget(uri string) {
	if d := s.documents[uri]; d != nil {
		delete(s.documents, uri)
		delete(s.published, uri) // who opens a file hears of it again
		s.changed(d.project)
	}
}

// didChangeFiles takes up what changed on the disk.
func (s *server) didChangeFiles(params didChangeFilesParams) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, change := range params.Changes {
		file := fileOf(change.URI)
		if file == "" || isNoise(file) {
			continue
		}
		real := placeOf(file).real
		for _, p := range s.projects {
			if p.dir != "" && isWithin(real, p.dir) {
				s.changed(p)
			}
		}
	}
}

// isNoise reports whether programs write a file all the time that no scan looks at.
func isNoise(file string) bool {
	steps := strings.Split(filepath.ToSlash(file), "/")
	if at := slices.Index(steps, ".git"); at >= 0 {
		return !slices.Equal(steps[at:], []string{".git", "index"}) // which says what git tracks
	}
	return slices.Contains(steps, "node_modules")
}

// isWithin reports whether a file is a folder or below it; both are absolute.
func isWithin(file, folder string) bool {
	way, err := filepath.Rel(folder, file)
	return err == nil && filepath.IsLocal(way)
}

// openIn returns the texts of a project's documents by their names, with their versions by URI.
func (s *server) openIn(p *project) (texts map[string][]byte, versions map[string]int32) {
	texts, versions = map[string][]byte{}, map[string]int32{}
	for _, d := range s.documents {
		if d.project != p {
			continue
		}
		versions[d.uri] = d.version
		if !d.isLost {
			texts[d.name] = bytes.Clone(d.text)
		}
	}
	return texts, versions
}
