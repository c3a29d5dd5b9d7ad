package load

import (
	"slices"

	"github.com/seclint/seclint/internal/kind"
)

// loadCode makes of a source file what the kind of programs says: it has no trees to recognise.
func (s *recorder) loadCode(o *outcome, kinds []kind.Kind) {
	i := slices.IndexFunc(kinds, func(k kind.Kind) bool { return k.Program != nil })
	if i < 0 {
		return
	}
	k := &kinds[i]
	f, err := s.Read(o.file.Path)
	if err != nil {
		o.fail([]candidate{{k, false}}, err)
		return
	}
	part := k.Program(s, f)
	if !part.Matters {
		return
	}
	o.kind = k.Name
	if o.generated = s.isGenerated(o.file); o.generated {
		return
	}
	o.unsupported, o.partial = part.Unsupported, part.Partial
	if part.Unsupported == "" {
		o.documents, o.problems = k.Expand(s, f, nil)
		identify(o.documents)
		s.openFragments(o, o.documents, kinds)
	}
}

// Sources returns the files of discovery that are the source code of programs, sorted.
func (s *store) Sources() []string { return s.sources }

// Sources implements kind.Files.
func (r *recorder) Sources() []string {
	r.reads.sources = r.store.Sources()
	return r.reads.sources
}
