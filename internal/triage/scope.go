package triage

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// scopes says which lines a comment speaks of.
type scopes struct {
	file *source.File
	// code has the number of every line that is neither blank nor only a comment.
	code []bool
	// ends caches the last line of what starts on a line.
	ends map[int]int
	// roots are the trees, to go by where the format has no indentation.
	roots []*source.Node
}

func newScopes(f *source.File, all []source.Comment, roots []*source.Node) *scopes {
	s := &scopes{file: f, code: make([]bool, f.Lines()+2), ends: map[int]int{}, roots: roots}
	for n := 1; n <= f.Lines(); n++ {
		s.code[n] = strings.TrimSpace(strings.TrimPrefix(f.Line(n), "\ufeff")) != ""
	}
	for _, c := range all {
		if c.Alone {
			s.code[c.Line] = false
		}
	}
	return s
}

// of returns the lines that a comment covers: its own line, or the next one when it is alone, with everything that
// belongs to the key or item that starts there. ok is false when nothing follows directly.
func (s *scopes) of(c source.Comment) (from, to int, ok bool) {
	from = c.Line
	if c.Alone {
		for from++; from <= s.file.Lines() && !s.code[from]; from++ {
			if s.file.IsBlank(from) {
				return 0, 0, false
			}
		}
		if from > s.file.Lines() {
			return 0, 0, false
		}
	}
	to, known := s.ends[from]
	if !known {
		to = s.end(from)
		s.ends[from] = to
	}
	return from, to, true
}

// end returns the last line of what starts on a line.
func (s *scopes) end(line int) int {
	if source.FormatOf(s.file.Path).IsIndented() {
		return s.indented(line)
	}
	last := line
	for _, root := range s.roots {
		s.subtree(root, line, false, &last)
	}
	return last
}

// indented goes by indentation: that is what belongs to a line, and it applies to parts of the file that no longer
// are in the effective document too.
func (s *scopes) indented(line int) int {
	column, dash := indentation(s.file.Line(line))
	last := line
	for n := line + 1; n <= s.file.Lines(); n++ {
		if !s.code[n] {
			continue
		}
		c, d := indentation(s.file.Line(n))
		if c < column || c == column && (dash || !d) {
			break // a list may be at the column of its key
		}
		last = n
	}
	return last
}

// indentation returns the number of spaces in front of a line, and whether a list item starts there.
func indentation(line string) (column int, dash bool) {
	line = strings.TrimPrefix(line, "\ufeff")
	text := strings.TrimLeft(line, " ")
	return len(line) - len(text), text == "-" || strings.HasPrefix(text, "- ")
}

// subtree moves last to the last line of the nodes in this file whose key, or who as an item, start on a line. inside is
// set below such a node.
func (s *scopes) subtree(n *source.Node, line int, inside bool, last *int) {
	if inside && n.Span.Path() == s.file.Path {
		*last = max(*last, int(n.Span.End.Line))
	}
	for _, e := range n.Entries {
		s.subtree(e.Value, line, inside || s.startsEntry(e, line), last)
	}
	for _, item := range n.Items {
		s.subtree(item.Value, line, inside || s.starts(item.Value.Span, line), last)
	}
}

// startsEntry reports whether a line is about an entry: of the keys of a dotted name such as [a.b] it is the last.
func (s *scopes) startsEntry(e source.Entry, line int) bool {
	return s.starts(e.KeySpan, line) && !slices.ContainsFunc(e.Value.Entries, func(child source.Entry) bool {
		return s.starts(child.KeySpan, line)
	})
}

func (s *scopes) starts(span source.Span, line int) bool {
	return span.Path() == s.file.Path && int(span.Start.Line) == line
}
