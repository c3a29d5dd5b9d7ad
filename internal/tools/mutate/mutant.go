package main

import (
	"bytes"
	"fmt"
	"maps"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// mutant is a project with changes in one of its files.
type mutant struct {
	*project
	seed uint64
	// file is the file that was changed, text what it is now.
	file string
	text []byte
	// what says what was changed.
	what string
	// bare are the made-up secrets of which the change took away what says that they are secret.
	bare map[string]bool
}

// madeUp finds the made-up secrets, and the one that testdata/secrets.txtar writes with escapes.
var madeUp = regexp.MustCompile(`zq7[0-9a-z]+|q7eeee`)

// maxChanges is how many changes a mutant has at most.
const maxChanges = 3

// newMutant returns the mutant that a seed chooses.
func newMutant(projects []*project, seed uint64) mutant {
	random := rand.New(rand.NewPCG(seed, 0))
	p := projects[random.IntN(len(projects))]
	m := mutant{project: p, seed: seed, file: p.names[random.IntN(len(p.names))], bare: map[string]bool{}}
	m.text, m.what = p.files[m.file], p.name+"/"+m.file
	for range 1 + random.IntN(maxChanges) {
		m.change(random)
	}
	if _, err := source.FormatOf(m.file).Read(source.NewFile(m.file, m.text), source.DefaultLimits()); err != nil {
		for _, line := range treeOnly.FindAllString(string(m.text), -1) {
			m.expose(line)
		}
	}
	m.exposeParts()
	return m
}

// exposeParts notes the beginnings of words that nothing marks any more: a change may split a word.
func (m *mutant) exposeParts() {
	for _, part := range madeUp.FindAllString(string(m.text), -1) {
		for _, word := range slices.Collect(maps.Keys(m.bare)) {
			if strings.HasPrefix(word, part) {
				m.bare[part] = true
			}
		}
	}
}

// treeOnly finds the lines of testdata/secrets.txtar of which only a tree tells that they have a secret: an anchor, the value of an
// explicit key, the second line of an item, what the name of a secret is far from. A file that cannot be parsed has no tree.
var treeOnly = regexp.MustCompile(`(?m)^.*(&token|^ +: zq7|^ +yzq7|^    content: zq7|string_match).*$`)

// expose notes that nothing tells any more that the made-up secrets in a text are secret.
func (m *mutant) expose(text string) {
	for _, word := range madeUp.FindAllString(text, -1) {
		m.bare[word] = true
	}
}

// spot is a value with what is around it.
type spot struct {
	// value and key are the spans of the value and of its key, zero for what has none; whole covers both.
	value, key, whole source.Span
	// around is the mapping or list that has the value.
	around source.Span
	inList bool
}

// change makes one change where the file can still be read.
func (m *mutant) change(random *rand.Rand) {
	file := source.NewFile(m.file, m.text)
	spots := spotsIn(file)
	if len(spots) == 0 {
		return
	}
	s := spots[random.IntN(len(spots))]
	e := edits[random.IntN(len(edits))]
	at, text := e.make(s, random)
	if at.IsZero() || at.File != file {
		return
	}
	if !e.keeps || !hasTags(m.file) {
		m.expose(s.around.Text())
	}
	if slices.ContainsFunc(madeUp.FindAllString(at.Text(), -1), func(word string) bool { return m.bare[word] }) {
		m.expose(text) // the change may have put something into a word that nothing marks any more
	}
	m.text = slices.Concat(m.text[:file.Offset(at.Start)], []byte(text), m.text[file.Offset(at.End):])
	m.what += fmt.Sprintf(", %s at %d:%d", e.name, at.Start.Line, at.Start.Column)
}

// hasTags reports whether a file is in a format in which a tag is no part of the text behind it.
func hasTags(file string) bool {
	format := source.FormatOf(file)
	return format == source.YAML || format == source.JSON
}

// spotsIn lists what can be changed in a file: the words of a program, the values of a file that can be read.
func spotsIn(file *source.File) []spot {
	format := source.FormatOf(file.Path)
	if format.IsCode() {
		return wordsOf(file)
	}
	roots, err := format.Read(file, source.DefaultLimits())
	if err != nil {
		return nil
	}
	return spotsOf(roots, file)
}

// spotsOf lists the values of a file that are written in it.
func spotsOf(roots []*source.Node, file *source.File) []spot {
	var all []spot
	for _, root := range roots {
		all = append(all, spot{value: root.Span, whole: root.Span, around: root.Span})
	}
	walk(roots, func(n *source.Node) {
		for _, e := range n.Entries {
			if e.KeySpan.File == file && e.Via.IsZero() {
				all = append(all, spot{value: e.Value.Span, key: e.KeySpan, whole: e.KeySpan.To(e.Value.Span), around: n.Span})
			}
		}
		for _, item := range n.Items {
			if item.Value.Span.File == file && item.Via.IsZero() {
				all = append(all, spot{value: item.Value.Span, whole: item.Value.Span, around: n.Span, inList: true})
			}
		}
	})
	return all
}

// word finds what a program is made of: strings, names, numbers, and signs.
var word = regexp.MustCompile("\"[^\"\\n]*\"|'[^'\\n]*'|[\\w.]+|[^\\s\\w]")

// wordsOf lists the words of a program, each with its line.
func wordsOf(file *source.File) []spot {
	var all []spot
	for _, at := range word.FindAllIndex(file.Content, -1) {
		span := file.Span(at[0], at[1])
		line := file.Offset(source.Position{Line: span.Start.Line, Column: 1})
		whole := file.Span(line, line+len(file.Line(int(span.Start.Line))))
		all = append(all, spot{value: span, whole: whole, around: whole})
	}
	return all
}

// edit is a sort of change.
type edit struct {
	name string
	// keeps is set where what says that a value is secret stays where it is.
	keeps bool
	// make returns a place and what is written there; the zero place where there is nothing to change.
	make func(s spot, random *rand.Rand) (at source.Span, text string)
}

// values are what is written in place of a value; tags what is written in front of one; names what a key is called.
var (
	values = []string{
		"null", "~", "7", `""`, "[text, 7]", "{key: 7}", "text", "true", "-1.5", "[[]]", "[{}, null]", "{key: null}", "${UNSET}", "'${'", "2001-01-01",
		"0x7fffffffffffffff", "1e400", ".nan", "'\U0010ffff'", `"\0"`, "*nothing", "|\n", "[]", "{}", `"` + strings.Repeat("a", 3000) + `"`, "${A:-${B}}", "!!set {a}",
		"a: b: c", "'", "%", "- a", "? [a]", "<<", "${A:?no}", "host:80:443:1", "1/tcp", "::1", "../../..", "/", "container:x", "service:x", "http://[", "\xff",
	}
	tags  = []string{"!reset", "!override", "!!str", "!!int", "!!binary", "!!null", "!!map", "!!seq", "!unheard-of", "&anchor"}
	names = []string{"null", "7", "<<", `""`, "x-y", "services", "true", "[a]", "a.b", "key\n", "..", "image", "'a b'"}
)

func pick(list []string, random *rand.Rand) string { return list[random.IntN(len(list))] }

var edits = []edit{
	{"another value", false, func(s spot, random *rand.Rand) (source.Span, string) { return s.value, pick(values, random) }},
	{"another value", false, func(s spot, random *rand.Rand) (source.Span, string) { return s.value, pick(values, random) }},
	{"no value", false, func(s spot, _ *rand.Rand) (source.Span, string) { return s.value, "" }},
	{"nothing", false, func(s spot, _ *rand.Rand) (source.Span, string) { return s.whole, "" }},
	{"a tag", true, func(s spot, random *rand.Rand) (source.Span, string) {
		return s.value, pick(tags, random) + " " + s.value.Text()
	}},
	{"the value twice", false, func(s spot, _ *rand.Rand) (source.Span, string) {
		return s.value, "[" + s.value.Text() + ", " + s.value.Text() + "]"
	}},
	{"all of it twice", true, twice},
	{"another key", false, func(s spot, random *rand.Rand) (source.Span, string) { return s.key, pick(names, random) }},
	{"a value in a text", false, func(s spot, random *rand.Rand) (source.Span, string) {
		text := s.value.Text()
		if len(text) == 0 {
			return s.value, pick(values, random)
		}
		at := random.IntN(len(text))
		return s.value, text[:at] + pick(values, random) + text[at:]
	}},
}

// twice writes a key with its value, or an item of a list, a second time behind the first.
func twice(s spot, _ *rand.Rand) (source.Span, string) {
	text := s.whole.Text()
	if s.whole.Start.Line == s.whole.End.Line && bytes.ContainsAny([]byte(s.around.Text()), "{[") {
		return s.whole, text + ", " + text
	}
	indent := strings.Repeat(" ", int(s.whole.Start.Column)-1)
	if s.inList && len(indent) >= 2 {
		indent = indent[2:] + "- "
	}
	return s.whole, strings.TrimRight(text, "\n") + "\n" + indent + text
}
