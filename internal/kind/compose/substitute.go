package compose

import (
	"errors"
	"strings"

	"github.com/compose-spec/compose-go/v2/template"

	"github.com/seclint/seclint/internal/source"
)

// maxExpanded bounds in bytes what one text may become by the variables in it, and maxExpandedAll all texts of a project together:
// variables that have each other in them several times grow without end.
const (
	maxExpanded    = 1 << 20
	maxExpandedAll = 32 << 20
)

// maxWork bounds what replacing the variables of one reference may cost, maxWorkAll that of all references of a project together: in
// bytes, each counted once for every reference that has it inside or in front, for so often does compose-go look at it.
const (
	maxWork    = 1 << 20
	maxWorkAll = 1 << 26
)

var (
	errExpanded = errors.New("the variables in it make it too long")
	errNested   = errors.New("too many variables are inside each other in it")
)

// isTooMuch reports whether an error is that of a text that is no mistake, but more than is followed.
func isTooMuch(err error) bool { return errors.Is(err, errExpanded) || errors.Is(err, errNested) }

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
	text, err := a.replace(raw, lookup)
	var missing *template.MissingRequiredError
	if errors.As(err, &missing) { // set, but empty, where a value is required
		return raw, nil
	}
	return text, err
}

// replace has compose-go replace the variables of a text, one reference after the other: of several on one line compose-go would look
// at all that follow once more for each. The error is that of the first reference which has one.
func (a *assembly) replace(text string, lookup template.Mapping) (string, error) {
	var b strings.Builder
	for {
		at := strings.IndexByte(text, '$')
		if at < 0 {
			b.WriteString(text)
			return b.String(), nil
		}
		b.WriteString(text[:at])
		text = text[at:]
		if strings.HasPrefix(text, "$$") {
			b.WriteByte('$')
			text = text[len("$$"):]
			continue
		}
		size, work := referenceSize(text)
		if a.work += work; work > maxWork || a.work > maxWorkAll {
			return "", errNested
		}
		if size == 0 {
			return "", &template.InvalidTemplateError{Template: text}
		}
		value, err := template.SubstituteWithOptions(text[:size], lookup, template.WithoutLogging)
		if err != nil {
			return "", err
		}
		b.WriteString(value)
		text = text[size:]
	}
}

// referenceSize returns how many bytes the reference has that a text begins with, 0 where it is malformed, and what to replace it
// costs. Without braces it ends with its name, with braces at the one that compose-go takes for its end, on the same line
// (getFirstBraceClosingIndex and the pattern in template/template.go of compose-go v2.16).
func referenceSize(text string) (size, work int) {
	if !strings.HasPrefix(text, "${") {
		return 1 + len(leadingName(text[1:])), 0
	}
	line, _, _ := strings.Cut(text, "\n")
	open, references := 0, 1
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '$':
			references++
		case '}':
			if open--; open == 0 {
				return i + 1, references * (i + 1)
			}
		case '{':
			open++
			i++ // whatever it is
		}
	}
	last := strings.LastIndexByte(line, '}') + 1
	return last, references * last
}
