package mediamtx

import (
	"sync"

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
	inherit(every, s)
	all := settings(root, s)
	context := map[string]any{
		"versions": map[string]any{"min": int(s.since), "until": int(s.until)},
		"settings": settingsContext(all),
		"servers":  serversContext(),
		"users":    usersContext(users(root, every)),
		"paths":    pathsContext(every),
		"unknown":  []any{},
		"outdated": []any{},
		"conflict": []any{},
	}
	for _, k := range found {
		switch inPath := len(k.path) > 1; {
		case k.word == nil:
			context["unknown"] = append(context["unknown"].([]any), k.unknown(inPath))
		case k.word.superseded != 0 && !k.null:
			context["outdated"] = append(context["outdated"].([]any), k.outdated())
		}
	}
	if first != nil {
		context["conflict"] = []any{map[string]any{
			"path": []any(first.path), "key": first.name, "until": int(first.word.span.until),
			"with": []any(last.path), "newer": last.name, "since": int(last.word.span.since),
		}}
	}
	return &source.Document{
		File: file, Kind: Name, Root: root, Files: []*source.File{file},
		Context:   map[string]any{"mediamtx": context},
		Listeners: listeners(all),
	}
}

func settingsContext(all map[string]setting) map[string]any {
	m := make(map[string]any, len(all))
	for name, s := range all {
		m[name] = s.context()
	}
	return m
}

// serversContext is the same for every file.
var serversContext = sync.OnceValue(func() []any {
	list := make([]any, len(servers))
	for i, s := range servers {
		list[i] = s.context()
	}
	return list
})

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
