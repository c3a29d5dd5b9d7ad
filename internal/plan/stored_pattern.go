package plan

import (
	"encoding/binary"
	"maps"
	"slices"
)

// operandOfPattern says which operand of a built-in is its regular expression.
var operandOfPattern = map[string]int{
	"regex.match": 0, "regex.split": 0, "regex.find_n": 0, "regex.find_all_string_submatch_n": 0, "regex.replace": 1,
}

// literalPatterns returns the regular expressions that a program has as literals, with their words; not those that cannot be parsed.
func (p *Program) literalPatterns() map[string]words {
	literals := map[string]words{}
	for _, f := range p.functions {
		each(f.blocks(), func(s *statement) {
			if s.do != opBuiltin {
				return
			}
			at, isPattern := operandOfPattern[p.builtins[s.number].name]
			if !isPattern || !s.args[at].isConstant() {
				return
			}
			text, _ := p.constants[^s.args[at]].(string)
			if w, err := usefulWords(text); err == nil {
				literals[text] = w
			}
		})
	}
	return literals
}

// appendPatterns stores regular expressions with their words: finding these takes longer than most texts that are matched.
func appendPatterns(out []byte, literals map[string]words) []byte {
	out = binary.AppendUvarint(out, uint64(len(literals)))
	for _, text := range slices.Sorted(maps.Keys(literals)) {
		w := literals[text]
		stored := appendStrings([]byte{typeFalse}, w.texts)
		if w.fold {
			stored[0] = typeTrue
		}
		out = appendString(appendString(out, text), string(stored))
	}
	return out
}

// patterns reads what appendPatterns wrote: the words by their expression, themselves not read yet.
func (d *decoder) patterns() map[string]string {
	n := d.count()
	all := make(map[string]string, n)
	for range n {
		text := d.text()
		all[text] = d.text()
	}
	return all
}

// words reads the words of one expression.
func (d *decoder) words() words {
	w := words{fold: d.byte() == typeTrue}
	for range d.count() {
		w.texts = append(w.texts, d.text())
	}
	return w
}
