package mediamtx

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand turns the tree of a file into a document. MediaMTX reads one YAML document from a file and refuses more.
func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	for _, root := range roots {
		if detect(root, true) {
			docs = append(docs, document(file, root))
		}
	}
	return docs, nil
}

func document(file *source.File, root *source.Node) *source.Document {
	every := scopes(root)
	found := keys(root, every)
	s, first, last := releases(found)
	top := settings(root, s)
	context := map[string]any{
		"versions":      map[string]any{"min": int(s.since), "until": int(s.until)},
		"settings":      settingsContext(top.written),
		"users":         usersContext(users(root, every)),
		"paths":         pathsContext(every),
		"path_defaults": pathDefaults(s),
		"unknown":       []any{},
		"outdated":      []any{},
		"conflict":      []any{},
	}
	top.defaultsContext(context)
	for _, k := range found {
		switch inPath := len(k.at) > 0; {
		case k.word == nil:
			context["unknown"] = append(context["unknown"].([]any), k.unknown(inPath))
		case k.word.superseded != 0 && !k.null:
			context["outdated"] = append(context["outdated"].([]any), k.outdated())
		}
	}
	if first != nil {
		context["conflict"] = []any{map[string]any{
			"path": first.path(), "key": first.name, "until": int(first.word.span.until),
			"with": last.path(), "newer": last.name, "since": int(last.word.span.since),
		}}
	}
	return &source.Document{
		File: file, Kind: Name, Root: root, Files: []*source.File{file},
		Facts:     &Facts{context},
		Listeners: listeners(top),
	}
}

func usersContext(all []user) []any {
	list := make([]any, len(all))
	for i, u := range all {
		list[i] = u.context()
	}
	return list
}

func pathsContext(all []*scope) []any {
	list := make([]any, len(all))
	for i, s := range all {
		list[i] = s.context()
	}
	return list
}
