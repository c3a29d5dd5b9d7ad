package source

import (
	"strings"
	"unicode/utf8"
)

// writtenLine is where a line of a text is in the code of a program that writes it out.
type writtenLine struct {
	// start and end are what of the line of the file belongs to the text.
	start, end Position
	// shift is what is added to a column of the text, where the text is there as it is; isSame is false where parts of it are computed.
	shift  int32
	isSame bool
}

// maxWritten bounds how many lines a text has of which each gets its place.
const maxWritten = 20_000

// writtenLines finds the lines of a text with several lines in the code of a program: between quotes that let it have lines, or a line
// of the text on each line of the code. It is nil where the text has other lines than the code.
func writtenLines(n *Node) []writtenLine {
	lines := strings.Split(n.Str(), "\n")
	first, last := int(n.Span.Start.Line), int(n.Span.End.Line)
	if n.Span.File == nil || !FormatOf(n.Span.File.Path).IsCode() || first == last || len(lines) < 2 || len(lines) > maxWritten {
		return nil
	}
	at, matched := first, 0
	found := make([]writtenLine, len(lines))
	for i, line := range lines {
		bare := strings.TrimSpace(line)
		if i == 0 && bare == "" || matched == 0 && bare != "" {
			at = n.firstWith(bare, first, last)
		}
		if at > last {
			if bare != "" {
				return nil
			}
			at = last
		}
		place, isSame := n.writtenAt(at, line)
		if bare != "" && !isSame && !IsUnknown(bare) && !strings.ContainsAny(n.Span.File.Line(at), "{%+") {
			return nil
		}
		if bare != "" && isSame {
			matched++
		}
		found[i] = place
		at++
	}
	if matched == 0 {
		return nil
	}
	return found
}

// firstWith returns the first line of the node that has a text, where that is one of the first two: quotes may be on a line of their own.
func (n *Node) firstWith(text string, first, last int) int {
	if text != "" && !strings.Contains(n.Span.File.Line(first), text) && first < last {
		return first + 1
	}
	return first
}

// writtenAt returns the place of a line of a text in a line of the file.
func (n *Node) writtenAt(at int, line string) (place writtenLine, isSame bool) {
	written := n.Span.File.Line(at)
	bare := strings.TrimSpace(line)
	indent := utf8.RuneCountInString(written) - utf8.RuneCountInString(strings.TrimLeft(written, " \t"))
	place.start, place.end = position(at, indent+1), position(at, utf8.RuneCountInString(written)+1)
	index := strings.Index(written, bare)
	if bare == "" || index < 0 {
		return place, false
	}
	inText := utf8.RuneCountInString(line) - utf8.RuneCountInString(strings.TrimLeft(line, " \t\r"))
	column := utf8.RuneCountInString(written[:index])
	place.shift, place.isSame = int32(column-inText), true
	place.start, place.end = position(at, column+1), position(at, column+utf8.RuneCountInString(bare)+1)
	return place, true
}

// inLines gives a span in a text its place in the code.
func (m mover) inLines(s Span) Span {
	point := func(p Position, isEnd bool) Position {
		if int(p.Line) > len(m.written) {
			return m.span.End
		}
		line := m.written[p.Line-1]
		switch {
		case line.isSame:
			return Position{Line: line.start.Line, Column: max(p.Column+line.shift, 1)}
		case isEnd:
			return line.end
		}
		return line.start
	}
	start, end := point(s.Start, false), point(s.End, true)
	if end.Before(start) {
		end = start
	}
	return Span{File: m.span.File, Start: start, End: end}
}
