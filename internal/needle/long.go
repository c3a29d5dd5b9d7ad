package needle

import "encoding/binary"

// Long is a set of strings of gramSize bytes or more that are looked for together in large texts: the longer the shortest of them is, the
// fewer bytes are looked at. Each string has all of its grams, the parts of gramSize bytes, and one of the first step grams of a string that
// is in a text begins at a multiple of step there.
type Long struct {
	*Set
	step int
	// grams has a bit for each of the first step grams of each string.
	grams [1 << (gramBits - 6)]uint64
}

const (
	gramSize = 4
	gramBits = 14
)

// NewLong returns the set of some strings, each of gramSize bytes or more.
func NewLong(all ...string) *Long {
	l := &Long{Set: New(all...)}
	for i, needle := range all {
		if step := len(needle) - gramSize + 1; i == 0 || step < l.step {
			l.step = step
		}
	}
	for _, needle := range all {
		for at := range l.step {
			gram := gramOf([]byte(needle[at : at+gramSize]))
			l.grams[gram>>6] |= 1 << (gram & 63)
		}
	}
	return l
}

// gramOf numbers a gram, some of them alike.
func gramOf(bytes []byte) uint32 {
	const golden = 0x9E3779B1 // spreads what it multiplies over the upper bits: Knuth, The Art of Computer Programming 6.4
	return binary.LittleEndian.Uint32(bytes) * golden >> (32 - gramBits)
}

// InBytes reports whether a text contains one of the strings.
func (l *Long) InBytes(text []byte) bool {
	for at := 0; at+gramSize <= len(text); at += l.step {
		if gram := gramOf(text[at:]); l.grams[gram>>6]&(1<<(gram&63)) != 0 && l.near(text, at) {
			return true
		}
	}
	return false
}

// near reports whether one of the strings begins less than step bytes in front of an offset, or at it.
func (l *Long) near(text []byte, at int) bool {
	for start := max(0, at-l.step+1); start <= at; start++ {
		if l.beginsAt(text, start) {
			return true
		}
	}
	return false
}
