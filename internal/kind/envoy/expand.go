package envoy

import (
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand turns each tree of a file into a document; a Kubernetes manifest gives one for each configuration inside it.
func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	var problems []finding.Problem
	for _, root := range roots {
		switch name, ok := kubernetesKind(root); {
		case !ok && detect(root, false):
			docs = append(docs, document(file, root))
		case ok && name == "EnvoyFilter":
			docs = append(docs, patchViews(normalise(root)).document(file))
		case ok:
			for _, inner := range embedded(root) {
				if inner.root == nil {
					problems = append(problems, inner.problem)
					continue
				}
				docs = append(docs, document(file, inner.root))
			}
		}
	}
	return docs, problems
}

// document normalises a tree and looks for what policies want to see. A list of resources is read as a discovery file.
func document(file *source.File, root *source.Node) *source.Document {
	if root.Kind == source.Sequence {
		start := source.Span{File: root.Span.File, Start: root.Span.Start, End: root.Span.Start}
		root = &source.Node{Kind: source.Mapping, Span: root.Span, Entries: []source.Entry{
			{Key: "resources", KeySpan: start, Value: root},
		}}
	}
	return newViews(normalise(root)).document(file)
}

// newViews looks through a normalised tree.
func newViews(root *source.Node) *views {
	v := &views{root: root, secrets: map[string]source.Path{}}
	v.walk(root, nil, roleResource, outside)
	v.judgeContexts()
	return v
}

func (v *views) document(file *source.File) *source.Document {
	return &source.Document{
		File: file, Kind: "envoy", Root: v.root, Files: []*source.File{file},
		Facts:     &Facts{Envoy: v.context(), Lua: v.lua, LuaFiles: v.luaFiles},
		Listeners: v.listenersOf(),
	}
}

// listenersOf returns where Envoy listens, as far as the addresses are known.
func (v *views) listenersOf() []source.Listener {
	var found []source.Listener
	for _, o := range slices.Concat(v.listeners, v.admins) {
		class := o["class"].(string)
		if class == classUnknown || class == classEnvoy {
			continue
		}
		l := source.Listener{Path: source.Path(o["address"].([]any)), Name: o["label"].(string), Protocol: "tcp"}
		if class == classSocket {
			l.Socket = o["host"].(string)
		} else {
			l.Host, l.Port = o["host"].(string), int(o["port"].(int64))
		}
		if o["protocol"] == "UDP" {
			l.Protocol = "udp"
		}
		found = append(found, l)
	}
	return found
}

// TLSContexts returns the TLS contexts of a document that Expand made, in the order of the file.
func TLSContexts(doc *source.Document) []*TLSContext {
	if _, manifest := kubernetesKind(doc.Root); manifest {
		return patchViews(doc.Root).contexts
	}
	return newViews(doc.Root).contexts
}
