package link

import (
	"path"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// runtimeDefinition is what the daemon of the host knows of a runtime that a service asks for.
type runtimeDefinition struct {
	state string
	// daemon defines the runtime, nil when the scan has no daemon.json for the project.
	daemon *source.Document
	node   *source.Node
	// config is the runsc configuration that the definition names, when it stands in the scan.
	config *source.Document
}

// builtinRuntimes are the names that every Docker daemon knows.
var builtinRuntimes = []string{"runc", "io.containerd.runc.v2"}

// runtime finds the definition of a runtime by name.
func (d daemons) runtime(c *compose, name string, docs []*source.Document) runtimeDefinition {
	daemon := d.near(c.doc)
	if daemon == nil {
		return runtimeDefinition{state: "unknown"}
	}
	def := runtimeDefinition{state: "undefined", daemon: daemon, node: daemon.Root.At("runtimes", name)}
	if def.node != nil || slices.Contains(builtinRuntimes, name) {
		def.state = "defined"
	}
	if file := def.node.At("options", "ConfigPath").Str(); file != "" {
		def.config = sameName(daemon, file, docs)
	}
	return def
}

// sameName finds the gVisor configuration that would be installed at a path of the host: the one with the same base name
// that stands nearest to the daemon.json.
func sameName(daemon *source.Document, file string, docs []*source.Document) *source.Document {
	var best *source.Document
	longest := -1
	for _, doc := range docs {
		if doc.Kind != "gvisor" || path.Base(doc.File.Path) != path.Base(file) {
			continue
		}
		if n := shared(path.Dir(doc.File.Path), path.Dir(daemon.File.Path)); n > longest {
			best, longest = doc, n
		}
	}
	return best
}

func (def runtimeDefinition) value(name string) map[string]any {
	value := map[string]any{"state": def.state}
	if def.daemon != nil {
		value["file"] = def.daemon.File.Path
		value["path"] = []any{"runtimes", name}
	}
	if def.node != nil {
		value["definition"] = def.node.Value()
	}
	if def.config != nil {
		value["config"] = map[string]any{"file": def.config.File.Path, "document": def.config.Root.Value()}
	}
	return value
}

// linkRuntimes tells each Compose document what its runtimes are, and the files that define them who uses them.
func (p *Project) linkRuntimes(d daemons, docs []*source.Document) {
	for _, c := range p.composes {
		runtimes := map[string]any{}
		for _, s := range c.services {
			name := s.Runtime()
			if name == "" {
				continue
			}
			def := d.runtime(c, name, docs)
			runtimes[name] = def.value(name)
			for _, doc := range []*source.Document{def.daemon, def.config} {
				if doc != nil && def.node != nil {
					p.uses[doc.File.Path] = append(p.uses[doc.File.Path], use{service: s, mount: Mount{Path: s.path("runtime"), How: "runtime"}})
				}
			}
		}
		c.doc.Context["runtimes"] = runtimes
	}
}
