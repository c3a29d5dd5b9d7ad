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
		Named:  IsDotenv,
		Detect: func(root *source.Node, named bool) bool { return named && root.Kind == source.Mapping },
		Expand: expand,
	}
}

// IsDotenv reports whether a base name is that of a file of variables: .env, .env.production, db.env.
func IsDotenv(base string) bool {
	return base == ".env" || strings.HasPrefix(base, ".env.") || strings.HasSuffix(base, ".env")
}

func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	return []*source.Document{{
		File:  file,
		Kind:  Name,
		Root:  roots[0],
		Facts: &Facts{Format: "dotenv", root: roots[0]},
		Files: []*source.File{file},
	}}, nil
}
