package mask

import "strings"

// values are the secrets of a file, to be found in what is said of it.
type values struct {
	// byStart has them by their first bytes.
	byStart map[string][]secretValue
}

type secretValue struct {
	text string
	// word is set where the value counts only as a word of its own.
	word bool
}

const (
	// leastValue is how many bytes a value has that is looked for in messages, and startSize how many of them it is found by.
	leastValue = 6
	startSize  = 3
	// maxAlike bounds how many values with one beginning are told apart: where there are more, the beginning is enough.
	maxAlike = 8
)

// newValues returns those of some secrets that nobody would take for a name: a service may be called like its own password. A
// name behind a bare dollar is a variable to whoever reads the file, and is named in messages, although it may be a part of the
// password: abc$tail.
func newValues(secrets []string) *values {
	v := &values{byStart: map[string][]secretValue{}}
	for _, secret := range secrets {
		if len(secret) >= leastValue && isDistinctive(secret) {
			v.add(secretValue{text: secret})
		}
		for rest := secret; ; {
			dollar := strings.IndexByte(rest, '$')
			if dollar < 0 {
				break
			}
			rest = rest[dollar+1:]
			if name := rest[:nameSize(rest)]; len(name) >= startSize && !isVariable(name) {
				v.add(secretValue{text: name, word: true})
			}
		}
	}
	return v
}

// nameSize returns how many bytes of the name of a variable a text begins with.
func nameSize(text string) int {
	for i := range len(text) {
		if c := text[i]; !isLetter(c) && c != '_' && (i == 0 || !isDigit(c)) {
			return i
		}
	}
	return len(text)
}

// isVariable reports whether a name is surely that of a variable and no part of a password: DB_ROOT_PASS.
func isVariable(name string) bool {
	return strings.IndexByte(name, '_') > 0 && strings.ToUpper(name) == name && IsName(name)
}

// isDistinctive reports whether a text is more than words in lower case, and no short number.
func isDistinctive(text string) bool {
	digits := 0
	for i := range len(text) {
		c := text[i]
		switch {
		case isDigit(c):
			digits++
		case !isLower(c) && strings.IndexByte("-_. ", c) < 0:
			return true
		}
	}
	return digits > 0 && digits < len(text) || digits >= 8
}

func (v *values) add(value secretValue) {
	start := value.text[:startSize]
	for _, known := range v.byStart[start] {
		if known == value {
			return
		}
	}
	if alike := v.byStart[start]; len(alike) <= maxAlike {
		v.byStart[start] = append(alike, value)
	}
}

// in returns where a text contains one of the values.
func (v *values) in(text string) []stretch {
	if len(v.byStart) == 0 {
		return nil
	}
	var list []stretch
	for at := 0; at+startSize <= len(text); at++ {
		alike := v.byStart[text[at:at+startSize]]
		size := 0
		for _, value := range alike {
			if strings.HasPrefix(text[at:], value.text) && !(value.word && isInWord(text, at, at+len(value.text))) {
				size = max(size, len(value.text))
			}
		}
		if len(alike) > maxAlike {
			size = max(size, (&scan{text: text}).wordEnd(at)-at)
		}
		if size > 0 {
			list = append(list, stretch{at, at + size})
			at += size - 1
		}
	}
	return list
}

// isInWord reports whether a part of a text is less than a word.
func isInWord(text string, from, to int) bool {
	return from > 0 && isWordByte(text[from-1]) || to < len(text) && isWordByte(text[to])
}
