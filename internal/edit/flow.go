package edit

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// value writes a value in place of another one.
func (e *editor) value(s *spot, value any) error {
	switch format := s.layout.format; {
	case format == source.YAML:
		return e.yamlValue(s, value)
	case format.IsCode():
		return e.codeValue(s, value)
	default:
		text, err := literal(format, value, s.node.Span.Text())
		if err != nil {
			return err
		}
		if s.node.Kind == source.Mapping {
			return errors.New("it is a mapping")
		}
		e.change(s.node.Span, text)
		return nil
	}
}

// scalar writes a text in place of another one, in the same quotes.
func (e *editor) scalar(s *spot, text string) error {
	if old := s.node.Span.Text(); isYAML(s) && !strings.HasPrefix(old, `"`) && !strings.HasPrefix(old, "'") && isPlainYAML(text) {
		e.change(s.node.Span, text)
		return nil
	}
	return e.value(s, text)
}

// insert writes a key behind the last one of a mapping.
func (e *editor) insert(s *spot, key string, value any) error {
	switch format := s.layout.format; {
	case isFlow(s):
		return e.flowInsert(s, key, value)
	case format == source.YAML:
		return e.yamlInsert(s, key, value)
	case format == source.TOML || format == source.Dotenv || format == source.INI || format == source.Properties || format == source.Unit:
		return e.lineInsert(s, key, value)
	}
	return errors.New("a key cannot be added to such a file")
}

// append writes an item behind the last one of a list.
func (e *editor) append(s *spot, value any) error {
	switch {
	case isFlow(s):
		text, err := e.flowText(s, value)
		if err != nil {
			return err
		}
		return e.flowAppend(s, text)
	case isYAML(s):
		return e.yamlAppend(s, value)
	}
	return errors.New("an item cannot be added to such a list")
}

func (e *editor) flowText(s *spot, value any) (string, error) {
	if isYAML(s) {
		return yamlFlow(value, e.neighbour(s))
	}
	return literal(s.layout.format, value, e.neighbour(s))
}

// neighbour returns how the last text of a collection is written, for its quotes.
func (e *editor) neighbour(s *spot) string {
	if n := len(s.node.Items); n > 0 {
		return s.node.Items[n-1].Value.Span.Text()
	}
	return ""
}

// flowInsert writes a key into a mapping in brackets.
func (e *editor) flowInsert(s *spot, key string, value any) error {
	text, err := e.flowText(s, value)
	if err != nil {
		return err
	}
	sample, separator := "", ": "
	if n := len(s.node.Entries); n > 0 {
		sample = s.node.Entries[n-1].KeySpan.Text()
	}
	if s.layout.format == source.TOML {
		separator = " = "
	}
	name, err := keyLike(s.layout.format, sample, key)
	if err != nil {
		return err
	}
	return e.flowAppend(s, name+separator+text)
}

// flowAppend writes a text behind the last entry or item in brackets, on a line of its own where that one has one.
func (e *editor) flowAppend(s *spot, text string) error {
	f := s.layout.file
	all := max(len(s.node.Entries), len(s.node.Items))
	if all == 0 {
		at := start(s.node.Span) + 1
		e.replace(f, at, end(s.node.Span)-1, text)
		return nil
	}
	last := childSpan(s, all-1)
	lead := ", "
	if indent, alone := indentOf(f, start(last)); alone {
		lead = "," + lineBreak(f) + indent
	}
	e.replace(f, end(last), end(last), lead+text)
	return nil
}

// keyLike returns a key as a format writes it, in the quotes that another key has.
func keyLike(format *source.Format, sample, key string) (string, error) {
	switch {
	case format == source.JSON:
		return quoted(key)
	case format == source.YAML:
		return yamlFlow(key, sample)
	case format == source.TOML && (strings.HasPrefix(sample, `"`) || !isBareTOML(key)):
		return quoted(key)
	case format == source.TOML, format == source.Dotenv, format == source.INI, format == source.Unit, format == source.Properties:
		return key, nil
	}
	return "", errors.New("the file has no keys")
}

func quoted(text string) (string, error) {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(text)
	return strings.TrimSuffix(b.String(), "\n"), err
}
