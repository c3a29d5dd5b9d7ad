package mediamtx

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// inset is a configuration that is a text in a ConfigMap, a Secret, or in what sets up a machine.
type inset struct {
	// name is the name of the file.
	name string
	// node is the text, root its tree, nil where err says why it cannot be read.
	node, root *source.Node
	err        error
}

// insetsIn returns the configurations that are texts in a tree: what a cluster mounts as a file into the pod of a server.
func insetsIn(root *source.Node) []inset {
	var found []inset
	for _, e := range kind.TextFiles(root) {
		isNamed := named(e.Key)
		hinted := slices.ContainsFunc(hints, func(hint string) bool { return strings.Contains(e.Value.Str(), hint) })
		if e.Value.Kind != source.String || !isNamed && !hinted {
			continue
		}
		roots, err := source.ReadText(e.Value, source.DefaultLimits())
		if err != nil {
			found = append(found, inset{name: e.Key, node: e.Value, err: err})
		} else if len(roots) > 0 && isConfiguration(roots[0], isNamed) {
			found = append(found, inset{name: e.Key, node: e.Value, root: roots[0]})
		}
	}
	return found
}
