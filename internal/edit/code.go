package edit

import (
	"errors"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// codeValue writes a constant in place of another one of the same type in a program.
func (e *editor) codeValue(s *spot, value any) error {
	name, old := argument(s.node.Span.Text())
	text, err := constant(s.layout.format, value, old)
	if err != nil {
		return err
	}
	if text == old {
		return errors.New("it is written the other way round")
	}
	e.change(s.node.Span, name+text)
	return nil
}

// named finds the name in front of the value of an argument, a property or an assignment: debug=True, debug: true, client.verify = False.
var named = lazyregexp.New(`^[A-Za-z_][\w.]*\s*[=:]\s*`)

// argument splits an argument into its name, with the sign behind it, and its value.
func argument(text string) (name, value string) {
	name = named.FindString(text)
	return name, text[len(name):]
}

// constant returns a value as a language writes it. The old text has to be one of the same type, so that what reads it can read the new
// one.
func constant(format *source.Format, value any, old string) (string, error) {
	names := [...]string{"false", "true"}
	if format == source.Python {
		names = [...]string{"False", "True"}
	}
	switch x := value.(type) {
	case bool:
		if old != names[0] && old != names[1] {
			return "", errors.New("it is no boolean that is written out")
		}
		if x {
			return names[1], nil
		}
		return names[0], nil
	case string:
		quote := quoteOf(old)
		if quote == "" {
			return "", errors.New("it is no text that is written out")
		}
		if strings.ContainsAny(x, quote+"\\\n${}%") {
			return "", errors.New("the text would need escapes")
		}
		return quote + x + quote, nil
	}
	return "", errors.New("it is no boolean and no text")
}

// quoteOf returns the quote around a simple text, "" where it is none: not with a prefix, with escapes or in triple quotes.
func quoteOf(text string) string {
	if len(text) < 2 || !strings.ContainsAny(text[:1], "\"'`") || text[len(text)-1] != text[0] {
		return ""
	}
	if strings.ContainsAny(text[1:len(text)-1], text[:1]+"\\\n$") {
		return ""
	}
	return text[:1]
}
