package edit

import (
	"errors"
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// set replaces a value, or writes the key with it.
func (e *editor) set(t target, value any) error {
	if len(t.rest) == 0 {
		return e.replaced(t.spot, value)
	}
	switch t.spot.node.Kind {
	case source.Null:
		value, err := nested(t.rest, value)
		if err != nil {
			return err
		}
		return e.value(t.spot, value)
	case source.Sequence:
		return e.pair(t, value)
	}
	key, ok := t.rest[0].(string)
	if !ok || t.spot.node.Kind != source.Mapping {
		return errors.New("there is nothing to write it into")
	}
	value, err := nested(t.rest[1:], value)
	if err != nil {
		return err
	}
	return e.insert(t.spot, key, value)
}

// replaced writes a value in place of another one, in the default of a variable where one gives it.
func (e *editor) replaced(s *spot, value any) error {
	facts, ok := e.doc.Facts.(kind.Abbreviator)
	if !ok || s.node.Kind != source.String || !strings.Contains(s.node.Text, "$") {
		return e.value(s, value)
	}
	text, ok := facts.Abbreviate(nil, s.node.Text, nil, value)
	if !ok {
		return errors.New("variables are a part of it")
	}
	return e.scalar(s, text)
}

// nested puts a value into the mappings of the steps that lead to it.
func nested(steps source.Path, value any) (any, error) {
	for i := len(steps) - 1; i >= 0; i-- {
		key, ok := steps[i].(string)
		if !ok {
			return nil, errors.New("there is no such item")
		}
		value = map[string]any{key: value}
	}
	return value, nil
}

// pair writes a key of a mapping that is written as a list of pairs.
func (e *editor) pair(t target, value any) error {
	facts, ok := e.doc.Facts.(kind.Abbreviator)
	if _, isKey := t.rest[0].(string); !ok || !isKey {
		return errors.New("there is no such item")
	}
	text, ok := facts.Abbreviate(nil, "", t.rest, value)
	if !ok {
		return errors.New("the list cannot say it")
	}
	return e.append(t.spot, text)
}

// add writes an item at the end of a list.
func (e *editor) add(t target, value any) error {
	switch {
	case len(t.rest) > 0 || t.spot.node.Kind == source.Null:
		return e.set(t, []any{value})
	case t.spot.node.Kind == source.Sequence:
		return e.append(t.spot, value)
	}
	return errors.New("it is no list")
}

// rename gives a key another name.
func (e *editor) rename(t target, name string) error {
	entry := t.spot.entry()
	if len(t.rest) > 0 || entry == nil {
		return errors.New("it is no key that is written")
	}
	if t.spot.parent.node.Get(name) != nil {
		return fmt.Errorf("%s is there already", name)
	}
	text, err := keyLike(t.spot.layout.format, entry.KeySpan.Text(), name)
	if err != nil {
		return err
	}
	e.change(entry.KeySpan, text)
	return nil
}

// require makes the references to a variable in a text fail where it is not set.
func (e *editor) require(t target, variable string) error {
	if n := t.spot.node; n.Kind == source.Mapping || n.Kind == source.Sequence {
		return errors.New("it is no text")
	}
	from := start(t.spot.node.Span)
	found := references(t.spot.node.Span.Text(), variable)
	for _, r := range found {
		e.replace(t.spot.layout.file, from+r[0], from+r[1], "${"+variable+":?set "+variable+"}")
	}
	if len(found) == 0 {
		return errors.New("it does not name the variable")
	}
	return nil
}

var variableName = lazyregexp.New(`^[A-Za-z_]\w*$`)

// references returns where a text has ${NAME}, $NAME, ${NAME-...} and ${NAME:-...}, which become ${NAME:?set NAME}. That message has no
// colon and no quote, so that it is harmless wherever the reference is.
func references(text, name string) [][2]int {
	if !variableName.MatchString(name) {
		return nil
	}
	var found [][2]int
	for i := 0; i < len(text); i++ {
		if text[i] != '$' {
			continue
		}
		if strings.HasPrefix(text[i:], "$$") {
			i++
			continue
		}
		if end := referenceEnd(text, i, name); end > 0 {
			found = append(found, [2]int{i, end})
			i = end - 1
		}
	}
	return found
}

// referenceEnd returns where a reference to a variable that begins at i ends, 0 where there is none that may go on without it.
func referenceEnd(text string, i int, name string) int {
	rest := text[i+1:]
	if after, ok := strings.CutPrefix(rest, name); ok {
		if after == "" || !variableName.MatchString("_"+after[:1]) {
			return i + 1 + len(name)
		}
		return 0
	}
	after, ok := strings.CutPrefix(rest, "{"+name)
	if !ok {
		return 0
	}
	at := i + 2 + len(name)
	if strings.HasPrefix(after, "}") {
		return at + 1
	}
	if !strings.HasPrefix(after, "-") && !strings.HasPrefix(after, ":-") {
		return 0
	}
	depth := 1
	for ; at < len(text); at++ {
		switch text[at] {
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return at + 1
			}
		}
	}
	return 0
}
