// Package server recognises the settings of well-known servers that run beside an application: stores, proxies, dashboards, brokers. The
// table of package settings says what they mean.
package server

import (
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/settings"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "server"

// Kind returns the kind of settings of servers.
func Kind() kind.Kind {
	table := settings.Of(Name)
	return kind.Kind{
		Name:      Name,
		Hints:     table.Hints(),
		Named:     table.HasName,
		IsLoose:   table.HasName,
		Templates: true,
		Format:    source.YAML,
		Own:       []*source.Format{source.INI, source.Lines},
		Reads:     table.Reads,
		Detect:    table.Takes,
		Expand: func(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
			return documents(table, file, roots), nil
		},
		Facts:   (*Facts)(nil),
		Options: options,
	}
}

// documents returns the documents of the trees of a file that have settings of a server.
func documents(table settings.Table, file *source.File, roots []*source.Node) []*source.Document {
	var docs []*source.Document
	for _, root := range roots {
		if found, ok := table.Read(file, root, true); ok {
			docs = append(docs, &source.Document{
				File: file, Kind: Name, Root: root, Files: []*source.File{file}, Listeners: found.Listeners,
				Facts: &Facts{Server: found.Server, images: found.Images},
			})
		}
	}
	return docs
}
