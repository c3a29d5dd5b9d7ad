package mediamtx

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// insetsIn returns the configurations that are texts in a tree: what a cluster mounts as a file into the pod of a server. problems say
// what is wrong with those that cannot be read.
func insetsIn(root *source.Node) (insets []kind.Text, problems []finding.Problem) {
	return kind.ReadTexts(Name, root, formatOfInset, func(name string, roots []*source.Node) bool { return isConfiguration(roots[0], named(name)) })
}

// formatOfInset returns the format of a text that may be a configuration, nil for any other.
func formatOfInset(file source.Entry) *source.Format {
	if file.Value.Kind != source.String || !named(file.Key) && !kind.HasWord(file.Value.Str(), hints) {
		return nil
	}
	return source.YAML // which takes JSON too
}
