package systemd

import (
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// hint is the section that every service has.
const hint = "[Service]"

// textsIn returns the services that are texts in a tree, such as those in write_files of cloud-init.
func textsIn(root *source.Node) []kind.Text {
	// A unit is refused for its size alone, and the file that it is in has been read.
	texts, _ := kind.ReadTexts(Name, root, formatOfText, func(_ string, roots []*source.Node) bool { return roots[0].Get("Service") != nil })
	return texts
}

// formatOfText returns the format of a text that may be a service, nil for any other.
func formatOfText(file source.Entry) *source.Format {
	if file.Value.Kind != source.String || !isUnit(source.FormatOf(file.Key)) || !strings.Contains(file.Value.Str(), hint) {
		return nil
	}
	return source.Unit
}
