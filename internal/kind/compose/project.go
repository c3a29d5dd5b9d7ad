package compose

import (
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/loader"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// maxFiles bounds how many files one project may be made of, extended and included ones counted.
const maxFiles = 500

// assembly is what the projects of one run share: the main project and those it includes.
type assembly struct {
	files kind.Files
	// base is the directory of the main project, to which every host path is made relative.
	base string
	// records tells which nodes were interpolated, and from what.
	records map[*source.Node]*interpolation
	// placeholders are the variables that stand for what templates fill in.
	placeholders map[string]bool
	sources      []*source.File
	problems     []finding.Problem
	// said are the problems that are not to be said again.
	said map[finding.Problem]bool
	// built are the images of Dockerfiles, by what they are built from.
	built map[string]*Build
	// expanded counts the bytes that texts with variables have become.
	expanded int
	// work is what replacing variables has cost, in the unit of maxWork.
	work int
	// inherited counts the values that extends brought into services.
	inherited int
	// inclusions are the models of the included projects, includes are their files. inclusionCount and servicesIncluded are how many
	// projects and services were included, each counted as often as it was, and isCut is set where that was too many.
	inclusions                       map[inclusion]*source.Node
	includes                         []string
	inclusionCount, servicesIncluded int
	isCut                            bool
}

// project is one Compose project while it is being put together.
type project struct {
	*assembly
	// dir is the project directory relative to the scanned root.
	dir string
	env map[string]string
	// loading are the files that this project and those around it are made of, outermost first.
	loading []string
	// bases holds the services of extended files.
	bases map[string]*source.Node
	// extended holds the services of the layer at hand whose extends is resolved, by file and name.
	extended map[string]*source.Node
}

func newProject(files kind.Files, d deployment) *project {
	dir := d.directory()
	p := &project{
		assembly: &assembly{files: files, base: dir, records: map[*source.Node]*interpolation{}, placeholders: map[string]bool{}, built: map[string]*Build{}, inclusions: map[inclusion]*source.Node{}},
		dir:      dir,
		bases:    map[string]*source.Node{},
	}
	p.env = p.readEnvs(dir, d.envFiles)
	if name := projectName(dir); p.env["COMPOSE_PROJECT_NAME"] == "" && name != "" {
		p.env["COMPOSE_PROJECT_NAME"] = name
	}
	return p
}

// projectName returns the name that compose gives to the project of a directory.
func projectName(dir string) string {
	name := path.Base(path.Clean(dir))
	if strings.Trim(name, "abcdefghijklmnopqrstuvwxyz0123456789_-") == "" {
		return strings.TrimLeft(name, "_-") // as for most names; compose-go compiles an expression each time
	}
	return loader.NormalizeProjectName(name)
}

// derived hands the interpolation of one node on to a node made of it.
func (a *assembly) derived(fresh, old *source.Node) *source.Node {
	if record := a.records[old]; record != nil {
		a.records[fresh] = record
	}
	return fresh
}

// refuse notes that compose would not start with what stands at n.
func (a *assembly) refuse(n *source.Node, message string) {
	a.problem(n.Span, finding.Error, "docker compose refuses this: "+message, "correct the file; seclint looked at what it could read of it")
}

func (a *assembly) problem(at source.Span, level finding.Level, message, hint string) {
	a.note(finding.Problem{Level: level, Path: at.Path(), At: at, Message: oneLine(message), Hint: hint})
}

// unassessed notes that a file which the project is made of was not looked at.
func (a *assembly) unassessed(at source.Span, message string) {
	a.note(finding.Problem{Level: finding.Error, Path: at.Path(), At: at, Message: oneLine(message), IsUnassessed: true})
}

func (a *assembly) note(p finding.Problem) {
	if a.said == nil {
		a.said = map[finding.Problem]bool{}
	}
	if !a.said[p] { // a file may be read twice: as the project's and as one that is extended
		a.said[p] = true
		a.problems = append(a.problems, p)
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// readEnvs reads the files of variables of a project, those that a call names or else the .env of its directory. Later ones win.
func (a *assembly) readEnvs(dir string, named []string) map[string]string {
	if len(named) == 0 {
		named = a.files.EnvFiles()
	}
	if len(named) == 0 {
		return a.readEnv(path.Join(dir, ".env"), false, nil)
	}
	env := map[string]string{}
	for _, file := range named {
		maps.Copy(env, a.readEnv(file, true, env))
	}
	return env
}

func (a *assembly) use(f *source.File) {
	if !slices.Contains(a.sources, f) {
		a.sources = append(a.sources, f)
	}
}

// load returns the effective model of a list of files, each overriding the ones before it.
func (p *project) load(files ...string) (*source.Node, error) {
	var model *source.Node
	p.loading = append(p.loading, files...)
	for _, file := range files {
		roots, err := p.parse(file)
		if err != nil {
			return nil, err
		}
		for _, root := range roots {
			model = p.overlay(model, p.layer(file, root))
		}
	}
	return model, nil
}

func (a *assembly) parse(file string) ([]*source.Node, error) {
	roots, err := parse(a.files, file)
	if err != nil {
		return nil, err
	}
	f, err := a.files.Read(file)
	if err != nil {
		return nil, err
	}
	a.use(f)
	if len(a.sources) > maxFiles {
		return nil, fmt.Errorf("the project is made of more than %d files", maxFiles)
	}
	return roots, nil
}

// layer returns one file's tree, interpolated and canonical, on top of what it includes.
func (p *project) layer(file string, root *source.Node) *source.Node {
	root = p.prepare(file, root)
	layer := p.canonical(p.dir, root)
	if includes := root.Get("include"); includes != nil {
		layer = p.include(includes, without(layer, "include"))
	}
	return p.extendAll(file, layer)
}

// prepare interpolates a tree and has compose-go validate it. A file of the first format, with the services at the top, is read like the later ones.
func (p *project) prepare(file string, root *source.Node) *source.Node {
	if root.Get("services") == nil && isV1(root) {
		p.refuse(root, "the services stand at the top, as in the format that Compose V1 dropped support for")
		root = newMapping(root, "services", root)
	}
	if isTemplate(p.files, file) {
		root = p.fillIn(root)
	}
	ip := &interpolator{assembly: p.assembly, placeholders: p.placeholders, env: p.env, records: p.records, done: map[*source.Node]*source.Node{}}
	ip.invalid = func(n *source.Node, err error) {
		if isTooMuch(err) {
			p.problem(n.Span, finding.Error, err.Error()+": it is not followed", "")
			return
		}
		p.refuse(n, "a variable in it is malformed; a literal $ is written $$")
	}
	return p.validate(ip.tree(root))
}

// canonical brings a tree into canonical form; its relative host paths start at dir.
func (p *project) canonical(dir string, root *source.Node) *source.Node {
	c := &canonical{project: p, dir: relative(p.base, dir)}
	return c.tree(root)
}

// relative returns the route from one directory to another, both relative to the scanned root.
func relative(from, to string) string {
	a, b := segments(from), segments(to)
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	return path.Join(strings.Repeat("../", len(a)), path.Join(b...))
}

func segments(dir string) []string {
	if dir = path.Clean(dir); dir == "." {
		return nil
	}
	return strings.Split(dir, "/")
}

// overlay merges a layer onto the model: what the layer tags with !reset or !override is taken away from the model first.
func (p *project) overlay(model, layer *source.Node) *source.Node {
	if model == nil {
		return stripResets(layer)
	}
	return p.merge(removeTagged(model, layer), stripResets(layer))
}

func isReset(n *source.Node) bool    { return n.Tag == "!reset" }
func isReplaced(n *source.Node) bool { return isReset(n) || n.Tag == "!override" }

// removeTagged returns the model without the entries that the layer replaces or resets.
func removeTagged(model, layer *source.Node) *source.Node {
	if model == nil || model.Kind != source.Mapping || layer.Kind != source.Mapping {
		return model
	}
	var tagged map[string]source.Entry // of the layer, where the model has the key too
	known := index(model)
	for _, e := range layer.Entries {
		below, isBelow := known[e.Key]
		if !isBelow {
			continue
		}
		if !isReplaced(e.Value) {
			left := removeTagged(below.Value, e.Value)
			if left == below.Value {
				continue
			}
			below.Value, below.Via = left, source.Span{}
			put(&tagged, below)
			continue
		}
		put(&tagged, source.Entry{Key: e.Key})
	}
	if len(tagged) == 0 {
		return model
	}
	fresh := *model
	fresh.Entries = make([]source.Entry, 0, len(model.Entries))
	for _, e := range model.Entries {
		if other, ok := tagged[e.Key]; ok {
			if e = other; e.Value == nil {
				continue
			}
		}
		fresh.Entries = append(fresh.Entries, e)
	}
	return &fresh
}

func put(entries *map[string]source.Entry, e source.Entry) {
	if *entries == nil {
		*entries = map[string]source.Entry{}
	}
	(*entries)[e.Key] = e
}

// stripResets returns the layer without the entries and items tagged with !reset.
func stripResets(n *source.Node) *source.Node {
	if !hasReset(n) {
		return n
	}
	fresh := *n
	fresh.Entries, fresh.Items = nil, nil
	for _, e := range n.Entries {
		if !isReset(e.Value) {
			e.Value = stripResets(e.Value)
			fresh.Entries = append(fresh.Entries, e)
		}
	}
	for _, item := range n.Items {
		if !isReset(item.Value) {
			item.Value = stripResets(item.Value)
			fresh.Items = append(fresh.Items, item)
		}
	}
	return &fresh
}

func hasReset(n *source.Node) bool {
	return isReset(n) ||
		slices.ContainsFunc(n.Entries, func(e source.Entry) bool { return hasReset(e.Value) }) ||
		slices.ContainsFunc(n.Items, func(i source.Item) bool { return hasReset(i.Value) })
}
