package seccomp

import (
	"errors"
	"fmt"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand turns each profile of a file into a document. Comments and trailing commas are looked for only in a file that is not
// JSON: its trees were read all the same, because a rule reports them.
func expand(files kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	var problems []finding.Problem
	for _, root := range roots {
		if root == nil {
			continue
		}
		found := configsIn(root)
		if len(roots) == 1 && saysNothing(root) {
			found = []config{{root: root, format: formatBare}}
		}
		for _, c := range found {
			if c.err != nil {
				problems = append(problems, unread(c))
				continue
			}
			facts, unseen := factsOf(c)
			problems = append(problems, unseen...)
			docs = append(docs, &source.Document{File: file, Kind: Name, Root: c.root, Files: []*source.File{file}, Facts: &Facts{facts}})
		}
	}
	if _, err := files.Parse(file.Path); err != nil && len(docs) == 1 {
		docs[0].Facts.(*Facts).Seccomp.Extensions = extensionsOf(file, docs[0].Root)
	}
	return docs, problems
}

// extensionsOf returns what a file has that JSON does not know, nil for nothing.
func extensionsOf(file *source.File, root *source.Node) *Extensions {
	_, extensions, err := source.ReadJWCC(file, source.DefaultLimits())
	if err != nil || len(extensions) == 0 {
		return nil
	}
	return &Extensions{len(extensions), extensions[0].Text() == ",", near(root, extensions[0])}
}

// unread says that a text of a ConfigMap could not be read.
func unread(c config) finding.Problem {
	p := finding.Problem{Level: finding.Warning, Path: c.root.Span.Path(), At: c.root.Span, Message: c.err.Error()}
	if syntax := (*source.SyntaxError)(nil); errors.As(c.err, &syntax) {
		p.At, p.Message = syntax.At, syntax.Message
	}
	p.Message = "looks like seccomp, but " + p.Message
	return p
}

// factsOf returns what a profile comes to, and what of it could not be looked at.
func factsOf(c config) (Profile, []finding.Problem) {
	if c.node == nil {
		return Profile{Format: c.format, Disabled: true, String: c.root.Kind == source.String}, nil
	}
	p := newProfile(c)
	if !p.truncated {
		return p.facts(), nil
	}
	syscalls, _ := field(p.node, "syscalls")
	return p.facts(), []finding.Problem{{
		Level: finding.Error, Path: p.root.Span.Path(), At: syscalls.Items[len(p.rules)].Value.Span,
		Message: fmt.Sprintf("only the first %d of %d entries are looked at: together they have more names and conditions than a filter can hold", len(p.rules), len(syscalls.Items)),
	}}
}

func (p *profile) facts() Profile {
	rules := make([]Rule, len(p.rules))
	for i, r := range p.rules {
		rules[i] = r.Rule
	}
	facts := Profile{
		Format: p.format, Name: p.name, Base: p.base, Path: p.at, Disabled: p.disabled(),
		Default: &DefaultAction{p.action.name, p.action.class, p.at.Child(p.action.key)},
		Rules:   rules, RulesPath: p.rulesAt, Decided: p.decided(), Comment: comments(p.node),
		Arches: p.arches(), ArchKey: p.archKey(), Faults: p.faults(), HasListener: p.hasListener(),
	}
	if p.format == formatOCI {
		facts.Capabilities = boundingSet(p.root)
	}
	return facts
}

// hasListener reports whether something is there to answer for SCMP_ACT_NOTIFY: the agent at listenerPath, or for crun what
// annotations of the container name (https://github.com/containers/crun/blob/1.29.1/crun.1.md).
func (p *profile) hasListener() bool {
	if path, _ := field(p.node, "listenerPath"); path.Str() != "" {
		return true
	}
	annotations := p.root.Get("annotations")
	return p.format == formatOCI &&
		(annotations.Get("run.oci.seccomp.receiver").Str() != "" || annotations.Get("run.oci.seccomp.plugins").Str() != "")
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
