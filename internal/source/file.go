package source

import (
	"bytes"
	"sort"
	"sync"
	"unicode/utf8"
)

// File is one file as it was read: its path and its bytes.
type File struct {
	// Path is slash-separated and relative to the scanned root.
	Path    string
	Content []byte

	// Roots are the trees that a reader made of the file, nil where nobody has parsed it.
	Roots []*Node

	linesOnce sync.Once
	lines     []int // byte offset of the first byte of every line

	milestonesOnce sync.Once
	milestones     []milestone
}

const byteOrderMark = "\uFEFF"

// NewFile returns a file. The path is slash-separated and relative to the scanned root.
func NewFile(path string, content []byte) *File { return &File{Path: path, Content: content} }

// starts returns the byte offset of the first byte of every line. A byte order mark is no part of the first line: no editor shows it. Most
// files that are read say nothing of interest, and nobody asks for their lines.
func (f *File) starts() []int {
	f.linesOnce.Do(f.setLines)
	return f.lines
}

func (f *File) setLines() {
	f.lines = make([]int, 1, bytes.Count(f.Content, []byte("\n"))+1)
	if bytes.HasPrefix(f.Content, []byte(byteOrderMark)) {
		f.lines[0] = len(byteOrderMark)
	}
	for i := 0; i < len(f.Content); {
		n := bytes.IndexByte(f.Content[i:], '\n')
		if n < 0 {
			break
		}
		i += n + 1
		f.lines = append(f.lines, i)
	}
}

// Lines returns how many lines the file has; an empty file has one.
func (f *File) Lines() int { return len(f.starts()) }

// Line returns the text of line n (1-based) without its line break, or "" when there is no such line.
func (f *File) Line(n int) string { return string(f.line(n)) }

// IsBlank reports whether line n (1-based) contains nothing but white space, or does not exist.
func (f *File) IsBlank(n int) bool { return len(bytes.TrimSpace(f.line(n))) == 0 }

func (f *File) line(n int) []byte {
	lines := f.starts()
	if n < 1 || n > len(lines) {
		return nil
	}
	end := len(f.Content)
	if n < len(lines) {
		end = lines[n] - 1
	}
	return bytes.TrimSuffix(f.Content[lines[n-1]:end], []byte("\r"))
}

// Position returns the position of a byte offset. Offsets outside the file are moved to its nearest end.
func (f *File) Position(offset int) Position {
	lines := f.starts()
	offset = min(max(offset, lines[0]), len(f.Content))
	line := sort.SearchInts(lines, offset+1)
	from, column := lines[line-1], 1
	if offset-from > milestoneStep { // a line that a program wrote: counting from its start each time would take its length squared
		from, column = f.milestone(from, offset)
	}
	return position(line, column+utf8.RuneCount(f.Content[from:offset]))
}

// milestone is a character of a file, with its column.
type milestone struct{ offset, column int }

// milestoneStep is how many bytes are between two milestones.
const milestoneStep = 1 << 10

// milestone returns a character close in front of an offset and its column, none before the start of the line.
func (f *File) milestone(start, offset int) (from, column int) {
	f.milestonesOnce.Do(f.setMilestones)
	i := offset / milestoneStep
	if f.milestones[i].offset > offset { // inside of a character
		i--
	}
	if m := f.milestones[i]; m.offset > start {
		return m.offset, m.column
	}
	return start, 1
}

// setMilestones notes the first character at or behind each multiple of milestoneStep.
func (f *File) setMilestones() {
	at, column := f.starts()[0], 1
	for ; at < len(f.Content); column++ {
		for len(f.milestones)*milestoneStep <= at {
			f.milestones = append(f.milestones, milestone{at, column})
		}
		if f.Content[at] == '\n' {
			column = 0
		}
		_, size := utf8.DecodeRune(f.Content[at:])
		at += size
	}
	for len(f.milestones)*milestoneStep <= at {
		f.milestones = append(f.milestones, milestone{at, column})
	}
}

// Offset returns the byte offset of a position. A line before the first yields the start of the file, a column past the end of its line yields the end of the line, a line past
// the end of the file yields the end of the file.
func (f *File) Offset(p Position) int {
	lines, line := f.starts(), int(p.Line)
	if line < 1 {
		return lines[0]
	}
	if line > len(lines) {
		return len(f.Content)
	}
	start, end := lines[line-1], len(f.Content)
	if line < len(lines) {
		end = lines[line] - 1
	}
	for column := int32(1); column < p.Column && start < end; column++ {
		_, size := utf8.DecodeRune(f.Content[start:end])
		start += size
	}
	return start
}

// Span returns the span of the bytes from start up to, not including, end.
func (f *File) Span(start, end int) Span {
	return Span{File: f, Start: f.Position(start), End: f.Position(end)}
}
