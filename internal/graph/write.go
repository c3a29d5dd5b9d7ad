package graph

import (
	"io"

	"github.com/seclint/seclint/internal/picture"
	"github.com/seclint/seclint/internal/report"
)

// Writer writes a map in one format. It returns the first error of w.
type Writer func(w io.Writer, g *Graph, o report.Options) error

// Formats returns the writers by the name that --format takes.
func Formats() map[string]Writer {
	return map[string]Writer{"text": Text, "json": JSON, "mermaid": Mermaid, "dot": DOT, "svg": SVG, "png": PNG, "html": HTML}
}

// IsDrawing reports whether a format shows one way of starting each project.
func IsDrawing(format string) bool { return format != "text" && format != "json" }

// SVG draws the paths from the network to the host as an SVG file.
func SVG(w io.Writer, g *Graph, o report.Options) error { return picture.SVG(w, Picture(g, o)) }

// PNG draws what SVG draws as a PNG file.
func PNG(w io.Writer, g *Graph, o report.Options) error { return picture.PNG(w, Picture(g, o)) }

// HTML writes what SVG draws, and the chains, as a page that needs nothing else.
func HTML(w io.Writer, g *Graph, o report.Options) error {
	m, err := g.Summary()
	if err != nil {
		return err
	}
	if !g.IsEmpty() {
		m.Picture = func(o report.Options) *picture.Picture { return Picture(g, o) }
	}
	return report.MapHTML(w, m, o)
}

// JSON writes the whole map in a documented shape: schemas/graph.schema.json. It leaves nothing out.
func JSON(w io.Writer, g *Graph, _ report.Options) error {
	encoded, err := report.EncodeJSON(g)
	if err != nil {
		return err
	}
	_, err = w.Write(encoded)
	return err
}
