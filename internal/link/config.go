package link

import (
	"maps"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Config is a document that a service runs with.
type Config struct {
	Doc *source.Document
	// Path is the place of the reference in the Compose document.
	Path source.Path
}

// relateConfigs finds the documents that each service runs with: the configurations of its program.
func (p *Project) relateConfigs() {
	for _, file := range slices.Sorted(maps.Keys(p.byFile)) {
		for _, doc := range p.byFile[file] {
			p.relateConfig(doc)
		}
	}
	for _, doc := range p.insets {
		p.relateConfig(doc)
	}
}

func (p *Project) relateConfig(doc *source.Document) {
	program, ok := doc.Facts.(kind.Program)
	if !ok {
		return
	}
	for _, u := range p.uses[keyOf(doc)] {
		if doc.Inset != nil || u.runs(doc, program.ImageNames()) {
			u.service.Configs = append(u.service.Configs, Config{Doc: doc, Path: u.mount.Path})
		}
	}
}

// running returns the uses of a document through which its listeners come to be: all of them, but for the configuration of a
// known program only those by services that run it.
func (p *Project) running(doc *source.Document) []use {
	uses := p.uses[keyOf(doc)]
	if _, ok := doc.Facts.(kind.Program); !ok {
		return uses
	}
	var running []use
	for _, u := range uses {
		if slices.ContainsFunc(u.service.Configs, func(c Config) bool { return c.Doc == doc }) {
			running = append(running, u)
		}
	}
	return running
}

// runs reports whether the service takes its settings from the file, and does not merely see it, as build helpers and editors
// that mount a whole repository do: the file itself is mounted, the command names it, the image is that of the program, or the
// folder that the service sees is named after it.
func (u use) runs(doc *source.Document, programs []string) bool {
	if u.container == "" {
		return false
	}
	if u.mount.Host == doc.File.Path || u.service.says(u.container) {
		return true
	}
	name := u.service.image().Name
	return slices.ContainsFunc(programs, func(program string) bool {
		return strings.Contains(name, program) || strings.Contains(u.mount.Container, "/"+program)
	})
}

// says reports whether the command of the service holds a text.
func (s *Service) says(text string) bool {
	for _, key := range []string{"command", "entrypoint"} {
		if words := s.Node.Get(key); words != nil && slices.ContainsFunc(words.Items, func(item source.Item) bool {
			return strings.Contains(item.Value.Str(), text)
		}) {
			return true
		}
	}
	return false
}
