package compose

import "strings"

// variable is one reference to a variable in a scalar.
type variable struct {
	name string
	// operator is one of "", ":-", "-", ":?", "?", ":+" and "+".
	operator string
	// operand is what stands behind the operator: a default, an error message, an alternative.
	operand string
	// set says that the project has the variable, empty that it has it without a value.
	set, empty bool
}

// required reports whether compose refuses to start without the variable.
func (v variable) required() bool { return strings.HasSuffix(v.operator, "?") }

// scanVariables lists the variables of a scalar, those inside defaults too, in the order in which they stand.
func scanVariables(s string) []variable {
	var found []variable
	var ends map[int]int
	for i := 0; i < len(s); i++ {
		if s[i] != '$' || i+1 == len(s) {
			continue
		}
		if s[i+1] == '$' {
			i++
			continue
		}
		rest := s[i+1:]
		braced := strings.HasPrefix(rest, "{")
		rest = strings.TrimPrefix(rest, "{")
		name := leadingName(rest)
		if name == "" {
			continue
		}
		v := variable{name: name}
		if braced {
			v.operator = operatorOf(rest[len(name):])
			if ends == nil {
				ends = closingBraces(s)
			}
			if from := i + len("${") + len(name) + len(v.operator); v.operator != "" {
				v.operand = s[from:ends[i+1]]
			}
		}
		found = append(found, v)
		i += len(name)
	}
	return found
}

func leadingName(s string) string {
	for i := range len(s) {
		c := s[i]
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return s[:i]
		}
	}
	return s
}

// operatorOf returns the operator that follows a variable's name, "" where none does.
func operatorOf(s string) string {
	for _, op := range []string{":-", "-", ":?", "?", ":+", "+"} {
		if strings.HasPrefix(s, op) {
			return op
		}
	}
	return ""
}

// closingBraces returns where each brace of a text is closed, by where it is opened: the end of the text where nothing closes it.
func closingBraces(s string) map[int]int {
	ends := map[int]int{}
	var open []int
	for i := range len(s) {
		switch {
		case s[i] == '{':
			open = append(open, i)
		case s[i] == '}' && len(open) > 0:
			ends[open[len(open)-1]] = i
			open = open[:len(open)-1]
		}
	}
	for _, at := range open {
		ends[at] = len(s)
	}
	return ends
}
