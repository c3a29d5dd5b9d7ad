// Package app recognises applications and their settings: programs, of which one document has all modules, files of variables (dotenv),
// and the settings of frameworks that the table of package settings knows.
package app

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/settings"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "app"

// Kind returns the kind.
func Kind() kind.Kind {
	table := settings.Of(Name)
	return kind.Kind{
		Name:    Name,
		Hints:   table.Hints(),
		Named:   func(base string) bool { return isVariables(base) || table.HasName(base) },
		IsLoose: table.HasName,
		IsLast:  table.IsHabit,
		Format:  source.Dotenv,
		Own:     []*source.Format{source.Properties, source.INI, source.Lines},
		// The settings of ASP.NET are JSON with comments.
		Comments: true,
		Detect: func(root *source.Node, named bool) bool {
			if named && mayBeVariables(table, root.Span.Path()) {
				return root.Kind == source.Mapping
			}
			return table.Takes(root, named)
		},
		Program:  func(files kind.Files, path string) kind.Part { return applicationOf(files, path).parts[path] },
		Embedded: embedded,
		Expand: func(files kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
			if docs, ok := configured(table, file, roots); ok {
				return docs, nil
			}
			return expand(files, file, roots)
		},
		Facts: (*Facts)(nil),
		Tree:  (*Program)(nil),
	}
}

// isVariables accepts files of variables: dotenv files, and those that hold the variables of .env in another format, as .env.json does.
func isVariables(base string) bool {
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

// mayBeVariables reports whether a file that something says is one of variables, or that has the name of one, is: what has the name of
// settings is not, and neither is what has trees of its own.
func mayBeVariables(table settings.Table, file string) bool {
	base := path.Base(file)
	if isVariables(base) {
		return true
	}
	switch source.FormatOf(base) {
	case source.YAML, source.JSON, source.TOML:
		return false
	}
	return !table.HasName(base)
}

// configured returns the documents of the trees of a file that have settings of a framework; ok is false for a file of anything else.
func configured(table settings.Table, file *source.File, roots []*source.Node) (docs []*source.Document, ok bool) {
	inSections := slices.Contains([]*source.Format{source.Properties, source.INI, source.Lines}, source.FormatOf(file.Path))
	if mayBeVariables(table, file.Path) && !inSections {
		return nil, false
	}
	for _, root := range roots {
		if found, ok := table.Read(file, root, true); ok {
			docs = append(docs, &source.Document{
				File: file, Kind: Name, Root: root, Files: []*source.File{file}, Listeners: found.Listeners,
				Facts: &Facts{Format: "settings", Server: &found.Server},
			})
		}
	}
	return docs, len(docs) > 0 || !mayBeVariables(table, file.Path)
}

// program returns the document of an application, which is that of its main module; none for its other modules.
func program(files kind.Files, a *application, file *source.File) []*source.Document {
	if len(a.modules) == 0 || a.main().File != file {
		return nil
	}
	facts, checked := a.facts(), repositoryOf(files, a.root)
	facts.Manifests, facts.Pipelines, facts.Audits = manifestsOf(files, a.language.Name(), a.root), checked.pipelines, checked.audits
	doc := a.document(file, facts)
	addFiles(doc.Root, "manifests", files, facts.Manifests)
	addFiles(doc.Root, "pipelines", files, facts.Pipelines)
	for _, m := range a.modules {
		doc.Files = append(doc.Files, m.File)
		facts.modules = append(facts.modules, m.File.Path)
	}
	return []*source.Document{doc}
}

// facts returns what an application says of itself, whatever is around it.
func (a *application) facts() *Facts {
	return &Facts{Format: "program", Language: a.language.Name(), Root: a.root, fragments: a.fragments(), pages: a.pages()}
}

// fragments lists what the modules write out of configuration.
func (a *application) fragments() []kind.Fragment {
	var all []kind.Fragment
	for _, m := range a.modules {
		for i, e := range m.Embedded {
			f := kind.Fragment{
				File: m.File, Path: source.Path{"modules", m.File.Path, "embedded", i}, Name: e.Name, Root: e.Root, Own: e.Own, Parts: e.Parts,
			}
			if e.Own == nil {
				f.Used = m.File.Span(e.Start, e.End)
			}
			all = append(all, f)
		}
	}
	return all
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
		m := read.Module
		if format == source.Shell && len(m.Calls)+len(m.Settings)+len(m.Assignments) == 0 {
			return nil, read.Partial // most commands say nothing
		}
		m.Aside = aside(file, nil)
		a := application{language: language, root: path.Dir(file.Path), modules: []*code.Module{m}}
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
	// Manifests are the files of context.manifests, for the places of findings: they are empty.
	Manifests map[string]struct{} `json:"manifests,omitempty"`
	// Pipelines are those of context.pipelines.
	Pipelines map[string]struct{} `json:"pipelines,omitempty"`
}

// addFiles adds files to the tree of an application that a finding can be reported in, though nothing of them is a fact.
func addFiles(root *source.Node, key string, files kind.Files, names []string) {
	list := &source.Node{Kind: source.Mapping, Span: root.Span}
	for _, name := range names {
		if file, err := files.Read(name); err == nil {
			at := file.Span(0, 0)
			list.Entries = append(list.Entries, source.Entry{Key: name, KeySpan: at, Value: &source.Node{Kind: source.Mapping, Span: at}})
		}
	}
	if len(list.Entries) > 0 {
		root.Entries = append(root.Entries, source.Entry{Key: key, KeySpan: root.Span, Value: list})
	}
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
		if m.Aside == "" && languageOf(m.File.Path) != nil {
			return m
		}
	}
	return a.modules[0]
}
