package triage

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/value"
)

// value compares a setting, key path or constant with what is expected of it. Every place that is in force has to be as expected.
func (w *world) value(c *config.Condition, f *finding.Finding) outcome {
	name := cmp.Or(c.Setting, c.Key, c.Constant)
	all := w.values(c, f)
	if len(all) == 0 {
		if slices.ContainsFunc(c.Expect, func(d config.Demand) bool { return d.Operator == "absent" }) {
			return met
		}
		return no(nil, "nothing in %s sets %s", describe(c, f), name)
	}
	for _, v := range all {
		wrong, isMet := v.Violates(c.Expect)
		place := fmt.Sprintf("%s:%d", v.At.Path(), v.At.Start.Line)
		sets := []finding.Related{{At: v.At, Message: "sets it"}}
		switch {
		case isMet:
		case wrong.Operator == "absent":
			return no(sets, "%s sets %s", place, name)
		case !v.IsKnown:
			return no(sets, "%s does not say what %s is", place, name)
		default:
			return no(sets, "%s is something else in %s%s", name, place, v.Trap())
		}
	}
	return met
}

// values returns what is in force in the files that a condition is about: those that it names, or those of the finding's document. Of a
// Compose project that is what its files together say.
func (w *world) values(c *config.Condition, f *finding.Finding) []value.Value {
	var all []value.Value
	if c.Files.IsZero() {
		for _, doc := range w.documents[f.Document] {
			all = append(all, w.of(c, doc, doc.Files)...)
		}
	} else {
		inDocument := map[*source.File]bool{}
		files := w.files(c, f)
		for _, file := range files {
			for _, doc := range w.documents[file.Path] {
				for _, part := range doc.Files {
					inDocument[part] = inDocument[part] || part != file
				}
			}
		}
		for _, file := range files {
			docs := w.documents[file.Path]
			for _, doc := range docs {
				all = append(all, w.of(c, doc, []*source.File{file})...)
			}
			if len(docs) == 0 && !inDocument[file] {
				all = append(all, w.written(c, []*source.File{file})...)
			}
		}
	}
	switch {
	case c.Key != "":
		return all
	case c.Constant != "":
		return value.Constant(c.Constant, all)
	}
	inForce, _ := value.InForce(c.Setting, all)
	return inForce
}

// of returns what a document sets: one with a tree of values by that, one of code by its files.
func (w *world) of(c *config.Condition, doc *source.Document, files []*source.File) []value.Value {
	format := source.FormatOf(doc.File.Path)
	switch {
	case c.Key != "":
		return value.Route(c.Key, doc.Root)
	case format.IsCode() || format == source.Unit:
		return w.written(c, files)
	}
	return value.OfTree(doc.Root)
}

// written returns what files set that are not judged as documents. One that cannot be read may set anything, which fulfils no condition.
func (w *world) written(c *config.Condition, files []*source.File) []value.Value {
	var all []value.Value
	for _, file := range files {
		values, err := w.reader.Read(file)
		if err != nil {
			all = append(all, value.Value{Name: cmp.Or(c.Setting, c.Key, c.Constant), At: file.Span(0, 0)})
			continue
		}
		if c.Key == "" {
			all = append(all, values...)
			continue
		}
		format := source.FormatOf(file.Path)
		if format == nil || format.IsCode() {
			continue
		}
		roots, _ := format.Read(file, source.DefaultLimits())
		for _, root := range roots {
			all = append(all, value.Route(c.Key, root)...)
		}
	}
	return all
}
