package source

import "fmt"

// Position is a place in a file. Line and column start at 1; the column counts Unicode code points.
type Position struct {
	// Small numbers, because a node and its key have four positions.

	Line   int32 `json:"line"`
	Column int32 `json:"column"`
}

func position(line, column int) Position { return Position{Line: int32(line), Column: int32(column)} }

// Before reports whether p is in front of q.
func (p Position) Before(q Position) bool {
	return p.Line < q.Line || p.Line == q.Line && p.Column < q.Column
}

// Span is a stretch of one file, from Start up to, not including, End. The zero Span is no place at all.
type Span struct {
	File  *File
	Start Position
	End   Position
}

// IsZero reports whether the span is no place at all.
func (s Span) IsZero() bool { return s.File == nil }

// Path returns the path of the span's file, or "" for the zero span.
func (s Span) Path() string {
	if s.File == nil {
		return ""
	}
	return s.File.Path
}

// Text returns the bytes that the span covers.
func (s Span) Text() string {
	if s.File == nil {
		return ""
	}
	start, end := s.File.Offset(s.Start), s.File.Offset(s.End)
	return string(s.File.Content[start:max(start, end)])
}

// Covers reports whether t lies in the same file and wholly inside s.
func (s Span) Covers(t Span) bool {
	return s.File == t.File && !t.Start.Before(s.Start) && !s.End.Before(t.End)
}

// To returns the span from the start of s to the end of t, or s when they are in different files.
func (s Span) To(t Span) Span {
	if s.File != t.File || t.End.Before(s.End) {
		return s
	}
	return Span{File: s.File, Start: s.Start, End: t.End}
}

// String returns path:line:column of the start.
func (s Span) String() string {
	return fmt.Sprintf("%s:%d:%d", s.Path(), s.Start.Line, s.Start.Column)
}
