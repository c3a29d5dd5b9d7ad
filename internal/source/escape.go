package source

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode/utf8"
)

// escape matches what YAML (1.2.2, section 5.7), JSON (RFC 8259, section 7) and TOML write in place of a printable character, and the
// end of a line that a backslash joins to the next one.
var escape = regexp.MustCompile(`\\x[0-9A-Fa-f]{2}|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8}|\\/|\\\r?\n[ \t]*`)

// Unescaped returns a text with the escapes of printable characters replaced, as they are in quoted texts of YAML, JSON and TOML;
// changed is false where it has none. It does not know which parts of the text are quoted: it is for looking for words.
func Unescaped(text []byte) (plain []byte, changed bool) {
	if !bytes.ContainsRune(text, '\\') {
		return text, false
	}
	plain = escape.ReplaceAllFunc(text, func(found []byte) []byte {
		changed = true
		switch found[1] {
		case 'x', 'u', 'U':
			if code, err := strconv.ParseUint(string(found[2:]), 16, 32); err == nil {
				return utf8.AppendRune(nil, rune(code))
			}
			return found
		case '/':
			return found[1:]
		}
		return nil
	})
	return plain, changed
}
