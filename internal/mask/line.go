package mask

import (
	"slices"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/source"
)

// Line is a line of a file with its secrets hidden. Parts of it are found by characters at a cost that does not grow with the
// line: minified files have one.
type Line struct {
	text string
	// marks has the offset of every markEvery-th character; nil where each character has one byte.
	marks []int
	// size is the number of characters.
	size int
}

const markEvery = 256

func newLine(text string) Line {
	l := Line{text: text, size: utf8.RuneCountInString(text)}
	if l.size == len(text) {
		return l
	}
	count := 0
	for at := range text {
		if count%markEvery == 0 {
			l.marks = append(l.marks, at)
		}
		count++
	}
	return l
}

// String returns the whole line.
func (l Line) String() string { return l.text }

// Len returns the number of its characters.
func (l Line) Len() int { return l.size }

// Cut returns the characters from one up to, not including, another, counted from 0. What lies outside the line is left out.
func (l Line) Cut(from, to int) string {
	to = min(max(to, 0), l.size)
	return l.text[l.offset(min(max(from, 0), to)):l.offset(to)]
}

// offset returns the byte offset of a character.
func (l Line) offset(character int) int {
	switch {
	case l.marks == nil:
		return character
	case character >= l.size:
		return len(l.text)
	}
	at := l.marks[character/markEvery]
	for range character % markEvery {
		_, size := utf8.DecodeRuneInString(l.text[at:])
		at += size
	}
	return at
}

// on returns what is secret in a line that begins at an offset: its own secrets, and those that the file has elsewhere, too.
func (m *masked) on(text string, from int) []stretch {
	own := within(m.hidden, from, from+len(text))
	again := m.values.in(text)
	if len(again) == 0 {
		return own
	}
	for i := range again {
		again[i].from, again[i].to = again[i].from+from, again[i].to+from
	}
	return joined(slices.Concat(own, again))
}

// Line returns line n (1-based) of a file with its secrets hidden, as many characters long as it is.
func (m *Masker) Line(f *source.File, n int) Line {
	known := m.file(f)
	if line, ok := known.lines[n]; ok {
		return line
	}
	from := f.Offset(source.Position{Line: int32(n), Column: 1})
	text := f.Line(n)
	line := newLine(cover(text, from, known.on(text, from)))
	known.lines[n] = line
	return line
}
