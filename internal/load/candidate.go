package load

import (
	"bytes"
	"path"
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// candidate is a kind that a file may be of. named says that the file's name tells so.
type candidate struct {
	*kind.Kind
	named bool
}

// takes reports whether the name of a file makes a program of the kind read it, whatever is in it.
func (c candidate) takes(file string) bool { return c.Taken != nil && c.Taken(path.Base(file)) }

// takesFormat reports whether the kind may take files of a format.
func (c candidate) takesFormat(format *source.Format) bool {
	isOf := func(own *source.Format) bool { return own != nil && own.Name() == format.Name() }
	return !format.IsOwn() || isOf(c.Format) || slices.ContainsFunc(c.Own, isOf)
}

// isLoose reports whether other programs have files of the name that tells the kind.
func (c candidate) isLoose(file string) bool {
	return c.named && c.IsLoose != nil && c.IsLoose(path.Base(file))
}

// reads returns the format in which the kind reads a file for its name, nil where that is the one of the name.
func (c candidate) reads(file string) *source.Format {
	if c.Reads == nil || !c.named {
		return nil
	}
	return c.Reads(path.Base(file))
}

// byName returns the kind that a file's name tells, if any, and the other kinds.
func byName(file string, kinds []kind.Kind) (named, other []candidate) {
	base := path.Base(file)
	for i := range kinds {
		if k := &kinds[i]; len(named) == 0 && k.Named(base) {
			named = []candidate{{k, true}}
		} else {
			other = append(other, candidate{k, false})
		}
	}
	return named, other
}

// speaks reports whether the name of a file, its folder or its words speak for a kind.
func (s *recorder) speaks(file string, c candidate) bool {
	if c.Placed != nil && c.Placed(file) {
		return true
	}
	f, err := s.Read(file)
	// Parse will say why a file cannot be read.
	return err != nil || hasHint(f.Content, c.Hints)
}

// hasHint reports whether a text has one of the hints, written plainly or with escapes.
func hasHint(text []byte, hints []string) bool {
	has := func(text []byte) bool {
		return slices.ContainsFunc(hints, func(hint string) bool { return bytes.Contains(text, []byte(hint)) })
	}
	if has(text) {
		return true
	}
	plain, changed := source.Unescaped(text)
	return changed && has(plain)
}
