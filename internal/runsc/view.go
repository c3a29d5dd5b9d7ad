package runsc

import (
	"net"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Where a flag is written.
const (
	// RunscConfig is the table of the shim's file that the shim hands to runsc.
	RunscConfig = "runsc_config"
	// TopLevel is any other place in the shim's file, which nothing reads.
	TopLevel = "top_level"
	// RuntimeArgs is a list of arguments.
	RuntimeArgs = "runtimeArgs"
	// Annotation is an annotation of the pod that the sandbox is for.
	Annotation = "annotation"
	// DefaultAnnotation is an annotation that CRI-O gives to each container of a runtime.
	DefaultAnnotation = "default_annotation"
	// OuterAnnotation is an annotation of a Kubernetes object that is no pod, which runsc never sees; Label is a label, likewise.
	OuterAnnotation = "outer_annotation"
	Label           = "label"
)

// Engines that define runtimes.
const (
	Docker     = "docker"
	Containerd = "containerd"
	CRIO       = "cri-o"
	Podman     = "podman"
)

// Flag is a runsc flag where it is written. Of several with one name in one list there is only the last, which wins.
type Flag struct {
	// Name is the name without dashes in front, such as host-uds.
	Name string `json:"name"`
	// Value is the text that runsc would get: "true" for a boolean flag without one, "" for what is no scalar.
	Value string `json:"value"`
	// Path leads to the value in a table, and to the argument with the name in a list.
	Path source.Path `json:"path"`
	// Source is where the flag is written: runsc_config, top_level, runtimeArgs (those of Podman's runtimes_flags too), annotation,
	// default_annotation, outer_annotation or label.
	Source string `json:"source"`
	// Runtime is the name of the runtime or runtime class that the flag belongs to, "" where the file does not say.
	Runtime string `json:"runtime"`
	// InForce says that runsc gets the flag, as far as the file shows.
	InForce bool `json:"in_force"`
	// Form is the type of the value as it was written: string, boolean, number, or other.
	Form string `json:"form"`
}

// Stray is a word among arguments that runsc takes for neither a flag nor a flag's value.
type Stray struct {
	// Word is the word as written.
	Word string `json:"word"`
	// Path leads to the argument that the word is a part of.
	Path source.Path `json:"path"`
	// Runtime is the name of the runtime whose arguments they are, "" where the file does not say.
	Runtime string `json:"runtime"`
}

// Runtime is a runtime that is gVisor, as an engine defines it.
type Runtime struct {
	// Engine is docker, containerd, cri-o or podman.
	Engine string `json:"engine"`
	// Name is what services select it by.
	Name string `json:"name"`
	// Path leads to its definition.
	Path source.Path `json:"path"`
	// Type is the runtime type of containerd, such as io.containerd.runsc.v1; "" where none is written.
	Type string `json:"type"`
	// Program is the path of runsc; "" where none is written.
	Program string `json:"program"`
	// ConfigPath is the option of the shim that names its file, a path on the host; "" where none is written.
	ConfigPath string `json:"config_path"`
	// TypeURL is the option of the shim that names the type of its options; "" where none is written.
	TypeURL string `json:"type_url"`
	// HasArgs says that Docker has arguments for runsc here.
	HasArgs bool `json:"has_args"`
	// HasOptions says that options of the shim are written here.
	HasOptions bool `json:"has_options"`
}

// View is what a document says about runsc.
type View struct {
	Flags    []Flag
	Strays   []Stray
	Runtimes []Runtime
	// HasTable says that the document is a shim's file with a table of flags.
	HasTable bool
}

// Label says of all flags and strays to which runtime they belong, and of the flags whether they reach it.
func (v *View) Label(runtime string, inForce bool) {
	for i := range v.Flags {
		v.Flags[i].Runtime, v.Flags[i].InForce = runtime, inForce
	}
	for i := range v.Strays {
		v.Strays[i].Runtime = runtime
	}
}

// AddRuntime adds a runtime of Docker with its arguments.
func (v *View) AddRuntime(r Runtime, args *source.Node) {
	v.Runtimes = append(v.Runtimes, r)
	var own View
	own.Flags, own.Strays = Arguments(args, r.Path.Child("runtimeArgs"))
	own.Label(r.Name, true)
	v.Flags = append(v.Flags, own.Flags...)
	v.Strays = append(v.Strays, own.Strays...)
}

// Listeners returns the addresses on which the flags make runsc listen.
func (v View) Listeners() []source.Listener {
	var listeners []source.Listener
	for _, f := range v.Flags {
		if f.Name != "metric-server" || f.Value == "" || !f.InForce {
			continue
		}
		l := source.Listener{Path: f.Path, Name: "metrics of runsc", Protocol: "tcp"}
		host, port, err := net.SplitHostPort(f.Value)
		if err != nil || strings.ContainsAny(f.Value, "/%") {
			l.Socket, l.Protocol = f.Value, ""
		} else {
			l.Host = host
			l.Port, _ = strconv.Atoi(port)
		}
		listeners = append(listeners, l)
	}
	return listeners
}
