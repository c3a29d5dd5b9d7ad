package source

import (
	"bytes"
	"strconv"
	"unicode/utf8"
)

// Unescaped returns a text with the escapes of printable characters replaced, as they are in quoted texts of YAML (1.2.2, section 5.7),
// JSON (RFC 8259, section 7) and TOML, and with the lines joined that a backslash joins; changed is false where it has none. It does not
// know which parts of the text are quoted: it is for looking for words.
func Unescaped(text []byte) (plain []byte, changed bool) {
	rest := text
	for {
		at := bytes.IndexByte(rest, '\\')
		if at < 0 {
			break
		}
		plain, rest = append(plain, rest[:at]...), rest[at:]
		char, length := escaped(rest)
		plain, rest, changed = append(plain, char...), rest[length:], changed || length > len(char)
	}
	if !changed {
		return text, false
	}
	return append(plain, rest...), true
}

// escaped returns what the escape at the start of a text stands for, and its length. What is none stands for itself.
func escaped(text []byte) (char []byte, length int) {
	if len(text) < 2 {
		return text, len(text)
	}
	switch text[1] {
	case 'x':
		return numbered(text, 2)
	case 'u':
		return numbered(text, 4)
	case 'U':
		return numbered(text, 8)
	case '/':
		return text[1:2], 2
	case '\r', '\n':
		if line, ok := bytes.CutPrefix(bytes.TrimPrefix(text[1:], []byte{'\r'}), []byte{'\n'}); ok {
			return nil, len(text) - len(bytes.TrimLeft(line, " \t"))
		}
	}
	return text[:1], 1
}

// numbered returns what an escape with the number of a character stands for.
func numbered(text []byte, digits int) (char []byte, length int) {
	end := 2 + digits
	if len(text) < end {
		return text[:1], 1
	}
	code, err := strconv.ParseUint(string(text[2:end]), 16, 32)
	if err != nil {
		return text[:1], 1
	}
	return utf8.AppendRune(nil, rune(code)), end
}
