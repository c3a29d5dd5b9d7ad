package mediamtx

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// expand turns the tree of a file, and each text of a manifest, into a document. MediaMTX reads one YAML document from a file and
// refuses more.
func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	var problems []finding.Problem
	for _, root := range roots {
		if isConfiguration(root, true) {
			docs = append(docs, document(file, root))
		}
		insets, unread := insetsIn(root)
		problems = append(problems, unread...)
		for _, inset := range insets {
			doc := document(file, inset.Root)
			doc.Name = inset.Name
			docs = append(docs, doc)
		}
	}
	return docs, problems
}

func document(file *source.File, root *source.Node) *source.Document {
	every := scopes(root)
	found := keys(root)
	s, first, last := releases(found)
	top := settings(root, s)
	c := Configuration{
		Versions:     Versions{s.since, s.until},
		Settings:     top.written,
		Users:        users(root, every),
		Paths:        paths(every),
		PathDefaults: pathDefaults(s),
	}
	top.setDefaults(&c)
	for _, k := range found {
		if k.word == nil {
			c.Unknown = append(c.Unknown, k.unknown())
			continue
		}
		k.refused(&c.Refused)
		if k.word.superseded != 0 && k.value.Kind != source.Null {
			c.Outdated = append(c.Outdated, k.outdated())
		}
	}
	if first != nil {
		c.Conflict = []Conflict{{
			Path: first.path(), Key: first.name, Until: first.word.span.until,
			With: last.path(), Newer: last.name, Since: last.word.span.since,
		}}
	}
	return &source.Document{
		File: file, Kind: Name, Root: root, Files: []*source.File{file},
		Facts:     &Facts{c},
		Listeners: listeners(top, c.Users),
	}
}
