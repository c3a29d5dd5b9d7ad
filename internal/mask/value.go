package mask

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// link is what ties a value to its name.
type link uint8

const (
	assigned link = iota // NAME=value
	keyed                // name: value
	listed               // "name", "value"
	spaced               // NAME value
	compared             // NAME == value
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
	at = s.skip(at, " \t")
	rest := s.text[at:]
	switch {
	case rest == "":
		return v, false
	case strings.HasPrefix(rest, "=="):
		v.link = compared
		at += 2
	case strings.HasPrefix(rest, ":=") || strings.HasPrefix(rest, "=>"):
		at += 2
	case rest[0] == '=':
		at++
	case rest[0] == ':' && (closed || !s.prose && endsKey(rest)):
		v.link = keyed
		at++
	case rest[0] == ':' && !s.prose && s.isPass(start, end, rest):
		at++
	case rest[0] == ',' && closed && !s.prose:
		v.link, v.at = listed, s.skipTag(s.skip(at+1, " \t\r\n"))
		return v, s.isListed(v.at)
	case s.isProgram && declared.MatchString(rest):
		at += strings.IndexByte(rest, '=') + 1
	default:
		return v, false
	}
	if v.at = s.skip(at, " \t"); v.link == keyed {
		v.at = s.skipTag(v.at)
	}
	return v, true
}

// formatted matches the constant that a formatted string of a program has its value from.
var formatted = lazyregexp.New(`^\{[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\}`)

// isListed reports whether a string begins at an offset that is no key.
func (s *scan) isListed(at int) bool {
	quote := quoteAt(s.text[at:])
	if quote == "" {
		return false
	}
	end := s.closing(at+len(quote), quote) + len(quote)
	end = s.skip(min(end, len(s.text)), " \t")
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

// spaced finds a value behind a blank: requirepass of Redis, ENV NAME value of a Dockerfile, PASSWORD 'x' of SQL, and
// the machines of a .netrc.
func (s *scan) spaced(start, end int, previous string) (v value, ok bool) {
	at := s.skip(end, " \t")
	if at == end || at == len(s.text) || s.prose {
		return v, false
	}
	v = value{name: start, at: at, link: spaced, quote: quoteBefore(s.text, start), column: start - s.lineStart}
	directive := words().options[s.text[start:end]] || previous == "ENV" || previous == "LABEL" || s.isNetrc()
	return v, directive || quoteAt(s.text[at:]) != ""
}

// isNetrc reports whether the line is one of a .netrc.
func (s *scan) isNetrc() bool {
	start := max(s.lineStart, 0)
	line := strings.TrimLeft(s.text[start:min(start+200, len(s.text))], " \t")
	return strings.HasPrefix(line, "machine ") || strings.HasPrefix(line, "login ") || strings.HasPrefix(line, "default ")
}

// behindTag returns where a quoted text or a collection begins behind a tag or an anchor of YAML, the same offset where there is no such.
func (s *scan) behindTag(at int) int {
	if s.text[at] != '!' && s.text[at] != '&' {
		return at
	}
	next := s.skip(s.wordEnd(at), " \t")
	if next < len(s.text) && strings.IndexByte("\"'[{", s.text[next]) >= 0 {
		return next
	}
	return at
}

// value hides a value and returns where to go on.
func (s *scan) value(v value) int {
	if v.at >= len(s.text) {
		return len(s.text)
	}
	rest := s.text[v.at:]
	if next := s.behindTag(v.at); next > v.at {
		s.hide(v.at, next)
		v.at, rest = next, s.text[next:]
	}
	switch quote := quoteAt(rest); {
	case s.isExpression(v):
		return s.expression(v)
	case strings.HasPrefix(rest, `"""`) || strings.HasPrefix(rest, `'''`):
		return s.upTo(v.at+3, rest[:3])
	case strings.HasPrefix(rest, "[[") && v.link != keyed:
		return s.upTo(v.at+2, "]]")
	case quote != "" && quote != v.quote:
		return s.quoted(v.at, quote)
	case v.link == assigned && formatted.MatchString(rest): // ?api_key={API_KEY}
		return v.at + strings.IndexByte(rest, '}') + 1
	case rest[0] == '{' || rest[0] == '[':
		return s.collection(v)
	case v.link == keyed && v.quote == "":
		return s.keyed(v)
	}
	end := s.plainEnd(v)
	s.hide(v.at, end)
	return end
}

// upTo hides everything up to a mark, or to the end of the text where there is none.
func (s *scan) upTo(from int, mark string) int {
	to := s.index(from, mark)
	s.hidden = append(s.hidden, stretch{from, to})
	return min(to+len(mark), len(s.text))
}

// quoted hides the text in quotes that start at an offset, and what is joined to it by .. or +, or follows right behind it as in
// a shell.
func (s *scan) quoted(at int, quote string) int {
	for {
		from := at + len(quote)
		to := s.closing(from, quote)
		s.hide(from, to)
		at = min(to+len(quote), len(s.text))
		next := s.skip(at, " \t")
		joint := s.text[next:min(next+2, len(s.text))]
		switch {
		case joint == "..":
			next = s.skip(next+2, " \t\r\n")
		case strings.HasPrefix(joint, "+"):
			next = s.skip(next+1, " \t\r\n")
		case next > at || next == len(s.text) || strings.IndexByte(" \t\r\n,;:)]}#|&>\\", s.text[at]) >= 0:
			return at
		default:
			end := s.wordEnd(at)
			s.hide(at, end)
			return end
		}
		if quote = quoteAt(s.text[next:]); quote == "" {
			return next
		}
		at = next
	}
}

// plainEnd returns where a value without quotes ends.
func (s *scan) plainEnd(v value) int {
	switch {
	case v.quote != "":
		end := s.closing(v.at, v.quote)
		if size := strings.IndexByte(s.text[v.at:end], '\n'); size >= 0 {
			return v.at + size
		}
		return end
	case v.link == keyed || v.fresh:
		return s.lineEnd(v.at)
	}
	for end := v.at; ; end++ {
		end = s.indexAny(end, wordEnds+";&")
		switch {
		case end == len(s.text):
			return end
		case end > v.at && isInside(s.text, end):
		case s.text[end] != ';' && s.text[end] != '&' || s.isAssignment(end+1):
			return end
		}
	}
}

// isAssignment reports whether NAME= starts at an offset.
func (s *scan) isAssignment(at int) bool {
	end := s.nameEnd(at)
	return end > at && end < len(s.text) && s.text[end] == '='
}
