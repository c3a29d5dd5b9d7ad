package load

import (
	"bytes"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

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
