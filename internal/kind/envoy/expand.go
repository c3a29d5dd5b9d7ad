package envoy

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand turns each tree of a file into a document; a Kubernetes manifest gives one for each configuration inside it. Envoy
// reads the first YAML document of a file and no other.
func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	var problems []finding.Problem
	first := len(roots) > 0 && isConfig(roots[0])
	for i, root := range roots {
		switch {
		case isConfig(root) && first && i > 0:
			problems = append(problems, secondDocument(file, root))
		case isConfig(root):
			docs = append(docs, document(file, root))
		}
		for _, manifest := range kind.Manifests(root) {
			if !holds(manifest) {
				continue
			}
			name, _ := kind.ManifestKind(manifest)
			for _, found := range manifests[name](file, manifest) {
				if found.document == nil {
					problems = append(problems, found.problem)
				} else {
					docs = append(docs, found.document)
				}
			}
		}
	}
	return docs, problems
}

// isConfig reports whether a tree is Envoy configuration itself and not a manifest around it.
func isConfig(root *source.Node) bool {
	_, manifest := kind.ManifestKind(root)
	return !manifest && detect(root, false)
}

// secondDocument says that a YAML document is not read.
func secondDocument(file *source.File, root *source.Node) finding.Problem {
	return finding.Problem{
		Level: finding.Warning, Path: file.Path, At: root.Span,
		Message: "Envoy reads the first YAML document of a file only: this one is not assessed",
		Hint:    "move it into a file of its own, or remove it",
	}
}

// document reads a tree and looks for what policies want to see. A list of resources is read as a discovery file.
func document(file *source.File, root *source.Node) *source.Document {
	if root.Kind == source.Sequence {
		start := source.Span{File: root.Span.File, Start: root.Span.Start, End: root.Span.Start}
		root = &source.Node{Kind: source.Mapping, Span: root.Span, Entries: []source.Entry{
			{Key: "resources", KeySpan: start, Value: root},
		}}
	}
	r := newReader()
	w := newWalker(r.root(root), r)
	w.walk(w.root, nil, outside)
	return w.document(file)
}

// root reads the tree of a file by what it is: a bootstrap, what a discovery service would send, a dump, or one resource.
func (r *reader) root(root *source.Node) *source.Node {
	switch {
	case isTyped(root):
		return r.loose(root, nil)
	case bootstrap(root):
		return r.as(root, msgBootstrap, nil)
	case root.Get("configs") != nil:
		return r.as(root, msgConfigDump, nil)
	case root.Get("resources") != nil && shape(root) == "":
		return r.discovery(root)
	}
	return r.resource(root, nil)
}

// discovery reads a discovery response. Envoy wants the types of its resources; files for other readers leave them out.
func (r *reader) discovery(root *source.Node) *source.Node {
	fresh := *root
	fresh.Entries = make([]source.Entry, 0, len(root.Entries))
	for _, e := range root.Entries {
		if e.KeyTag == ignored {
			continue
		}
		if e.Key == "resources" && e.Value.Kind == source.Sequence {
			list := *e.Value
			list.Items = make([]source.Item, len(e.Value.Items))
			for i, item := range e.Value.Items {
				list.Items[i] = source.Item{Value: r.resource(item.Value, source.Path{"resources", i}), Via: item.Via}
			}
			e.Value = &list
		} else if e.Key == "resources" {
			e.Value = r.resource(e.Value, source.Path{"resources"})
		}
		fresh.Entries = append(fresh.Entries, e)
	}
	return &fresh
}

func (w *walker) document(file *source.File) *source.Document {
	w.finishContexts()
	w.finishFilters()
	return &source.Document{
		File: file, Kind: "envoy", Root: w.root, Files: []*source.File{file},
		Facts:     &Facts{Envoy: w.Lists, Lua: w.lua, LuaFiles: w.luaFiles, reached: reach(&w.Lists), insets: insetsOf(w.root, w.lua)},
		Listeners: listenersOf(&w.Lists),
	}
}

// finishFilters says which filters are off for good, and what the filter of an override is that has no configuration, once all
// filters and routes of the file are known.
func (w *walker) finishFilters() {
	on, extensions := map[string]bool{}, map[string]string{}
	for _, f := range w.HTTPFilters {
		extensions[f.Name] = f.Extension
	}
	for i := range w.Overrides {
		if o := &w.Overrides[i]; o.Type == "" && extensions[o.Filter] != "" {
			o.Extension = extensions[o.Filter]
		}
	}
	for _, o := range w.Overrides {
		if !o.Disabled {
			on[o.Filter] = true
		}
	}
	for i := range w.HTTPFilters {
		f := &w.HTTPFilters[i]
		f.Disabled = f.IsOff && !on[f.Name]
	}
}
