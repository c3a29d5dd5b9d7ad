package report

import (
	"strings"
	"unicode/utf8"
)

// needles are strings of two bytes or more that are looked for together, by their first two bytes: one pass over a text
// finds that it holds none of them.
type needles [1 << 10][]string

func newNeedles(all ...string) *needles {
	n := &needles{}
	for _, needle := range all {
		at := pair(needle[0], needle[1])
		n[at] = append(n[at], needle)
	}
	return n
}

// pair numbers two bytes so that letters of either case have one number.
func pair(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// in reports whether a text holds one of the needles.
func (n *needles) in(text string) bool {
	for i := range len(text) - 1 {
		for _, needle := range n[pair(text[i], text[i+1])] {
			if strings.HasPrefix(text[i:], needle) {
				return true
			}
		}
	}
	return false
}

// inFolded reports whether a text holds one of the needles, which are in lower case, in letters of either case.
func (n *needles) inFolded(text string) bool {
	for i := range len(text) - 1 {
		if text[i] >= utf8.RuneSelf { // the lower case of a letter outside of ASCII may be one inside
			return n.in(strings.ToLower(text[i:]))
		}
		for _, needle := range n[pair(text[i], text[i+1])] {
			if len(text)-i >= len(needle) && strings.EqualFold(text[i:i+len(needle)], needle) {
				return true
			}
		}
	}
	return false
}
