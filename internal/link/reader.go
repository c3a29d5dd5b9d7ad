package link

import (
	"fmt"
	"path"
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// defaultFiles are the names under which a shim looks for its file by itself: that of containerd 1.2, in the root of the
// runtime (pkg/shim/v1/runsc/service.go of gVisor), and that of containerd 1.1, in /etc/containerd.
var defaultFiles = []string{"config.toml", "gvisor-containerd-shim.toml"}

// readers knows which runtimes of the scan read which files of gVisor's shim.
type readers struct {
	// shims are the files with flags for runsc, by base name.
	shims map[string]nearest
	// of are the runtimes that read a file.
	of map[*source.Document][]Reader
	// definers are the documents below each folder that define runtimes, shimsIn counts the files below it.
	definers map[string][]definer
	shimsIn  map[string]int
	// lost is set when a runtime reads a file that is nowhere in the scan: it may be any of them, installed under that name.
	lost bool
}

// definer is a document with the gVisor runtimes that it defines.
type definer struct {
	doc      *source.Document
	runtimes []kind.RuntimeConfig
}

// relateReaders finds the runtimes of the scan that read a file of gVisor's shim. Where the scan does not hold what could, it
// says nothing of the file.
func (p *Project) relateReaders() {
	shims := slices.DeleteFunc(slices.Clone(p.docs), func(doc *source.Document) bool { return !isShim(doc) })
	if len(shims) == 0 {
		return
	}
	r := readers{
		shims: map[string]nearest{}, of: map[*source.Document][]Reader{}, definers: map[string][]definer{}, shimsIn: map[string]int{},
	}
	for name, list := range byBaseName[kind.RuntimeHolder](shims) {
		r.shims[name] = nearestOf(list)
	}
	for _, doc := range shims {
		for _, folder := range ancestors(doc.File.Path)[1:] {
			r.shimsIn[folder]++
		}
	}
	for _, doc := range p.docs {
		if holder, ok := doc.Facts.(kind.RuntimeHolder); ok {
			r.define(definer{doc, holder.RuntimeConfigs()}, p.asksForRunsc(doc))
		}
	}
	for _, doc := range shims {
		r.conclude(doc, p.about(doc), len(p.uses[keyOf(doc)]) > 0)
	}
}

// conclude writes down who reads a shim's file. Where services use it, it may be read in them.
func (r *readers) conclude(doc *source.Document, facts *Facts, used bool) {
	places, known := r.definitionsNear(doc)
	switch {
	case len(r.of[doc]) > 0:
		facts.Readers = r.of[doc]
	case known && !r.lost && !used:
		facts.Readers, facts.Definers = []Reader{}, places
		// Only what is right beside the runtimes is sure to be meant for the same host; elsewhere flags are judged as if they
		// were read.
		facts.Unread = len(r.definers[path.Dir(doc.File.Path)]) > 0
	}
}

// isShim reports whether a document is a file that a shim reads only when a runtime names it.
func isShim(doc *source.Document) bool {
	holder, ok := doc.Facts.(kind.RuntimeHolder)
	return ok && holder.IsShimFile() && !slices.Contains(defaultFiles, doc.BaseName())
}

// define records the runtimes that a document defines. A daemon also counts when it defines none but is asked for one.
func (r *readers) define(d definer, asked bool) {
	if len(d.runtimes) == 0 && !asked {
		return
	}
	for _, folder := range ancestors(d.doc.File.Path)[1:] {
		r.definers[folder] = append(r.definers[folder], d)
	}
	for _, runtime := range d.runtimes {
		if runtime.File == "" {
			continue
		}
		// What is installed at that path of the host is in the scan under the same base name.
		name := path.Base(runtime.File)
		if shim, _ := r.shims[name].to(d.doc); shim != nil {
			r.of[shim] = append(r.of[shim], Reader{File: d.doc.File.Path, Path: runtime.Path, Runtime: runtime.Name})
		} else if !slices.Contains(defaultFiles, name) {
			r.lost = true
		}
	}
}

// definitionsNear returns the places of the runtimes beside a file. known is false where nothing says that they belong to the
// same host: there are none, or several hosts are as near.
func (r *readers) definitionsNear(shim *source.Document) (places []Place, known bool) {
	places = []Place{}
	for _, folder := range ancestors(shim.File.Path)[1:] {
		definers := r.definers[folder]
		if len(definers) == 0 {
			continue
		}
		for _, d := range definers[:min(len(definers), maxShown)] {
			for _, runtime := range d.runtimes {
				places = append(places, Place{
					File: d.doc.File.Path, Path: runtime.Path, Message: fmt.Sprintf("runtime %q does not read it", runtime.Name),
				})
			}
		}
		return places[:min(len(places), maxShown)], len(definers) == 1 || r.shimsIn[folder] == 1
	}
	return places, false
}

// maxShown bounds how many runtimes are shown as places.
const maxShown = 3

// asksForRunsc reports whether a service on the host of a daemon asks for a runtime that is gVisor by its name.
func (p *Project) asksForRunsc(daemon *source.Document) bool {
	if _, ok := daemon.Facts.(kind.Host); !ok {
		return false
	}
	return slices.ContainsFunc(p.Services, func(s *Service) bool {
		return s.project.host.daemon == daemon && s.Runtime() != "" && s.runtime.sandbox == "gvisor"
	})
}
