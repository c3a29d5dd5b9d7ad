package compose

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// maxExtends bounds how long a chain of extends may be.
const maxExtends = 1000

// maxInherited bounds how many values the services of one project may have by extends: a chain can grow with its square.
const maxInherited = 250_000

// extendAll returns the layer with every `extends` of its services resolved.
func (p *project) extendAll(file string, layer *source.Node) *source.Node {
	p.extended = map[string]*source.Node{}
	services := layer.Get("services")
	if services == nil {
		return layer
	}
	resolved := *services
	resolved.Entries = slices.Clone(services.Entries)
	for i, e := range resolved.Entries {
		if e.Value.Get("extends") != nil {
			resolved.Entries[i].Value = p.extend(file, &resolved, e.Key, nil)
		}
	}
	return withEntry(layer, source.Entry{Key: "services", KeySpan: entryKeySpan(layer, "services"), Value: &resolved})
}

// extend returns one service with its base merged under it. chain names the services on the way here.
func (p *project) extend(file string, services *source.Node, name string, chain []string) *source.Node {
	service := services.Get(name)
	extends := service.Get("extends")
	if extends == nil {
		return service
	}
	own := without(service, "extends")
	link := file + " " + name
	if known := p.extended[link]; known != nil {
		return known
	}
	if slices.Contains(chain, link) {
		p.refuse(extends, fmt.Sprintf("service %q extends itself through %s", name, strings.Join(append(chain, link), ", ")))
		return own
	}
	if len(chain) > maxExtends {
		p.refuse(extends, fmt.Sprintf("service %q stands behind more than %d others that extend each other", name, maxExtends))
		return own
	}
	file, services, ok := p.among(file, services, extends)
	if !ok {
		return own
	}
	ref := extends.Get("service").Str()
	if services.Get(ref) == nil {
		p.refuse(extends, fmt.Sprintf("service %q extends service %q, which %s does not have", name, ref, file))
		return own
	}
	base := p.extend(file, services, ref, append(chain, link))
	merged := p.mergeService(stripResets(removeTagged(base, own)), stripResets(own))
	before := p.inherited
	if p.inherited += size(merged); p.inherited > maxInherited {
		if before <= maxInherited {
			p.problem(extends.Span, finding.Error, fmt.Sprintf("extends makes more than %d values of this project: the rest is not followed", maxInherited), "")
		}
		merged = own
	}
	p.extended[link] = merged
	return merged
}

// size counts the values of a tree.
func size(n *source.Node) int {
	count := 1
	for _, e := range n.Entries {
		count += size(e.Value)
	}
	for _, item := range n.Items {
		count += size(item.Value)
	}
	return count
}

// among returns the services among which the base is to be found, and their file.
func (p *project) among(file string, services, extends *source.Node) (string, *source.Node, bool) {
	ref := extends.Get("file")
	if ref.Str() == "" {
		return file, services, true
	}
	if ref.IsUnknown() {
		p.unassessed(ref.Span, "which file is extended depends on "+source.UnknownVariable(ref.Str())+
			", which has no value here: what it says is unknown")
		return "", nil, false
	}
	if isRemote(ref.Str()) {
		p.unassessed(ref.Span, "the extended file is not in the scanned root: what it says is unknown")
		return "", nil, false
	}
	target := path.Join(path.Dir(file), ref.Str())
	if path.IsAbs(ref.Str()) {
		target = ref.Str()
	}
	if known, ok := p.bases[target]; ok {
		return target, known, true
	}
	roots, err := p.parse(target)
	if err != nil {
		p.problem(ref.Span, finding.Error, "the extended file cannot be read: "+err.Error(), "")
		return "", nil, false
	}
	var model *source.Node
	for _, root := range roots {
		model = p.overlay(model, p.canonical(path.Dir(target), p.prepare(target, root)))
	}
	if model == nil {
		model = newMapping(ref)
	}
	p.bases[target] = model.Get("services")
	return target, p.bases[target], true
}

// isRemote reports whether a reference is one that compose would fetch: a URL, a Git or an OCI reference.
func isRemote(ref string) bool {
	return strings.Contains(ref, "://") || strings.HasPrefix(ref, "git@") || strings.HasPrefix(ref, "github.com/") || strings.Contains(ref, ".git#")
}
