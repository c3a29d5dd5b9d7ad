package source

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// templateSuffixes are what people put behind the name of a file that somebody fills in or copies before it is used.
var templateSuffixes = []string{
	".dist", ".example", ".in", ".j2", ".jinja", ".jinja2", ".sample", ".template", ".tmpl", ".tpl",
}

// CutTemplate takes off what says that a file is a template or an example: config.toml for config.toml.tmpl. ok is false for a
// name that says nothing of the sort, or that is of no format without it.
func CutTemplate(name string) (inner string, ok bool) {
	ext := path.Ext(name)
	inner = strings.TrimSuffix(name, ext)
	if !slices.Contains(templateSuffixes, strings.ToLower(ext)) || FormatOf(name) != nil || FormatOf(inner) == nil {
		return name, false
	}
	return inner, true
}

// LanguageOf is FormatOf, and for a template the format of what is made of it.
func LanguageOf(name string) *Format {
	inner, _ := CutTemplate(name)
	return FormatOf(inner)
}

// action finds what a template engine replaces: {{ }} and {% %} and {# #} over several lines, ${NAME} and @NAME@.
var action = regexp.MustCompile(`(?s)\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}|\$\{[\w.:-]+\}|@[A-Za-z]\w*@`)

// ReadTemplate returns the trees of a template: a line that is nothing but actions is left out, what stands for a value is a string
// that IsUnknown, and both branches of a condition are read. What is no file of the format then gives a *SyntaxError.
func (f *Format) ReadTemplate(file *File, l Limits) ([]*Node, error) {
	filled := NewFile(file.Path, fill(file.Content))
	roots, err := f.Read(filled, l)
	m := mover{span: file.Span(0, 0), isBlock: true, done: map[*Node]bool{}}
	if syntax, ok := err.(*SyntaxError); ok {
		return nil, &SyntaxError{At: m.place(syntax.At), Message: syntax.Message}
	}
	for _, root := range roots {
		m.node(root)
	}
	return roots, err
}

// fill replaces the actions of a template, rune for rune, so that every place stays where it is.
func fill(content []byte) []byte {
	f := filler{text: string(content), lineEnd: -1}
	var out strings.Builder
	last := 0
	for _, at := range action.FindAllStringIndex(f.text, -1) {
		out.WriteString(f.text[last:at[0]])
		last = at[1]
		f.moveTo(at[0])
		switch found := f.text[at[0]:at[1]]; {
		case strings.HasPrefix(found, "{%"), strings.HasPrefix(found, "{#"), f.isAlone(found, at[1]):
			out.WriteString(blank(found))
		case f.quote != 0:
			out.WriteString(unquoted(found))
		default:
			out.WriteString(unknownValue(found))
		}
	}
	out.WriteString(f.text[last:])
	return []byte(out.String())
}

// filler knows the line of the place that it has moved to, whatever its length.
type filler struct {
	text string
	// lineEnd is the end of the line, hasText whether it has more than actions and commas.
	lineEnd int
	hasText bool
	// at is the place, quote the one that its line has opened and not closed before it, 0 for none.
	at    int
	quote rune
}

// moveTo moves on to a place behind the last one.
func (f *filler) moveTo(at int) {
	if at > f.lineEnd {
		f.at, f.quote = strings.LastIndexByte(f.text[:at], '\n')+1, 0
		f.lineEnd = len(f.text)
		if i := strings.IndexByte(f.text[at:], '\n'); i >= 0 {
			f.lineEnd = at + i
		}
		f.hasText = strings.Trim(action.ReplaceAllString(f.text[f.at:f.lineEnd], ""), " \t\r,") != ""
	}
	for _, c := range f.text[f.at:at] {
		switch {
		case c == f.quote:
			f.quote = 0
		case f.quote == 0 && (c == '"' || c == '\''):
			f.quote = c
		}
	}
	f.at = at
}

// isAlone reports whether an action has its lines for itself and other actions. What stands for a value does so only in braces.
func (f *filler) isAlone(found string, end int) bool {
	if end <= f.lineEnd {
		return !f.hasText && found[0] != '@'
	}
	before := f.text[strings.LastIndexByte(f.text[:f.at], '\n')+1 : f.at]
	after, _, _ := strings.Cut(f.text[end:], "\n")
	return strings.Trim(before, " \t") == "" && strings.Trim(after, " \t\r") == ""
}

func blank(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return r
		}
		return ' '
	}, text)
}

// unquoted takes from an action inside quotes what would end them.
func unquoted(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '"' || r == '\'' || r == '\\' || r < ' ' && r != '\n' && r != '\r' {
			return '_'
		}
		return r
	}, text)
}

// unknownValue is a quoted string of the length of an action that depends on a variable which nothing sets.
func unknownValue(text string) string {
	const frame = len(`"${}"`)
	n := utf8.RuneCountInString(text)
	if n < frame || strings.ContainsAny(text, "\r\n") {
		return text
	}
	return `"${` + strings.Repeat("_", n-frame) + `}"`
}
