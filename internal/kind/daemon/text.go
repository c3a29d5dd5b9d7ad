package daemon

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// hints are keys of a ConfigMap whose texts container engines read, in YAML and in JSON, and the path of such a file on a machine.
var hints = []string{"docker/daemon.json", "daemon.json: ", `daemon.json": `, "containers.conf: ", `containers.conf": `, "crio.conf: ", `crio.conf": `}

// textsIn returns the files of container engines that are texts in a tree, as those that Docker in Docker is given in a cluster. problems
// say what is wrong with those that cannot be read.
func textsIn(root *source.Node) (texts []kind.Text, problems []finding.Problem) {
	return kind.ReadTexts(Name, root, formatOfText, func(name string, roots []*source.Node) bool {
		return len(roots) == 1 && roots[0] != nil && roots[0].Kind == source.Mapping && engineFile(name)(roots[0])
	})
}

// formatOfText returns the format of a text that may be a file of a container engine, nil for any other.
func formatOfText(file source.Entry) *source.Format {
	if engineFile(file.Key) == nil {
		return nil
	}
	return source.FormatOf(file.Key)
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
