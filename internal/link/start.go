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
	known := p.gatherStarts()
	if len(known) == 0 {
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
		base := path.Base(doc.File.Path)
		for _, name := range program.ImageNames() {
			found := known[startKey{name, base}]
			if strings.HasPrefix(base, name+".") {
				found = append(slices.Clone(found), known[startKey{name, ""}]...)
			}
			i := slices.IndexFunc(found, func(s start) bool { return bases[base] == 1 || isBeside(s.doc, doc) })
			if i >= 0 {
				p.starts[doc] = found[i]
			}
		}
	}
}

// startKey is what starts are found by: the program, and the base name of a file that its command names, "" where it names none.
type startKey struct{ program, base string }

// gatherStarts returns what documents start on the machine itself.
func (p *Project) gatherStarts() map[startKey][]start {
	known := map[startKey][]start{}
	for _, doc := range p.docs {
		starter, ok := doc.Facts.(kind.Starter)
		if !ok {
			continue
		}
		for _, s := range starter.Starts() {
			bases := filesIn(s.Words)
			if len(bases) == 0 {
				bases = []string{""}
			}
			for _, base := range bases {
				key := startKey{s.Program, base}
				known[key] = append(known[key], start{doc, s})
			}
		}
	}
	return known
}

// filesIn returns the base names of the configuration files that a command names.
func filesIn(words []string) []string {
	var bases []string
	for _, word := range words {
		word = word[strings.LastIndexByte(word, '=')+1:]
		if slices.Contains([]string{".conf", ".yml", ".yaml", ".json", ".toml"}, path.Ext(word)) {
			bases = append(bases, path.Base(word))
		}
	}
	return bases
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
