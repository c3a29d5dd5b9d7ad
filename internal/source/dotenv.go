package source

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// maxVariables bounds the variables of a dotenv file.
const maxVariables = 20_000

// ReadDotenv returns the variables of a dotenv file as a mapping, read as Docker Compose reads it: KEY=VALUE and KEY:
// VALUE lines, "export", quotes, values over several lines. A bare KEY is null, and the last of several settings of a key
// counts. References to other variables stay in the value as they were written. An error is a *SyntaxError.
func ReadDotenv(f *File, l Limits) (*Node, error) {
	r := &dotenvReader{builder: newBuilder(f, l), text: string(f.Content), at: f.starts()[0]}
	root := r.node(Mapping)
	entries := map[string]int{}
	for r.skipSpace(); r.at < len(r.text); r.skipSpace() {
		if r.count >= l.MaxNodes {
			return nil, errNodes(r.span(r.at, r.at), l)
		}
		entry, err := r.statement()
		if err != nil {
			return nil, err
		}
		if i, ok := entries[entry.Key]; ok {
			root.Entries[i] = entry
			continue
		}
		if len(root.Entries) == maxVariables {
			return nil, &SyntaxError{At: entry.KeySpan, Message: fmt.Sprintf("more than %d variables", maxVariables)}
		}
		entries[entry.Key] = len(root.Entries)
		root.Entries = append(root.Entries, entry)
	}
	slices.SortFunc(root.Entries, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.KeySpan.Start.Line, b.KeySpan.Start.Line), cmp.Compare(a.KeySpan.Start.Column, b.KeySpan.Start.Column))
	})
	root.Span = f.Span(0, len(f.Content))
	return root, nil
}

type dotenvReader struct {
	builder
	text string
	at   int
}

// skipSpace moves to the next statement, over white space and comment lines.
func (r *dotenvReader) skipSpace() {
	for r.at < len(r.text) {
		char, size := utf8.DecodeRuneInString(r.text[r.at:])
		switch {
		case unicode.IsSpace(char):
			r.at += size
		case char == '#':
			r.at = r.lineEnd(r.at)
		default:
			return
		}
	}
}

// skipBlank moves over white space within the line.
func (r *dotenvReader) skipBlank() {
	for r.at < len(r.text) {
		char, size := utf8.DecodeRuneInString(r.text[r.at:])
		if !isBlank(char) {
			return
		}
		r.at += size
	}
}

func isBlank(r rune) bool { return r != '\n' && (unicode.In(r, unicode.White_Space) && r <= 0xA0) }

func (r *dotenvReader) lineEnd(at int) int {
	if i := strings.IndexByte(r.text[at:], '\n'); i >= 0 {
		return at + i
	}
	return len(r.text)
}

func (r *dotenvReader) statement() (Entry, error) {
	if rest, ok := strings.CutPrefix(r.text[r.at:], "export"); ok && rest != "" && strings.ContainsRune(" \t\n\f\r", rune(rest[0])) {
		r.at += len("export")
		r.skipBlank()
	}
	start := r.at
	end, bare, err := r.key()
	if err != nil {
		return Entry{}, err
	}
	entry := Entry{Key: r.text[start:end], KeySpan: r.span(start, end)}
	switch {
	case entry.Key == "":
		return Entry{}, r.errorAt(start, "a variable without a name")
	case strings.Contains(entry.Key, " "):
		return Entry{}, &SyntaxError{At: entry.KeySpan, Message: "the name of a variable holds a space"}
	case bare:
		entry.Value = r.node(Null)
		entry.Value.Span = r.span(end, end)
		return entry, nil
	}
	entry.Value, err = r.value()
	return entry, err
}

// key moves behind the key and its = or : and returns where the key ends; bare means that the line ends there instead.
func (r *dotenvReader) key() (end int, bare bool, err error) {
	start := r.at
	for i, char := range r.text[start:] {
		switch {
		case char == '=' || char == ':' || char == '\n':
			r.at = start + i + 1
			return start + len(strings.TrimRightFunc(r.text[start:start+i], unicode.IsSpace)), char == '\n', nil
		case isBlank(char) || strings.ContainsRune("_.-[]", char) || unicode.IsLetter(char) || unicode.IsNumber(char):
		default:
			return 0, false, r.errorAt(start+i, fmt.Sprintf("unexpected character %q in the name of a variable", char))
		}
	}
	r.at = len(r.text)
	return start + len(strings.TrimRightFunc(r.text[start:], unicode.IsSpace)), true, nil
}

func (r *dotenvReader) value() (*Node, error) {
	behind := r.at
	r.skipBlank()
	node := r.node(String)
	if r.at < len(r.text) && (r.text[r.at] == '"' || r.text[r.at] == '\'') {
		return node, r.quoted(node)
	}
	end := r.lineEnd(r.at)
	line := r.text[r.at:end]
	line, _, _ = strings.Cut(line, " #")
	line = strings.TrimRightFunc(line, unicode.IsSpace)
	if line == "" {
		node.Span = r.span(behind, behind)
	} else {
		node.Span = r.span(r.at, r.at+len(line))
	}
	node.Text, node.Scalar = line, line
	r.at = end
	return node, nil
}

// quoted reads a value up to the closing quote, be it lines away. A backslash keeps its meaning for later except in front
// of the quote.
func (r *dotenvReader) quoted(node *Node) error {
	start, quote := r.at, r.text[r.at]
	var text strings.Builder
	escaped := false
	for i := start + 1; i < len(r.text); i++ {
		char := r.text[i]
		switch {
		case char == quote && !escaped:
			node.Span = r.span(start, i+1)
			node.Text = text.String()
			node.Scalar = node.Text
			if quote == '"' {
				node.Scalar = dotenvEscape.ReplaceAllStringFunc(node.Text, unescapeDotenv)
			}
			r.at = i + 1
			return nil
		case char == '\\' && !escaped:
			escaped = true
			continue
		case escaped && char != quote:
			text.WriteByte('\\')
		}
		escaped = false
		text.WriteByte(char)
	}
	return r.errorAt(start, "the quote is never closed")
}

var dotenvEscape = lazyregexp.New(`\\(?:[abcfnrtv$"\\]|0\d{0,3})`)

func unescapeDotenv(escape string) string {
	if escape == `\$` {
		return "$"
	}
	// Go writes octal escapes without the 0 in front.
	escape = strings.Replace(escape, `\0`, `\`, 1)
	char, _, _, err := strconv.UnquoteChar(escape, '"')
	if err != nil {
		return escape
	}
	return string(char)
}

// DotenvTemplate returns the value of a variable as Compose's interpolation reads it, in which a dollar that is meant literally is
// doubled. It is what is between the quotes of a value in double quotes; isLiteral is set for one in single quotes, in which nothing
// is replaced.
func DotenvTemplate(n *Node) (text string, isLiteral bool) {
	written := n.Span.Text()
	switch {
	case strings.HasPrefix(written, "'"):
		return n.Str(), true
	case !strings.HasPrefix(written, `"`):
		return n.Str(), false
	}
	return dotenvEscape.ReplaceAllStringFunc(n.Text, func(escape string) string {
		if escape == `\$` {
			return "$$"
		}
		return unescapeDotenv(escape)
	}), false
}
