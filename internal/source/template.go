package source

import (
	"bytes"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// templateSuffixes are what names of files end in that a program fills in, or a person copies, before another program reads them.
var templateSuffixes = []string{".tmpl", ".tpl", ".template", ".in", ".j2", ".jinja", ".jinja2", ".gotmpl", ".example", ".sample", ".dist"}

// templates are the formats of templates by those of the files that are made of them.
var templates = map[*Format]*Format{
	// YAML takes JSON too, and a word without quotes where the template writes a number. All branches of a condition are
	// read: each may be the one that is taken, so that a key may be there more than once.
	YAML: templateOf(YAML, readYAMLTemplate, false), JSON: templateOf(JSON, readYAMLTemplate, false),
	// TOML, units and nginx have one tree.
	TOML: templateOf(TOML, one(ReadTOML), true), Unit: templateOf(Unit, one(ReadUnit), false),
	// In nginx ${name} is a variable of its own as well: either way it is not known here.
	Nginx: templateOf(Nginx, one(ReadNginx), false),
}

func readYAMLTemplate(f *File, l Limits) ([]*Node, error) { return readYAML(f, l, true) }

// templateOf returns a format whose files are read with a placeholder for everything that is filled in. quoted is set where a text
// needs quotes.
func templateOf(plain *Format, read func(*File, Limits) ([]*Node, error), quoted bool) *Format {
	f := *plain
	f.plain = plain
	f.read = func(file *File, l Limits) ([]*Node, error) {
		t := masked{file: file, quoted: quoted, texts: map[string]string{}, done: map[*Node]bool{}}
		roots, err := read(NewFile(file.Path, t.mask(file.Content)), l)
		if err != nil {
			return nil, t.syntaxError(err)
		}
		for _, root := range roots {
			t.restore(root)
		}
		return roots, nil
	}
	f.lenient = nil
	return &f
}

// Template returns the format of templates that files of a format are made of, nil when there is none.
func (f *Format) Template() *Format { return templates[f] }

// LooksLikeTemplate reports whether a text has actions of a template engine.
func LooksLikeTemplate(content []byte) bool {
	return bytes.Contains(content, []byte("{{")) && bytes.Contains(content, []byte("}}")) || bytes.Contains(content, []byte("{%")) ||
		bytes.Contains(content, []byte("<%")) && bytes.Contains(content, []byte("%>"))
}

// IsTemplate reports whether the files of a format are templates: a value may be missing, or written in several branches. It is
// safe on a nil Format.
func (f *Format) IsTemplate() bool { return f != nil && f.plain != nil }

// Makes reports whether files of a format are, or are templates of, files of another one. It is safe on a nil Format.
func (f *Format) Makes(other *Format) bool { return f != nil && (f == other || f.plain == other) }

// masked is a template while it is read. Every part that is filled in is replaced by a word of the same length that no format
// gives a meaning to, so that places stay, and put back into the texts that have it.
type masked struct {
	file *File
	// quoted is set where what stands for a part needs quotes around it, unless they are there.
	quoted bool
	// texts are the parts that were replaced, by what stands for them.
	texts map[string]string
	done  map[*Node]bool
	// alone says of the lines between two offsets whether they have nothing but actions: many actions may be on one line.
	lines [2]int
	alone bool
}

// control finds actions that write nothing by themselves: conditions, loops, definitions, assignments and comments.
var control = lazyregexp.New(`^(\{\{[-~]?\s*(/\*|if\b|else\b|end\b|range\b|with\b|define\b|block\b|break\b|continue\b|\$\w+\s*:?=|#|/|!)|\{%|\{#|<%[^=])`)

// mask replaces the actions in a text. A line that has nothing but actions becomes a comment, unless it is the value of the line
// before.
func (t *masked) mask(content []byte) []byte {
	text := string(content)
	var b strings.Builder
	last := 0
	for _, at := range actionsIn(text) {
		b.WriteString(text[last:at[0]])
		action := text[at[0]:at[1]]
		switch {
		case control.MatchString(action), t.isAlone(text, at) && !t.isValue(text[:at[0]]):
			b.WriteString(blank(action))
		case t.quoted && !isQuoted(text[:at[0]]):
			b.WriteString(t.quotedWord(action))
		default:
			b.WriteString(t.word(action))
		}
		last = at[1]
	}
	b.WriteString(text[last:])
	return []byte(b.String())
}

// maxAlone is how many bytes a line may have of which isAlone looks at every action.
const maxAlone = 1000

// isAlone reports whether the lines of an action have nothing else.
func (t *masked) isAlone(text string, at []int) bool {
	before, after := text[max(0, at[0]-maxAlone-1):at[0]], text[at[1]:min(len(text), at[1]+maxAlone+1)]
	before = before[strings.LastIndexByte(before, '\n')+1:]
	after, _, _ = strings.Cut(after, "\n")
	if len(before)+len(after) > maxAlone {
		return false
	}
	lines := [2]int{at[0] - len(before), at[1] + len(after)}
	if lines != t.lines || lines[1] == 0 {
		nothing := func(string) string { return "" }
		t.lines, t.alone = lines, strings.TrimSpace(replaceActions(before, nothing)+replaceActions(after, nothing)) == ""
	}
	return t.alone
}

// isQuoted reports whether the line at the end of a text has opened quotes and not closed them.
func isQuoted(before string) bool {
	before = before[strings.LastIndexByte(before, '\n')+1:]
	before = before[max(0, len(before)-maxAlone):]
	quote := rune(0)
	for _, c := range before {
		switch {
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		}
	}
	return quote != 0
}

// isValue reports whether what follows a text is the value of the key that the text ends with.
func (t *masked) isValue(before string) bool {
	before = strings.TrimRight(before, " \t\r\n")
	return strings.HasSuffix(before, ":")
}

// blank returns white space that is as long as an action and breaks lines where it does.
func blank(action string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\r' {
			return r
		}
		return ' '
	}, action)
}

// word returns what stands for an action: $(number) with as many characters, so that it counts as a template wherever a text is
// looked at. Line breaks in an action move into the white space behind it.
func (t *masked) word(action string) string {
	line, rest, broken := strings.Cut(action, "\n")
	if broken {
		rest = "\n" + blank(rest)
	}
	word := t.wordFor(action, utf8.RuneCountInString(line))
	if word == "" { // shorter than any action that has a name in it
		return blank(action)
	}
	return word + rest
}

// quotedWord is word with quotes around it.
func (t *masked) quotedWord(action string) string {
	if strings.Contains(action, "\n") {
		return t.word(action)
	}
	word := t.wordFor(action, utf8.RuneCountInString(action)-len(`""`))
	if word == "" {
		return blank(action)
	}
	return `"` + word + `"`
}

// wordFor returns a word of a length that stands for an action, "" where the length is too small.
func (t *masked) wordFor(action string, length int) string {
	room := length - len("$()")
	number := strconv.FormatInt(int64(len(t.texts)), 36)
	if room < len(number) {
		return ""
	}
	word := "$(" + number + strings.Repeat("_", room-len(number)) + ")"
	t.texts[word] = action
	return word
}

var words = lazyregexp.New(`\$\([0-9a-z]+_*\)`)

// restore puts the actions back into texts, and gives the nodes of a tree their places in the template.
func (t *masked) restore(n *Node) {
	if n == nil || t.done[n] {
		return
	}
	t.done[n] = true
	n.Span = t.place(n.Span)
	if text, ok := n.Scalar.(string); ok {
		n.Scalar, n.Text = t.original(text), t.original(n.Text)
	}
	for i := range n.Entries {
		e := &n.Entries[i]
		e.Key, e.KeySpan, e.Via = t.original(e.Key), t.place(e.KeySpan), t.place(e.Via)
		t.restore(e.Value)
	}
	for i := range n.Items {
		n.Items[i].Via = t.place(n.Items[i].Via)
		t.restore(n.Items[i].Value)
	}
}

func (t *masked) original(text string) string {
	return words.ReplaceAllStringFunc(text, func(word string) string {
		if action, ok := t.texts[word]; ok {
			return action
		}
		return word
	})
}

func (t *masked) place(s Span) Span {
	if !s.IsZero() {
		s.File = t.file
	}
	return s
}

// syntaxError gives an error its place in the template.
func (t *masked) syntaxError(err error) error {
	if syntax, ok := err.(*SyntaxError); ok {
		return &SyntaxError{At: t.place(syntax.At), Message: t.original(syntax.Message)}
	}
	return err
}

// AsReferences returns a text of a template with every action as a reference to a variable that nothing sets, so that the text is
// unknown where it depends on one, and the names of these variables.
func AsReferences(text string) (fresh string, names []string) {
	if !strings.ContainsAny(text, "{@<") {
		return text, nil
	}
	fresh = replaceActions(text, func(action string) string {
		if strings.HasPrefix(action, reference) {
			return action
		}
		name := strings.Trim(noWord.ReplaceAllString(action, "_"), "_")
		if name == "" || name[0] <= '9' {
			name = "template_" + name
		}
		names = append(names, name)
		return Reference(name)
	})
	return fresh, names
}

var noWord = lazyregexp.New(`\W+`)
