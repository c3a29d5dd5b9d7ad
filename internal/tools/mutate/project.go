package main

import (
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/policies"
)

// project is a root of its own with the files that are mutated.
type project struct {
	name  string
	files map[string][]byte
	// names are the paths of the files that can be mutated, sorted.
	names []string
}

// maxProject bounds the bytes of a project of a corpus: what is large takes the time of many others.
const maxProject = 200_000

// gather returns the projects to mutate: the cases of all fixtures, those of the tests, and the folders of a corpus.
func gather(o options) ([]*project, error) {
	fixtures, err := fs.Glob(policies.FS, "*/*/*.txtar")
	if err != nil {
		return nil, fmt.Errorf("listing the fixtures: %w", err)
	}
	var all []*project
	for _, fixture := range fixtures {
		text, err := fs.ReadFile(policies.FS, fixture)
		if err != nil {
			return nil, fmt.Errorf("reading a fixture: %w", err)
		}
		all = append(all, split(path.Dir(fixture), txtar.Parse(text), 2)...)
	}
	secrets, err := txtar.ParseFile(filepath.Join(o.root, "testdata/secrets.txtar"))
	if err != nil {
		return nil, fmt.Errorf("reading the made-up secrets: %w", err)
	}
	for range 20 { // few projects with many kinds of place
		all = append(all, split("testdata/secrets.txtar", secrets, 1)...)
	}
	for _, folder := range []string{"testdata/stack", "testdata/demo"} {
		p, err := readProject(filepath.Join(o.root, folder))
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	if o.corpus != "" {
		more, err := corpusProjects(o.corpus)
		if err != nil {
			return nil, err
		}
		all = append(all, more...)
	}
	for _, p := range all {
		p.prepare()
	}
	return slices.DeleteFunc(all, func(p *project) bool { return len(p.names) == 0 }), nil
}

// split returns the projects in an archive: the folders at a depth.
func split(name string, archive *txtar.Archive, depth int) []*project {
	byName := map[string]*project{}
	for _, f := range archive.Files {
		steps := strings.SplitN(f.Name, "/", depth+1)
		if len(steps) <= depth {
			continue
		}
		folder := strings.Join(steps[:depth], "/")
		if byName[folder] == nil {
			byName[folder] = &project{name: path.Join(name, folder), files: map[string][]byte{}}
		}
		byName[folder].files[steps[depth]] = f.Data
	}
	var all []*project
	for _, folder := range slices.Sorted(maps.Keys(byName)) {
		all = append(all, byName[folder])
	}
	return all
}

// corpusProjects returns the folders of a corpus that have Compose files, with what is beside these, as far as they are small.
func corpusProjects(corpus string) ([]*project, error) {
	folders, err := os.ReadDir(corpus)
	if err != nil {
		return nil, fmt.Errorf("listing the corpus: %w", err)
	}
	var all []*project
	for _, folder := range folders {
		if !folder.IsDir() {
			continue
		}
		p, err := readProject(filepath.Join(corpus, folder.Name()))
		if errors.Is(err, errLarge) {
			continue
		}
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	return all, nil
}

var errLarge = errors.New("larger than what is mutated")

func readProject(folder string) (*project, error) {
	p := &project{name: filepath.ToSlash(folder), files: map[string][]byte{}}
	size := 0
	err := filepath.WalkDir(folder, func(name string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() {
			return err
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if size += len(content); size > maxProject {
			return errLarge
		}
		inside, err := filepath.Rel(folder, name)
		p.files[filepath.ToSlash(inside)] = content
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", folder, err)
	}
	return p, nil
}

// secretName matches the names of variables whose values are secret whatever is around them.
var secretName = regexp.MustCompile(`^[A-Z_]*(PASSWORD|SECRET_KEY|AUTH_TOKEN)$`)

// prepare plants made-up secrets and lists the files that can be mutated.
func (p *project) prepare() {
	for _, name := range slices.Sorted(maps.Keys(p.files)) {
		format := source.FormatOf(name)
		if format == nil || len(p.files[name]) == 0 {
			continue
		}
		p.files[name] = plant(name, p.files[name], format)
		p.names = append(p.names, name)
	}
}

// plant returns a file with made-up secrets in place of the texts of variables that are secret by their names.
func plant(name string, text []byte, format *source.Format) []byte {
	file := source.NewFile(name, text)
	roots, err := format.Read(file, source.DefaultLimits())
	if err != nil {
		return text
	}
	var spans []source.Span
	walk(roots, func(n *source.Node) {
		for _, e := range n.Entries {
			if v := e.Value; secretName.MatchString(e.Key) && v.Str() != "" && v.Span.Text() == v.Text && !strings.ContainsAny(v.Text, "$\n#") {
				spans = append(spans, v.Span)
			}
		}
	})
	slices.SortFunc(spans, func(a, b source.Span) int { return int(b.Start.Line - a.Start.Line) })
	for i, span := range spans {
		if i > 0 && spans[i-1].Start.Line == span.Start.Line {
			continue
		}
		text = slices.Concat(text[:file.Offset(span.Start)], fmt.Appendf(nil, "zq7planted%d", i), text[file.Offset(span.End):])
	}
	return text
}

// walk visits each node of some trees once.
func walk(roots []*source.Node, visit func(*source.Node)) {
	seen := map[*source.Node]bool{}
	var collect func(n *source.Node)
	collect = func(n *source.Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		visit(n)
		for _, e := range n.Entries {
			collect(e.Value)
		}
		for _, item := range n.Items {
			collect(item.Value)
		}
	}
	for _, root := range roots {
		collect(root)
	}
}
