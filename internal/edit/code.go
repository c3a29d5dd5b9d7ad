package edit

import (
	"bytes"
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
	case []any:
		return constantList(format, x, old)
	}
	return "", errors.New("it is no boolean, text or list")
}

// textList finds a list of one text that is written out, in brackets or as a composite literal of Go.
var textList = lazyregexp.New("^(\\[|\\[\\]string\\{)\\s*([\"'`][^\"'`\\\\]*[\"'`])\\s*,?\\s*([\\]}])$")

// constantList returns a list of texts as a language writes it, in the brackets and quotes of the old one.
func constantList(format *source.Format, items []any, old string) (string, error) {
	m := textList.FindStringSubmatch(old)
	if m == nil {
		return "", errors.New("it is no list of one text that is written out")
	}
	texts := make([]string, len(items))
	for i, item := range items {
		var err error
		if _, ok := item.(string); !ok {
			return "", errors.New("the list has something else than texts")
		}
		if texts[i], err = constant(format, item, m[2]); err != nil {
			return "", err
		}
	}
	return m[1] + strings.Join(texts, ", ") + m[3], nil
}

// codeRemove takes a text out of a list of a program, with the comma that belongs to it.
func (e *editor) codeRemove(s *spot) error {
	f, from, to := s.layout.file, start(s.node.Span), end(s.node.Span)
	written := s.node.Span.Text()
	if quote := quoteOf(written); quote == "" || quote+s.node.Str()+quote != written {
		return errors.New("it is no text that is written out")
	}
	before, behind := bytes.TrimRight(f.Content[:from], " \t\r\n"), bytes.TrimLeft(f.Content[to:], " \t\r\n")
	switch {
	case len(before) == 0 || !strings.ContainsRune("[{(,", rune(before[len(before)-1])):
		return errors.New("it is no item of a list")
	case bytes.HasPrefix(behind, []byte(",")):
		to = len(f.Content) - len(behind) + 1
		if _, alone := indentOf(f, from); alone && isEmptyOrComment(string(f.Content[to:lineEnd(f, to)])) {
			e.dropLines(f, from, to)
			return nil
		}
		for to < len(f.Content) && (f.Content[to] == ' ' || f.Content[to] == '\t') {
			to++
		}
	case len(behind) > 0 && strings.ContainsRune("]})", rune(behind[0])) && before[len(before)-1] == ',':
		from = len(before) - 1
	default:
		return errors.New("it is no item of a list that has others")
	}
	e.replace(f, from, to, "")
	return nil
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
