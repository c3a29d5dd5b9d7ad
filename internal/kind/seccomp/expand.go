package seccomp

import (
	"fmt"
	"strconv"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand turns a file into its document. Comments and trailing commas are looked for only in a file that is not JSON: its
// trees were read all the same, because a rule reports them.
func expand(files kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	root := roots[0]
	view, problems := viewOf(root)
	if _, err := files.Parse(file.Path); err != nil {
		if _, extensions, err := source.ReadJWCC(file, source.DefaultLimits()); err == nil && len(extensions) > 0 {
			view["extensions"] = object{"count": len(extensions), "comma": extensions[0].Text() == ",", "path": near(root, extensions[0]).Value()}
		}
	}
	return []*source.Document{{
		File: file, Kind: Name, Root: root, Files: []*source.File{file}, Facts: &Facts{view},
	}}, problems
}

// object is what policies see as an object.
type object = map[string]any

// viewOf returns the view of a tree that detect accepts, and what of it could not be looked at.
func viewOf(root *source.Node) (object, []finding.Problem) {
	node, at, format, ok := find(root)
	if !ok {
		return object{"format": formatBare, "path": []any{}, "disabled": true, "string": root.Kind == source.String}, nil
	}
	p := newProfile(node, at, format)
	if !p.truncated {
		return p.view(root), nil
	}
	syscalls, _ := field(node, "syscalls")
	return p.view(root), []finding.Problem{{
		Level: finding.Error, Path: root.Span.File.Path, At: syscalls.Items[len(p.rules)].Value.Span,
		Message: fmt.Sprintf("only the first %d of %d entries are looked at: together they have more names and conditions than a filter can hold", len(p.rules), len(syscalls.Items)),
	}}
}

func (p *profile) view(root *source.Node) object {
	rules := make([]any, len(p.rules))
	for i, r := range p.rules {
		rules[i] = r.view()
	}
	view := object{
		"format": p.format, "path": p.at.Value(), "disabled": p.disabled(), "string": false,
		"default":    object{"name": p.action.name, "class": p.action.class, "path": p.at.Child(p.action.key).Value()},
		"rules":      rules,
		"rules_path": p.rulesAt.Value(),
		"decided":    p.decided(),
		"comment":    comments(p.node),
		"arches":     list(p.arches()),
		"faults":     p.faults(root),
		"arch_key":   p.archKey(),
	}
	if bounding := boundingSet(root); bounding != nil && p.format == formatOCI {
		view["capabilities"] = list(bounding)
	}
	return view
}

// decided returns the decisions by class: each call with the number of the entry that decides.
func (p *profile) decided() object {
	decisions := p.decisions()
	sizes := map[string]int{}
	for _, d := range decisions {
		sizes[d.class]++
	}
	byClass := make(map[string]object, len(sizes))
	view := make(object, len(sizes))
	for class, size := range sizes {
		byClass[class] = make(object, size)
		view[class] = byClass[class]
	}
	for name, d := range decisions {
		byClass[d.class][name] = d.entry
	}
	return view
}

// view returns an entry. It holds no paths, which policies make from the entry's number, and most keys only where there is
// something to say: profiles have hundreds of entries.
func (r *rule) view() object {
	args := make([]any, len(r.args))
	for i, a := range r.args {
		args[i] = object{"index": a.index, "op": a.op, "value": exact(a.value), "value_two": exact(a.second)}
	}
	view := object{
		"names": r.names, "action": r.action.name, "class": r.action.class, "args": args, "in_force": r.inForce, "always": r.always,
	}
	if r.skipped {
		view["skipped"] = true
	}
	if r.repeats() {
		view["repeats"], view["covers"] = true, !r.always && coverAll(r.alternatives())
	}
	if includes := r.includes.view(); len(includes) > 0 {
		view["includes"] = includes
	}
	if excludes := r.excludes.view(); len(excludes) > 0 {
		view["excludes"] = excludes
	}
	if places := r.places(); len(places) > 0 {
		view["places"] = places
	}
	return view
}

// view returns what a guard asks for; nil is a guard that asks for nothing.
func (g *guard) view() object {
	if g == nil || len(g.caps)+len(g.arches)+len(g.minKernel) == 0 {
		return nil
	}
	view := object{}
	if len(g.caps) > 0 {
		view["caps"] = g.caps
	}
	if len(g.arches) > 0 {
		view["arches"] = g.arches
	}
	if g.minKernel != "" {
		view["min_kernel"] = g.minKernel
	}
	return view
}

// exact returns a number that policies see as it is: those beyond 63 bits are text, for to_number.
func exact(u uint64) any {
	if i := int64(u); i >= 0 {
		return i
	}
	return strconv.FormatUint(u, 10)
}

func list(names []called) []any {
	l := make([]any, len(names))
	for i, c := range names {
		l[i] = object{"name": c.name, "path": c.at.Value()}
	}
	return l
}

// maxArches is how many architectures are looked at: more than there are.
const maxArches = 100

// arches returns the architectures that the profile lists, those of archMap with their sub-architectures.
func (p *profile) arches() []called {
	found := texts(p.node, p.at, "architectures")
	archMap, key := field(p.node, "archMap")
	if archMap == nil {
		return found[:min(len(found), maxArches)]
	}
	for i, item := range archMap.Items {
		at := p.at.Child(key).Child(i)
		if arch, archKey := field(item.Value, "architecture"); arch.Str() != "" {
			found = append(found, called{arch.Str(), at.Child(archKey)})
		}
		found = append(found, texts(item.Value, at, "subArchitectures")...)
	}
	return found[:min(len(found), maxArches)]
}

// archKey says which of the two keys for architectures are filled.
func (p *profile) archKey() string {
	architectures, _ := field(p.node, "architectures")
	archMap, _ := field(p.node, "archMap")
	switch listed, mapped := architectures != nil && len(architectures.Items) > 0, archMap != nil && len(archMap.Items) > 0; {
	case listed && mapped:
		return "both"
	case listed:
		return "architectures"
	case mapped:
		return "archMap"
	}
	return ""
}

// boundingSet returns the capabilities that a runtime's config.json gives the process, nil when it does not say.
func boundingSet(root *source.Node) []called {
	capabilities := root.At("process", "capabilities")
	if capabilities.Get("bounding") == nil {
		return nil
	}
	return append([]called{}, texts(capabilities, source.Path{"process", "capabilities"}, "bounding")...)
}

// near returns the path of what a comment or comma stands beside: in the innermost value around it, what follows it or, at
// the end, what it follows.
func near(n *source.Node, at source.Span) source.Path {
	path := inside(n, at)
	n = n.At(path...)
	var last any
	for _, e := range n.Entries {
		if last = e.Key; at.Start.Before(e.KeySpan.Start) {
			break
		}
	}
	for i, item := range n.Items {
		if last = i; at.Start.Before(item.Value.Span.Start) {
			break
		}
	}
	if last == nil {
		return path
	}
	return append(path, last)
}

// inside returns the path of the innermost value around a place.
func inside(n *source.Node, at source.Span) source.Path {
	var path source.Path
	for {
		step, child := around(n, at)
		if child == nil {
			return path
		}
		path, n = append(path, step), child
	}
}

func around(n *source.Node, at source.Span) (step any, child *source.Node) {
	for _, e := range n.Entries {
		if e.KeySpan.To(e.Value.Span).Covers(at) {
			return e.Key, e.Value
		}
	}
	for i, item := range n.Items {
		if item.Value.Span.Covers(at) {
			return i, item.Value
		}
	}
	return nil, nil
}
