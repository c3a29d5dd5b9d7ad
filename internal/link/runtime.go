package link

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// host is what the scan knows of the machine that a project runs on.
type host struct {
	// daemon is nil when the scan has no configuration of the daemon for the project.
	daemon   *source.Document
	settings kind.HostSettings
	// flags are those that the daemon gives runsc, by runtime.
	flags map[string]map[string]string
	// configs are the gVisor configurations of the scan by base name.
	configs map[string]nearest
	known   map[string]runtimeDefinition
}

func newHost(daemon *source.Document, configs map[string]nearest) *host {
	h := &host{daemon: daemon, flags: flagsOf(daemon), configs: configs, known: map[string]runtimeDefinition{}}
	if daemon != nil {
		h.settings = daemon.Facts.(kind.Host).HostSettings() // hostsOf takes no other document for a daemon
	}
	return h
}

// runtimeDefinition is what the daemon of the host knows of a runtime that a service asks for.
type runtimeDefinition struct {
	name, state string
	// daemon defines the runtime, nil when the scan has no daemon.json for the project.
	daemon *source.Document
	node   *source.Node
	// config is the runsc configuration that the definition names, when it stands in the scan.
	config *source.Document
	// sandbox is gvisor, kata or "".
	sandbox string
	// flags are those that runsc gets, by name; the last one of a name counts.
	flags map[string]string
}

// builtinRuntimes are the names that every Docker daemon knows.
var builtinRuntimes = []string{"runc", "io.containerd.runc.v2"}

var (
	kataName  = lazyregexp.New(`(?i)(^|[._-])kata($|[._-])`)
	plainName = lazyregexp.New(`(?i)^(runc|crun|youki|nvidia-container-runtime|io\.containerd\.runc\.v\d+)$`)
)

// runtime finds the definition of a runtime by name; "" is the one that every daemon starts with.
func (h *host) runtime(name string) runtimeDefinition {
	def, ok := h.known[name]
	if !ok {
		def = h.define(name)
		h.known[name] = def
	}
	return def
}

func (h *host) define(name string) runtimeDefinition {
	def := runtimeDefinition{name: name, state: "unknown", sandbox: sandboxOf(name, nil)}
	if h.daemon == nil || name == "" {
		return def
	}
	def.state, def.daemon, def.node = "undefined", h.daemon, h.settings.Runtimes.Get(name)
	if def.node != nil || slices.Contains(builtinRuntimes, name) || strings.HasPrefix(name, "io.containerd.") {
		def.state = "defined"
	}
	if file := def.node.At("options", "ConfigPath").Str(); file != "" {
		// What is installed at that path of the host stands in the scan under the same base name.
		def.config, _ = h.configs[path.Base(file)].to(h.daemon)
	}
	def.sandbox = sandboxOf(name, def.node)
	def.flags = map[string]string{}
	maps.Copy(def.flags, h.flags[name])
	maps.Copy(def.flags, flagsOf(def.config)[""])
	return def
}

// sandboxOf says which sandbox a runtime is: by the program or the shim that it is defined as, else by its name, because the
// program may be a script that starts runsc.
func sandboxOf(name string, node *source.Node) string {
	program := node.Get("runtimeType").Str()
	if program == "" {
		program = path.Base(node.Get("path").Str())
	}
	if plainName.MatchString(program) {
		return ""
	}
	for _, text := range []string{program, path.Base(name)} {
		switch {
		case runsc.IsRunsc(text):
			return "gvisor"
		case kataName.MatchString(text):
			return "kata"
		}
	}
	return ""
}

// flagsKnown reports whether the scan holds all that sets the flags of the runtime.
func (def runtimeDefinition) flagsKnown() bool {
	return def.node != nil && (def.config != nil || def.node.At("options", "ConfigPath") == nil)
}

// flagsOf returns the flags that a document gives runsc and that get as far, by runtime and name; none for no document.
func flagsOf(doc *source.Document) map[string]map[string]string {
	if doc == nil {
		return nil
	}
	if holder, ok := doc.Facts.(kind.RuntimeHolder); ok {
		return holder.RuntimeFlags()
	}
	return nil
}

func (def runtimeDefinition) facts() RuntimeFacts {
	f := RuntimeFacts{State: def.state, Sandbox: def.sandbox, Flags: def.flags, Definition: def.node}
	if def.daemon != nil {
		f.File, f.Path = def.daemon.File.Path, source.Path{"runtimes", def.name}
	}
	if def.config != nil {
		f.Config = &DaemonFacts{File: def.config.File.Path, Document: def.config.Root}
	}
	return f
}

const flagAnnotation = "dev.gvisor.flag."

// freeAnnotations are the annotations that gVisor honours whatever the runtime says and that matter here; oci-seccomp may only
// be switched on (overrideAllowlist in runsc/config/flags.go).
var freeAnnotations = map[string]func(value string) bool{
	"host-uds":    func(string) bool { return true },
	"oci-seccomp": runsc.IsOn,
}

// runscFlags are the flags that runsc gets for the service: those of its runtime, and what its annotations may change.
func (s *Service) runscFlags() map[string]string {
	annotations := s.Node.Get("annotations")
	if s.runtime.sandbox != "gvisor" || annotations == nil {
		return s.runtime.flags
	}
	flags := map[string]string{}
	maps.Copy(flags, s.runtime.flags)
	for _, e := range annotations.Entries {
		name, found := strings.CutPrefix(e.Key, flagAnnotation)
		value := e.Value.Str()
		if allowed := freeAnnotations[name]; found && (runsc.IsOn(s.runtime.flags["allow-flag-override"]) || allowed != nil && allowed(value)) {
			flags[name] = value
		}
	}
	return flags
}

// relateRuntimes joins the services with the documents that define the runtimes that they ask for.
func (p *Project) relateRuntimes() {
	for _, c := range p.stacks {
		runtimes := map[string]RuntimeFacts{}
		for _, s := range c.services {
			if name := s.Runtime(); name != "" {
				runtimes[name] = s.runtime.facts()
			}
			for _, doc := range []*source.Document{s.runtime.daemon, s.runtime.config} {
				if doc != nil && s.runtime.node != nil {
					p.uses[doc.File.Path] = append(p.uses[doc.File.Path], use{service: s, mount: Mount{Path: s.path("runtime"), How: "runtime"}})
				}
			}
		}
		p.about(c.doc).Runtimes = runtimes
	}
}
