package needle

// Words is a set of words of two letters or more that are looked for together, each as a whole: neither a letter nor a digit nor _ may
// be beside it, but for digits in front.
type Words struct {
	all map[string]bool
	// lengths has a bit for the length of each word, by its first two letters: most words of a text need no other look.
	lengths [1 << 10]uint64
}

// NewWords returns the set of some words, each of two letters or more.
func NewWords(all ...string) *Words {
	w := &Words{all: make(map[string]bool, len(all))}
	for _, word := range all {
		w.all[word] = true
		w.lengths[pair(word[0], word[1])] |= bitOf(len(word))
	}
	return w
}

// bitOf is the bit of a length. Words that are longer than any have one together.
func bitOf(length int) uint64 { return 1 << min(length, 63) }

// Has reports whether a word is in the set.
func (w *Words) Has(word string) bool { return w.all[word] }

// InBytes reports whether a text has one of the words. It goes over the text once.
func (w *Words) InBytes(text []byte) bool {
	for at := 0; at < len(text); at++ {
		if !inWord[text[at]] {
			continue
		}
		for at < len(text) && text[at]-'0' < 10 {
			at++
		}
		start := at
		for at < len(text) && inWord[text[at]] {
			at++
		}
		if word := text[start:at]; len(word) > 1 && w.lengths[pair(word[0], word[1])]&bitOf(len(word)) != 0 && w.all[string(word)] {
			return true
		}
	}
	return false
}

// IsWordByte reports whether a byte is one that words are made of.
func IsWordByte(c byte) bool { return inWord[c] }

// inWord has the bytes that words are made of.
var inWord = func() (is [256]bool) {
	for c := range is {
		is[c] = 'a' <= c|0x20 && c|0x20 <= 'z' || '0' <= c && c <= '9' || c == '_'
	}
	return is
}()
