package source

import (
	"path"
	"slices"
	"strings"
)

// Format is a language that scanned files are written in: by which names its files are known, how one becomes trees, and what
// a comment in one is. Nobody changes a Format.
//
// Discovery, loading, the kinds and triage ask it and none of them has a list of extensions of its own. So a new language is a
// Format in the list of formats, with its two functions, read and comments.
type Format struct {
	name string
	// extensions are in lower case and begin with the dot.
	extensions []string
	// named reports whether a base name in lower case, without an extension of any format, is that of such a file; nil where
	// extensions are all that there is.
	named func(base string) bool
	read  func(*File, Limits) ([]*Node, error)
	// lenient reads what many take for the format although its readers refuse it; nil where there is no such thing.
	lenient func(*File, Limits) ([]*Node, error)
	// marker starts a comment that ends with its line; "" where the format has no comments.
	marker string
	// comments collects the comments of a file; nil where the format has none.
	comments func(*scanner)
	// indented is set where indentation says which lines belong together.
	indented bool
	// plain is the format that a template makes files of, nil for a format that is no template.
	plain *Format
}

// The formats.
var (
	// YAML is read with all of its documents.
	YAML = &Format{
		name: "yaml", extensions: []string{".yaml", ".yml"}, read: ReadYAML, marker: "#", comments: (*scanner).yaml, indented: true,
	}
	// JSON has no comments. What is JSON but for comments and trailing commas is read by ReadLenient.
	JSON = &Format{name: "json", extensions: []string{".json"}, read: one(ReadJSON), lenient: one(readJWCC)}
	// TOML has its tables under headers, whatever the indentation.
	TOML = &Format{name: "toml", extensions: []string{".toml"}, read: one(ReadTOML), marker: "#", comments: (*scanner).toml}
	// Dotenv are files of variables as Docker Compose reads them: .env, .env.production, db.env.
	Dotenv = &Format{
		name: "dotenv", extensions: []string{".env"}, named: isDotenv, read: one(ReadDotenv), marker: "#", comments: (*scanner).dotenv,
	}
)

var formats = [...]*Format{YAML, JSON, TOML, Dotenv}

// Formats returns all formats that files are read in.
func Formats() []*Format { return slices.Clone(formats[:]) }

// FormatOf returns the format of a file by its name, which may have folders in front, or nil when the name is that of no
// format. An extension decides before any other part of a name does: .env.json is JSON. Upper and lower case are the same. A
// file such as envoy.yaml.tmpl is of the format YAML with Template set.
func FormatOf(name string) *Format {
	base := strings.ToLower(path.Base(name))
	ext := path.Ext(base)
	for _, f := range formats {
		if slices.Contains(f.extensions, ext) {
			return f
		}
	}
	for _, f := range formats {
		if f.named != nil && f.named(base) {
			return f
		}
	}
	if slices.Contains(templateSuffixes, ext) {
		return templates[FormatOf(strings.TrimSuffix(base, ext))]
	}
	return nil
}

// CutFormat takes the extension off a base name: compose.prod and YAML for compose.prod.yaml. A name of no format is its own
// stem, with nil.
func CutFormat(base string) (stem string, f *Format) {
	if f = FormatOf(base); f == nil {
		return base, nil
	}
	return strings.TrimSuffix(base, path.Ext(base)), f
}

func isDotenv(base string) bool { return strings.HasPrefix(base, ".env.") }

// one makes a reader of files that have one tree.
func one(read func(*File, Limits) (*Node, error)) func(*File, Limits) ([]*Node, error) {
	return func(f *File, l Limits) ([]*Node, error) {
		root, err := read(f, l)
		if err != nil {
			return nil, err
		}
		return []*Node{root}, nil
	}
}

func readJWCC(f *File, l Limits) (*Node, error) {
	root, _, err := ReadJWCC(f, l)
	return root, err
}

// Name returns the name of the format in lower case, such as yaml.
func (f *Format) Name() string { return f.name }

// Read returns the trees of a file, none when a file that may have several has none. An error is a *SyntaxError.
func (f *Format) Read(file *File, l Limits) ([]*Node, error) { return f.read(file, l) }

// ReadLenient is Read for a file that may have what many take for the format although its readers refuse it, as comments in
// JSON. It is Read where the format has no such form.
func (f *Format) ReadLenient(file *File, l Limits) ([]*Node, error) {
	if f.lenient == nil {
		return f.read(file, l)
	}
	return f.lenient(file, l)
}

// Marker returns what starts a comment that ends with its line, such as #, or "" when the format has no comments. It is safe on
// a nil Format.
func (f *Format) Marker() string {
	if f == nil {
		return ""
	}
	return f.marker
}

// IsIndented reports whether indentation says which lines belong together. It is safe on a nil Format.
func (f *Format) IsIndented() bool { return f != nil && f.indented }
