package source

import (
	"path"
	"slices"
	"strings"
	"sync"
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
	// named reports whether a path in lower case, whose name has no extension of any format, is that of such a file; nil where
	// extensions are all that there is.
	named func(path string) bool
	read  func(*File, Limits) ([]*Node, error)
	// lenient reads what many take for the format although its readers refuse it; nil where there is no such thing.
	lenient func(*File, Limits) ([]*Node, error)
	// marker starts a comment that ends with its line; "" where the format has no comments.
	marker string
	// comments collects the comments of a file; nil where the format has none.
	comments func(*scanner)
	// indented is set where indentation says which lines belong together.
	indented bool
	// isCode is set for the source code of programs, which has no tree of values: a kind that takes programs reads it.
	isCode bool
	// isOwn is set where only the kind whose format it is takes its files.
	isOwn bool
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
	// TOML has its tables under headers, whatever the indentation. Podman and CRI-O call their files .conf, and Talos calls what it
	// joins into the configuration of containerd .part.
	TOML = &Format{
		name: "toml", extensions: []string{".toml", ".part"}, named: isConf, read: one(ReadTOML), marker: "#", comments: (*scanner).toml,
	}
	// Dotenv are files of variables as Docker Compose reads them: .env, .env.production, db.env.
	Dotenv = &Format{
		name: "dotenv", extensions: []string{".env"}, named: isDotenv, read: one(ReadDotenv), marker: "#", comments: (*scanner).dotenv,
	}
	// Unit are the services and sockets of systemd and their drop-ins.
	Unit = &Format{
		name: "unit", extensions: []string{".service", ".socket", ".systemd"}, named: isDropIn, read: one(ReadUnit), marker: "#", comments: (*scanner).unit,
	}
	// Nginx are the configurations of nginx. Many programs call their files .conf, so that what a file is in it says.
	Nginx = &Format{
		name: "nginx", extensions: []string{".nginx", ".vhost"}, named: isNginx, read: one(ReadNginx), marker: "#", comments: (*scanner).nginx,
		isOwn: true,
	}
	// INI has its settings in sections.
	INI = &Format{
		name: "ini", extensions: []string{".ini"}, read: one(ReadINI), marker: "#", comments: (*scanner).settings, isOwn: true,
	}
	// Properties are settings of programs in Java.
	Properties = &Format{
		name: "properties", extensions: []string{".properties"}, read: one(ReadProperties), marker: "#", comments: (*scanner).settings,
		isOwn: true,
	}
	// Lines are configurations of which each line is a command with its arguments. Most files of this sort are called .conf: the kind
	// that takes them knows their names. What is called .cfg may have sections, as INI has.
	Lines = &Format{
		name: "lines", extensions: []string{".cfg"}, read: one(readSectionsOrLines), marker: "#", comments: (*scanner).nginx, isOwn: true,
	}
	// WholeLines are Lines in which a comment is at the beginning of a line. No name leads to it.
	WholeLines = &Format{name: "whole lines", read: one(ReadWholeLines), marker: "#", comments: (*scanner).settings, isOwn: true}
)

// The formats of source code.
var (
	Python = &Format{
		name: "python", extensions: []string{".py"}, read: readCode, marker: "#", comments: (*scanner).python, indented: true, isCode: true,
	}
	// JavaScript includes TypeScript.
	JavaScript = &Format{
		name: "javascript", extensions: []string{".js", ".mjs", ".cjs", ".jsx", ".ts", ".mts", ".cts", ".tsx"}, read: readCode, marker: "//",
		comments: (*scanner).javascript, isCode: true,
	}
	// HTML has source code in its scripts.
	HTML = &Format{
		name: "html", extensions: []string{".html", ".htm"}, read: readCode, marker: "//", comments: (*scanner).html, isCode: true,
	}
	// Component is HTML with the syntax of Vue or Svelte.
	Component = &Format{
		name: "component", extensions: []string{".vue", ".svelte"}, read: readCode, marker: "//", comments: (*scanner).html, isCode: true,
	}
	Go  = &Format{name: "go", extensions: []string{".go"}, read: readCode, marker: "//", comments: (*scanner).golang, isCode: true}
	Lua = &Format{name: "lua", extensions: []string{".lua"}, read: readCode, marker: "--", comments: (*scanner).lua, isCode: true}
	// Shell are scripts for sh and Bash.
	Shell = &Format{
		name: "shell", extensions: []string{".sh", ".bash"}, named: isScript, read: readCode, marker: "#", comments: (*scanner).shell, isCode: true,
	}
	// Dockerfile are the instructions by which an image is built.
	Dockerfile = &Format{
		name: "dockerfile", extensions: []string{".dockerfile", ".containerfile"}, named: isDockerfile, read: readCode, marker: "#",
		comments: (*scanner).settings, isCode: true,
	}
)

var formats = [...]*Format{
	YAML, JSON, TOML, Dotenv, Unit, Nginx, INI, Properties, Lines, Python, JavaScript, HTML, Component, Go, Lua, Shell, Dockerfile,
}

// Formats returns all formats that files are read in.
func Formats() []*Format { return slices.Clone(formats[:]) }

// FormatOf returns the format of a file by its name, which may have folders in front, or nil when the name is that of no
// format. An extension decides before any other part of a name does: .env.json is JSON. Upper and lower case are the same. A
// file such as envoy.yaml.tmpl is of the format YAML with Template set.
func FormatOf(name string) *Format {
	ext := strings.ToLower(path.Ext(name))
	if f := byExtension()[ext]; f != nil {
		return f
	}
	name = strings.ToLower(name)
	for _, f := range formats {
		if f.named != nil && f.named(name) {
			return f
		}
	}
	if slices.Contains(templateSuffixes, ext) {
		return templates[FormatOf(strings.TrimSuffix(name, ext))]
	}
	return nil
}

// byExtension has the formats by their extensions: it is asked several times for each file that there is.
var byExtension = sync.OnceValue(func() map[string]*Format {
	all := map[string]*Format{}
	for _, f := range formats {
		for _, ext := range f.extensions {
			all[ext] = f
		}
	}
	return all
})

// CutFormat takes the extension off a base name: compose.prod and YAML for compose.prod.yaml. A name of no format is its own
// stem, with nil.
func CutFormat(base string) (stem string, f *Format) {
	if f = FormatOf(base); f == nil {
		return base, nil
	}
	return strings.TrimSuffix(base, path.Ext(base)), f
}

// CutTemplate takes off what says that a file of a base name is a template: daemon.json for daemon.json.j2.
func CutTemplate(base string) string {
	if FormatOf(base).IsTemplate() {
		return strings.TrimSuffix(base, path.Ext(base))
	}
	return base
}

func isDotenv(name string) bool {
	base := path.Base(name)
	return strings.HasPrefix(base, ".env.") && !notDotenv[strings.ToLower(path.Ext(base))]
}

// notDotenv are the extensions of files about variables that are not read as variables: patches, texts, programs and encrypted files.
var notDotenv = map[string]bool{
	".patch": true, ".diff": true, ".md": true, ".rst": true, ".adoc": true, ".sh": true, ".bash": true, ".fish": true, ".ps1": true,
	".py": true, ".js": true, ".mjs": true, ".cjs": true, ".ts": true, ".go": true, ".rb": true, ".php": true, ".nix": true,
	".gpg": true, ".asc": true, ".age": true,
}

// isConf reports whether a file is one of Podman or CRI-O, by its name or the folder for what adds to it
// (containers.conf(5), crio.conf.d(5)).
func isConf(name string) bool {
	if base := path.Base(name); base == "containers.conf" || base == "crio.conf" {
		return true
	}
	folder := path.Base(path.Dir(name))
	return path.Ext(name) == ".conf" && (folder == "crio.conf.d" || strings.HasPrefix(folder, "containers.") &&
		(strings.HasSuffix(folder, ".conf.d") || strings.HasSuffix(folder, ".d") || folder == "containers.conf.modules"))
}

// isDropIn reports whether a file adds to a service or a socket of systemd: docker.service.d/override.conf.
func isDropIn(name string) bool {
	folder := path.Dir(name)
	return path.Ext(name) == ".conf" && (strings.HasSuffix(folder, ".service.d") || strings.HasSuffix(folder, ".socket.d"))
}

// isNginx reports whether a file may be one of nginx: any .conf file that no other format has, or one of the hosts of Debian, which
// have the names of the hosts.
func isNginx(name string) bool {
	switch folder := path.Base(path.Dir(name)); folder {
	case "sites-available", "sites-enabled":
		return !slices.Contains(templateSuffixes, path.Ext(name))
	}
	return path.Ext(name) == ".conf" || path.Base(name) == "nginx"
}

// isScript reports whether a file without an extension has a name that scripts have which start, install or deploy a program, or is in a
// folder of such; the first line says whether it is one.
func isScript(name string) bool {
	base := path.Base(name)
	if path.Ext(base) != "" || isDockerfile(name) {
		return false
	}
	switch path.Base(path.Dir(name)) {
	case "bin", "script", "scripts", "tools", "docker", "deploy", "deployment", "hack", "ci":
		return true
	}
	switch stem, _, _ := strings.Cut(base, "-"); stem {
	case "entrypoint", "docker", "start", "run", "bootstrap", "init", "launch", "serve", "deploy", "install", "setup", "build", "release", "update",
		"upgrade", "backup", "restore", "provision":
		return true
	}
	return false
}

// isDockerfile reports whether a file has one of the names that builders look for, or one with a purpose behind it: Dockerfile.prod.
func isDockerfile(name string) bool {
	base := path.Base(name)
	stem, purpose, _ := strings.Cut(base, ".")
	return (stem == "dockerfile" || stem == "containerfile") && !notBuilt[purpose]
}

// notBuilt are the extensions of files beside a Dockerfile that are none.
var notBuilt = map[string]bool{"dockerignore": true, "md": true, "txt": true, "bak": true, "orig": true, "swp": true, "j2": true, "tmpl": true, "erb": true}

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

// readCode is the reader of source code: it has no tree of values.
func readCode(f *File, _ Limits) ([]*Node, error) {
	return nil, &SyntaxError{At: f.Span(0, 0), Message: "source code has no values to read"}
}

// IsCode reports whether files of the format are the source code of programs, which Read does not read. It is safe on a nil Format.
func (f *Format) IsCode() bool { return f != nil && f.isCode }

// Marker returns what starts a comment that ends with its line, such as #, or "" when the format has no comments. It is safe on
// a nil Format.
func (f *Format) Marker() string {
	if f == nil {
		return ""
	}
	return f.marker
}

// IsOwn reports whether only the kind whose format it is takes files of the format. It is safe on a nil Format.
func (f *Format) IsOwn() bool { return f != nil && f.isOwn }

// IsIndented reports whether indentation says which lines belong together. It is safe on a nil Format.
func (f *Format) IsIndented() bool { return f != nil && f.indented }
