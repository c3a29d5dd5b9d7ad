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
)

// Flag is a runsc flag where it is written. Of several with one name in one list there is only the last, which wins.
type Flag struct {
	// Name is without dashes; Value is the text that runsc would get, "true" for a boolean flag without one.
	Name, Value string
	Path        source.Path
	// Source is RunscConfig, TopLevel or RuntimeArgs.
	Source string
	// Runtime is the name of the runtime that the flag belongs to, "" where the file does not say.
	Runtime string
	// InForce is false when runsc does not get the flag, as far as the file shows.
	InForce bool
	// Form is the type of the value as it was written: string, boolean, number, or other.
	Form string
}

// Stray is a word among arguments that runsc takes for neither a flag nor a flag's value.
type Stray struct {
	Word    string
	Path    source.Path
	Runtime string
}

// Runtime is a runtime that is gVisor, as Docker or containerd define it.
type Runtime struct {
	Name string
	Path source.Path
	// Type is the runtime type of containerd, such as io.containerd.runsc.v1; Program is the path of runsc. One is "".
	Type, Program string
	// ConfigPath and TypeURL are the options of the shim.
	ConfigPath, TypeURL string
	// HasArgs and HasOptions say that arguments or options are written.
	HasArgs, HasOptions bool
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

// Context returns the view as policies see it: {runsc: {flags, strays, runtimes, has_table}}.
func (v View) Context() map[string]any {
	flags, strays, runtimes := []any{}, []any{}, []any{}
	for _, f := range v.Flags {
		p, ok := lookup(f.Name)
		flags = append(flags, map[string]any{
			"name": f.Name, "value": f.Value, "path": f.Path.Value(), "source": f.Source, "runtime": f.Runtime,
			"in_force": f.InForce, "form": f.Form, "known": ok, "boolean": p.Boolean, "default": p.Default,
			"deprecated": p.deprecated,
		})
	}
	for _, s := range v.Strays {
		strays = append(strays, map[string]any{"word": s.Word, "path": s.Path.Value(), "runtime": s.Runtime})
	}
	for _, r := range v.Runtimes {
		runtimes = append(runtimes, map[string]any{
			"name": r.Name, "path": r.Path.Value(), "type": r.Type, "program": r.Program, "config_path": r.ConfigPath,
			"type_url": r.TypeURL, "has_args": r.HasArgs, "has_options": r.HasOptions,
		})
	}
	return map[string]any{"runsc": map[string]any{
		"flags": flags, "strays": strays, "runtimes": runtimes, "has_table": v.HasTable,
	}}
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
