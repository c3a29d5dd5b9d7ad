package systemd

import (
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// hint is the section that every service has.
const hint = "[Service]"

// text is a unit that is a text in what sets up a machine, such as write_files of cloud-init.
type text struct {
	name string
	root *source.Node
}

// textsIn returns the services that are texts in a tree.
func textsIn(root *source.Node) []text {
	var found []text
	for _, e := range kind.TextFiles(root) {
		if e.Value.Kind != source.String || !isUnit(source.FormatOf(e.Key)) || !strings.Contains(e.Value.Str(), hint) {
			continue
		}
		// A unit is refused for its size alone, and the file that it is in has been read.
		roots, err := source.ReadTextAs(e.Value, source.Unit, source.DefaultLimits())
		if err == nil && len(roots) > 0 && roots[0].Get("Service") != nil {
			found = append(found, text{e.Key, roots[0]})
		}
	}
	return found
}
