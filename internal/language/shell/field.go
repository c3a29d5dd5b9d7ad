package shell

import (
	"strings"

	"mvdan.cc/sh/v3/syntax"

	"github.com/seclint/seclint/internal/code"
)

// fields returns the words that a command is given: a variable without quotes is as many as blanks are in it, and a list each of its items.
// Quotes inside of a variable are characters like any other.
func (s *script) fields(args []*syntax.Word, values []*code.Value) []*code.Value {
	var words []*code.Value
	for i, arg := range args {
		if list := s.listOf(arg); list != nil {
			words = append(words, list.Items...)
		} else if text := s.unquoted(arg); text != nil {
			words = append(words, split(text)...)
		} else {
			words = append(words, values[i])
		}
		if len(words) >= maxWords {
			return words[:maxWords]
		}
	}
	return words
}

// listOf returns the list whose items a word stands for, as "${command[@]}" does; nil for any other word.
func (s *script) listOf(w *syntax.Word) *code.Value {
	if len(w.Parts) != 1 {
		return nil
	}
	part := w.Parts[0]
	if quoted, ok := part.(*syntax.DblQuoted); ok && len(quoted.Parts) == 1 {
		part = quoted.Parts[0]
	}
	p, ok := part.(*syntax.ParamExp)
	if !ok || p.Param == nil || p.Index == nil || p.Length || p.Excl || p.Slice != nil || p.Repl != nil || p.Exp != nil {
		return nil
	}
	if index, ok := p.Index.(*syntax.Word); !ok || index.Lit() != "@" && index.Lit() != "*" {
		return nil
	}
	if v := s.names[p.Param.Value]; v != nil && v.Kind == "list" {
		return v
	}
	return nil
}

// unquoted returns what a variable without quotes has that the script puts together; nil for any other word.
func (s *script) unquoted(w *syntax.Word) *code.Value {
	if len(w.Parts) != 1 {
		return nil
	}
	p, ok := w.Parts[0].(*syntax.ParamExp)
	if !ok || p.Param == nil || p.Exp != nil || p.Index != nil || p.Slice != nil || p.Repl != nil || p.Length || p.Excl {
		return nil
	}
	v := s.names[p.Param.Value]
	if v == nil {
		return nil
	}
	if text, isText := v.Is.(string); v.Kind == "literal" && isText && strings.ContainsFunc(text, isBlank) {
		return &code.Value{Place: s.place(w), Kind: "template", Items: []*code.Value{v}}
	}
	if v.Kind == "template" {
		return code.At(s.place(w), v)
	}
	return nil
}

// split returns the words in a text that is put together.
func split(v *code.Value) []*code.Value {
	var words []*code.Value
	isOpen := false // the next part goes on with the last word
	add := func(part *code.Value) {
		if !isOpen {
			words = append(words, &code.Value{Place: v.Place, Kind: "template"})
		}
		last := words[len(words)-1]
		last.Items, isOpen = append(last.Items, part), true
	}
	for _, item := range v.Items {
		text, isText := item.Is.(string)
		if !isText {
			add(item)
			continue
		}
		for at, word := range strings.FieldsFunc(text, isBlank) {
			isOpen = isOpen && at == 0 && !isBlank(rune(text[0]))
			add(code.Literal(item.Place, word))
		}
		isOpen = isOpen && text != "" && !isBlank(rune(text[len(text)-1]))
	}
	for i, word := range words {
		if len(word.Items) == 1 {
			words[i] = word.Items[0]
		}
	}
	return words
}

func isBlank(r rune) bool { return strings.ContainsRune(" \t\r\n", r) }
