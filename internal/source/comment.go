package source

import "strings"

// Comment is a comment in a file, from its marker up to the end of its line.
type Comment struct {
	Line       int
	Start, End int // byte offsets
	// Text is what follows the marker, without white space at its end.
	Text string
	// Alone is set when nothing else is on the line.
	Alone bool
}

// Comments returns the comments of the file in their order; none where its name is that of no format, or of one without
// comments. It goes by the text alone, so that it works on a file that cannot be parsed too.
func (f *File) Comments() []Comment {
	format := FormatOf(f.Path)
	if format == nil || format.comments == nil {
		return nil
	}
	s := &scanner{text: string(f.Content), line: 1, marker: format.marker}
	if strings.HasPrefix(s.text, byteOrderMark) {
		s.pos = len(byteOrderMark)
	}
	format.comments(s)
	return s.found
}

// scanner walks over a text and collects comments.
type scanner struct {
	text  string
	pos   int
	line  int
	begin int // offset of the first byte of the line
	// marker is what starts a comment.
	marker string
	found  []Comment
}

func (s *scanner) more() bool { return s.pos < len(s.text) }

// lineEnd returns the offset of the end of the current line, its line break left out.
func (s *scanner) lineEnd() int {
	end := strings.IndexByte(s.text[s.pos:], '\n')
	if end < 0 {
		return len(s.text)
	}
	return s.pos + end
}

// next moves past the byte at hand and counts lines.
func (s *scanner) next() {
	if s.text[s.pos] == '\n' {
		s.line++
		s.begin = s.pos + 1
	}
	s.pos++
}

// skipLine moves to the start of the next line.
func (s *scanner) skipLine() {
	s.pos = s.lineEnd()
	if s.more() {
		s.next()
	}
}

// blankBefore reports whether a space, or nothing at all, is in front of the byte at hand.
func (s *scanner) blankBefore() bool {
	return s.pos == s.begin || s.text[s.pos-1] == ' ' || s.text[s.pos-1] == '\t' || s.onlyMark()
}

// onlyMark reports whether nothing but a byte order mark is in front of the byte at hand.
func (s *scanner) onlyMark() bool { return s.text[:s.pos] == byteOrderMark }

// comment takes the comment that starts at hand and stops at the end of its line.
func (s *scanner) comment() {
	end := s.lineEnd()
	before := strings.TrimPrefix(s.text[s.begin:s.pos], byteOrderMark)
	s.found = append(s.found, Comment{
		Line: s.line, Start: s.pos, End: end,
		Text:  strings.TrimRight(s.text[s.pos+len(s.marker):end], " \t\r"),
		Alone: strings.TrimSpace(before) == "",
	})
	s.pos = end
}

// quoted moves past a string that starts at hand and ends with the same mark; escapes says whether a backslash protects
// the byte after it. A string of one line ends with its line at the latest.
func (s *scanner) quoted(mark string, escapes, oneLine bool) {
	for s.pos += len(mark); s.more(); s.next() {
		switch c := s.text[s.pos]; {
		case c == '\n' && oneLine:
			return
		case c == '\\' && escapes && s.pos+1 < len(s.text):
			s.next()
		case strings.HasPrefix(s.text[s.pos:], mark):
			s.pos += len(mark)
			return
		}
	}
}

// toml collects the comments of TOML.
func (s *scanner) toml() {
	for s.more() {
		rest := s.text[s.pos:]
		switch {
		case rest[0] == '#':
			s.comment()
		case strings.HasPrefix(rest, `"""`), strings.HasPrefix(rest, `'''`):
			s.quoted(rest[:3], rest[0] == '"', false)
			for s.more() && s.text[s.pos] == rest[0] { // up to two quotes may be in front of the closing ones
				s.pos++
			}
		case rest[0] == '"', rest[0] == '\'':
			s.quoted(rest[:1], rest[0] == '"', true)
		default:
			s.next()
		}
	}
}

// python collects the comments of Python: a # starts one anywhere but in a string.
func (s *scanner) python() {
	for s.more() {
		rest := s.text[s.pos:]
		switch {
		case rest[0] == '#':
			s.comment()
		case strings.HasPrefix(rest, `"""`), strings.HasPrefix(rest, `'''`):
			s.quoted(rest[:3], true, false)
		case rest[0] == '"', rest[0] == '\'':
			s.quoted(rest[:1], true, true)
		default:
			s.next()
		}
	}
}

// javascript collects the comments of JavaScript that end with their line.
func (s *scanner) javascript() {
	for s.more() {
		rest := s.text[s.pos:]
		switch {
		case strings.HasPrefix(rest, "//"):
			s.comment()
		case strings.HasPrefix(rest, "/*"):
			s.quoted("*/", false, false)
		case rest[0] == '`':
			s.quoted(rest[:1], true, false)
		case rest[0] == '"', rest[0] == '\'':
			s.quoted(rest[:1], true, true)
		default:
			s.next()
		}
	}
}

// golang collects the comments of Go that end with their line. A raw string has no escapes.
func (s *scanner) golang() {
	for s.more() {
		rest := s.text[s.pos:]
		switch {
		case strings.HasPrefix(rest, "//"):
			s.comment()
		case strings.HasPrefix(rest, "/*"):
			s.quoted("*/", false, false)
		case rest[0] == '`':
			s.quoted(rest[:1], false, false)
		case rest[0] == '"', rest[0] == '\'':
			s.quoted(rest[:1], true, true)
		default:
			s.next()
		}
	}
}

// html collects the comments of the scripts in a page: those that have their lines for themselves.
func (s *scanner) html() {
	for s.more() {
		s.blanks()
		if strings.HasPrefix(s.text[s.pos:], "//") {
			s.comment()
		}
		s.skipLine()
	}
}

// lua collects the comments of Lua that end with their line: a text or a comment in brackets goes on over several.
func (s *scanner) lua() {
	code := []byte(s.text)
	for s.more() {
		at, end := s.pos, 0
		isMark := strings.HasPrefix(s.text[at:], "--")
		switch {
		case isMark && at+2 < len(code):
			end = longBracket(code, at+2)
		case code[at] == '[':
			end = longBracket(code, at)
		case code[at] == '"' || code[at] == '\'':
			end = luaText(code, at)
		}
		switch {
		case end > 0:
			for s.pos < min(end, len(code)) {
				s.next()
			}
		case isMark:
			s.comment()
		default:
			s.next()
		}
	}
}

// unit collects the comments of units: they have their lines for themselves. systemd takes ; as well.
func (s *scanner) unit() {
	for s.more() {
		s.blanks()
		if s.more() && s.text[s.pos] == '#' {
			s.comment()
		}
		s.skipLine()
	}
}

// nginx collects the comments of nginx: a # starts one where a word may begin.
func (s *scanner) nginx() {
	for s.more() {
		switch c := s.text[s.pos]; {
		case c == '#':
			s.comment()
		case c == '"' || c == '\'':
			s.quoted(s.text[s.pos:s.pos+1], true, false)
		case isDelimiter(c) || c == '}':
			s.next()
		default:
			s.nginxWord()
		}
	}
}

// nginxWord moves past a word without quotes.
func (s *scanner) nginxWord() {
	for ; s.more() && !isDelimiter(s.text[s.pos]); s.next() {
		if s.text[s.pos] == '\\' && s.pos+1 < len(s.text) {
			s.next()
		} else if strings.HasPrefix(s.text[s.pos:], "${") {
			s.next()
		}
	}
}

// dotenv collects the comments of dotenv files: a # starts one at the start of a line, behind a space in a plain value,
// and anywhere behind a quoted value.
func (s *scanner) dotenv() {
	for s.more() {
		s.blanks()
		if s.more() && s.text[s.pos] == '#' {
			s.comment()
		}
		if equals := strings.IndexAny(s.text[s.pos:s.lineEnd()], "=:"); equals >= 0 {
			s.pos += equals + 1
			s.blanks()
			s.dotenvValue()
		}
		s.skipLine()
	}
}

func (s *scanner) dotenvValue() {
	quoted := false
	if s.more() && (s.text[s.pos] == '"' || s.text[s.pos] == '\'') {
		s.quoted(s.text[s.pos:s.pos+1], true, false)
		quoted = true
	}
	for end := s.lineEnd(); s.pos < end; s.pos++ {
		if s.text[s.pos] == '#' && (quoted || s.blankBefore()) {
			s.comment()
			return
		}
	}
}

// blanks moves past spaces on the line.
func (s *scanner) blanks() {
	for s.more() && (s.text[s.pos] == ' ' || s.text[s.pos] == '\t' || s.text[s.pos] == '\r') {
		s.pos++
	}
}

// shell collects the comments of shell scripts: a # starts one where a word may begin. Texts in quotes may have several lines.
func (s *scanner) shell() {
	for s.more() {
		switch c := s.text[s.pos]; {
		case c == '#' && (s.blankBefore() || strings.IndexByte(";&|(", s.text[s.pos-1]) >= 0):
			s.comment()
		case c == '"':
			s.quoted(`"`, true, false)
		case c == '\'':
			s.quoted("'", false, false)
		case c == '\\' && s.pos+1 < len(s.text):
			s.next()
			s.next()
		default:
			s.next()
		}
	}
}
