package plan

import (
	"context"
	"encoding/binary"
	"maps"
	"slices"
	"strings"
	"time"
)

// likelyPatterns returns the texts of a program that may be regular expressions, with their words: literals, what tables have and
// what rules make of both. A text that never is one does no harm.
func (p *Program) likelyPatterns() map[string]words {
	found := map[string]words{}
	for _, v := range p.constants {
		addPatterns(found, v)
	}
	m := NewMachine(p)
	m.ctx, m.limit = context.Background(), time.Minute
	for _, f := range p.functions {
		if m.err = nil; f.pure && f.arguments == 0 {
			addPatterns(found, m.call(f, nil, nil, 0))
		}
	}
	return found
}

// addPatterns adds the texts in a value that look like regular expressions and are some.
func addPatterns(found map[string]words, v Value) {
	switch x := v.(type) {
	case string:
		if !strings.ContainsAny(x, `\^$*+?()[]{}|`) {
			return
		}
		if w, err := usefulWords(x); err == nil {
			found[x] = w
		}
	case *Array:
		for _, item := range x.items {
			addPatterns(found, item)
		}
	case *Set:
		for _, item := range x.items {
			addPatterns(found, item)
		}
	case *Object:
		for _, pair := range x.pairs {
			addPatterns(found, pair.Value)
		}
	}
}

// appendPatterns stores regular expressions with their words: finding these takes longer than most texts that are matched.
func appendPatterns(out []byte, found map[string]words) []byte {
	out = binary.AppendUvarint(out, uint64(len(found)))
	for _, text := range slices.Sorted(maps.Keys(found)) {
		w := found[text]
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
