package report

import (
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
)

// expression returns a function that returns a compiled expression. It is compiled when it is first wanted: most runs quote
// nothing that needs all of them, and compiling them would be a good part of what a small run takes.
func expression(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

// needles are strings of two bytes or more that are looked for together, by their first two bytes: one pass over a text
// finds that it holds none of them.
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

// in reports whether a text holds one of the needles.
func (n *needles) in(text string) bool {
	for i := range len(text) - 1 {
		for _, needle := range n.lists[n.byPair[pair(text[i], text[i+1])]] {
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
		for _, needle := range n.lists[n.byPair[pair(text[i], text[i+1])]] {
			if len(text)-i >= len(needle) && strings.EqualFold(text[i:i+len(needle)], needle) {
				return true
			}
		}
	}
	return false
}
