package seccomp

import (
	"fmt"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand turns a file into its document. Comments and trailing commas are looked for only in a file that is not JSON: its
// trees were read all the same, because a rule reports them.
func expand(files kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	root := roots[0]
	facts, problems := factsOf(root)
	if _, err := files.Parse(file.Path); err != nil {
		if _, extensions, err := source.ReadJWCC(file, source.DefaultLimits()); err == nil && len(extensions) > 0 {
			facts.Extensions = &Extensions{len(extensions), extensions[0].Text() == ",", near(root, extensions[0])}
		}
	}
	return []*source.Document{{
		File: file, Kind: Name, Root: root, Files: []*source.File{file}, Facts: &Facts{facts},
	}}, problems
}

// factsOf returns what a tree that detect accepts comes to, and what of it could not be looked at.
func factsOf(root *source.Node) (Profile, []finding.Problem) {
	node, at, format, ok := find(root)
	if !ok {
		return Profile{Format: formatBare, Disabled: true, String: root.Kind == source.String}, nil
	}
	p := newProfile(node, at, format)
	if !p.truncated {
		return p.facts(root), nil
	}
	syscalls, _ := field(node, "syscalls")
	return p.facts(root), []finding.Problem{{
		Level: finding.Error, Path: root.Span.File.Path, At: syscalls.Items[len(p.rules)].Value.Span,
		Message: fmt.Sprintf("only the first %d of %d entries are looked at: together they have more names and conditions than a filter can hold", len(p.rules), len(syscalls.Items)),
	}}
}

func (p *profile) facts(root *source.Node) Profile {
	rules := make([]Rule, len(p.rules))
	for i, r := range p.rules {
		rules[i] = r.Rule
	}
	facts := Profile{
		Format: p.format, Path: p.at, Disabled: p.disabled(),
		Default: &DefaultAction{p.action.name, p.action.class, p.at.Child(p.action.key)},
		Rules:   rules, RulesPath: p.rulesAt, Decided: p.decided(), Comment: comments(p.node),
		Arches: p.arches(), ArchKey: p.archKey(), Faults: p.faults(root),
	}
	if p.format == formatOCI {
		facts.Capabilities = boundingSet(root)
	}
	return facts
}

// decided returns the decisions by class: each call with the index of the entry that decides.
func (p *profile) decided() map[Class]map[string]int {
	decisions := p.decisions()
	sizes := map[Class]int{}
	for _, d := range decisions {
		sizes[d.class]++
	}
	byClass := make(map[Class]map[string]int, len(sizes))
	for class, size := range sizes {
		byClass[class] = make(map[string]int, size)
	}
	for name, d := range decisions {
		byClass[d.class][name] = d.entry
	}
	return byClass
}

// maxArches is how many architectures are looked at: more than there are.
const maxArches = 100

// arches returns the architectures that the profile lists, those of archMap with their sub-architectures.
func (p *profile) arches() []Mention {
	found := append([]Mention{}, mentions(p.node, p.at, "architectures")...)
	archMap, key := field(p.node, "archMap")
	if archMap == nil {
		return found[:min(len(found), maxArches)]
	}
	for i, item := range archMap.Items {
		at := p.at.Child(key).Child(i)
		if arch, archKey := field(item.Value, "architecture"); arch.Str() != "" {
			found = append(found, Mention{arch.Str(), at.Child(archKey)})
		}
		found = append(found, mentions(item.Value, at, "subArchitectures")...)
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
func boundingSet(root *source.Node) []Mention {
	capabilities := root.At("process", "capabilities")
	if capabilities.Get("bounding") == nil {
		return nil
	}
	return append([]Mention{}, mentions(capabilities, source.Path{"process", "capabilities"}, "bounding")...)
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
