package daemon

import (
	"slices"

	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// podmanTables are the tables of containers.conf(5).
var podmanTables = []string{"configmaps", "containers", "engine", "farms", "machine", "network", "podmansh", "secrets"}

// isPodman reports whether a tree is a containers.conf: Podman knows no other tables.
func isPodman(root *source.Node) bool {
	return len(root.Entries) > 0 && !slices.ContainsFunc(root.Entries, func(e source.Entry) bool {
		return e.Value.Kind != source.Mapping || !slices.Contains(podmanTables, e.Key)
	})
}

func podmanFacts(root *source.Node) *Facts {
	v, _ := runsc.PodmanView(root)
	facts := &Facts{Facts: v.Facts(), Engine: runsc.Podman}
	facts.addProfile(root, "containers", "seccomp_profile")
	return facts
}

// isCRIO reports whether a tree is a crio.conf.
func isCRIO(root *source.Node) bool {
	crio := root.Get("crio")
	return crio != nil && crio.Kind == source.Mapping
}

// crioFacts reads what CRI-O has at crio.runtime, and for each of its runtimes. Privileged containers have a profile of their own,
// which others do not get.
func crioFacts(root *source.Node) *Facts {
	facts := &Facts{Facts: runsc.EngineView(root).Facts(), Engine: runsc.CRIO}
	facts.addProfile(root, "crio", "runtime", "seccomp_profile")
	if table := root.At("crio", "runtime", "runtimes"); table != nil {
		for _, e := range table.Entries {
			facts.addProfile(root, "crio", "runtime", "runtimes", e.Key, "seccomp_profile")
		}
	}
	return facts
}

func (f *Facts) addProfile(root *source.Node, at ...any) {
	if profile := root.At(at...).Str(); profile != "" {
		f.DefaultProfiles = append(f.DefaultProfiles, ProfileSetting{at, profile})
	}
}
