package load

import (
	"cmp"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// loadCode makes of a source file what the kind of programs says: it has no trees to recognise.
func (s *recorder) loadCode(o *outcome, kinds []kind.Kind) {
	i := slices.IndexFunc(kinds, func(k kind.Kind) bool { return k.Program != nil })
	if i < 0 {
		return
	}
	k := &kinds[i]
	part := k.Program(s, o.file.Path)
	if !s.found[o.file.Path] { // what something names is read, whatever program it is part of
		_, part.Err = s.Read(o.file.Path)
	}
	if part.Err != nil {
		o.fail([]candidate{{k, false}}, part.Err)
		return
	}
	if !part.Matters {
		return
	}
	o.kind = k.Name
	if o.generated = s.isGenerated(o.file); !o.generated {
		o.unsupported, o.partial = part.Unsupported, part.Partial
	}
	if part.IsCut && !o.generated {
		o.problems = append(o.problems, finding.Problem{
			Level: finding.Error, Path: o.file.Path, Message: cmp.Or(part.Unsupported, part.Partial),
			Hint: "split the file, exclude it, or accept this with --allow-unassessed", IsUnassessed: true,
		})
	}
	if part.Unsupported != "" {
		return
	}
	f, err := s.Read(o.file.Path)
	if err != nil {
		return // it was read before: the scan ends
	}
	documents, problems := k.Expand(s, f, nil)
	o.documents, o.problems = documents, append(o.problems, problems...)
	if o.generated { // the document of an application may be that of a module that a program wrote
		o.documents = slices.DeleteFunc(o.documents, func(doc *source.Document) bool { return len(doc.Files) < 2 })
	}
	identify(o.documents)
	s.openFragments(o, o.documents, kinds)
}

// Sources returns the files of discovery that are the source code of programs, sorted.
func (s *store) Sources() []string { return s.sources }

// Sources implements kind.Files.
func (r *recorder) Sources() []string {
	sources := r.store.Sources()
	r.note(func(reads *reads) { reads.sources = sources })
	return sources
}
