package link

import (
	"fmt"
	"path"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// defaultFiles are the names under which a shim looks for its file by itself: that of containerd 1.2, in the root of the
// runtime (pkg/shim/v1/runsc/service.go of gVisor), and that of containerd 1.1, in /etc/containerd.
var defaultFiles = []string{"config.toml", "gvisor-containerd-shim.toml"}

// readers knows which runtimes of the scan read which files of gVisor's shim.
type readers struct {
	// shims are the files with flags for runsc, by base name.
	shims map[string]nearest
	// of are the runtimes that read a file, as policies see them.
	of map[*source.Document][]any
	// definers are the documents below each folder that define runtimes, shimsIn counts the files below it.
	definers map[string][]*source.Document
	shimsIn  map[string]int
	// lost is set when a runtime reads a file that stands nowhere in the scan: it may be any of them, installed under that name.
	lost bool
}

// linkReaders tells each file of gVisor's shim which runtimes of the scan read it. Where the scan does not hold what could, it
// tells nothing.
func (p *Project) linkReaders(docs []*source.Document) {
	r := readers{
		shims: map[string]nearest{}, of: map[*source.Document][]any{},
		definers: map[string][]*source.Document{}, shimsIn: map[string]int{},
	}
	shims := slices.DeleteFunc(slices.Clone(docs), func(doc *source.Document) bool { return !isShim(doc) })
	if len(shims) == 0 {
		return
	}
	for name, list := range byBaseName(shims, "gvisor") {
		r.shims[name] = nearestOf(list)
	}
	for _, doc := range shims {
		for _, folder := range ancestors(doc.File.Path)[1:] {
			r.shimsIn[folder]++
		}
	}
	for _, doc := range docs {
		r.define(doc, p.asksForRunsc(doc))
	}
	for _, doc := range shims {
		places, known := r.definitionsNear(doc)
		switch {
		case len(r.of[doc]) > 0:
			doc.Context["readers"] = r.of[doc]
		case known && !r.lost && len(p.uses[doc.File.Path]) == 0:
			doc.Context["readers"], doc.Context["definers"] = []any{}, places
			if len(r.definers[path.Dir(doc.File.Path)]) > 0 {
				takeOutOfForce(doc)
			}
		}
	}
}

// isShim reports whether a document is a file that a shim reads only when a runtime names it.
func isShim(doc *source.Document) bool {
	view, _ := doc.Context["runsc"].(map[string]any)
	return doc.Kind == "gvisor" && view["has_table"] == true && !slices.Contains(defaultFiles, path.Base(doc.File.Path))
}

// define takes up the runtimes that a document defines. A daemon also counts when it defines none but is asked for one.
func (r *readers) define(doc *source.Document, asked bool) {
	runtimes := runscRuntimes(doc)
	if len(runtimes) == 0 && !asked {
		return
	}
	for _, folder := range ancestors(doc.File.Path)[1:] {
		r.definers[folder] = append(r.definers[folder], doc)
	}
	for _, runtime := range runtimes {
		file, _ := runtime["config_path"].(string)
		if file == "" {
			continue
		}
		// What is installed at that path of the host stands in the scan under the same base name.
		name := path.Base(file)
		if shim, _ := r.shims[name].to(doc); shim != nil {
			r.of[shim] = append(r.of[shim], map[string]any{"file": doc.File.Path, "path": runtime["path"], "runtime": runtime["name"]})
		} else if !slices.Contains(defaultFiles, name) {
			r.lost = true
		}
	}
}

// definitionsNear returns the runtimes beside a file as places for a finding's related. known is false where nothing says that
// they belong to the same host: there are none, or several hosts are as near.
func (r *readers) definitionsNear(shim *source.Document) (places []any, known bool) {
	places = []any{}
	for _, folder := range ancestors(shim.File.Path)[1:] {
		definers := r.definers[folder]
		if len(definers) == 0 {
			continue
		}
		for _, doc := range definers[:min(len(definers), maxShown)] {
			for _, runtime := range runscRuntimes(doc) {
				places = append(places, map[string]any{
					"file": doc.File.Path, "path": runtime["path"], "message": fmt.Sprintf("runtime %q does not read it", runtime["name"]),
				})
			}
		}
		return places[:min(len(places), maxShown)], len(definers) == 1 || r.shimsIn[folder] == 1
	}
	return places, false
}

// maxShown bounds how many runtimes are shown as places.
const maxShown = 3

// runscRuntimes returns the gVisor runtimes that a document defines.
func runscRuntimes(doc *source.Document) []map[string]any {
	view, _ := doc.Context["runsc"].(map[string]any)
	return objects(view["runtimes"])
}

// asksForRunsc reports whether a service on the host of a daemon asks for a runtime that is gVisor by its name.
func (p *Project) asksForRunsc(daemon *source.Document) bool {
	return daemon.Kind == "daemon" && slices.ContainsFunc(p.Services, func(s *Service) bool {
		return s.project.daemon == daemon && s.Runtime() != "" && s.runtime.sandbox == "gvisor"
	})
}

// takeOutOfForce notes that none of a file's flags gets as far as runsc. Only what stands right beside the runtimes is sure to be
// meant for the same host; elsewhere flags are judged as if they were read.
func takeOutOfForce(doc *source.Document) {
	view, _ := doc.Context["runsc"].(map[string]any)
	for _, flag := range objects(view["flags"]) {
		flag["in_force"] = false
	}
}
