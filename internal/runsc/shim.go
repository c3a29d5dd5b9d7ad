package runsc

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// shimOptions are the keys that the shim itself reads: pkg/shim/v1/runsc/options.go, and runc_shim of the shim for containerd
// 1.1.
var shimOptions = []string{
	"binary_name", "enable_hibernate_server", "enable_user_namespace_annotation", "grouping", "io_gid", "io_uid", "log_level",
	"log_path", "root", "runc_shim", "runsc_config", "shim_cgroup", "user_namespace_host_gid_base",
	"user_namespace_host_uid_base", "user_namespace_pool_size", "user_namespace_range_size", "user_namespace_state_dir",
}

// IsShim reports whether a tree is the file of a shim. Of one that is only named so, at least one key must be an option of the
// shim or a flag of runsc, or all of it must be commented out.
func IsShim(root *source.Node, named bool) bool {
	return shimTable(root) != nil || named && (len(root.Entries) == 0 || hasShimKey(root) || len(strayFlags(root)) > 0)
}

// HasTable reports whether a tree holds the table of runsc flags that only a shim reads.
func HasTable(root *source.Node) bool { return shimTable(root) != nil }

// shimTable returns the table of runsc flags, nil when there is none.
func shimTable(root *source.Node) *source.Node {
	if table := root.Get("runsc_config"); table != nil && table.Kind == source.Mapping {
		return table
	}
	return nil
}

func hasShimKey(root *source.Node) bool {
	return slices.ContainsFunc(root.Entries, func(e source.Entry) bool { return slices.Contains(shimOptions, e.Key) })
}

// ShimView reads the file of a shim. The shim decodes the table into text: with any other value in it the whole file is refused,
// and none of its flags reaches runsc.
func ShimView(root *source.Node) View {
	v := View{Flags: strayFlags(root)}
	table := shimTable(root)
	if table == nil {
		return v
	}
	v.HasTable = true
	readable := !slices.ContainsFunc(table.Entries, func(e source.Entry) bool { return e.Value.Kind != source.String })
	for _, e := range table.Entries {
		f := tomlFlag(e.Key, e.Value, source.Path{"runsc_config", e.Key}, RunscConfig)
		f.InForce = readable
		v.Flags = append(v.Flags, f)
	}
	return v
}

// strayFlags returns the flags that stand outside the table, at the top level or in a table of another name.
func strayFlags(root *source.Node) []Flag {
	var flags []Flag
	for _, e := range root.Entries {
		if slices.Contains(shimOptions, e.Key) {
			continue
		}
		if e.Value.Kind == source.Mapping {
			for _, inner := range e.Value.Entries {
				if name, ok := intended(inner.Key); ok {
					flags = append(flags, tomlFlag(name, inner.Value, source.Path{e.Key, inner.Key}, TopLevel))
				}
			}
			continue
		}
		if name, ok := intended(e.Key); ok {
			flags = append(flags, tomlFlag(name, e.Value, source.Path{e.Key}, TopLevel))
		}
	}
	return flags
}

func tomlFlag(name string, value *source.Node, path source.Path, where string) Flag {
	f := Flag{Name: name, Path: path, Source: where, Form: "other"}
	switch value.Kind {
	case source.String:
		f.Form, f.Value = "string", value.Str()
	case source.Bool:
		f.Form, f.Value = "boolean", value.Text
	case source.Number:
		f.Form, f.Value = "number", value.Text
	}
	return f
}

// EngineView reads the runtimes that are gVisor from a configuration of containerd or CRI-O, wherever its version keeps them, with
// the flags that CRI-O gives to the containers of one.
func EngineView(root *source.Node) View {
	var v View
	v.addEngine(root, nil)
	return v
}

func (v *View) addEngine(n *source.Node, at source.Path) {
	if n.Kind != source.Mapping {
		return
	}
	if r := engineRuntime(n, at); len(at) > 0 && (strings.HasPrefix(r.Type, "io.containerd.runsc.") || IsRunsc(r.Program)) {
		v.Runtimes = append(v.Runtimes, r)
		for _, f := range annotated(n.Get("default_annotations"), at.Child("default_annotations"), DefaultAnnotation) {
			f.Runtime, f.InForce = r.Name, true
			v.Flags = append(v.Flags, f)
		}
	}
	for _, e := range n.Entries {
		v.addEngine(e.Value, at.Child(e.Key))
	}
}

// engineRuntime reads a table as a runtime: containerd names a type or a program (runtime_engine), CRI-O a program (runtime_path).
func engineRuntime(n *source.Node, at source.Path) Runtime {
	r := Runtime{Engine: Containerd, Path: at, Type: n.Get("runtime_type").Str(), Program: n.Get("runtime_engine").Str()}
	if len(at) > 0 {
		r.Name, _ = at[len(at)-1].(string)
	}
	if at[:min(len(at), 1)].String() == "crio" {
		r.Engine, r.Type = CRIO, "" // its types are oci, vm and pod
		r.Program, r.ConfigPath = n.Get("runtime_path").Str(), n.Get("runtime_config_path").Str()
		return r
	}
	options := n.Get("options")
	r.HasOptions, r.ConfigPath, r.TypeURL = options != nil, options.Get("ConfigPath").Str(), options.Get("TypeUrl").Str()
	return r
}
