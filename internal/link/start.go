package link

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// start is a program that a document starts on the machine itself.
type start struct {
	doc *source.Document
	kind.Start
}

// relateStarts finds the configurations of programs that something starts on the machine itself: there a listener is as open as
// its address.
func (p *Project) relateStarts() {
	byProgram := map[string][]start{}
	for _, doc := range p.docs {
		if starter, ok := doc.Facts.(kind.Starter); ok {
			for _, s := range starter.Starts() {
				byProgram[s.Program] = append(byProgram[s.Program], start{doc, s})
			}
		}
	}
	if len(byProgram) == 0 {
		return
	}
	bases := map[string]int{}
	for file := range p.byFile {
		bases[path.Base(file)]++
	}
	for _, doc := range p.docs {
		program, ok := doc.Facts.(kind.Program)
		if !ok || len(doc.Listeners) == 0 {
			continue
		}
		for _, name := range program.ImageNames() {
			for _, s := range byProgram[name] {
				if s.reads(doc, name) && (bases[path.Base(doc.File.Path)] == 1 || isBeside(s.doc, doc)) {
					p.starts[doc] = append(p.starts[doc], s)
				}
			}
		}
	}
}

// reads reports whether the command names the file of a document, or names none and the file has the name of the program.
func (s start) reads(doc *source.Document, program string) bool {
	base, namesAny := path.Base(doc.File.Path), false
	for _, word := range s.Words[1:] {
		if i := strings.LastIndexByte(word, '='); i >= 0 {
			word = word[i+1:]
		}
		if path.Base(word) == base {
			return true
		}
		namesAny = namesAny || slices.Contains([]string{".conf", ".yml", ".yaml", ".json", ".toml"}, path.Ext(word))
	}
	return !namesAny && strings.HasPrefix(base, program+".")
}

// isBeside reports whether a document is in the folder of another one or below it.
func isBeside(a, b *source.Document) bool {
	folder := path.Dir(a.File.Path)
	return folder == "." || folder == path.Dir(b.File.Path) || strings.HasPrefix(b.File.Path, folder+"/")
}

// reach returns how a listener of a program that is started on the machine can be reached.
func (s start) reach(l source.Listener) reached {
	if l.Socket != "" {
		return reached{exposure: Loopback, because: "it is a Unix socket"}
	}
	return reached{
		exposure: AddressOf(l.Host), because: fmt.Sprintf("unit %q starts the program on the machine itself", s.Name),
		related: []Place{{File: s.doc.File.Path, Path: s.Path, Message: "starts the program on the machine itself"}},
	}
}
