package runsc

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// FlagAnnotation begins the name of an annotation that sets a flag for one sandbox: dev.gvisor.flag.debug.
const FlagAnnotation = "dev.gvisor.flag."

// annotated returns the flags in a mapping of annotations or labels at a path.
func annotated(n *source.Node, at source.Path, where string) []Flag {
	if n == nil {
		return nil
	}
	var flags []Flag
	for _, e := range n.Entries {
		if name, found := strings.CutPrefix(e.Key, FlagAnnotation); found && name != "" {
			flags = append(flags, tomlFlag(name, e.Value, at.Child(e.Key), where))
		}
	}
	return flags
}

// ManifestFlags returns the flags in the annotations and labels of a Kubernetes manifest. Only those of a pod, or of the template
// of one, get as far as runsc, and only where the pod selects a runtime class.
func ManifestFlags(manifest *source.Node) []Flag {
	var flags []Flag
	manifestFlags(manifest, nil, 0, &flags)
	return flags
}

// maxManifestDepth is deeper than the template of a pod is in any manifest, List and CronJob included.
const maxManifestDepth = 12

func manifestFlags(n *source.Node, at source.Path, depth int, flags *[]Flag) {
	if n == nil || depth > maxManifestDepth {
		return
	}
	if metadata := n.Get("metadata"); metadata != nil {
		meta := at.Child("metadata")
		where, class := OuterAnnotation, ""
		if spec := n.Get("spec"); spec.Get("containers") != nil {
			where, class = Annotation, spec.Get("runtimeClassName").Str()
		}
		found := annotated(metadata.Get("annotations"), meta.Child("annotations"), where)
		for i := range found {
			found[i].Runtime, found[i].InForce = class, where == Annotation && class != "" && !isPlain(class)
		}
		*flags = append(*flags, found...)
		for _, f := range annotated(metadata.Get("labels"), meta.Child("labels"), Label) {
			f.Runtime = class
			*flags = append(*flags, f)
		}
	}
	for _, e := range n.Entries {
		if e.Value.Kind == source.Mapping && e.Key != "metadata" {
			manifestFlags(e.Value, at.Child(e.Key), depth+1, flags)
		}
	}
}

// isPlain reports whether a runtime class is known by its name to be no gVisor.
func isPlain(class string) bool {
	lower := strings.ToLower(class)
	return lower == "runc" || lower == "crun" || lower == "youki" || strings.HasPrefix(lower, "kata")
}
