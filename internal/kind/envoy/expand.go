package envoy

import (
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
			docs = append(docs, walkPatches(normalise(root)).document(file))
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
	return newWalker(normalise(root)).document(file)
}

func (w *walker) document(file *source.File) *source.Document {
	return &source.Document{
		File: file, Kind: "envoy", Root: w.root, Files: []*source.File{file},
		Facts:     &Facts{Envoy: w.Lists, Lua: w.lua, LuaFiles: w.luaFiles, reached: reach(&w.Lists)},
		Listeners: listenersOf(&w.Lists),
	}
}
