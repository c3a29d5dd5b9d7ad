package source

import "strings"

// yamlScanner finds the comments of YAML by its tokens alone, so that it works on the text of any file, parsed or not: it
// distinguishes only where a # can start a comment and where it is text (in quotes, in block scalars, inside a word).
type yamlScanner struct {
	*scanner
	// flow is how many [ and { are open.
	flow int
	// parent is the column of the key or dash that the next value belongs to, -1 at the top of a document: what belongs to
	// it is indented more.
	parent int
	// node is the column where the current key or value starts, with its anchor and tag; -1 in front of it.
	node int
	// plain is set inside a plain scalar, which may go on over several lines.
	plain bool
	// closed is set behind a quoted scalar, until a key or entry mark.
	closed bool
}

// yaml collects the comments of YAML.
func (s *scanner) yaml() { (&yamlScanner{scanner: s}).scan() }

func (y *yamlScanner) scan() {
	y.parent = -1
	for y.more() {
		y.startLine()
		for y.more() && y.text[y.pos] != '\n' {
			y.token()
		}
		if y.more() {
			y.next()
		}
	}
}

// startLine looks at the indentation of a line and at document marks.
func (y *yamlScanner) startLine() {
	if y.documentMark() {
		y.flow, y.parent, y.plain = 0, -1, false
		y.pos += 3
	}
	y.blanks()
	if !y.more() || y.text[y.pos] == '\n' {
		return // an empty line ends nothing
	}
	y.node, y.closed = -1, false
	if y.flow > 0 {
		return
	}
	if column := y.pos - y.begin; column <= y.parent {
		y.plain, y.parent = false, -1
	}
}

func (y *yamlScanner) documentMark() bool {
	rest := y.text[y.pos:]
	if y.pos != y.begin && !y.onlyMark() || !strings.HasPrefix(rest, "---") && !strings.HasPrefix(rest, "...") {
		return false
	}
	return len(rest) == 3 || strings.IndexByte(" \t\r\n", rest[3]) >= 0
}

// token takes one token, or one byte of a plain scalar.
func (y *yamlScanner) token() {
	c := y.text[y.pos]
	switch {
	case c == ' ' || c == '\t' || c == '\r':
		y.pos++
	case c == '#' && y.blankBefore():
		y.plain = false
		y.comment()
	case y.flow > 0 && strings.IndexByte("[]{},", c) >= 0:
		y.flowMark(c)
	case c == ':' && y.endsKey():
		y.key()
	case y.plain || y.closed:
		y.pos++
	default:
		y.startToken(c)
	}
}

func (y *yamlScanner) flowMark(c byte) {
	switch c {
	case '[', '{':
		y.flow++
	case ']', '}':
		y.flow--
	}
	y.plain, y.closed = false, c == ']' || c == '}'
	y.pos++
}

// endsKey reports whether the colon at hand ends a key.
func (y *yamlScanner) endsKey() bool {
	if y.pos+1 == len(y.text) || strings.IndexByte(" \t\r\n", y.text[y.pos+1]) >= 0 {
		return true
	}
	return y.flow > 0 && (y.closed || strings.IndexByte("[]{},", y.text[y.pos+1]) >= 0)
}

func (y *yamlScanner) key() {
	if y.flow == 0 && y.node >= 0 {
		y.parent = y.node
	}
	y.plain, y.closed, y.node = false, false, -1
	y.pos++
}

// startToken takes what can be at the start of a key or value.
func (y *yamlScanner) startToken(c byte) {
	column := y.pos - y.begin
	blockMark := (c == '-' || c == '?') && y.flow == 0 && y.endsKey()
	if !blockMark && y.node < 0 {
		y.node = column
	}
	switch {
	case blockMark:
		y.parent = column
		y.pos++
	case c == '"':
		y.quoted(`"`, true, false)
		y.closed = true
	case c == '\'':
		y.quoted(`'`, false, false)
		for y.more() && y.text[y.pos] == '\'' { // '' is a quote inside the scalar
			y.quoted(`'`, false, false)
		}
		y.closed = true
	case c == '[' || c == '{':
		y.flowMark(c)
	case c == '&' || c == '*' || c == '!':
		y.property()
	case (c == '|' || c == '>') && y.flow == 0:
		y.block()
	default:
		y.plain = true
		y.pos++
	}
}

// property moves past an anchor, an alias or a tag.
func (y *yamlScanner) property() {
	stop := " \t\r\n"
	if y.flow > 0 {
		stop += ",[]{}"
	}
	for y.more() && strings.IndexByte(stop, y.text[y.pos]) < 0 {
		y.pos++
	}
}

// block moves past a block scalar, whose lines are all indented more than its parent. A comment may be in its header.
func (y *yamlScanner) block() {
	indent := 0 // of the content; 0 while it is not known
	for y.pos++; y.more() && strings.IndexByte("+-0123456789", y.text[y.pos]) >= 0; y.pos++ {
		if digit := int(y.text[y.pos] - '0'); y.text[y.pos] >= '1' {
			indent = max(y.parent, 0) + digit
		}
	}
	y.blanks()
	if y.more() && y.text[y.pos] == '#' && y.blankBefore() {
		y.comment()
	}
	known := indent > 0
	for y.skipLine(); y.more(); y.skipLine() {
		line := strings.TrimSuffix(y.text[y.pos:y.lineEnd()], "\r")
		column := len(line) - len(strings.TrimLeft(line, " "))
		switch {
		case column == len(line):
			continue
		case !known && column > max(y.parent, 0):
			indent, known = column, true
		case !known:
			indent = column + 1
		}
		if column < indent || column == 0 && y.documentMark() {
			break
		}
	}
	y.rewind()
}

// rewind moves in front of the line break that ended the last line, for the caller ends its line itself.
func (y *yamlScanner) rewind() {
	if y.pos == y.begin && y.pos > 0 && y.text[y.pos-1] == '\n' {
		y.pos--
		y.line--
		y.begin = strings.LastIndexByte(y.text[:y.pos], '\n') + 1
	}
}
