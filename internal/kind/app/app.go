// Package app recognises applications and their settings: programs, of which one document has all modules, and files of variables
// (dotenv).
package app

import (
	"strings"

	"github.com/seclint/seclint/internal/code"
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
		Program: func(files kind.Files, file *source.File) kind.Part {
			return applicationOf(files, file.Path).parts[file.Path]
		},
		Expand: expand,
		Facts:  (*Facts)(nil),
		Tree:   (*Program)(nil),
	}
}

// named accepts files of variables: dotenv files, and those that hold the variables of .env in another format, as .env.json does.
func named(base string) bool {
	format := source.FormatOf(base)
	return format == source.Dotenv || format != nil && !format.IsCode() && strings.HasPrefix(strings.ToLower(base), ".env.")
}

func expand(files kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	if languageOf(file.Path) != nil {
		return program(files, applicationOf(files, file.Path), file), nil
	}
	return []*source.Document{{
		File:  file,
		Kind:  Name,
		Root:  roots[0],
		Facts: &Facts{Format: source.Dotenv.Name(), root: roots[0]},
		Files: []*source.File{file},
	}}, nil
}

// program returns the document of an application, which is that of its main module; none for its other modules.
func program(files kind.Files, a *application, file *source.File) []*source.Document {
	if len(a.modules) == 0 || a.main().File != file {
		return nil
	}
	checked := repositoryOf(files, a.root)
	doc := &source.Document{File: file, Kind: Name, Facts: &Facts{
		Format: "program", Language: a.language.Name(), Root: a.root,
		Manifests: manifestsOf(files, a.language.Name(), a.root), Pipelines: checked.pipelines, Audits: checked.audits,
	}}
	for _, m := range a.modules {
		doc.Files = append(doc.Files, m.File)
	}
	doc.Root = a.tree(file.Span(0, len(file.Content)))
	return []*source.Document{doc}
}

// Program is the tree of an application.
type Program struct {
	// Modules are the source files that facts are made of, by path.
	Modules map[string]*code.Module `json:"modules"`
}

// tree returns the tree of an application, as Program describes it. What is absent is at the main module.
func (a *application) tree(main source.Span) *source.Node {
	modules := &source.Node{Kind: source.Mapping, Span: main}
	for _, m := range a.modules {
		modules.Entries = append(modules.Entries, source.Entry{Key: m.File.Path, KeySpan: m.File.Span(0, 0), Value: code.Tree(m)})
	}
	return &source.Node{Kind: source.Mapping, Span: main, Entries: []source.Entry{{Key: "modules", KeySpan: main, Value: modules}}}
}

// main returns the module that an application is reported under: the first that makes a web application or listens, else the first
// that is part of what runs.
func (a *application) main() *code.Module {
	for _, kinds := range [][]string{{"listen", "listen-address"}, {"web-app"}} {
		for _, m := range a.modules {
			for _, call := range m.Calls {
				for _, is := range kinds {
					if m.Aside == "" && call.Is == is {
						return m
					}
				}
			}
		}
	}
	for _, m := range a.modules {
		if m.Aside == "" {
			return m
		}
	}
	return a.modules[0]
}
