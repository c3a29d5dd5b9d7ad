// Package settings knows well-known servers and frameworks: a table of products says how their files are called, what they listen on, and
// what a setting means. Kinds take the products that are theirs. It decides nothing about security beyond these meanings.
package settings

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Table is the part of the table of products whose documents are of one kind.
type Table struct{ products []*product }

// Of returns the products of a kind.
func Of(kind string) Table {
	return Table{slices.DeleteFunc(slices.Clone(products()), func(p *product) bool { return p.Kind != kind })}
}

// HasName reports whether the files of a product have such a base name.
func (t Table) HasName(base string) bool { return len(t.namedLike(base)) > 0 }

// IsHabit reports whether a base name is that of the settings of any program, and of no product.
func (t Table) IsHabit(base string) bool {
	found := t.namedLike(base)
	return len(found) > 0 && !slices.ContainsFunc(found, func(p *product) bool { return !p.IsAny })
}

// namedLike returns the products whose files have such a base name.
func (t Table) namedLike(base string) []*product {
	base = strings.ToLower(source.CutTemplate(base))
	var found []*product
	for _, p := range t.products {
		if p.isNamed(base) {
			found = append(found, p)
		}
	}
	return found
}

// Reads returns the format of a file by its base name where the extension is that of other programs as well, nil for any other.
func (t Table) Reads(base string) *source.Format {
	for _, p := range t.namedLike(base) {
		if p.format != nil && p.format != source.FormatOf(base) {
			return p.format
		}
	}
	return nil
}

// Hints are words of which a file without a telling name has one.
func (t Table) Hints() []string {
	var all []string
	for _, p := range t.products {
		all = append(all, p.Hints...)
	}
	return all
}

// Takes reports whether a tree has the settings of a product. named says that the name of the file tells one.
func (t Table) Takes(root *source.Node, named bool) bool { return t.productOf(root, "", named) != nil }

// productOf returns the product whose settings a tree has, nil for none. base is the name of the file, "" where it is not known. Where
// the name tells a product, one of its marks is enough; else all settings of one of its shapes are needed.
func (t Table) productOf(root *source.Node, base string, named bool) *product {
	if root == nil {
		return nil
	}
	if _, ok := kind.ManifestKind(root); ok {
		return nil
	}
	for _, p := range t.products {
		isLike := named && (base == "" || p.isNamed(strings.ToLower(base)))
		if p.takes(root, isLike) {
			return p
		}
	}
	return nil
}

// Found is what a tree comes to.
type Found struct {
	Server    Server
	Listeners []source.Listener
	// Images are parts of the names that images of the product have.
	Images []string
}

// Read returns what a tree of a file comes to; ok is false where it has the settings of no product. named says that something which names
// the file may say that it has, whatever it is called.
func (t Table) Read(file *source.File, root *source.Node, named bool) (found Found, ok bool) {
	base := source.CutTemplate(path.Base(file.Path))
	p := t.productOf(root, base, t.HasName(base))
	if p == nil && named {
		p = t.productOf(root, "", true)
	}
	if p == nil {
		return Found{}, false
	}
	said, listeners := p.judge(p.settings(root))
	return Found{Server{Product: p.Name, Title: p.Title, Store: p.Store, Settings: said}, listeners, p.Images}, true
}
