package source

import (
	"sort"
	"unicode/utf8"
)

// builder is what the readers share: positions, nodes and duplicate keys without a cost that grows with the line, the
// file or the mapping.
type builder struct {
	file   *File
	limits Limits
	count  int    // nodes and merged entries made so far
	slab   []Node // nodes are handed out of slabs: one allocation for many

	// The last position asked for; the next one is most often close by.
	line, column, offset int

	seen map[string]int // scratch of duplicate
}

// slabSize is small enough to leave little unused: most files have less than a hundred nodes.
const slabSize = 32

func newBuilder(f *File, l Limits) builder {
	return builder{file: f, limits: l, line: 1, column: 1, offset: f.starts()[0]}
}

// position is File.Position at a cost of the distance to the last position asked for: minified files have one line.
func (b *builder) position(offset int) Position {
	lines := b.file.starts()
	offset = min(max(offset, lines[0]), len(b.file.Content))
	if offset < lines[b.line-1] || b.line < len(lines) && offset >= lines[b.line] {
		b.line = lineOf(lines, b.line, offset)
		b.offset, b.column = lines[b.line-1], 1
	}
	if offset >= b.offset {
		b.column += utf8.RuneCount(b.file.Content[b.offset:offset])
	} else {
		b.column -= utf8.RuneCount(b.file.Content[offset:b.offset])
	}
	b.offset = offset
	return position(b.line, b.column)
}

// lineOf returns the line that has the offset; it tries the line after current first.
func lineOf(lines []int, current, offset int) int {
	next := current + 1
	if next <= len(lines) && offset >= lines[next-1] && (next == len(lines) || offset < lines[next]) {
		return next
	}
	return sort.SearchInts(lines, offset+1)
}

func (b *builder) span(start, end int) Span {
	from := b.position(start)
	return Span{File: b.file, Start: from, End: b.position(end)}
}

func (b *builder) node(kind NodeKind) *Node {
	if len(b.slab) == 0 {
		b.slab = make([]Node, slabSize)
	}
	n := &b.slab[0]
	b.slab = b.slab[1:]
	b.count++
	n.Kind = kind
	return n
}

func (b *builder) errorAt(offset int, message string) error {
	return &SyntaxError{At: b.span(offset, offset), Message: message}
}

// duplicate returns an error for the first entry whose key an earlier entry has.
func (b *builder) duplicate(entries []Entry) error {
	if len(entries) <= 8 {
		for i := range entries {
			for j := range entries[:i] {
				if entries[i].Key == entries[j].Key {
					return errDuplicate(entries[i].Key, entries[i].KeySpan, entries[j].KeySpan)
				}
			}
		}
		return nil
	}
	if b.seen == nil {
		b.seen = make(map[string]int, len(entries))
	}
	clear(b.seen)
	for i := range entries {
		if j, ok := b.seen[entries[i].Key]; ok {
			return errDuplicate(entries[i].Key, entries[i].KeySpan, entries[j].KeySpan)
		}
		b.seen[entries[i].Key] = i
	}
	return nil
}
