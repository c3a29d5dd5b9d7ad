package source

import "strings"

// actionsIn finds what template engines and shells fill in, from left to right: {{ }}, {% %}, {# #}, ${ } on one line, and @NAME@. It
// returns where each begins and ends. The work is in proportion to the length of the text, whatever is opened in it and not closed.
func actionsIn(text string) [][]int {
	f := actionFinder{text: text}
	var found [][]int
	for at := 0; ; {
		next := strings.IndexAny(text[at:], "{$@")
		if next < 0 {
			return found
		}
		at += next
		end := f.end(at)
		if end < 0 {
			at++
			continue
		}
		found = append(found, []int{at, end})
		at = end
	}
}

// replaceActions returns a text with what a function gives for each action in it.
func replaceActions(text string, by func(action string) string) string {
	found := actionsIn(text)
	if len(found) == 0 {
		return text
	}
	var b strings.Builder
	last := 0
	for _, at := range found {
		b.WriteString(text[last:at[0]])
		b.WriteString(by(text[at[0]:at[1]]))
		last = at[1]
	}
	b.WriteString(text[last:])
	return b.String()
}

// actionFinder finds the ends of actions, asked for from left to right.
type actionFinder struct {
	text string
	// next has, by what closes an action, where that was found last.
	next [4]mark
}

// mark is the first place at or behind another at which something is, len(text) for none.
type mark struct{ from, at int }

// closers are what closes {{, {% and {#, and what ends the search for the end of ${.
var closers = [4]string{"}}", "%}", "#}", "}\n"}

// end returns where the action that begins at an offset ends, -1 where none begins there or it is not closed.
func (f *actionFinder) end(at int) int {
	rest := f.text[at:]
	if rest[0] == '@' {
		return f.name(at)
	}
	if len(rest) < 2 {
		return -1
	}
	kind := strings.Index("{{{%{#${", rest[:2])
	if kind < 0 || kind%2 != 0 {
		return -1
	}
	kind /= 2
	closing := f.find(kind, at+2)
	switch {
	case closing == len(f.text):
		return -1
	case kind < 3:
		return closing + 2
	case f.text[closing] == '\n':
		return -1
	}
	return closing + 1
}

// find returns the first closer of a kind at or behind an offset.
func (f *actionFinder) find(kind, from int) int {
	m := &f.next[kind]
	if m.from > 0 && m.from <= from && from <= m.at { // an offset is at least 2
		return m.at
	}
	size := 0
	if kind < 3 {
		size = strings.Index(f.text[from:], closers[kind])
	} else {
		size = strings.IndexAny(f.text[from:], closers[kind])
	}
	if *m = (mark{from, from + size}); size < 0 {
		m.at = len(f.text)
	}
	return m.at
}

// name returns the end of @NAME@.
func (f *actionFinder) name(at int) int {
	for i := at + 1; i < len(f.text); i++ {
		switch c := f.text[i]; {
		case 'A' <= c && c <= 'Z':
		case i > at+1 && ('0' <= c && c <= '9' || c == '_'):
		case c == '@' && i > at+2:
			return i + 1
		default:
			return -1
		}
	}
	return -1
}
