package mask

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// harmless are the values that tell nothing: nothing, a switch, or the start of a value on the next lines.
var harmless = map[string]bool{"": true, "true": true, "false": true, "yes": true, "no": true, "null": true, "~": true,
	"{": true, "[": true, "|": true, "|-": true, "|+": true, ">": true, ">-": true, ">+": true}

var (
	mountedSecret  = lazyregexp.New(`^(?:file://)?/(?:run|var/run)/secrets/[\w./-]+$`)
	keyFile        = lazyregexp.New(`^[\w./~-]+\.(cer|crt|der|jks|key|p12|pem|pfx|pkcs12)$`)
	upperReference = lazyregexp.New(`^\$[A-Z_][A-Z0-9_]*$`)
)

// maxNesting is how deep references may be nested in each other's defaults before the whole default is hidden.
const maxNesting = 4

// hide hides the value between two offsets: everything but blanks and quotes around it, references to variables, and paths of
// mounted secrets. Where a reference has a default, the default is hidden.
func (s *scan) hide(from, to int) {
	s.passed(from, to)
	value := strings.TrimRight(s.text[from:to], " \t\r\n,;")
	to = from + len(value)
	from = to - len(strings.TrimLeft(value, " \t\r\n"))
	if from < to && (s.text[from] == '"' || s.text[from] == '\'') {
		quote := s.text[from]
		from++
		if from < to && s.text[to-1] == quote {
			to--
		}
	}
	if isOpen(strings.TrimRight(s.text[from:to], "\"')]} ")) {
		return
	}
	if !strings.Contains(s.text[from:to], "${") {
		s.hidden = append(s.hidden, stretch{from, to})
		return
	}
	s.hideBetweenReferences(from, to)
}

// isOpen reports whether a value may be read by everybody: it says nothing, is a reference, or the place of a secret.
func isOpen(value string) bool {
	switch {
	case len(value) <= len("false") && harmless[strings.ToLower(value)]:
		return true
	case value[0] == '$':
		return upperReference.MatchString(value)
	}
	isPath := value[0] == '/' || strings.HasPrefix(value, "file:")
	return isPath && mountedSecret.MatchString(value) || keyFile.MatchString(value)
}

// reference is a ${NAME...} in a text.
type reference struct {
	start int
	// name ends at body where there is no operator, and a default begins there where there is one.
	operator string
	body     int
	// end is the offset of the closing brace, -1 when there is none.
	end int
	// depth is how deep the references inside are nested.
	depth int
}

// hideBetweenReferences hides a value but for the references in it.
func (s *scan) hideBetweenReferences(from, to int) {
	for _, shown := range append(joined(s.shown(from, to)), stretch{to, to}) {
		if !isOpen(s.text[from:shown.from]) {
			s.hidden = append(s.hidden, stretch{from, shown.from})
		}
		from = shown.to
	}
}

// shown lists what references show: their names, and the messages of those that are required. Everything behind one that is
// never closed is hidden.
func (s *scan) shown(from, to int) []stretch {
	var list []stretch
	done := from
	for _, r := range s.references(from, to) {
		switch {
		case r.end < 0:
			return list
		case r.start < done || r.operator == "" && r.body != r.end: // inside of what is decided, or ${no name}
		case r.operator == "" || strings.HasSuffix(r.operator, "?"):
			list = append(list, stretch{r.start, r.end + 1})
			done = r.end + 1
		default:
			list = append(list, stretch{r.start, r.body}, stretch{r.end, r.end + 1})
			if r.depth > maxNesting {
				done = r.end
			}
		}
	}
	return list
}

// references lists the references between two offsets in their order. $${ is no reference but text.
func (s *scan) references(from, to int) []reference {
	var list []reference
	var open []int // indices in list
	for at := from; at < to; at++ {
		switch c := s.text[at]; {
		case c == '$' && at+1 < to && s.text[at+1] == '$':
			at++
		case c == '$' && at+1 < to && s.text[at+1] == '{':
			body := at + 2
			for body < to && (isLetter(s.text[body]) || s.text[body] == '_' || body > at+2 && isDigit(s.text[body])) {
				body++
			}
			operator := operatorAt(s.text[body:to])
			if body == at+2 {
				operator = ""
			}
			list = append(list, reference{start: at, operator: operator, body: body + len(operator), end: -1})
			open = append(open, len(list)-1)
			at = body + len(operator) - 1
		case c == '}' && len(open) > 0:
			r := &list[open[len(open)-1]]
			open = open[:len(open)-1]
			r.end = at
			if len(open) > 0 {
				outer := &list[open[len(open)-1]]
				outer.depth = max(outer.depth, r.depth+1)
			}
		}
	}
	return list
}

// operatorAt returns the operator of a reference that a text begins with, "" for none.
func operatorAt(text string) string {
	for _, operator := range []string{":-", ":=", ":?", ":+", "-", "=", "?", "+"} {
		if strings.HasPrefix(text, operator) {
			return operator
		}
	}
	return ""
}
