package syntax

import "bytes"

// piece is a part of a file.
type piece struct{ from, to int }

// wantedPiece is the size in bytes from which a piece ends as soon as a statement does.
const wantedPiece = 4 << 10

// pythonPieces splits a Python file in front of lines that begin a statement of the module, so that each piece is a program by
// itself.
func pythonPieces(content []byte) []piece {
	if len(content) <= wantedPiece {
		return []piece{{0, len(content)}}
	}
	var pieces []piece
	scan := pythonScan{content: content}
	from := 0
	for at := scan.statement(0); at < len(content); at = scan.statement(at) {
		if at-from >= wantedPiece {
			pieces = append(pieces, piece{from, at})
			from = at
		}
	}
	return append(pieces, piece{from, len(content)})
}

// pythonScan finds the lines of a Python file that begin a statement of the module. It knows strings, brackets and comments.
type pythonScan struct {
	content []byte
	depth   int // of open brackets
}

// statement returns the offset of the next line behind an offset that begins a statement of the module; the length of the file
// where there is none. The offset has to be the start of such a line itself.
func (s *pythonScan) statement(at int) int {
	decorated := at < len(s.content) && s.content[at] == '@'
	for at < len(s.content) {
		end, joined := s.line(at)
		at = end
		if s.depth > 0 && beginsDefinition(s.content[at:]) { // which no bracket has inside: one was not closed
			s.depth = 0
		}
		if joined || s.depth > 0 || !beginsStatement(s.content[at:]) {
			continue
		}
		if decorated { // a decorator belongs to what follows
			decorated = s.content[at] == '@'
			continue
		}
		return at
	}
	return len(s.content)
}

// line moves over a line and the strings that begin on it. It returns where the next line begins, and whether a backslash joins the
// two.
func (s *pythonScan) line(at int) (next int, joined bool) {
	for at < len(s.content) {
		switch c := s.content[at]; c {
		case '\n':
			return at + 1, at > 0 && s.content[at-1] == '\\'
		case '#':
			if end := bytes.IndexByte(s.content[at:], '\n'); end >= 0 {
				return at + end + 1, false
			}
			return len(s.content), false
		case '"', '\'':
			at = s.text(at)
			continue
		case '(', '[', '{':
			s.depth++
		case ')', ']', '}':
			s.depth = max(0, s.depth-1)
		}
		at++
	}
	return at, false
}

// text moves over a string that begins at an offset. One without its end ends with its line, one of several lines with the file.
func (s *pythonScan) text(at int) int {
	quote := s.content[at : at+1]
	if triple := bytes.Repeat(quote, 3); bytes.HasPrefix(s.content[at:], triple) {
		quote = triple
	}
	for at += len(quote); at < len(s.content); at++ {
		switch {
		case s.content[at] == '\\':
			at++
		case s.content[at] == '\n' && len(quote) == 1:
			return at
		case bytes.HasPrefix(s.content[at:], quote):
			return at + len(quote)
		}
	}
	return len(s.content)
}

// beginsStatement reports whether a line is the first of a statement of the module, and no part of the one before.
func beginsStatement(line []byte) bool {
	if len(line) == 0 || bytes.IndexByte([]byte(" \t\r\n\f#)]}"), line[0]) >= 0 {
		return false
	}
	for _, word := range []string{"else", "elif", "except", "finally", "case"} {
		if bytes.HasPrefix(line, []byte(word)) {
			return false
		}
	}
	return true
}

// beginsDefinition reports whether a line begins with a word that is part of no expression.
func beginsDefinition(line []byte) bool {
	for _, word := range []string{"def ", "class ", "async def ", "import "} {
		if bytes.HasPrefix(line, []byte(word)) {
			return true
		}
	}
	return false
}

// luaPieces splits a Lua file in front of lines that begin a function of the file, so that each piece is a program by itself. Where such
// a line is inside of a text, the two pieces have a mistake each.
func luaPieces(content []byte) []piece {
	var pieces []piece
	from := 0
	for at := 0; at < len(content); {
		line := content[at:]
		if at-from >= wantedPiece && (bytes.HasPrefix(line, []byte("function ")) || bytes.HasPrefix(line, []byte("local "))) {
			pieces = append(pieces, piece{from, at})
			from = at
		}
		end := bytes.IndexByte(line, '\n')
		if end < 0 {
			break
		}
		at += end + 1
	}
	return append(pieces, piece{from, len(content)})
}
