package config

import "github.com/seclint/seclint/internal/source"

// NamedFiles is a glob with the place where it is written.
type NamedFiles struct {
	Glob
	At source.Span
}

// Globs returns the globs alone.
func Globs(named []NamedFiles) []Glob {
	globs := make([]Glob, len(named))
	for i, n := range named {
		globs[i] = n.Glob
	}
	return globs
}

// filesShape is a glob that keeps its place.
type filesShape struct{}

func (filesShape) decode(d *decoder, n *source.Node) (NamedFiles, bool) {
	glob, ok := globShape{}.decode(d, n)
	return NamedFiles{glob, n.Span}, ok
}

func (filesShape) schema() schema { return globShape{}.schema() }
