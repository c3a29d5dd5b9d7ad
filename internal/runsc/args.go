package runsc

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Arguments reads a list of arguments as runsc does, with Go's package flag: one dash or two, the value behind = or in the next
// argument, a boolean's only behind =. Docker hands the list to a shell, so one item may hold several arguments. path is where
// the list stands. list may be nil or no list: then there is nothing.
func Arguments(list *source.Node, path source.Path) ([]Flag, []Stray) {
	p := parser{words: wordsOf(list, path), last: map[string]int{}}
	for p.next < len(p.words) {
		p.argument()
	}
	flags := p.flags[:0]
	for i, f := range p.flags {
		if p.last[f.Name] == i {
			flags = append(flags, f)
		}
	}
	return flags, p.strays
}

type word struct {
	text string
	path source.Path
}

func wordsOf(list *source.Node, path source.Path) []word {
	if list == nil {
		return nil
	}
	var words []word
	for i, item := range list.Items {
		text := item.Value.Str()
		parts := strings.Fields(text)
		if strings.ContainsAny(text, `'"\$`+"`") { // what a shell makes of it is not known
			parts = []string{text}
		}
		for _, part := range parts {
			words = append(words, word{part, path.Child(i)})
		}
	}
	return words
}

type parser struct {
	words  []word
	next   int
	flags  []Flag
	last   map[string]int // name -> index of its last flag
	strays []Stray
}

func (p *parser) argument() {
	w := p.words[p.next]
	p.next++
	name, value, hasValue := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(w.text, "-"), "-"), "=")
	if w.text[0] != '-' || name == "" || name[0] == '-' {
		p.strays = append(p.strays, Stray{Word: w.text, Path: w.path})
		return
	}
	property, known := lookup(name)
	switch {
	case hasValue:
	case property.Boolean:
		value = "true"
	case known || p.next < len(p.words) && p.words[p.next].text[0] != '-':
		value = p.take()
	default: // of a flag that nobody knows, the next flag is hardly the value
		value = "true"
	}
	p.last[name] = len(p.flags)
	p.flags = append(p.flags, Flag{Name: name, Value: value, Path: w.path, Source: RuntimeArgs, Form: "string"})
}

func (p *parser) take() string {
	if p.next == len(p.words) {
		return ""
	}
	p.next++
	return p.words[p.next-1].text
}
