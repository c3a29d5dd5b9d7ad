package mask

import "strings"

// nameKeys are the keys of a pair that name something, and valueEnds how the keys end that give its value.
var (
	nameKeys  = map[string]bool{"name": true, "key": true, "header": true, "header_name": true, "headername": true, "variable": true, "field": true}
	valueEnds = []string{"value", "string", "bytes", "match", "exact", "prefix", "suffix", "contains", "regex"}
)

// isNameKey and isValueKey report what the key of a pair is for.
func isNameKey(key string) bool { return nameKeys[strings.ToLower(key)] }

func isValueKey(key string) bool {
	key = strings.ToLower(key)
	for _, end := range valueEnds {
		if strings.HasSuffix(key, end) {
			return true
		}
	}
	return false
}

// pairing is what the lines above say of a name and a value that belong together.
type pairing struct {
	// secret is set where the last name is that of a secret; it was on line nameLine.
	secret   bool
	nameLine int
	// value is what could belong to a name that follows; it was on line valueLine.
	value     value
	valueLine int
	known     bool
	// done is the end of the last value that was hidden after its name was found.
	done int
}

// pairDistance is how many lines name and value of a pair are apart at most.
const pairDistance = 2

// pairKey looks at a word that may be a key of a pair, in either order: {key: authorization, value: x}. It returns where to go on,
// and false where the word is no such key.
func (s *scan) pairKey(start, end int) (next int, ok bool) {
	key := s.text[start:end]
	isName := isNameKey(key)
	if !isName && !isValueKey(key) {
		return end, false
	}
	v, ok := s.valueOf(start, end)
	if !ok {
		return end, false
	}
	p := &s.pair
	if !isName {
		if p.secret && s.line-p.nameLine <= pairDistance {
			p.secret = false
			return s.value(v), true
		}
		p.value, p.valueLine, p.known = v, s.line, v.at >= p.done
		return end, true
	}
	name := s.skip(v.at, `\"'`)
	p.secret, p.nameLine = IsName(s.text[name:s.nameEnd(name)]), s.line
	if p.secret && p.known && s.line-p.valueLine <= pairDistance {
		p.secret, p.done = false, s.value(p.value)
	}
	p.known = false
	return v.at, true
}
