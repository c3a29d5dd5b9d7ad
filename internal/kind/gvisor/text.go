package gvisor

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// textsIn returns the files for gVisor that are texts in a tree: what an installer copies to the nodes of a cluster. problems say what
// is wrong with those that cannot be read.
func textsIn(root *source.Node) (texts []kind.Text, problems []finding.Problem) {
	return kind.ReadTexts(Name, root, formatOfText, func(name string, roots []*source.Node) bool {
		return runsc.IsShim(roots[0], named(name)) || len(runsc.EngineView(roots[0]).Runtimes) > 0
	})
}

// formatOfText returns the format of a text that may be a file for gVisor, nil for any other.
func formatOfText(file source.Entry) *source.Format {
	format := source.FormatOf(file.Key)
	if !format.Makes(source.TOML) || !named(file.Key) && !kind.HasWord(file.Value.Str(), hints) {
		return nil
	}
	return format
}
