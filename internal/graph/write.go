package graph

import (
	"io"

	"github.com/seclint/seclint/internal/report"
)

// Writer writes a map in one format. It returns the first error of w.
type Writer func(w io.Writer, g *Graph, o report.Options) error

// Formats returns the writers by the name that --format takes.
func Formats() map[string]Writer {
	return map[string]Writer{"text": Text, "json": JSON, "mermaid": Mermaid, "dot": DOT}
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
