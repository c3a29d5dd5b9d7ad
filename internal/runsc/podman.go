package runsc

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// PodmanView reads the runtimes that are gVisor from a containers.conf, with the flags that Podman hands to them. ok is false for a
// tree that has none.
func PodmanView(root *source.Node) (v View, ok bool) {
	engine := root.Get("engine")
	runtimes, lists := engine.Get("runtimes"), engine.Get("runtimes_flags")
	known := map[string]bool{}
	if runtimes != nil {
		for _, e := range runtimes.Entries {
			r := Runtime{Engine: Podman, Name: e.Key, Path: source.Path{"engine", "runtimes", e.Key}, Program: firstOf(e.Value)}
			if IsRunsc(r.Name) || IsRunsc(r.Program) {
				known[r.Name] = true
				r.HasArgs = lists.Get(r.Name) != nil
				v.Runtimes = append(v.Runtimes, r)
			}
		}
	}
	if lists != nil {
		for _, e := range lists.Entries {
			if known[e.Key] || IsRunsc(e.Key) {
				v.Flags = append(v.Flags, podmanFlags(e.Key, e.Value)...)
			}
		}
	}
	return v, len(v.Flags)+len(v.Runtimes) > 0
}

// firstOf returns the first of the places where Podman looks for a runtime.
func firstOf(list *source.Node) string {
	for _, item := range list.Items {
		if item.Value.Str() != "" {
			return item.Value.Str()
		}
	}
	return ""
}

// podmanFlags reads a list of flags without their dashes, each with its value behind =.
func podmanFlags(runtime string, list *source.Node) []Flag {
	var flags []Flag
	for i, item := range list.Items {
		name, value, hasValue := strings.Cut(strings.TrimLeft(item.Value.Str(), "-"), "=")
		if name == "" {
			continue
		}
		if !hasValue {
			value = "true"
		}
		f := Flag{
			Name: name, Value: value, Path: source.Path{"engine", "runtimes_flags", runtime, i}, Source: RuntimeArgs,
			Runtime: runtime, InForce: true, Form: "string",
		}
		// The last one of a name wins.
		kept := flags[:0]
		for _, other := range flags {
			if other.Name != name {
				kept = append(kept, other)
			}
		}
		flags = append(kept, f)
	}
	return flags
}
