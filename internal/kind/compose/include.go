package compose

import (
	"fmt"
	"maps"
	"path"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// maxIncluded bounds how many projects are included, each counted as often as it is: two includes in each of thirty files that
// include each other in turn would be a thousand million.
const maxIncluded = 1000

// include returns the layer on top of the projects that it includes.
func (p *project) include(includes, layer *source.Node) *source.Node {
	for _, item := range toTexts(nil, includes).Items {
		include := toKey("path")(&canonical{project: p}, item.Value)
		if model := p.includeOne(include); model != nil {
			layer = p.merge(without(without(model, "name"), "version"), layer)
		}
	}
	return layer
}

// includeOne returns the effective model of one included project, or nil when it cannot be read.
func (p *project) includeOne(include *source.Node) *source.Node {
	paths := texts(include.Get("path"))
	if len(paths) == 0 {
		return nil
	}
	for i, file := range paths {
		if source.IsUnknown(file) {
			p.unassessed(include.Span, "which file is included depends on "+source.UnknownVariable(file)+
				", which has no value here: what it says is unknown")
			return nil
		}
		if isRemote(file) {
			p.unassessed(include.Span, "the included file is not in the scanned root: what it says is unknown")
			return nil
		}
		if paths[i] = p.resolve(file); slices.Contains(p.loading, paths[i]) {
			p.refuse(include, fmt.Sprintf("%s includes itself", paths[i]))
			return nil
		}
	}
	if p.included++; p.included > maxIncluded {
		if p.included == maxIncluded+1 {
			p.problem(include.Span, finding.Error, fmt.Sprintf("the project has more than %d included projects: the rest is not followed", maxIncluded), "")
		}
		return nil
	}
	sub := p.subproject(include, paths[0])
	model, err := sub.load(paths...)
	if err != nil {
		p.problem(include.Span, finding.Error, "the included file cannot be read: "+err.Error(), "")
		return nil
	}
	for _, file := range paths {
		if !slices.Contains(p.includes, file) {
			p.includes = append(p.includes, file)
		}
	}
	return model
}

// subproject returns the project of an included file, with its own directory and variables; those around it win.
func (p *project) subproject(include *source.Node, file string) *project {
	sub := &project{
		assembly: p.assembly, dir: path.Dir(file), env: map[string]string{},
		loading: slices.Clone(p.loading), bases: map[string]*source.Node{},
	}
	if dir := include.Get("project_directory").Str(); dir != "" {
		sub.dir = p.resolve(dir)
	}
	if files := texts(include.Get("env_file")); len(files) > 0 {
		for _, file := range files {
			maps.Copy(sub.env, p.readEnv(p.resolve(file), true, p.env))
		}
	} else {
		sub.env = p.readEnv(path.Join(sub.dir, ".env"), false, p.env)
	}
	maps.Copy(sub.env, p.env)
	return sub
}

// resolve returns a path of the project relative to the scanned root; an absolute path stays as it is.
func (p *project) resolve(file string) string {
	if path.IsAbs(file) {
		return file
	}
	return path.Join(p.dir, file)
}

// texts returns the strings of a scalar or of a list.
func texts(n *source.Node) []string {
	if n == nil {
		return nil
	}
	if n.Kind != source.Sequence {
		return []string{n.Text}
	}
	list := make([]string, 0, len(n.Items))
	for _, item := range n.Items {
		list = append(list, item.Value.Text)
	}
	return list
}
