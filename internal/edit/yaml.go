package edit

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/source"
)

func isYAML(s *spot) bool { return s.layout.format == source.YAML }

// isFlow reports whether a collection is written in brackets.
func isFlow(s *spot) bool {
	if f := s.layout.format; f != source.YAML && f != source.JSON && f != source.TOML {
		return false
	}
	text := s.node.Span.Text()
	isBracketed := strings.HasPrefix(text, "{") && strings.HasSuffix(text, "}") || strings.HasPrefix(text, "[") && strings.HasSuffix(text, "]")
	return isBracketed && (s.node.Kind == source.Mapping || s.node.Kind == source.Sequence) && !(s.layout.format == source.TOML && s.parent == nil)
}

// inFlow reports whether a value is inside of brackets.
func inFlow(s *spot) bool { return s.parent != nil && isFlow(s.parent) }

func isEmptyOrComment(text string) bool {
	text = strings.TrimSpace(text)
	return text == "" || strings.HasPrefix(text, "#") || strings.HasPrefix(text, "//")
}

// dashOf returns where the dash of an item is, which has to be the first on its line.
func dashOf(parent *spot, item source.Span) (at int, ok bool) {
	f, column := item.File, int(parent.node.Span.Start.Column)
	for line := int(item.Start.Line); line >= int(parent.node.Span.Start.Line); line-- {
		text := f.Line(line)
		if len(text) >= column && text[column-1] == '-' && strings.Trim(text[:column-1], " ") == "" {
			return f.Offset(source.Position{Line: int32(line), Column: int32(column)}), true
		}
		if line < int(item.Start.Line) && !isEmptyOrComment(text) {
			break
		}
	}
	return 0, false
}

// empty writes an empty mapping in place of one that loses all of its keys.
func (e *editor) empty(s *spot) error {
	entry := s.entry()
	if entry == nil {
		return errors.New("nothing would be left")
	}
	f := s.layout.file
	e.replace(f, end(entry.KeySpan)+1, end(s.node.Span), " {}")
	return nil
}

// yamlValue writes a value in place of another one.
func (e *editor) yamlValue(s *spot, value any) error {
	f, n := s.layout.file, s.node
	switch {
	case n.Kind == source.Mapping:
		return errors.New("it is a mapping")
	case n.Kind == source.Sequence && !isFlow(s):
		return e.yamlItems(s, value)
	}
	old := n.Span.Text()
	if strings.HasPrefix(old, "|") || strings.HasPrefix(old, ">") {
		return errors.New("it is a text in a block")
	}
	_, isMapping := value.(map[string]any)
	if n.Kind != source.Null || old != "" || !isMapping && !isList(value) || inFlow(s) {
		write := yamlLine
		if inFlow(s) {
			write = yamlFlow
		}
		text, err := write(value, old)
		if err != nil {
			return err
		}
		if old == "" {
			text = " " + text
		}
		e.change(n.Span, text)
		return nil
	}
	entry := s.entry()
	if entry == nil {
		return errors.New("it is empty")
	}
	indent, ok := indentOf(f, start(entry.KeySpan))
	if !ok {
		return errors.New("its key has no line of its own")
	}
	step := "  "
	if isList(value) && e.isCompact(s.layout) {
		step = ""
	}
	block, err := yamlBlock(value, e.isCompact(s.layout))
	if err != nil {
		return err
	}
	at := lineEnd(f, end(n.Span))
	e.replace(f, at, at, lines(f, indent+step, block))
	return nil
}

// yamlItems writes a list in place of one with an item on each line.
func (e *editor) yamlItems(s *spot, value any) error {
	items, ok := value.([]any)
	entry := s.entry()
	switch {
	case !ok || entry == nil:
		return errors.New("it is a list")
	case strings.Contains(s.node.Span.Text(), " #"):
		return errors.New("there are comments in the list")
	case len(items) == 0:
		f := s.layout.file
		e.replace(f, end(entry.KeySpan)+1, end(s.node.Span), " []")
		return nil
	}
	block, err := yamlBlock(value, true)
	if err != nil {
		return err
	}
	indent := strings.Repeat(" ", int(s.node.Span.Start.Column)-1)
	e.change(s.node.Span, strings.TrimPrefix(lines(s.layout.file, indent, block), lineBreak(s.layout.file)+indent))
	return nil
}

// yamlInsert writes a key behind the last one of a mapping with a key on each line.
func (e *editor) yamlInsert(s *spot, key string, value any) error {
	f, n := s.layout.file, s.node
	if len(n.Entries) == 0 {
		return errors.New("the mapping is empty")
	}
	block, err := yamlBlock(map[string]any{key: value}, e.isCompact(s.layout))
	if err != nil {
		return err
	}
	at := lineEnd(f, end(n.Span))
	if behind := string(f.Content[end(n.Span):at]); !isEmptyOrComment(behind) {
		return errors.New("something else is behind it on its line")
	}
	e.replace(f, at, at, lines(f, strings.Repeat(" ", int(n.Span.Start.Column)-1), block))
	return nil
}

// yamlAppend writes an item behind the last one of a list with an item on each line.
func (e *editor) yamlAppend(s *spot, value any) error {
	f, n := s.layout.file, s.node
	block, err := yamlBlock([]any{value}, true)
	if err != nil {
		return err
	}
	at := lineEnd(f, end(n.Span))
	e.replace(f, at, at, lines(f, strings.Repeat(" ", int(n.Span.Start.Column)-1), block))
	return nil
}

// isCompact reports whether the lists of a file are at the column of their keys, as far as it has any.
func (e *editor) isCompact(l *layout) bool {
	compact, other := 0, 0
	for _, s := range l.nodes {
		entry := s.entry()
		if s.node.Kind != source.Sequence || entry == nil || isFlow(s) || s.node.Span.Start.Line == entry.KeySpan.Start.Line {
			continue
		}
		if s.node.Span.Start.Column == entry.KeySpan.Start.Column {
			compact++
		} else {
			other++
		}
	}
	return compact > other
}

func isList(value any) bool {
	_, ok := value.([]any)
	return ok
}

// yamlFlow returns a value on one line that may be inside of brackets, with a text in the quotes that the old one has.
func yamlFlow(value any, old string) (string, error) {
	node, err := yamlNode(value, old)
	if err != nil {
		return "", err
	}
	// Inside of brackets more has to be quoted.
	text, err := yaml.Marshal(&yaml.Node{Kind: yaml.SequenceNode, Style: yaml.FlowStyle, Content: []*yaml.Node{node}})
	if err != nil {
		return "", err
	}
	line, err := oneLine(text)
	if err != nil {
		return "", err
	}
	return line[1 : len(line)-1], nil
}

// yamlLine returns a value on one line outside of brackets.
func yamlLine(value any, old string) (string, error) {
	if text, ok := value.(string); ok && isSurelyPlain(text) {
		return quotedLike(old, text), nil
	}
	node, err := yamlNode(value, old)
	if err != nil {
		return "", err
	}
	text, err := yaml.Marshal(node)
	if err != nil {
		return "", err
	}
	return oneLine(text)
}

func oneLine(text []byte) (string, error) {
	line := strings.TrimSuffix(string(text), "\n")
	if strings.Contains(line, "\n") {
		return "", errors.New("the value has several lines")
	}
	return line, nil
}

func yamlNode(value any, old string) (*yaml.Node, error) {
	node := &yaml.Node{}
	if err := node.Encode(value); err != nil {
		return nil, err
	}
	flow(node)
	if node.Kind == yaml.ScalarNode && node.Tag == "!!str" {
		switch {
		case strings.HasPrefix(old, `"`):
			node.Style = yaml.DoubleQuotedStyle
		case strings.HasPrefix(old, "'"):
			node.Style = yaml.SingleQuotedStyle
		}
	}
	return node, nil
}

// quotedLike puts a text into the quotes that the old one has, for texts in which nothing has to be escaped.
func quotedLike(old, text string) string {
	if strings.HasPrefix(old, `"`) || strings.HasPrefix(old, "'") {
		return old[:1] + text + old[:1]
	}
	return text
}

// flow makes all collections of a node flow collections.
func flow(n *yaml.Node) {
	if n.Kind == yaml.MappingNode || n.Kind == yaml.SequenceNode {
		n.Style = yaml.FlowStyle
	}
	for _, child := range n.Content {
		flow(child)
	}
}

// yamlBlock returns the lines of a value; compact says that lists begin at the column of their key.
func yamlBlock(value any, compact bool) ([]string, error) {
	var all []string
	switch x := value.(type) {
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(x)) {
			name, err := yamlLine(key, "")
			if err != nil {
				return nil, err
			}
			block, err := yamlBlock(x[key], compact)
			if err != nil {
				return nil, err
			}
			if !isBlock(x[key]) {
				all = append(all, name+": "+block[0])
				continue
			}
			step := "  "
			if isList(x[key]) && compact {
				step = ""
			}
			all = append(all, name+":")
			for _, line := range block {
				all = append(all, step+line)
			}
		}
		return all, nil
	case []any:
		if !isBlock(x) {
			break
		}
		for _, item := range x {
			block, err := yamlBlock(item, compact)
			if err != nil {
				return nil, err
			}
			for i, line := range block {
				all = append(all, map[bool]string{true: "- ", false: "  "}[i == 0]+line)
			}
		}
		return all, nil
	}
	text, err := yamlLine(value, "")
	return []string{text}, err
}

// isBlock reports whether a value takes lines of its own.
func isBlock(value any) bool {
	switch x := value.(type) {
	case map[string]any:
		return len(x) > 0
	case []any:
		return len(x) > 0
	}
	return false
}
