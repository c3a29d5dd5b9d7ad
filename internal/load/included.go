package load

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// withoutIncluded returns the outcomes without the documents of files that other documents include: what an included file says is
// judged there, with the variables that it has there, and not again by itself.
func withoutIncluded(outcomes []outcome) []outcome {
	including := map[string][]string{} // by file, the files that optional documents of it include
	covered := map[string]bool{}
	for _, o := range outcomes {
		for _, doc := range o.documents {
			if includer, ok := doc.Facts.(kind.Includer); ok {
				including[doc.File.Path] = append(including[doc.File.Path], includer.Includes()...)
			}
		}
	}
	if len(including) == 0 {
		return outcomes
	}
	// Files that include each other in a circle cover each other: the first of them stays.
	included := map[string]bool{}
	for file, others := range including {
		for _, other := range others {
			included[other] = included[other] || other != file
		}
	}
	cover := func(file string) {
		for _, other := range including[file] {
			covered[other] = covered[other] || other != file
		}
	}
	for _, o := range outcomes {
		if !included[o.file.Path] {
			cover(o.file.Path)
		}
	}
	kept := slices.Clone(outcomes)
	for i, o := range kept {
		switch {
		case !included[o.file.Path]:
		case covered[o.file.Path]:
			kept[i] = o.withoutOptional()
		default:
			cover(o.file.Path)
		}
	}
	return kept
}

// withoutOptional returns the outcome without the documents that are judged only where no other document includes their file. What
// is wrong with these is a problem of the other document, too.
func (o outcome) withoutOptional() outcome {
	isOptional := func(doc *source.Document) bool {
		includer, ok := doc.Facts.(kind.Includer)
		return ok && includer.IsOptional()
	}
	left := slices.DeleteFunc(slices.Clone(o.documents), isOptional)
	left = slices.DeleteFunc(left, func(doc *source.Document) bool {
		return doc.Inset != nil && !slices.ContainsFunc(left, func(other *source.Document) bool { return other.ID == doc.Inset.Document })
	})
	if len(left) == 0 && len(o.documents) > 0 {
		o.problems = nil
	}
	o.documents = left
	return o
}
