// Package edit makes changes of text of the edits on paths that rules propose, so that everything else in the file stays as it was
// written. It knows the formats and asks the kinds what a short form stands for; it neither reads files nor writes any.
package edit

import (
	"errors"
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Resolver finds out what the fixes of findings come to in the files of their documents.
type Resolver struct {
	docs     map[string][]*source.Document
	files    map[*source.File]*layout
	locators map[*source.Document]*source.Locator
}

// NewResolver returns a resolver for findings about the documents.
func NewResolver(docs []*source.Document) *Resolver {
	r := &Resolver{
		docs: map[string][]*source.Document{}, files: map[*source.File]*layout{}, locators: map[*source.Document]*source.Locator{},
	}
	for _, doc := range docs {
		r.docs[doc.File.Path] = append(r.docs[doc.File.Path], doc)
	}
	return r
}

// Resolve fills in the changes of a finding's fix, or the obstacle.
func (r *Resolver) Resolve(f *finding.Finding) {
	if f.Fix == nil {
		return
	}
	fix := *f.Fix // findings of policies may be remembered
	f.Fix = &fix
	var err error
	if fix.Changes, err = r.changes(f); err != nil {
		fix.Changes, fix.Obstacle = nil, err.Error()
	}
}

// changes returns the changes of a fix in the first document in which they can be made: several may be made of one file.
func (r *Resolver) changes(f *finding.Finding) ([]finding.Change, error) {
	err := errors.New("its document is not at hand")
	for _, doc := range r.docs[f.Document] {
		place := r.locator(doc).Locate(f.Path)
		if place.At != f.At && place.Found > 0 && !place.At.Covers(f.At) {
			continue // another document of the file
		}
		var changes []finding.Change
		if changes, err = r.of(doc, f.Fix.Edits); err == nil {
			return changes, nil
		}
	}
	return nil, err
}

func (r *Resolver) locator(doc *source.Document) *source.Locator {
	if r.locators[doc] == nil {
		r.locators[doc] = source.NewLocator(doc.Root)
	}
	return r.locators[doc]
}

// of returns the changes that edits of a document come to.
func (r *Resolver) of(doc *source.Document, edits []finding.Edit) ([]finding.Change, error) {
	switch {
	case doc.Inset != nil:
		return nil, errors.New("it is a text in another file")
	case doc.IsFragment:
		return nil, errors.New("a program writes it out")
	}
	for _, tag := range doc.Tags {
		if tag.Name == source.TagGenerated {
			return nil, errors.New("a program writes the file")
		}
	}
	e := &editor{resolver: r, doc: doc}
	for _, edit := range edits {
		if err := e.edit(edit); err != nil {
			return nil, fmt.Errorf("%s %s: %w", edit.Kind, edit.Path, err)
		}
	}
	if err := e.removeAll(); err != nil {
		return nil, err
	}
	return e.sorted()
}

// editor collects the changes of one fix.
type editor struct {
	resolver *Resolver
	doc      *source.Document
	changes  []finding.Change
	removals []*spot
	// filled are the short forms that were rewritten already, with what they are now.
	filled map[*source.Node]string
}

func (e *editor) change(at source.Span, text string) {
	if c := (finding.Change{At: at, Text: text}); !slices.Contains(e.changes, c) {
		e.changes = append(e.changes, c)
	}
}

// replace changes the bytes from start up to, not including, end.
func (e *editor) replace(f *source.File, start, end int, text string) {
	e.change(f.Span(start, end), text)
}

// sorted returns the changes in the order of the files. Insertions at one place are joined in the order of the edits.
func (e *editor) sorted() ([]finding.Change, error) {
	slices.SortStableFunc(e.changes, func(a, b finding.Change) int { return compare(a.At, b.At) })
	var joined []finding.Change
	for _, c := range e.changes {
		if n := len(joined); n > 0 && joined[n-1].At.File == c.At.File {
			last := &joined[n-1]
			if last.At == c.At && last.At.Start == last.At.End {
				last.Text += c.Text
				continue
			}
			if c.At.Start.Before(last.At.End) {
				return nil, errors.New("two of its edits change the same text")
			}
		}
		joined = append(joined, c)
	}
	if len(joined) == 0 {
		return nil, errors.New("nothing would change")
	}
	return joined, nil
}

func compare(a, b source.Span) int {
	switch {
	case a.Path() < b.Path():
		return -1
	case a.Path() > b.Path():
		return 1
	case a.Start.Before(b.Start):
		return -1
	case b.Start.Before(a.Start):
		return 1
	case a.End.Before(b.End):
		return -1
	case b.End.Before(a.End):
		return 1
	}
	return 0
}

// edit makes the changes of one edit.
func (e *editor) edit(edit finding.Edit) error {
	t, err := e.target(edit.Path)
	if err != nil {
		return err
	}
	if t.isPair && edit.Kind == finding.Remove {
		t.short, t.rest = nil, nil
	}
	if t.short != nil {
		return e.short(t, edit)
	}
	switch edit.Kind {
	case finding.Set:
		return e.set(t, edit.Value)
	case finding.Add:
		return e.add(t, edit.Value)
	case finding.Remove:
		if len(t.rest) > 0 {
			return errors.New("it is not written in the file")
		}
		if t.spot.layout.format.IsCode() {
			return e.codeRemove(t.spot)
		}
		e.removals = append(e.removals, t.spot)
		return nil
	case finding.Rename:
		return e.rename(t, edit.Name)
	case finding.Require:
		return e.require(t, edit.Name)
	}
	return fmt.Errorf("unknown edit %q", edit.Kind)
}

// short changes a value in a short form, such as 8080:80 for a mapping.
func (e *editor) short(t target, edit finding.Edit) error {
	if edit.Kind == finding.Require {
		return e.require(t, edit.Name)
	}
	facts, ok := e.doc.Facts.(kind.Abbreviator)
	if !ok || edit.Kind != finding.Set && edit.Kind != finding.Remove {
		return errors.New("it is written in a short form")
	}
	n := t.spot.node
	text, known := e.filled[n]
	if !known {
		text = n.Text
	}
	fresh, ok := facts.Abbreviate(edit.Path[:len(edit.Path)-len(t.rest)], text, t.rest, edit.Value)
	if !ok {
		return errors.New("the short form cannot say it")
	}
	if e.filled == nil {
		e.filled = map[*source.Node]string{}
	}
	if known {
		e.changes = slices.DeleteFunc(e.changes, func(c finding.Change) bool { return c.At == n.Span })
	}
	e.filled[n] = fresh
	return e.scalar(t.spot, fresh)
}
