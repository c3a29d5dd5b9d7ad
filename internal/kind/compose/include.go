package compose

import (
	"fmt"
	"hash/maphash"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// The bounds of how many projects are included and how many services they bring, each counted as often as it is included: two includes in
// each of thirty files that include each other in turn would be a thousand million.
const (
	maxIncluded         = 1000
	maxIncludedServices = 5000
)

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

// inclusion is an included project: its files, its directory, and a hash of its variables.
type inclusion struct {
	files, dir string
	env        uint64
}

// includeOne returns the effective model of one included project, or nil when it cannot be read. One that several files include is read once.
func (p *project) includeOne(include *source.Node) *source.Node {
	files := p.included(include)
	if len(files) == 0 {
		return nil
	}
	if p.isFull(include) {
		return nil
	}
	p.inclusionCount++
	sub := p.subproject(include, files[0])
	same := inclusion{strings.Join(files, "\x00"), sub.dir, hashOf(sub.env)}
	model, known := p.inclusions[same]
	if !known {
		if model = p.read(sub, include, files); model == nil {
			return nil
		}
		p.inclusions[same] = model
	}
	if services := model.Get("services"); services != nil {
		p.servicesIncluded += len(services.Entries)
	}
	return model
}

// isFull reports whether the project includes as much as is followed, and says so once.
func (p *project) isFull(include *source.Node) bool {
	if p.inclusionCount < maxIncluded && p.servicesIncluded < maxIncludedServices {
		return false
	}
	if !p.isCut {
		p.isCut = true
		p.problem(include.Span, finding.Error, fmt.Sprintf("the project includes more than %d projects or %d services: the rest is not followed", maxIncluded, maxIncludedServices), "")
	}
	return true
}

// read returns the model of an included project, or nil when it cannot be read.
func (p *project) read(sub *project, include *source.Node, files []string) *source.Node {
	model, err := sub.load(files...)
	if err != nil {
		p.problem(include.Span, finding.Error, "the included file cannot be read: "+err.Error(), "")
		return nil
	}
	for _, file := range files {
		if !slices.Contains(p.includes, file) {
			p.includes = append(p.includes, file)
		}
	}
	return model
}

// included returns the files of an included project; none, and says why, when they are not known or include this one.
func (p *project) included(include *source.Node) []string {
	files := texts(include.Get("path"))
	for i, file := range files {
		if source.IsUnknown(file) {
			p.unassessed(include.Span, "which file is included depends on "+source.UnknownVariable(file)+
				", which has no value here: what it says is unknown")
			return nil
		}
		if isRemote(file) {
			p.unassessed(include.Span, "the included file is not in the scanned root: what it says is unknown")
			return nil
		}
		if files[i] = p.resolve(file); slices.Contains(p.loading, files[i]) {
			p.refuse(include, fmt.Sprintf("%s includes itself", files[i]))
			return nil
		}
	}
	return files
}

// hashSeed makes hashes that nobody can foresee.
var hashSeed = maphash.MakeSeed()

// hashOf returns a hash of variables and their values, whatever their order.
func hashOf(env map[string]string) uint64 {
	var sum uint64
	for name, value := range env {
		sum ^= maphash.String(hashSeed, name+"\x00"+value)
	}
	return sum
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
