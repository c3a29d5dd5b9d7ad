package nginx

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// textsIn returns the configurations that are texts in a tree, and what is wrong with those that cannot be read.
func textsIn(root *source.Node) ([]kind.Text, []finding.Problem) {
	return kind.ReadTexts(Name, root, formatOfText, func(name string, roots []*source.Node) bool { return detect(roots[0], named(name)) })
}

// formatOfText returns the format of a text that may be a configuration, nil for any other.
func formatOfText(file source.Entry) *source.Format {
	format, text := source.FormatOf(file.Key), file.Value.Str()
	switch {
	case file.Value.Kind != source.String || format == nil || format.Name() != source.Nginx.Name():
		return nil
	case !named(file.Key) && !kind.HasWord(text, hints):
		return nil
	case source.LooksLikeTemplate([]byte(text)):
		return source.Nginx.Template()
	}
	return format
}
