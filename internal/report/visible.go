package report

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// invisible holds the graphic characters that are drawn as nothing or change how their neighbours read; the rest of the
// default-ignorable ones are no graphic characters to begin with.
var invisible = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x034f, Hi: 0x034f, Stride: 1}, // combining grapheme joiner
		{Lo: 0x115f, Hi: 0x1160, Stride: 1}, // Hangul fillers
		{Lo: 0x17b4, Hi: 0x17b5, Stride: 1}, // Khmer inherent vowels
		{Lo: 0x180b, Hi: 0x180f, Stride: 1}, // Mongolian selectors
		{Lo: 0x3164, Hi: 0x3164, Stride: 1}, // Hangul filler
		{Lo: 0xfe00, Hi: 0xfe0f, Stride: 1}, // variation selectors
		{Lo: 0xffa0, Hi: 0xffa0, Stride: 1}, // half-width Hangul filler
	},
	R32: []unicode.Range32{{Lo: 0xe0000, Hi: 0xe0fff, Stride: 1}}, // tags and more variation selectors
}

// harmless reports whether a character may go to a terminal as it is: no control character, no escape, no bidirectional
// override, nothing of zero width but combining marks.
func harmless(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= ' ' && r != 0x7f
	}
	return unicode.IsGraphic(r) && !unicode.Is(invisible, r)
}

// visible makes text from a scanned file safe for a terminal: one line in which every harmful character is an escape
// that people can read, such as \x1b.
func visible(s string) string {
	clean := utf8.ValidString(s)
	for _, r := range s {
		if !clean || !harmless(r) {
			clean = false
			break
		}
	}
	if clean {
		return withoutCommands(s)
	}
	var b strings.Builder
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		b.WriteString(visibleRune(r, s[:size]))
		s = s[size:]
	}
	return withoutCommands(b.String())
}

// workflowCommand finds what a CI runner would take for a workflow command if a line began with it.
var workflowCommand = lazyregexp.New(`(^|\s):(:[A-Za-z-]+(?:\s|::|$))|#(#\[)`)

// withoutCommands breaks the beginning of every workflow command.
func withoutCommands(s string) string {
	if !strings.Contains(s, "::") && !strings.Contains(s, "##[") {
		return s
	}
	return workflowCommand.ReplaceAllStringFunc(s, func(found string) string {
		if strings.HasPrefix(found, "#") {
			return `\x23` + found[1:]
		}
		at := strings.IndexByte(found, ':')
		return found[:at] + `\x3a` + found[at+1:]
	})
}

// visibleRune returns one character the way it may be shown; raw are its bytes.
func visibleRune(r rune, raw string) string {
	switch {
	case r == utf8.RuneError && len(raw) == 1:
		return fmt.Sprintf(`\x%02x`, raw[0])
	case harmless(r):
		return raw
	case r == '\n':
		return `\n`
	case r == '\r':
		return `\r`
	case r == '\t':
		return `\t`
	case r < 0x100:
		return fmt.Sprintf(`\x%02x`, r)
	case r < 0x10000:
		return fmt.Sprintf(`\u%04x`, r)
	}
	return fmt.Sprintf(`\U%08x`, r)
}

// EscapeJSON replaces the harmful characters that encoding/json leaves in strings by JSON escapes, which mean the same,
// so that JSON can be shown on a terminal.
func EscapeJSON(encoded []byte) []byte {
	harmful := func(r rune) bool { return r >= 0x7f && !harmless(r) }
	if bytes.IndexFunc(encoded, harmful) < 0 {
		return encoded
	}
	var b bytes.Buffer
	b.Grow(len(encoded) + len(encoded)/16)
	for _, r := range string(encoded) {
		switch {
		case !harmful(r):
			b.WriteRune(r)
		case r < 0x10000:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			r -= 0x10000
			fmt.Fprintf(&b, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
		}
	}
	return b.Bytes()
}
