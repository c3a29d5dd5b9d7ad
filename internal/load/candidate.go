package load

import (
	"bytes"
	"path"
	"slices"
	"sync"

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

// isLast reports whether the name tells the kind only where no other kind takes the file.
func (c candidate) isLast(file string) bool {
	return c.named && c.IsLast != nil && c.IsLast(path.Base(file))
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

// speaks returns what reports whether the name of a file, its folder or its words speak for a kind.
func (s *recorder) speaks(file string) func(candidate) bool {
	texts := sync.OnceValue(func() [][]byte {
		f, err := s.Read(file)
		if err != nil {
			return nil
		}
		return readings(f.Content)
	})
	return func(c candidate) bool {
		if c.Placed != nil && c.Placed(file) {
			return true
		}
		return texts() == nil || hasHint(texts(), c.Hints) // Parse will say why a file cannot be read
	}
}

// readings returns a text as it is written, and without its escapes where it has some.
func readings(text []byte) [][]byte {
	if plain, changed := source.Unescaped(text); changed {
		return [][]byte{text, plain}
	}
	return [][]byte{text}
}

// hasHint reports whether one of the readings of a text has one of the hints.
func hasHint(texts [][]byte, hints []string) bool {
	return slices.ContainsFunc(texts, func(text []byte) bool {
		return slices.ContainsFunc(hints, func(hint string) bool { return bytes.Contains(text, []byte(hint)) })
	})
}
