// Package app recognises applications and their settings: programs, of which one document has all modules, and files of variables
// (dotenv).
package app

import (
	"path"
	"slices"
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
		Embedded: embedded,
		Expand:   expand,
		Facts:    (*Facts)(nil),
		Tree:     (*Program)(nil),
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
	facts, checked := a.facts(), repositoryOf(files, a.root)
	facts.Manifests, facts.Pipelines, facts.Audits = manifestsOf(files, a.language.Name(), a.root), checked.pipelines, checked.audits
	doc := a.document(file, facts)
	for _, m := range a.modules {
		doc.Files = append(doc.Files, m.File)
	}
	return []*source.Document{doc}
}

// facts returns what an application says of itself, whatever is around it.
func (a *application) facts() *Facts {
	return &Facts{Format: "program", Language: a.language.Name(), Root: a.root}
}

// document returns the document of an application, which is reported under a file.
func (a *application) document(file *source.File, facts *Facts) *source.Document {
	main := a.main().File
	return &source.Document{File: file, Kind: Name, Facts: facts, Root: a.tree(main.Span(0, len(main.Content)))}
}

// embedded returns the document of a program that is a text in another document.
func embedded(text *source.Node, format *source.Format) (doc *source.Document, partial string) {
	file, place := source.TextFile(text)
	for _, language := range languages {
		if !slices.Contains(language.Formats(), format) || !language.Matters(file) {
			continue
		}
		if why := language.Unavailable(); why != "" {
			return nil, why
		}
		read := language.Read(code.Application{Files: []*source.File{file}, Open: func(string) *source.File { return nil }})[0]
		if read.Module == nil {
			return nil, read.Partial
		}
		read.Module.Aside = aside(file.Path)
		a := application{language: language, root: path.Dir(file.Path), modules: []*code.Module{read.Module}}
		doc = a.document(text.Span.File, a.facts())
		place(doc.Root)
		return doc, read.Partial
	}
	return nil, ""
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
