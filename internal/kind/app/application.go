package app

import (
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/language/golang"
	"github.com/seclint/seclint/internal/language/javascript"
	"github.com/seclint/seclint/internal/language/lua"
	"github.com/seclint/seclint/internal/language/python"
	"github.com/seclint/seclint/internal/language/shell"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// languages are the languages whose programs are read.
var languages = []code.Language{python.Language{}, javascript.Language{}, golang.Language{}, lua.Language{}, shell.Language{}, shell.Dockerfile{}}

// languageOf returns the language of a source file, nil for none.
func languageOf(file string) code.Language { return byFormat()[source.FormatOf(file)] }

var byFormat = sync.OnceValue(func() map[*source.Format]code.Language {
	all := map[*source.Format]code.Language{}
	for _, language := range languages {
		for _, format := range language.Formats() {
			all[format] = language
		}
	}
	return all
})

// application is what a project runs as one program: a folder with its modules, in one language.
type application struct {
	language code.Language
	root     string
	// parts are the files that matter, by path.
	parts map[string]kind.Part
	// modules are those that were read, in the order of their paths.
	modules []*code.Module
}

// applicationOf returns the application that a source file is part of.
func applicationOf(files kind.Files, file string) *application {
	language := languageOf(file)
	if _, ok := language.(code.Single); ok {
		return files.Once("application "+file, func(files kind.Files) any {
			a := &application{language: language, root: path.Dir(file), parts: map[string]kind.Part{}}
			a.read(files, []string{file})
			return a
		}).(*application)
	}
	root := rootFor(files, path.Dir(file), language)
	return files.Once("application "+language.Name()+" "+root, func(files kind.Files) any {
		return newApplication(files, language, root)
	}).(*application)
}

func newApplication(files kind.Files, language code.Language, root string) *application {
	a := &application{language: language, root: root, parts: map[string]kind.Part{}}
	var names []string
	for _, name := range below(files.Sources(), root) {
		if languageOf(name) == language && rootFor(files, path.Dir(name), language) == root {
			names = append(names, name)
		}
	}
	a.read(files, names)
	return a
}

// read reads those of some source files that matter.
func (a *application) read(files kind.Files, names []string) {
	language, in := a.language, code.Application{Root: strings.TrimPrefix(a.root, ".")}
	others := map[string]bool{}
	for _, name := range names {
		others[name] = true
		file, err := files.Glance(name, language.Matters)
		switch {
		case err != nil:
			a.parts[name] = kind.Part{Err: err}
		case file != nil:
			in.Files = append(in.Files, file)
			a.parts[name] = kind.Part{Matters: true, Unsupported: language.Unavailable()}
		}
	}
	if language.Unavailable() != "" || len(in.Files) == 0 {
		return
	}
	if b, ok := language.(code.Beside); ok {
		if name := path.Join(a.root, b.Beside()); files.Exists(name) {
			if file, err := files.Glance(name, language.Matters); err == nil && file != nil {
				in.Files = append(in.Files, file)
			}
		}
	}
	in.Names = slices.Sorted(maps.Keys(others))
	in.Open = func(name string) *source.File {
		if !others[name] && path.Base(name) != manifestOf(language) {
			return nil
		}
		file, err := files.Read(name)
		if err != nil {
			return nil
		}
		return file
	}
	asides := map[string]string{}
	for _, file := range in.Files {
		asides[file.Path] = aside(file, names)
	}
	found := in.Files
	in.Files = ownFirst(found, asides)
	reads := map[string]code.Read{}
	for i, read := range language.Read(in) {
		reads[in.Files[i].Path] = read
	}
	for _, file := range found {
		name, read := file.Path, reads[file.Path]
		aside := asides[name]
		part := kind.Part{Matters: true, IsCut: read.IsCut && aside == ""}
		if read.Module == nil {
			part.Unsupported = read.Partial
			a.parts[name] = part
			continue
		}
		part.Partial = read.Partial
		a.parts[name] = part
		read.Module.Aside = aside
		a.modules = append(a.modules, read.Module)
	}
}

// ownFirst returns files in the order in which they are read, as a language reads no more than so much of one application: what is a
// test, and what is in a folder where people keep copies of libraries, comes last.
func ownFirst(files []*source.File, asides map[string]string) []*source.File {
	var own, last []*source.File
	for _, file := range files {
		if asides[file.Path] != "" || copies.MatchString(file.Path) {
			last = append(last, file)
		} else {
			own = append(own, file)
		}
	}
	return append(own, last...)
}

// copies finds the folders in which applications keep libraries beside their own code.
var copies = lazyregexp.New(`(?i)(^|/)(libs?|third[_-]?party|externals?|extern|_?vendor(ed)?|deps)/`)

// manifestOf returns the name of the file that says what the applications of a language are, "" where there is none.
func manifestOf(language code.Language) string {
	if m, ok := language.(code.Manifest); ok {
		return m.Manifest()
	}
	return ""
}

// markers are the files that the folder of an application has, by language-independent habit: what builds, packs or starts it.
var markers = []string{
	"Dockerfile", "Pipfile", "Procfile", "manage.py", "package.json", "pyproject.toml", "requirements.txt", "setup.cfg", "setup.py",
}

// below returns those of some sorted files that are in a folder or below it.
func below(names []string, folder string) []string {
	if folder == "." {
		return names
	}
	from, _ := slices.BinarySearch(names, folder+"/")
	to, _ := slices.BinarySearch(names, folder+"0") // 0 follows the slash
	return names[from:to]
}

// rootFor is rootOf, which is the same for all files of a folder.
func rootFor(files kind.Files, folder string, language code.Language) string {
	return files.Once("root of "+language.Name()+" "+folder, func(files kind.Files) any { return rootOf(files, folder, language) }).(string)
}

// rootOf returns the folder of the application that the files of a folder are part of: the nearest folder around them with a file
// that builds or starts it, else the outermost with source code in the language.
func rootOf(files kind.Files, folder string, language code.Language) string {
	manifest, outermost := manifestOf(language), folder
	for at := folder; manifest != ""; at = path.Dir(at) {
		if _, found := slices.BinarySearch(files.List(at), manifest); found {
			return at
		}
		if at == "." {
			break
		}
	}
	for at := folder; ; at = path.Dir(at) {
		names := files.List(at)
		for _, marker := range markers {
			if has(names, marker) && !(marker == "setup.py" && has(names, "__init__.py")) { // a module of a package may be called setup
				return at
			}
		}
		if slices.ContainsFunc(names, func(name string) bool { return languageOf(name) == language }) {
			outermost = at
		}
		if at == "." {
			return outermost
		}
	}
}

// has reports whether a sorted list of names has one.
func has(names []string, name string) bool {
	_, found := slices.BinarySearch(names, name)
	return found
}
