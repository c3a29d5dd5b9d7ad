package nginx

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// text is a configuration that is a text in a ConfigMap, or in what sets up a machine.
type text struct {
	// node is the text, root its tree, nil where err says why it cannot be read.
	node, root *source.Node
	err        error
}

// textsIn returns the configurations that are texts in a tree.
func textsIn(root *source.Node) []text {
	var found []text
	for _, e := range kind.TextFiles(root) {
		format := source.FormatOf(e.Key)
		isNamed := named(e.Key)
		if e.Value.Kind != source.String || format == nil || format.Name() != source.Nginx.Name() || !isNamed && !isHinted(e.Value.Str()) {
			continue
		}
		if source.LooksLikeTemplate([]byte(e.Value.Str())) {
			format = source.Nginx.Template()
		}
		roots, err := source.ReadTextAs(e.Value, format, source.DefaultLimits())
		if err != nil {
			found = append(found, text{node: e.Value, err: err})
		} else if len(roots) > 0 && detect(roots[0], isNamed) {
			found = append(found, text{node: e.Value, root: roots[0]})
		}
	}
	return found
}

func isHinted(content string) bool {
	return slices.ContainsFunc(hints, func(hint string) bool { return strings.Contains(content, hint) })
}
