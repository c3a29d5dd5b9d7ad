package mask

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mark takes the place of one character of a secret.
const Mark = "*"

// stretch is a part of a text from a byte up to, not including, another.
type stretch struct{ from, to int }

// joined returns stretches in order, those that touch as one.
func joined(list []stretch) []stretch {
	slices.SortFunc(list, func(a, b stretch) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	kept := list[:0]
	for _, s := range list {
		if last := len(kept) - 1; last >= 0 && s.from <= kept[last].to {
			kept[last].to = max(kept[last].to, s.to)
		} else if s.from < s.to {
			kept = append(kept, s)
		}
	}
	return kept
}

// within returns those of joined stretches that reach into a part of the text.
func within(list []stretch, from, to int) []stretch {
	first, _ := slices.BinarySearchFunc(list, from, func(s stretch, at int) int { return cmp.Compare(s.to, at+1) })
	last := first
	for last < len(list) && list[last].from < to {
		last++
	}
	return list[first:last]
}

// cover returns a text with a mark for each character of the stretches, which are joined and count from base. What a line
// begins with up to its first character is no part of a secret, and line breaks stay.
func cover(text string, base int, hidden []stretch) string {
	if len(hidden) == 0 {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	blank := true // nothing but blanks so far on the line
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		for len(hidden) > 0 && hidden[0].to <= base+at {
			hidden = hidden[1:]
		}
		blank = blank && (r == ' ' || r == '\t') || r == '\n' || r == '\r'
		if !blank && len(hidden) > 0 && hidden[0].from < base+at+size {
			b.WriteString(Mark)
		} else {
			b.WriteString(text[at : at+size])
		}
		at += size
	}
	return b.String()
}
