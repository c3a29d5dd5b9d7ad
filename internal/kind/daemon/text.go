package daemon

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// hints are keys of a ConfigMap whose texts container engines read, in YAML and in JSON, and the path of such a file on a machine.
var hints = []string{"docker/daemon.json", "daemon.json: ", `daemon.json": `, "containers.conf: ", `containers.conf": `, "crio.conf: ", `crio.conf": `}

// text is a file of a container engine in a ConfigMap, or in what sets up a machine.
type text struct {
	// node is the text, root its tree, nil where err says why it cannot be read.
	node, root *source.Node
	err        error
}

// textsIn returns the files of container engines that are texts in a tree, as those that Docker in Docker is given in a cluster.
func textsIn(root *source.Node) []text {
	var found []text
	for _, e := range kind.TextFiles(root) {
		is := engineFile(e.Key)
		if is == nil {
			continue
		}
		roots, err := source.ReadTextAs(e.Value, source.FormatOf(e.Key), source.DefaultLimits())
		if err != nil {
			found = append(found, text{node: e.Value, err: err})
		} else if len(roots) == 1 && roots[0] != nil && roots[0].Kind == source.Mapping && is(roots[0]) {
			found = append(found, text{node: e.Value, root: roots[0]})
		}
	}
	return found
}

// engineFile returns what tells whether a tree is one that a container engine reads from a file of a name, nil for a name of
// another file.
func engineFile(name string) func(root *source.Node) bool {
	switch format := source.FormatOf(name); {
	case named(name):
		return isDaemonJSON
	case format.Makes(source.TOML) && placed(name):
		return func(root *source.Node) bool { return isPodman(root) || isCRIO(root) }
	}
	return nil
}
