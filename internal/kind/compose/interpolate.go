package compose

import (
	"errors"
	"slices"
	"strings"

	"github.com/compose-spec/compose-go/v2/template"

	"github.com/seclint/seclint/internal/source"
)

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

// interpolation is what interpolating one scalar was about.
type interpolation struct {
	raw       string
	variables []variable
}

// interpolator replaces variables in a tree by the project's own values. A variable without a value and without a default
// stays in the text as ${NAME}: it is unknown here, neither a literal nor empty.
type interpolator struct {
	assembly *assembly
	env      map[string]string
	// placeholders are variables that nobody wrote: what they stand for is no variable of Compose.
	placeholders map[string]bool
	// records tells which nodes of the new tree were interpolated.
	records map[*source.Node]*interpolation
	// done keeps the one new node of an old one, so that an anchor stays shared.
	done map[*source.Node]*source.Node
	// invalid is called for each scalar whose variables cannot be replaced.
	invalid func(n *source.Node, err error)
}

// tree returns the tree with every variable replaced; subtrees without variables are shared with the old tree.
func (ip *interpolator) tree(n *source.Node) *source.Node {
	if n == nil {
		return nil
	}
	if known, ok := ip.done[n]; ok {
		return known
	}
	switch n.Kind {
	case source.String:
		if fresh := ip.scalar(n); fresh != n {
			ip.done[n] = fresh
			return fresh
		}
	case source.Mapping, source.Sequence:
		if fresh := each(n, ip.tree); fresh != n {
			ip.done[n] = fresh
			return fresh
		}
	}
	return n
}

func (ip *interpolator) scalar(n *source.Node) *source.Node {
	raw := n.Str()
	if !strings.Contains(raw, "$") {
		return n
	}
	variables := scanVariables(raw)
	text, err := ip.assembly.substitute(raw, variables, func(name string) (string, bool) {
		value, ok := ip.env[name]
		return value, ok
	})
	if err != nil {
		ip.invalid(n, err)
		return n
	}
	fresh := *n
	fresh.Scalar, fresh.Text = text, text
	variables = slices.DeleteFunc(variables, func(v variable) bool { return ip.placeholders[v.name] })
	if len(variables) > 0 {
		ip.records[&fresh] = &interpolation{raw: raw, variables: variables}
	}
	return &fresh
}

// maxExpanded bounds in bytes what one text may become by the variables in it, and maxExpandedAll all texts of a project together:
// variables that have each other in them several times grow without end.
const (
	maxExpanded    = 1 << 20
	maxExpandedAll = 32 << 20
)

var errExpanded = errors.New("the variables in it make it too long")

// substitute has compose-go replace the variables of one text by their values, as far as they are known. It marks in variables which
// of them have a value.
func (a *assembly) substitute(raw string, variables []variable, known func(name string) (string, bool)) (string, error) {
	unknown := map[string]bool{}
	size := len(raw)
	for i := range variables {
		v := &variables[i]
		value, set := known(v.name)
		v.set, v.empty = set, set && value == ""
		if !v.set && (v.operator == "" || v.required()) {
			unknown[v.name] = true
		}
		size += len(value)
	}
	if a.expanded += size; size > maxExpanded || a.expanded > maxExpandedAll {
		return raw, errExpanded
	}
	lookup := func(name string) (string, bool) {
		if unknown[name] {
			return source.Reference(name), true
		}
		return known(name)
	}
	text, err := template.SubstituteWithOptions(raw, lookup, template.WithoutLogging)
	var missing *template.MissingRequiredError
	if errors.As(err, &missing) { // set, but empty, where a value is required
		return raw, nil
	}
	return text, err
}

// scanVariables lists the variables of a scalar, those inside defaults too, in the order in which they stand.
func scanVariables(s string) []variable {
	var found []variable
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
			v.operator, v.operand = operatorOf(rest[len(name):])
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

// operatorOf splits what follows a variable's name into operator and operand; the operand ends at the matching brace.
func operatorOf(s string) (operator, operand string) {
	for _, op := range []string{":-", "-", ":?", "?", ":+", "+"} {
		if rest, ok := strings.CutPrefix(s, op); ok {
			return op, rest[:matchingBrace(rest)]
		}
	}
	return "", ""
}

func matchingBrace(s string) int {
	depth := 0
	for i := range len(s) {
		switch {
		case s[i] == '}' && depth == 0:
			return i
		case s[i] == '}':
			depth--
		case s[i] == '{':
			depth++
		}
	}
	return len(s)
}
