package load

import (
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// maxFragments bounds how much configuration in the code of one program is looked at, maxInside how deep it is looked for.
const (
	maxFragments = 500
	maxInside    = 8
)

// fragment is configuration that a program writes out in its code, with the documents that it is.
type fragment struct {
	kind.Fragment
	documents []*source.Document
}

// openFragments adds the documents that programs write out in their code. What a part of the code is used for as a whole is judged
// there and not by itself.
func (s *recorder) openFragments(o *outcome, docs []*source.Document, kinds []kind.Kind) {
	for _, doc := range slices.Clone(docs) {
		writer, ok := doc.Facts.(kind.Writer)
		if !ok {
			continue
		}
		var found []fragment
		for _, f := range writer.Fragments() {
			if len(found) == maxFragments {
				break
			}
			if docs := s.fragmentDocuments(f, kinds, 0); len(docs) > 0 {
				found = append(found, fragment{f, docs})
			}
		}
		for _, f := range found {
			if !isPartOfAnother(f, found) && !isVariant(f, found) {
				s.addFragment(o, doc, f, kinds)
			}
		}
	}
}

// isPartOfAnother reports whether another fragment is made of one.
func isPartOfAnother(f fragment, all []fragment) bool {
	return f.Own != nil && slices.ContainsFunc(all, func(other fragment) bool { return other.Own != f.Own && other.Parts[f.Own] })
}

// isVariant reports whether a fragment is what a function of the program makes of something that is not known, where the program calls the
// function with what is known, too.
func isVariant(f fragment, all []fragment) bool {
	if f.Own != nil || !hasUnknown(f.Root) {
		return false
	}
	for part := range f.Parts {
		if !slices.ContainsFunc(all, func(other fragment) bool { return other.Parts[part] && !hasUnknown(other.Root) }) {
			return false
		}
	}
	return true
}

// hasUnknown reports whether anything in a tree is not known. Trees of programs have no aliases.
func hasUnknown(n *source.Node) bool {
	return n.IsUnknown() || n.Tag == source.Unclear ||
		slices.ContainsFunc(n.Entries, func(e source.Entry) bool { return hasUnknown(e.Value) }) ||
		slices.ContainsFunc(n.Items, func(item source.Item) bool { return hasUnknown(item.Value) })
}

func (s *recorder) addFragment(o *outcome, parent *source.Document, f fragment, kinds []kind.Kind) {
	for i, doc := range f.documents {
		doc.ID = parent.ID + "#" + f.Path.String()
		if i > 0 {
			doc.ID += "#" + strconv.Itoa(i+1)
		}
		doc.Inset, doc.IsFragment = &source.Inset{Document: parent.ID, Path: f.Path}, true
		doc.Tags = append(doc.Tags, tagsOf(f.File.Path, o.base)...)
		o.documents = append(o.documents, doc)
	}
	s.openInsets(o, f.documents, kinds)
}

// fragmentDocuments returns the documents that a tree in code is, or that parts of it are.
func (s *recorder) fragmentDocuments(f kind.Fragment, kinds []kind.Kind, depth int) []*source.Document {
	if f.Root.Kind == source.String {
		return s.writtenText(f, kinds, depth)
	}
	for i := range kinds {
		if docs := s.ofKind(&kinds[i], f); len(docs) > 0 {
			return docs
		}
	}
	if depth == maxInside {
		return nil
	}
	var docs []*source.Document
	inside := func(name string, n *source.Node, via source.Span) {
		if n.Kind == source.String && !strings.Contains(n.Str(), "\n") || len(docs) >= maxFragments {
			return
		}
		part := f
		part.Name, part.Root = name, n
		if !via.IsZero() {
			part.Used = via
		}
		docs = append(docs, s.fragmentDocuments(part, kinds, depth+1)...)
	}
	for _, e := range f.Root.Entries {
		inside(e.Key, e.Value, e.Via)
	}
	for _, item := range f.Root.Items {
		inside("", item.Value, item.Via)
	}
	return docs
}

// ofKind returns the documents of a kind that a tree in code is.
func (s *recorder) ofKind(k *kind.Kind, f kind.Fragment) []*source.Document {
	switch {
	case k.Fragment != nil:
		return k.Fragment(s, f)
	case k.Program != nil || k.Format.IsOwn() || !k.Detect(f.Root, false) || f.Root.IsUnclear(): // each part decides what another is
		return nil
	}
	docs, _ := k.Expand(s, f.File, []*source.Node{f.Root})
	return docs
}

// writtenText returns the documents that a text in code is as a file.
func (s *recorder) writtenText(f kind.Fragment, kinds []kind.Kind, depth int) []*source.Document {
	if depth == maxInside {
		return nil
	}
	roots, err := source.ReadText(f.Root, source.DefaultLimits())
	isTree := func(root *source.Node) bool {
		return root != nil && (root.Kind == source.Mapping || root.Kind == source.Sequence)
	}
	if err != nil || !slices.ContainsFunc(roots, isTree) { // something else, or a part of what is put together elsewhere
		if strings.Contains(f.Root.Str(), "function envoy_on_re") {
			return s.writtenCode(f, kinds)
		}
		return nil
	}
	var docs []*source.Document
	for _, root := range roots {
		if !isTree(root) {
			continue
		}
		part := f
		part.Root = root
		docs = append(docs, s.fragmentDocuments(part, kinds, depth+1)...)
	}
	return docs
}

// writtenCode returns the document of a program for Envoy that is a text in code.
func (s *recorder) writtenCode(f kind.Fragment, kinds []kind.Kind) []*source.Document {
	i := slices.IndexFunc(kinds, func(k kind.Kind) bool { return k.Embedded != nil })
	if i < 0 {
		return nil
	}
	if doc, _ := kinds[i].Embedded(f.Root, source.Lua); doc != nil {
		return []*source.Document{doc}
	}
	return nil
}
