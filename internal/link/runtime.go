package link

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// host is what the scan knows of the machine that a project runs on.
type host struct {
	// daemon is nil when the scan has no daemon.json for the project.
	daemon *source.Document
	// flags are those that the daemon gives runsc, by runtime.
	flags map[string]map[string]string
	// configs are the gVisor configurations of the scan by base name.
	configs map[string]nearest
	known   map[string]runtimeDefinition
}

func newHost(daemon *source.Document, configs map[string]nearest) host {
	return host{daemon: daemon, flags: flagsOf(daemon), configs: configs, known: map[string]runtimeDefinition{}}
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
	kataName  = regexp.MustCompile(`(?i)(^|[._-])kata($|[._-])`)
	plainName = regexp.MustCompile(`(?i)^(runc|crun|youki|nvidia-container-runtime|io\.containerd\.runc\.v\d+)$`)
)

// defaultRuntime is the runtime of services that name none, "" for runc.
func (h host) defaultRuntime() string {
	if h.daemon == nil {
		return ""
	}
	return h.daemon.Root.Get("default-runtime").Str()
}

// runtime finds the definition of a runtime by name; "" is the one that every daemon starts with.
func (h host) runtime(name string) runtimeDefinition {
	def, ok := h.known[name]
	if !ok {
		def = h.define(name)
		h.known[name] = def
	}
	return def
}

func (h host) define(name string) runtimeDefinition {
	def := runtimeDefinition{name: name, state: "unknown", sandbox: sandboxOf(name, nil)}
	if h.daemon == nil || name == "" {
		return def
	}
	def.state, def.daemon, def.node = "undefined", h.daemon, h.daemon.Root.At("runtimes", name)
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

// flagsOf returns the flags in force that a document gives runsc, by runtime and name: those of the runtimes in daemon.json, or
// with the runtime "" all of a shim's file. The last one of a name counts.
func flagsOf(doc *source.Document) map[string]map[string]string {
	if doc == nil {
		return nil
	}
	byRuntime := map[string]map[string]string{}
	view, _ := doc.Context["runsc"].(map[string]any)
	for _, flag := range objects(view["flags"]) {
		if flag["in_force"] != true {
			continue
		}
		runtime, _ := flag["runtime"].(string)
		name, _ := flag["name"].(string)
		value, _ := flag["value"].(string)
		if byRuntime[runtime] == nil {
			byRuntime[runtime] = map[string]string{}
		}
		byRuntime[runtime][name] = value
	}
	return byRuntime
}

func (def runtimeDefinition) value() map[string]any {
	value := map[string]any{"state": def.state, "sandbox": def.sandbox, "flags": plain(def.flags)}
	if def.daemon != nil {
		value["file"] = def.daemon.File.Path
		value["path"] = []any{"runtimes", def.name}
	}
	if def.node != nil {
		value["definition"] = def.node.Value()
	}
	if def.config != nil {
		value["config"] = map[string]any{"file": def.config.File.Path, "document": def.config.Root.Value()}
	}
	return value
}

func plain(flags map[string]string) map[string]any {
	object := make(map[string]any, len(flags))
	for name, value := range flags {
		object[name] = value
	}
	return object
}

const flagAnnotation = "dev.gvisor.flag."

// freeAnnotations are the annotations that gVisor honours whatever the runtime says and that matter here; oci-seccomp may only
// be switched on (overrideAllowlist in runsc/config/flags.go).
var freeAnnotations = map[string]func(value string) bool{
	"host-uds":    func(string) bool { return true },
	"oci-seccomp": runsc.IsOn,
}

// runscFlags are the flags that runsc gets for the service: those of its runtime, and what its annotations may change.
func (s *Service) runscFlags() map[string]any {
	flags := plain(s.runtime.flags)
	annotations := s.Node.Get("annotations")
	if s.runtime.sandbox != "gvisor" || annotations == nil {
		return flags
	}
	for _, e := range annotations.Entries {
		name, found := strings.CutPrefix(e.Key, flagAnnotation)
		value := e.Value.Str()
		if allowed := freeAnnotations[name]; found && (runsc.IsOn(s.runtime.flags["allow-flag-override"]) || allowed != nil && allowed(value)) {
			flags[name] = value
		}
	}
	return flags
}

// linkRuntimes tells each Compose document what its runtimes are, and the files that define them who uses them.
func (p *Project) linkRuntimes() {
	for _, c := range p.composes {
		runtimes := map[string]any{}
		for _, s := range c.services {
			if name := s.Runtime(); name != "" {
				runtimes[name] = s.runtime.value()
			}
			for _, doc := range []*source.Document{s.runtime.daemon, s.runtime.config} {
				if doc != nil && s.runtime.node != nil {
					p.uses[doc.File.Path] = append(p.uses[doc.File.Path], use{service: s, mount: Mount{Path: s.path("runtime"), How: "runtime"}})
				}
			}
		}
		c.doc.Context["runtimes"] = runtimes
	}
}
