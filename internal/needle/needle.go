// Package needle looks for many strings in a text at once.
package needle

import (
	"strings"
	"unicode/utf8"
)

// Set is a set of strings of two bytes or more that are looked for together, by their first two bytes: one pass over a text finds
// that it contains none of them.
type Set struct {
	lists  [][]string      // needles that begin alike; the first is empty
	byPair [1 << 10]uint16 // which of them a pair of bytes begins
}

// New returns the set of some strings, each of two bytes or more.
func New(all ...string) *Set {
	n := &Set{lists: make([][]string, 1)}
	for _, needle := range all {
		list := &n.byPair[pair(needle[0], needle[1])]
		if *list == 0 {
			*list = uint16(len(n.lists))
			n.lists = append(n.lists, nil)
		}
		n.lists[*list] = append(n.lists[*list], needle)
	}
	return n
}

// pair numbers two bytes so that letters of either case have one number.
func pair(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// Next returns the first needle in a text at or behind an offset, and where it is; -1 where there is none.
func (n *Set) Next(text string, from int) (at int, needle string) {
	for i := from; i+1 < len(text); i++ {
		list := n.byPair[pair(text[i], text[i+1])]
		if list == 0 {
			continue
		}
		for _, needle := range n.lists[list] {
			if strings.HasPrefix(text[i:], needle) {
				return i, needle
			}
		}
	}
	return -1, ""
}

// In reports whether a text contains one of the needles.
func (n *Set) In(text string) bool {
	at, _ := n.Next(text, 0)
	return at >= 0
}

// InBytes does what In does, for a text that is no string.
func (n *Set) InBytes(text []byte) bool {
	for i := 0; i+1 < len(text); i++ {
		if n.beginsAt(text, i) {
			return true
		}
	}
	return false
}

// beginsAt reports whether one of the needles is at an offset of a text, behind which there is another byte.
func (n *Set) beginsAt(text []byte, at int) bool {
	for _, needle := range n.lists[n.byPair[pair(text[at], text[at+1])]] {
		if len(text)-at >= len(needle) && string(text[at:at+len(needle)]) == needle {
			return true
		}
	}
	return false
}

// InFolded reports whether a text contains one of the needles, which are in lower case, in letters of either case.
func (n *Set) InFolded(text string) bool {
	for i := range len(text) - 1 {
		if text[i] >= utf8.RuneSelf { // the lower case of a letter outside of ASCII may be one inside
			return n.In(strings.ToLower(text[i:]))
		}
		list := n.byPair[pair(text[i], text[i+1])]
		if list == 0 {
			continue
		}
		for _, needle := range n.lists[list] {
			if len(text)-i >= len(needle) && strings.EqualFold(text[i:i+len(needle)], needle) {
				return true
			}
		}
	}
	return false
}

// NextFolded is Next for needles in lower case and a text in letters of either case; only those of ASCII are compared.
func (n *Set) NextFolded(text string, from int) (at int, needle string) {
	for i := from; i+1 < len(text); i++ {
		list := n.byPair[pair(text[i], text[i+1])]
		if list == 0 {
			continue
		}
		for _, needle := range n.lists[list] {
			if len(text)-i >= len(needle) && strings.EqualFold(text[i:i+len(needle)], needle) {
				return i, needle
			}
		}
	}
	return -1, ""
}
