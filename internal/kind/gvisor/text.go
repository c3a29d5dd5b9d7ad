package gvisor

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// text is a file for gVisor in a ConfigMap, or in what sets up a machine.
type text struct {
	// name is the name of the file.
	name string
	// node is the text, root its tree, nil where err says why it cannot be read.
	node, root *source.Node
	err        error
}

// textsIn returns the files for gVisor that are texts in a tree: what an installer copies to the nodes of a cluster.
func textsIn(root *source.Node) []text {
	var found []text
	for _, e := range kind.TextFiles(root) {
		format, isNamed := source.FormatOf(e.Key), named(e.Key)
		hinted := slices.ContainsFunc(hints, func(hint string) bool { return strings.Contains(e.Value.Str(), hint) })
		if !format.Makes(source.TOML) || !isNamed && !hinted {
			continue
		}
		roots, err := source.ReadTextAs(e.Value, format, source.DefaultLimits())
		if err != nil {
			found = append(found, text{name: e.Key, node: e.Value, err: err})
		} else if runsc.IsShim(roots[0], isNamed) || len(runsc.EngineView(roots[0]).Runtimes) > 0 {
			found = append(found, text{name: e.Key, node: e.Value, root: roots[0]})
		}
	}
	return found
}
