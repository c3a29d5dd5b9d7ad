package edit

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

var bareTOML = lazyregexp.New(`^[A-Za-z0-9_-]+$`)

func isBareTOML(key string) bool { return bareTOML.MatchString(key) }

// isPlainYAML reports whether a text means itself without quotes.
func isPlainYAML(text string) bool {
	if isSurelyPlain(text) {
		return true
	}
	node := &yaml.Node{}
	if err := node.Encode(text); err != nil {
		return false
	}
	return node.Style == 0 && !strings.ContainsAny(text, ",[]{}#\n") && !strings.Contains(text, ": ")
}

// surelyPlain finds names, paths and addresses with ports. reserved are the words that mean something else in YAML 1.1, too.
var (
	surelyPlain = lazyregexp.New(`^(?:[A-Za-z_/][\w./-]*|\d+(?:\.\d+){3}(?::[\d-]+)+(?:/\w+)?)$`)
	reserved    = lazyregexp.New(`(?i)^(?:y|yes|n|no|on|off|true|false|null)$`)
)

// isSurelyPlain tells most texts that mean themselves without quotes: asking the encoder costs far more.
func isSurelyPlain(text string) bool {
	return surelyPlain.MatchString(text) && !reserved.MatchString(text)
}

// literal returns a value as a format writes it, with a text in the quotes that the old one has.
func literal(format *source.Format, value any, old string) (string, error) {
	switch format {
	case source.JSON:
		return jsonLiteral(value)
	case source.TOML:
		return tomlLiteral(value, old)
	case source.Nginx:
		return wordLiteral(value, old, " \t;{}\"'")
	case source.Dotenv:
		return wordLiteral(value, old, " \t#\"'\\")
	case source.INI, source.Unit, source.Properties:
		return wordLiteral(value, old, "\n")
	}
	return "", errors.New("such a file cannot be changed")
}

func jsonLiteral(value any) (string, error) {
	if text, ok := value.(string); ok {
		return quoted(text)
	}
	text, err := json.Marshal(value)
	if err != nil {
		return "", err
	}
	spaced := strings.NewReplacer(`":`, `": `, `,"`, `, "`)
	if strings.ContainsAny(string(text), `\`) {
		return string(text), nil
	}
	return spaced.Replace(string(text)), nil
}

// tomlLiteral returns a value of TOML 1.0.
func tomlLiteral(value any, old string) (string, error) {
	switch x := value.(type) {
	case string:
		if strings.HasPrefix(old, "'") && !strings.HasPrefix(old, "'''") && !strings.ContainsAny(x, "'\n") {
			return "'" + x + "'", nil
		}
		return quoted(x)
	case []any:
		items := make([]string, len(x))
		for i, item := range x {
			var err error
			if items[i], err = tomlLiteral(item, ""); err != nil {
				return "", err
			}
		}
		return "[" + strings.Join(items, ", ") + "]", nil
	case map[string]any:
		var pairs []string
		for _, key := range slices.Sorted(maps.Keys(x)) {
			name, err := keyLike(source.TOML, "", key)
			if err != nil {
				return "", err
			}
			text, err := tomlLiteral(x[key], "")
			if err != nil {
				return "", err
			}
			pairs = append(pairs, name+" = "+text)
		}
		return "{ " + strings.Join(pairs, ", ") + " }", nil
	case nil:
		return "", errors.New("TOML has no null")
	}
	return fmt.Sprint(value), nil
}

// wordLiteral returns a value of a format whose values are words, which some characters may only be in within quotes.
func wordLiteral(value any, old, special string) (string, error) {
	switch value.(type) {
	case string, bool, int64, float64:
	default:
		return "", errors.New("the file has words as values")
	}
	text := fmt.Sprint(value)
	if strings.ContainsAny(text, "\n\r") {
		return "", errors.New("the value has several lines")
	}
	quote := ""
	if old != "" && (old[0] == '"' || old[0] == '\'') {
		quote = old[:1]
	} else if strings.ContainsAny(text, special) {
		quote = `"`
	}
	if quote != "" && strings.ContainsAny(text, quote+`\`) {
		return "", errors.New("the value would need escapes")
	}
	return quote + text + quote, nil
}

// lineInsert writes a setting behind the last one of a section with a setting on each line.
func (e *editor) lineInsert(s *spot, key string, value any) error {
	f, format := s.layout.file, s.layout.format
	last := -1
	for i, entry := range s.node.Entries {
		text := strings.TrimSpace(f.Line(int(entry.KeySpan.Start.Line)))
		if entry.KeySpan.File == f && !strings.HasPrefix(text, "[") && (last < 0 || s.node.Entries[last].KeySpan.Start.Before(entry.KeySpan.Start)) {
			last = i
		}
	}
	if last < 0 {
		return errors.New("the section has no setting yet")
	}
	at := childSpan(s, last)
	indent, alone := indentOf(f, start(s.node.Entries[last].KeySpan))
	if !alone {
		return errors.New("its settings share a line")
	}
	name, err := keyLike(format, "", key)
	if err != nil {
		return err
	}
	text, err := literal(format, value, "")
	if err != nil {
		return err
	}
	separator := string(f.Content[end(s.node.Entries[last].KeySpan):start(s.node.Entries[last].Value.Span)])
	if strings.TrimSpace(separator) != "=" {
		separator = "="
	}
	if format == source.TOML && separator == "=" {
		separator = " = "
	}
	behind := lineEnd(f, end(at))
	e.replace(f, behind, behind, lines(f, indent, []string{name + separator + text}))
	return nil
}
