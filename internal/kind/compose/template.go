package compose

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// parse returns the trees of a Compose file. One that something names may be called anything: Compose reads it as YAML.
func parse(files kind.Files, file string) ([]*source.Node, error) {
	format := source.FormatOf(file)
	if format != source.YAML && format != source.JSON && !format.IsTemplate() {
		return files.ParseAs(file, source.YAML)
	}
	if format.IsTemplate() || !isTemplate(files, file) {
		return files.Parse(file)
	}
	return files.ParseAs(file, source.YAML.Template())
}

// isTemplate reports whether a program fills in a file before Compose reads it: its name says so, or it is no YAML before. Texts with
// {{ }} are no sign, because format strings for Docker and labels for proxies have them.
func isTemplate(files kind.Files, file string) bool {
	format := source.FormatOf(file)
	if format != source.YAML && format != source.JSON {
		return format.IsTemplate()
	}
	if _, err := files.Parse(file); err == nil {
		return false
	}
	f, err := files.Read(file)
	return err == nil && source.LooksLikeTemplate(f.Content)
}

// fillIn returns the tree of a template with a reference to a variable that nothing sets for each part that is filled in.
func (p *project) fillIn(n *source.Node) *source.Node {
	if n.Kind == source.Mapping || n.Kind == source.Sequence {
		return each(n, p.fillIn)
	}
	text, names := source.AsReferences(n.Str())
	if len(names) == 0 {
		return n
	}
	for _, name := range names {
		p.placeholders[name] = true
	}
	return newText(n, text)
}
