// Package app recognises the settings of applications. Today these are files of variables (dotenv); source code and other
// formats follow.
package app

import (
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "app"

// Kind returns the kind.
func Kind() kind.Kind {
	return kind.Kind{
		Name:   Name,
		Named:  named,
		Format: source.Dotenv,
		Detect: func(root *source.Node, named bool) bool { return named && root.Kind == source.Mapping },
		Expand: expand,
		Facts:  (*Facts)(nil),
	}
}

// named accepts files of variables: dotenv files, and those that hold the variables of .env in another format, as .env.json does.
func named(base string) bool {
	return source.FormatOf(base) == source.Dotenv || source.FormatOf(base) != nil && strings.HasPrefix(strings.ToLower(base), ".env.")
}

func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	return []*source.Document{{
		File:  file,
		Kind:  Name,
		Root:  roots[0],
		Facts: &Facts{Format: source.Dotenv.Name(), root: roots[0]},
		Files: []*source.File{file},
	}}, nil
}
