package mask

import (
	"strings"
	"unicode/utf8"
)

// needles are strings of two bytes or more that are looked for together, by their first two bytes: one pass over a text
// finds that it contains none of them.
type needles struct {
	lists  [][]string     // needles that begin alike; the first is empty
	byPair [1 << 10]uint8 // which of them a pair of bytes begins
}

func newNeedles(all ...string) *needles {
	n := &needles{lists: make([][]string, 1)}
	for _, needle := range all {
		list := &n.byPair[pair(needle[0], needle[1])]
		if *list == 0 {
			*list = uint8(len(n.lists))
			n.lists = append(n.lists, nil)
		}
		n.lists[*list] = append(n.lists[*list], needle)
	}
	return n
}

// pair numbers two bytes so that letters of either case have one number.
func pair(a, b byte) int { return int(a&31)<<5 | int(b&31) }

// next returns the first needle in a text at or behind an offset, and where it is; -1 where there is none.
func (n *needles) next(text string, from int) (at int, needle string) {
	for i := from; i+1 < len(text); i++ {
		for _, needle := range n.lists[n.byPair[pair(text[i], text[i+1])]] {
			if strings.HasPrefix(text[i:], needle) {
				return i, needle
			}
		}
	}
	return -1, ""
}

// in reports whether a text contains one of the needles.
func (n *needles) in(text string) bool {
	at, _ := n.next(text, 0)
	return at >= 0
}

// inFolded reports whether a text contains one of the needles, which are in lower case, in letters of either case.
func (n *needles) inFolded(text string) bool {
	for i := range len(text) - 1 {
		if text[i] >= utf8.RuneSelf { // the lower case of a letter outside of ASCII may be one inside
			return n.in(strings.ToLower(text[i:]))
		}
		for _, needle := range n.lists[n.byPair[pair(text[i], text[i+1])]] {
			if len(text)-i >= len(needle) && strings.EqualFold(text[i:i+len(needle)], needle) {
				return true
			}
		}
	}
	return false
}

// nextFolded is next for needles in lower case and a text in letters of either case; only those of ASCII are compared.
func (n *needles) nextFolded(text string, from int) (at int, needle string) {
	for i := from; i+1 < len(text); i++ {
		for _, needle := range n.lists[n.byPair[pair(text[i], text[i+1])]] {
			if len(text)-i >= len(needle) && strings.EqualFold(text[i:i+len(needle)], needle) {
				return i, needle
			}
		}
	}
	return -1, ""
}
