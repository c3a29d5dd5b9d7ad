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
			view["extensions"] = object{"count": len(extensions), "comma": extensions[0].Text() == ",", "path": plain(near(root, extensions[0]))}
		}
	}
	return []*source.Document{{
		File: file, Kind: Name, Root: root, Files: []*source.File{file}, Context: object{"seccomp": view},
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
	decisions := p.decisions()
	decided := make(object, len(decisions))
	for name, d := range decisions {
		decided[name] = object{"class": d.class, "action": d.action, "path": plain(d.at), "rule": plain(d.rule), "kernel": d.kernel}
	}
	rules := make([]any, len(p.rules))
	for i, r := range p.rules {
		rules[i] = r.view()
	}
	view := object{
		"format": p.format, "path": plain(p.at), "disabled": p.disabled(), "string": false,
		"default":  p.action.view(),
		"rules":    rules,
		"decided":  decided,
		"comment":  comments(p.node),
		"arches":   list(p.arches()),
		"faults":   p.faults(root),
		"arch_key": p.archKey(),
	}
	if bounding := boundingSet(root); bounding != nil && p.format == formatOCI {
		view["capabilities"] = list(bounding)
	}
	return view
}

func (r *rule) view() object {
	args := make([]any, len(r.args))
	for i, a := range r.args {
		args[i] = object{"path": plain(a.at), "index": a.index, "op": a.op, "value": exact(a.value), "value_two": exact(a.second)}
	}
	return object{
		"path": plain(r.at), "names": list(r.names), "action": r.action.view(), "args": args,
		"includes": r.includes.view(), "excludes": r.excludes.view(), "comment": comments(r.node),
		"skipped": r.skipped, "in_force": r.inForce, "always": r.always, "repeats": r.repeats(),
		"covers": !r.always && coverAll(r.alternatives()),
	}
}

func (a action) view() object {
	return object{"name": a.name, "class": a.class, "path": plain(a.at)}
}

func (g *guard) view() any {
	if g == nil {
		return nil
	}
	return object{"path": plain(g.at), "caps": list(g.caps), "arches": list(g.arches), "min_kernel": g.minKernel}
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
		l[i] = object{"name": c.name, "path": plain(c.at)}
	}
	return l
}

// plain turns a path into a value that policies can return as it is: never null.
func plain(p source.Path) []any {
	if p == nil {
		return []any{}
	}
	return p
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
