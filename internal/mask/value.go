package mask

import "strings"

// link is what ties a value to its name.
type link uint8

const (
	assigned link = iota // NAME=value
	keyed                // name: value
	listed               // "name", "value"
	spaced               // NAME value
)

// value is where the value of a name begins in a text.
type value struct {
	name, at int // offsets of both
	link     link
	// quote is what is open around both, "" where nothing is.
	quote string
	// fresh is set where the name is the first of its line.
	fresh bool
	// column is that of the name.
	column int
}

// valueOf finds the separator behind the name between two offsets and the value behind it; ok is false where there is none.
func (s *scan) valueOf(start, end int) (v value, ok bool) {
	v = value{name: start, quote: quoteBefore(s.text, start), column: start - s.lineStart}
	at, closed := end, false
	if v.quote != "" && strings.HasPrefix(s.text[end:], v.quote) {
		at, closed = end+len(v.quote), true
		v.quote = ""
		if at < len(s.text) && s.text[at] == ']' { // ["name"] = of Lua
			at++
		}
	}
	at = skip(s.text, at, " \t")
	rest := s.text[at:]
	switch {
	case rest == "":
		return v, false
	case strings.HasPrefix(rest, ":=") || strings.HasPrefix(rest, "=>") || strings.HasPrefix(rest, "=="):
		at += 2
	case rest[0] == '=':
		at++
	case rest[0] == ':' && (closed || !s.prose && endsKey(rest)):
		v.link = keyed
		at++
	case rest[0] == ':' && !s.prose && s.isPass(start, end, rest):
		at++
	case rest[0] == ',' && closed && !s.prose:
		v.link, v.at = listed, skip(s.text, at+1, " \t\r\n")
		return v, s.isListed(v.at)
	default:
		return v, false
	}
	v.at = skip(s.text, at, " \t")
	return v, true
}

// isListed reports whether a string begins at an offset that is no key.
func (s *scan) isListed(at int) bool {
	quote := quoteAt(s.text[at:])
	if quote == "" {
		return false
	}
	end := closing(s.text, at+len(quote), quote) + len(quote)
	end = skip(s.text, min(end, len(s.text)), " \t")
	return end == len(s.text) || s.text[end] != ':'
}

// endsKey reports whether the colon that a text begins with ends a key: a blank or the end is behind it, or a quote.
func endsKey(text string) bool {
	return len(text) == 1 || strings.IndexByte(" \t\r\n\"'", text[1]) >= 0
}

// isPass reports whether a colon ends the word pass, as where openssl takes pass:word.
func (s *scan) isPass(start, end int, rest string) bool {
	switch strings.ToLower(s.text[start:end]) {
	case "pass", "password", "passwd", "passphrase", "pwd":
		return rest[1] != '/' && rest[1] != ':'
	}
	return false
}

// spaced finds a value that stands behind a blank: requirepass of Redis, ENV NAME value of a Dockerfile, PASSWORD 'x' of SQL, and
// the machines of a .netrc.
func (s *scan) spaced(start, end int, previous string) (v value, ok bool) {
	at := skip(s.text, end, " \t")
	if at == end || at == len(s.text) || s.prose {
		return v, false
	}
	v = value{name: start, at: at, link: spaced, quote: quoteBefore(s.text, start), column: start - s.lineStart}
	directive := words().options[s.text[start:end]] || previous == "ENV" || previous == "LABEL" || s.isNetrc()
	return v, directive || quoteAt(s.text[at:]) != ""
}

// isNetrc reports whether the line is one of a .netrc.
func (s *scan) isNetrc() bool {
	line := strings.TrimLeft(s.text[s.lineStart:min(s.lineStart+200, len(s.text))], " \t")
	return strings.HasPrefix(line, "machine ") || strings.HasPrefix(line, "login ") || strings.HasPrefix(line, "default ")
}

// value hides a value and returns where to go on.
func (s *scan) value(v value) int {
	if v.at >= len(s.text) {
		return len(s.text)
	}
	rest := s.text[v.at:]
	switch quote := quoteAt(rest); {
	case strings.HasPrefix(rest, `"""`) || strings.HasPrefix(rest, `'''`):
		return s.upTo(v.at+3, rest[:3])
	case strings.HasPrefix(rest, "[[") && v.link != keyed:
		return s.upTo(v.at+2, "]]")
	case quote != "" && quote != v.quote:
		return s.quoted(v.at, quote)
	case rest[0] == '{' || rest[0] == '[':
		return s.collection(v)
	case v.link == keyed && v.quote == "":
		return s.keyed(v)
	}
	end := v.at + plainEnd(v, rest)
	s.hide(v.at, end)
	return end
}

// upTo hides everything up to a mark, or to the end of the text where there is none.
func (s *scan) upTo(from int, mark string) int {
	size := strings.Index(s.text[from:], mark)
	if size < 0 {
		s.hidden = append(s.hidden, stretch{from, len(s.text)})
		return len(s.text)
	}
	s.hidden = append(s.hidden, stretch{from, from + size})
	return from + size + len(mark)
}

// quoted hides the text in quotes that start at an offset, and what is joined to it by .. or +, or stands right behind it as in
// a shell.
func (s *scan) quoted(at int, quote string) int {
	for {
		from := at + len(quote)
		to := closing(s.text, from, quote)
		s.hide(from, to)
		at = min(to+len(quote), len(s.text))
		next := skip(s.text, at, " \t")
		joint := s.text[next:min(next+2, len(s.text))]
		switch {
		case joint == "..":
			next = skip(s.text, next+2, " \t\r\n")
		case strings.HasPrefix(joint, "+"):
			next = skip(s.text, next+1, " \t\r\n")
		case next > at || next == len(s.text) || strings.IndexByte(" \t\r\n,;:)]}#|&>\\", s.text[at]) >= 0:
			return at
		default:
			end := at + wordSize(s.text[at:])
			s.hide(at, end)
			return end
		}
		if quote = quoteAt(s.text[next:]); quote == "" {
			return next
		}
		at = next
	}
}

// plainEnd returns how much of a text is a value without quotes.
func plainEnd(v value, rest string) int {
	switch {
	case v.quote != "":
		end := closing(rest, 0, v.quote)
		return min(end, lineSize(rest[:end]))
	case v.link == keyed || v.fresh:
		return lineSize(rest)
	}
	for end := 0; ; end++ {
		size := strings.IndexAny(rest[end:], wordEnds+";&")
		if size < 0 {
			return len(rest)
		}
		end += size
		switch c := rest[end]; {
		case isInside(rest, end):
		case c != ';' && c != '&' || isAssignment(rest[end+1:]):
			return end
		}
	}
}

// isInside reports whether a quote stands between letters, as in don't.
func isInside(text string, at int) bool {
	isQuote := text[at] == '\'' || text[at] == '"'
	return isQuote && at > 0 && at+1 < len(text) && isWordByte(text[at-1]) && isWordByte(text[at+1])
}

// isAssignment reports whether a text begins with NAME=.
func isAssignment(text string) bool {
	end := wordEnd(text, 0)
	return end > 0 && end < len(text) && text[end] == '='
}

// lineSize returns how many bytes of a text stand on its first line, and wordSize in front of its first blank or quote.
func lineSize(text string) int {
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		return end
	}
	return len(text)
}

const wordEnds = " \t\r\n\"'`"

func wordSize(text string) int {
	for end := 0; ; end++ {
		size := strings.IndexAny(text[end:], wordEnds)
		if size < 0 {
			return len(text)
		}
		if end += size; !isInside(text, end) {
			return end
		}
	}
}

// quoteAt returns the quote that a text begins with, with the backslashes that protect it in another string; "" for none.
func quoteAt(text string) string {
	at := skip(text[:min(len(text), 7)], 0, `\`)
	if at == len(text) || text[at] != '"' && text[at] != '\'' {
		return ""
	}
	return text[:at+1]
}

// quoteBefore returns the quote in front of an offset, with its backslashes.
func quoteBefore(text string, at int) string {
	if at == 0 || text[at-1] != '"' && text[at-1] != '\'' {
		return ""
	}
	start := at - 1
	for start > 0 && at-start < 8 && text[start-1] == '\\' {
		start--
	}
	return text[start:at]
}

// closing returns the offset of the quote that closes a string, or the length of the text. A quote without a backslash in its
// mark may be escaped by one inside, and a single one by another.
func closing(text string, at int, quote string) int {
	for at < len(text) {
		size := strings.Index(text[at:], quote)
		if size < 0 {
			return len(text)
		}
		at += size
		switch {
		case len(quote) > 1:
			return at
		case quote == `"` && isEscaped(text, at):
			at++
		case quote == `'` && strings.HasPrefix(text[at+1:], `'`):
			at += 2
		default:
			return at
		}
	}
	return len(text)
}

// isEscaped reports whether an odd number of backslashes stands in front of an offset.
func isEscaped(text string, at int) bool {
	start := at
	for start > 0 && text[start-1] == '\\' {
		start--
	}
	return (at-start)%2 == 1
}
