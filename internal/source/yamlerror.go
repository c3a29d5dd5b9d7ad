package source

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/lazyregexp"
)

var yamlMessage = lazyregexp.New(`(?s)^yaml: (?:line (\d+): )?(.*)$`)

// The parser of yaml.v3 counts lines from 0, its scanner from 1; only the message says which one spoke.
var yamlParserMessages = map[string]bool{
	"did not find expected <stream-start>":   true,
	"did not find expected <document start>": true,
	"did not find expected node content":     true,
	"did not find expected '-' indicator":    true,
	"did not find expected key":              true,
	"did not find expected ',' or ']'":       true,
	"did not find expected ',' or '}'":       true,
	"found duplicate %YAML directive":        true,
	"found duplicate %TAG directive":         true,
	"found incompatible YAML document":       true,
	"found undefined tag handle":             true,
}

// yamlSyntaxError gives an error of yaml.v3, which is nothing but a message, its place in the file.
func yamlSyntaxError(f *File, lines []int, err error) error {
	line, message := 1, err.Error()
	if match := yamlMessage.FindStringSubmatch(message); match != nil {
		message = match[2]
		if n, err := strconv.Atoi(match[1]); err == nil {
			line = n
			if yamlParserMessages[message] {
				line++
			}
		} else if at := unplacedYAMLError(f.Content, message); at >= 0 {
			return &SyntaxError{At: f.Span(at, at), Message: message}
		}
	}
	start := lines[min(line, len(lines))-1]
	text := bytes.TrimLeft(f.Content[start:], " \t")
	at := len(f.Content) - len(text)
	return &SyntaxError{At: f.Span(at, at), Message: message}
}

// unplacedYAMLError returns the offset of an error for which yaml.v3 names no line, or -1.
func unplacedYAMLError(c []byte, message string) int {
	if rest, ok := strings.CutPrefix(message, "unknown anchor '"); ok {
		name, _, _ := strings.Cut(rest, "'")
		return aliasOffset(c, name)
	}
	for i := 0; i < len(c); {
		char, size := utf8.DecodeRune(c[i:])
		if char == utf8.RuneError && size == 1 || !yamlPrintable(char) {
			return i
		}
		i += size
	}
	return -1
}

func yamlPrintable(r rune) bool {
	return r == '\t' || r == '\n' || r == '\r' || r >= 0x20 && r <= 0x7E || r == 0x85 || r >= 0xA0 && r != 0xFFFE && r != 0xFFFF
}

func aliasOffset(c []byte, name string) int {
	alias := []byte("*" + name)
	for i := 0; ; {
		n := bytes.Index(c[i:], alias)
		if n < 0 {
			return -1
		}
		i += n
		before := i == 0 || bytes.IndexByte([]byte(" \t\n\r[{,"), c[i-1]) >= 0
		end := i + len(alias)
		after := end == len(c) || bytes.IndexByte([]byte(" \t\n\r,]}:"), c[end]) >= 0
		if before && after && !inComment(c[:i]) {
			return i
		}
		i = end
	}
}

// inComment reports whether the last line of c has the start of a comment.
func inComment(c []byte) bool {
	line := c[bytes.LastIndexByte(c, '\n')+1:]
	return bytes.HasPrefix(line, []byte("#")) || bytes.Contains(line, []byte(" #")) || bytes.Contains(line, []byte("\t#"))
}
