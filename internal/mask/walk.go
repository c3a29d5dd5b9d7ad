package mask

import "strings"

// The functions of this file move through the text of a scan. They count how many bytes they pass, so that a test can tell whether
// the work grows with the length of the text alone.

// index returns the offset of the first of some texts behind an offset, or the length of the text.
func (s *scan) index(at int, mark string) int {
	end := len(s.text)
	if size := strings.Index(s.text[at:], mark); size >= 0 {
		end = at + size
	}
	return s.passed(at, end)
}

// indexAny returns the offset of the first byte behind an offset that is one of some, or the length of the text.
func (s *scan) indexAny(at int, some string) int {
	end := len(s.text)
	if size := strings.IndexAny(s.text[at:], some); size >= 0 {
		end = at + size
	}
	return s.passed(at, end)
}

func (s *scan) passed(from, to int) int {
	s.work += to - from + 1
	return to
}

// skip returns the first offset at or behind an offset whose byte is none of some.
func (s *scan) skip(at int, some string) int { return s.passed(at, skip(s.text, at, some)) }

// skipTag returns the offset of the value behind a tag or an anchor of YAML, as in !!str "x": the offset itself where none begins there.
func (s *scan) skipTag(at int) int {
	for at < len(s.text) && (s.text[at] == '!' || s.text[at] == '&') {
		end := s.wordEnd(at)
		value := s.skip(end, " \t")
		if value == end || value == len(s.text) || s.text[value] == '\n' || s.text[value] == '\r' {
			return at
		}
		at = value
	}
	return at
}

// lineEnd returns the offset of the line break behind an offset.
func (s *scan) lineEnd(at int) int { return s.index(at, "\n") }

// nameEnd returns the offset behind the name that starts at an offset.
func (s *scan) nameEnd(at int) int { return s.passed(at, wordEnd(s.text, at)) }

// wordEnds are the bytes that end a word of a command.
const wordEnds = " \t\r\n\"'`"

// wordEnd returns where a word of a command ends that starts at an offset. A quote between letters, as in don't, ends none.
func (s *scan) wordEnd(at int) int {
	for end := at; ; end++ {
		end = s.indexAny(end, wordEnds)
		if end == len(s.text) || end == at || !isInside(s.text, end) {
			return end
		}
	}
}

// isInside reports whether a quote is between letters, of which the second may have a backslash in front.
func isInside(text string, at int) bool {
	isQuote := text[at] == '\'' || text[at] == '"'
	return isQuote && at > 0 && at+1 < len(text) && isWordByte(text[at-1]) && (isWordByte(text[at+1]) || text[at+1] == '\\')
}

// closing returns the offset of the quote that closes what it opened in front of an offset, or the length of the text. A quote
// without a backslash in its mark may be escaped by one inside, and a single one by another.
func (s *scan) closing(at int, quote string) int {
	for at < len(s.text) {
		at = s.index(at, quote)
		switch {
		case at == len(s.text) || len(quote) > 1:
			return at
		case quote == `"` && s.isEscaped(at):
			at++
		case quote == `'` && strings.HasPrefix(s.text[at+1:], `'`):
			at += 2
		default:
			return at
		}
	}
	return len(s.text)
}

// isEscaped reports whether an odd number of backslashes is in front of an offset.
func (s *scan) isEscaped(at int) bool {
	start := at
	for start > 0 && s.text[start-1] == '\\' {
		start--
	}
	s.passed(start, at)
	return (at-start)%2 == 1
}

// closingBrace returns the offset of the brace that closes what is open at an offset, or the length of the text.
func (s *scan) closingBrace(at int) int {
	start := at
	for depth := 0; at < len(s.text); at++ {
		switch {
		case strings.HasPrefix(s.text[at:], "${"):
			depth++
		case s.text[at] == '}' && depth == 0:
			return s.passed(start, at)
		case s.text[at] == '}':
			depth--
		}
	}
	return s.passed(start, at)
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

// skip returns the first offset at or behind an offset whose byte is none of some.
func skip(text string, at int, some string) int {
	for at < len(text) && strings.IndexByte(some, text[at]) >= 0 {
		at++
	}
	return at
}
