// Package server recognises the settings of well-known servers that run beside an application: stores, proxies, dashboards, brokers.
// A table of products says how their files are called, what they listen on, and what a setting means. It decides nothing about security
// beyond these meanings.
package server

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "server"

// Kind returns the kind of settings of servers.
func Kind() kind.Kind {
	return kind.Kind{
		Name:      Name,
		Hints:     hints(),
		Named:     func(base string) bool { return len(namedLike(base)) > 0 },
		Format:    source.YAML,
		IsLoose:   true,
		Templates: true,
		// The settings of ASP.NET are JSON with comments.
		Comments: true,
		Own:      []*source.Format{source.INI, source.Properties, source.Lines},
		Reads:    reads,
		Detect:   func(root *source.Node, named bool) bool { return productOf(root, "", named) != nil },
		Expand:   expand,
		Facts:    (*Facts)(nil),
		Options:  options,
	}
}

// namedLike returns the products whose files have such a base name.
func namedLike(base string) []*product {
	base = strings.ToLower(source.CutTemplate(base))
	var found []*product
	for _, p := range products() {
		if p.named.MatchString(base) {
			found = append(found, p)
		}
	}
	return found
}

// reads returns the format of a file by its name where the extension is that of other programs as well.
func reads(base string) *source.Format {
	for _, p := range namedLike(base) {
		if p.format != nil && p.format != source.FormatOf(base) {
			return p.format
		}
	}
	return nil
}

// hints are words of which a file without a telling name has one.
func hints() []string {
	var all []string
	for _, p := range products() {
		all = append(all, p.Hints...)
	}
	return all
}

// productOf returns the product whose settings a tree has, nil for none. base is the name of the file, "" where it is not known. Where
// the name tells a product, one of its marks is enough; else all settings of one of its shapes are needed.
func productOf(root *source.Node, base string, named bool) *product {
	if root == nil {
		return nil
	}
	if _, ok := kind.ManifestKind(root); ok {
		return nil
	}
	for _, p := range products() {
		isLike := named && (base == "" || p.named.MatchString(strings.ToLower(base)))
		if p.takes(root, isLike) {
			return p
		}
	}
	return nil
}

func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	base := source.CutTemplate(path.Base(file.Path))
	isNamed := len(namedLike(base)) > 0
	var docs []*source.Document
	for _, root := range roots {
		p := productOf(root, base, isNamed)
		if p == nil {
			p = productOf(root, "", true) // what names the file says that it is one
		}
		if p != nil {
			docs = append(docs, document(p, file, root))
		}
	}
	return docs, nil
}

// document returns the document of the settings of a product.
func document(p *product, file *source.File, root *source.Node) *source.Document {
	settings := p.settings(root)
	found, listeners := p.judge(settings)
	return &source.Document{
		File: file, Kind: Name, Root: root, Files: []*source.File{file}, Listeners: listeners,
		Facts: &Facts{images: p.Images, Server: Server{Product: p.Name, Title: p.Title, Store: p.Store, Settings: found}},
	}
}
