package mask

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// places maps the text of a scalar to the bytes of its file.
type places struct {
	// offset is added to an offset of the text where the file has the text as it is; otherwise at has the offset of each byte,
	// and one more of the end.
	offset int
	at     []int
}

// part returns where a part of the text is written.
func (p places) part(s stretch) stretch {
	if p.at == nil {
		return stretch{s.from + p.offset, s.to + p.offset}
	}
	return stretch{p.at[s.from], p.at[s.to]}
}

// align finds the text of a scalar in the bytes that it is written as: with quotes and escapes, in a block scalar, folded over
// lines. ok is false where they do not fit.
func align(raw, text string) (p places, ok bool) {
	if at := strings.Index(raw, text); at >= 0 && !strings.Contains(text, "\n") {
		return places{offset: at}, true
	}
	a := aligner{raw: raw, text: text, places: make([]int, len(text)+1)}
	switch {
	case strings.HasPrefix(raw, `"""`) || strings.HasPrefix(raw, `'''`):
		a.in, a.escapes = 3, raw[0] == '"'
	case raw != "" && (raw[0] == '"' || raw[0] == '\''):
		a.in, a.escapes, a.doubled = 1, true, raw[0] == '\''
	case raw != "" && (raw[0] == '|' || raw[0] == '>'):
		a.in = max(strings.IndexByte(raw, '\n'), 0)
	}
	for a.out < len(text) {
		if !a.step() {
			return p, false
		}
	}
	a.places[len(text)] = a.in
	return places{at: a.places}, true
}

// aligner goes through the bytes of a scalar and its text side by side.
type aligner struct {
	raw, text        string
	in, out          int
	escapes, doubled bool
	places           []int
}

// step places the next bytes of the text.
func (a *aligner) step() bool {
	c := a.text[a.out]
	if a.in >= len(a.raw) {
		if !isSpace(c) { // a block scalar may end in a line break that the file lacks
			return false
		}
		a.place(1, 0)
		return true
	}
	written := a.raw[a.in]
	switch {
	case written == '\\' && a.escapes && a.escape():
	case isSpace(c) && isSpace(written):
		a.place(spaceSize(a.text[a.out:]), 0)
		a.in += spaceSize(a.raw[a.in:])
	case written == c:
		size := 1
		if a.doubled && c == '\'' && strings.HasPrefix(a.raw[a.in+1:], "'") {
			size = 2
		}
		a.place(1, size)
	case isSpace(written):
		a.in += spaceSize(a.raw[a.in:])
	case isSpace(c):
		a.place(spaceSize(a.text[a.out:]), 0)
	default:
		return false
	}
	return true
}

// place puts the next bytes of the text where the bytes at hand stand, and moves behind both.
func (a *aligner) place(text, raw int) {
	for range text {
		a.places[a.out] = a.in
		a.out++
	}
	a.in += raw
}

// escape places what a backslash and what follows it mean; false where the backslash means itself.
func (a *aligner) escape() bool {
	rest := a.raw[a.in+1:]
	if rest == "" {
		return false
	}
	digits := map[byte]int{'x': 2, 'u': 4, 'U': 8}[rest[0]]
	switch {
	case digits > 0 && len(rest) > digits:
		r, err := strconv.ParseUint(rest[1:1+digits], 16, 32)
		if err != nil {
			return false
		}
		size := 2 + digits
		if r >= 0xd800 && r < 0xdc00 && strings.HasPrefix(rest[1+digits:], `\u`) {
			r, size = 0x10000, size+6 // a pair of surrogates is one character of four bytes
		}
		a.place(min(max(utf8.RuneLen(rune(r)), 1), len(a.text)-a.out), size)
	case isSpace(rest[0]): // a line that goes on
		a.in += 1 + spaceSize(rest)
	case a.text[a.out] == '\\' && rest[0] != '\\':
		return false
	default:
		_, size := utf8.DecodeRuneInString(a.text[a.out:])
		a.place(size, 2)
	}
	return true
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// spaceSize returns how many blanks and line breaks a text begins with.
func spaceSize(text string) int { return skip(text, 0, " \t\r\n") }
