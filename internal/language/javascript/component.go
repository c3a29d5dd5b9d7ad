package javascript

import (
	"bytes"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// isComponent reports whether a file is a component of Vue or Svelte: a page with the syntax of its framework.
func isComponent(file string) bool { return source.FormatOf(file) == source.Component }

// makesMarkup reports whether a component may make HTML of an expression.
func makesMarkup(file *source.File) bool {
	return isComponent(file.Path) && (bytes.Contains(file.Content, []byte("v-html")) || bytes.Contains(file.Content, []byte("{@html ")))
}

// markupOfVue finds the attributes by which Vue 3 makes HTML of an expression:
// https://vuejs.org/api/built-in-directives.html#v-html and #v-bind.
var markupOfVue = lazyregexp.New(`\s(?:v-html|(?:v-bind)?:innerHTML(?:\.prop)?|(?:v-bind)?:inner-html\.prop)=(?:"([^"]*)"|'([^']*)')`)

// The calls that stand for what a component makes HTML of, as long as what they replace: v-html=" and {@html .
const (
	callOfVue    = ";v_html("
	callOfSvelte = ";_html("
)

// markupTag adds what an element of a component makes HTML of to the scripts around it, as a call.
func markupTag(scripts, tag []byte) {
	for _, found := range markupOfVue.FindAllSubmatchIndex(tag, -1) {
		start, end := max(found[2], found[4]), max(found[3], found[5])
		copy(scripts[start-len(callOfVue):], callOfVue)
		copy(scripts[start:end], tag[start:end])
		scripts[end] = ')'
	}
}

// markupText adds what a text of Svelte 5 makes HTML of: {@html expression}, https://svelte.dev/docs/svelte/@html.
func markupText(scripts, text []byte) {
	for at := 0; ; {
		found := bytes.Index(text[at:], []byte("{@html "))
		if found < 0 {
			return
		}
		at += found + len(callOfSvelte)
		end := closing(text[at:])
		if end < 0 {
			return
		}
		copy(scripts[at-len(callOfSvelte):], callOfSvelte)
		copy(scripts[at:at+end], text[at:at+end])
		scripts[at+end] = ')'
		at += end
	}
}

// closing returns where the brace is that closes one in front of a text, -1 for nowhere.
func closing(text []byte) int {
	open := 1
	for i, c := range text {
		switch c {
		case '{':
			open++
		case '}':
			if open--; open == 0 {
				return i
			}
		}
	}
	return -1
}

// computed returns what a method of an object gives that the template of a component uses by its name alone, nil for none:
// computed: {x() {}}.
func (m *module) computed(name string, steps int) *code.Value {
	node, found := m.methods[name]
	if !found || !isComponent(m.file.Path) {
		return nil
	}
	if returned := m.returned(node); returned >= 0 {
		return m.value(returned, m.scopes[node], steps-1)
	}
	return &code.Value{Kind: "call", Name: name}
}
