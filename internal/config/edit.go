package config

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Entry is a waiver to be written into a config: its keys in their order.
type Entry struct {
	// Comment is for people and stands in front of the waiver, in one line.
	Comment string
	// Pairs are the keys with their values: text, or Pairs for a mapping, or a list of texts.
	Pairs Pairs
}

// Pairs are the entries of a mapping in their order.
type Pairs []Pair

// Pair is a key with its value.
type Pair struct {
	Key   string
	Value any
}

// AddWaivers returns the text of a config with waivers added behind those that it has. Everything else stays byte for byte. cat checks
// what comes out: the error says what would be wrong with it.
func AddWaivers(name string, content []byte, entries []Entry, cat *rules.Catalogue) ([]byte, error) {
	edited, err := insertWaivers(name, content, entries)
	if err != nil {
		return nil, err
	}
	before, err := waiversOf(name, content, cat)
	if err != nil {
		return nil, err
	}
	after, err := waiversOf(name, edited, cat)
	if err != nil {
		return nil, err
	}
	if after != before+len(entries) {
		return nil, fmt.Errorf("%s: cannot add waivers to a list that is written in this way: write it with a line for each", name)
	}
	return edited, nil
}

// waiversOf counts the waivers in the text of a config itself.
func waiversOf(name string, content []byte, cat *rules.Catalogue) (int, error) {
	node, err := parseText(name, content)
	if err != nil || node == nil {
		return 0, err
	}
	d := &decoder{catalogue: cat, folder: "."}
	all, _ := waiversShape{}.decode(d, or(node.Get("waivers"), &source.Node{Kind: source.Sequence}))
	return len(all), d.errs.err()
}

func or(n, other *source.Node) *source.Node {
	if n == nil || n.Kind == source.Null {
		return other
	}
	return n
}

// insertWaivers puts waivers where the list of waivers ends.
func insertWaivers(name string, content []byte, entries []Entry) ([]byte, error) {
	node, err := parseText(name, content)
	if err != nil {
		return nil, err
	}
	list := node.Entry("waivers")
	if list == nil {
		if node != nil && node.Kind != source.Mapping {
			return nil, fmt.Errorf("%s: want a mapping", name)
		}
		if node != nil && isFlow(node) {
			return nil, errors.New(name + ": cannot add waivers to a config within { }: write it with a line for each key")
		}
		text := "waivers:\n" + block(entries, "  ")
		if len(bytes.TrimSpace(content)) > 0 {
			text = "\n" + text
		}
		return insertAt(content, len(content), text), nil
	}
	n := list.Value
	f := n.Span.File
	switch {
	case n.Kind == source.Null:
		at := lineEnd(content, f.Offset(list.KeySpan.End))
		return insertAt(content, at, block(entries, "  ")), nil
	case n.Kind != source.Sequence:
		return nil, fmt.Errorf("%s: want a list of waivers", name)
	case isFlow(n):
		end := f.Offset(n.Span.End) - 1
		text := flow(entries)
		if len(n.Items) > 0 {
			text = ", " + text
		}
		return append(append(bytes.Clone(content[:end]), text...), content[end:]...), nil
	}
	first, last := n.Items[0].Value, n.Items[len(n.Items)-1].Value
	line := f.Line(int(first.Span.Start.Line))
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	end := f.Offset(last.Span.End)
	for end > 0 && content[end-1] == '\n' {
		end--
	}
	return insertAt(content, lineEnd(content, end), block(entries, indent)), nil
}

// isFlow reports whether a node is written within brackets.
func isFlow(n *source.Node) bool {
	f := n.Span.File
	at := f.Offset(n.Span.Start)
	return at < len(f.Content) && (f.Content[at] == '[' || f.Content[at] == '{')
}

func lineEnd(content []byte, at int) int {
	if n := bytes.IndexByte(content[at:], '\n'); n >= 0 {
		return at + n + 1
	}
	return len(content)
}

// insertAt inserts whole lines at the beginning of a line or the end of the text.
func insertAt(content []byte, at int, text string) []byte {
	if at == len(content) && at > 0 && content[at-1] != '\n' {
		text = "\n" + text
	}
	return append(append(bytes.Clone(content[:at]), text...), content[at:]...)
}

// block writes waivers as items of a block list.
func block(entries []Entry, indent string) string {
	var b strings.Builder
	for _, e := range entries {
		if e.Comment != "" {
			b.WriteString(indent + "# " + strings.Join(strings.Fields(e.Comment), " ") + "\n")
		}
		for i, p := range e.Pairs {
			start := indent + "  "
			if i == 0 {
				start = indent + "- "
			}
			b.WriteString(start + p.Key + ": " + value(p.Value) + "\n")
		}
	}
	return b.String()
}

// flow writes waivers within braces.
func flow(entries []Entry) string {
	parts := make([]string, len(entries))
	for i, e := range entries {
		parts[i] = value(e.Pairs)
	}
	return strings.Join(parts, ", ")
}

// plainText is a text that YAML takes for a text without quotes, within brackets too.
var plainText = lazyregexp.New(`^[A-Za-z][A-Za-z0-9 _./@+-]*[A-Za-z0-9_./+-]$`)

// notPlain are words that YAML takes for something else than a text.
var notPlain = lazyregexp.New(`(?i)^(true|false|yes|no|on|off|null|nan|inf|y|n)$`)

func value(v any) string {
	switch v := v.(type) {
	case Pairs:
		parts := make([]string, len(v))
		for i, p := range v {
			parts[i] = p.Key + ": " + value(p.Value)
		}
		return "{" + strings.Join(parts, ", ") + "}"
	case []string:
		parts := make([]string, len(v))
		for i, text := range v {
			parts[i] = value(text)
		}
		return "[" + strings.Join(parts, ", ") + "]"
	}
	text := fmt.Sprint(v)
	if isDay.MatchString(text) || plainText.MatchString(text) && !notPlain.MatchString(text) {
		return text
	}
	var quoted strings.Builder // JSON is YAML
	encoder := json.NewEncoder(&quoted)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(text); err != nil {
		return `""`
	}
	return strings.TrimSuffix(quoted.String(), "\n")
}

var isDay = lazyregexp.New(`^\d{4}-\d{2}-\d{2}$`)
