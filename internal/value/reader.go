package value

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/language/golang"
	"github.com/seclint/seclint/internal/language/javascript"
	"github.com/seclint/seclint/internal/language/python"
	"github.com/seclint/seclint/internal/language/shell"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// languages read the settings of programs.
var languages = []code.Language{python.Language{}, javascript.Language{}, golang.Language{}, shell.Language{}, shell.Dockerfile{}}

// maxLines bounds what the lines of one file set.
const maxLines = 1000

// Reader reads what files give names, each once. The zero Reader is ready.
type Reader struct{ files map[*source.File]result }

type result struct {
	values []Value
	err    error
}

// errParse says that a file is not what its name says.
var errParse = errors.New("cannot be parsed")

// Read returns what a file gives names. The error says why it cannot be read, without the file's name.
func (r *Reader) Read(f *source.File) ([]Value, error) {
	known, ok := r.files[f]
	if !ok {
		if r.files == nil {
			r.files = map[*source.File]result{}
		}
		known.values, known.err = read(f)
		r.files[f] = known
	}
	return known.values, known.err
}

func read(f *source.File) ([]Value, error) {
	switch format := source.FormatOf(f.Path); {
	case isSample(path.Base(f.Path)):
		return nil, nil
	case format == source.Dockerfile:
		return withLines(f, dockerEnv, OfImage)
	case format == source.Shell:
		return withLines(f, shellExport, OfScript)
	case format.IsCode():
		return program(f)
	case format == source.Unit:
		return unit(f, format)
	case slices.Contains([]*source.Format{source.Dotenv, source.YAML, source.JSON, source.TOML, source.INI, source.Properties}, format):
		roots, err := format.Read(f, source.DefaultLimits())
		if err != nil {
			return nil, errParse
		}
		var all []Value
		for _, root := range roots {
			all = append(all, OfTree(root)...)
		}
		return all, nil
	}
	return lines(f, shellExport, OfFile), nil
}

// isSample reports whether a file shows what could be set, and sets nothing.
func isSample(base string) bool {
	for _, end := range []string{".example", ".sample", ".dist", ".template", ".tmpl", ".tpl"} {
		if strings.HasSuffix(base, end) {
			return true
		}
	}
	return strings.Contains(base, ".example.") || strings.Contains(base, ".sample.")
}

var (
	dockerEnv   = lazyregexp.New(`(?m)^\s*(?i:ENV)\s+([A-Za-z_]\w*)(?:=|\s+)"?([^"\s]*)"?`)
	shellExport = lazyregexp.New(`(?m)^\s*(?:export\s+)?([A-Za-z_]\w*)\s*=\s*"?([^"\s#]*)"?`)
	variable    = lazyregexp.New(`^\$\{?([A-Za-z_]\w*)(?::?-([^}]*))?\}?$`)
)

// withLines returns what a script or Dockerfile sets, with the variables of which its facts do not say the value.
func withLines(f *source.File, pattern *lazyregexp.Regexp, l Layer) ([]Value, error) {
	all, err := program(f)
	if err != nil {
		return nil, err
	}
	for _, v := range lines(f, pattern, l) {
		if !slices.ContainsFunc(all, func(other Value) bool { return other.Name == v.Name }) {
			all = append(all, v)
		}
	}
	return all, nil
}

// lines returns what the lines of a file that fit a pattern set.
func lines(f *source.File, pattern *lazyregexp.Regexp, l Layer) []Value {
	var all []Value
	for _, m := range pattern.FindAllSubmatchIndex(f.Content, maxLines) {
		text := string(f.Content[m[4]:m[5]])
		all = append(all, Value{Name: string(f.Content[m[2]:m[3]]), Text: text, Is: text, IsKnown: !strings.ContainsAny(text, "$`"), Layer: l, At: f.Span(m[2], m[5])})
	}
	return all
}
