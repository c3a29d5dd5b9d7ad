package source

import (
	"errors"
	"strings"
)

// ReadText returns the trees of a configuration that is the text of a string, such as a value of a Kubernetes ConfigMap: one for
// each YAML document in it. Their spans are in the file of the string: the text's own lines where it is a literal block (|), the
// whole string in any other form, whose escapes and folds leave no lines of its own. An error is a *SyntaxError with a place
// in that file. Where variables in the text were replaced, the text is what they were replaced by, at the lines that it was written on.
func ReadText(n *Node, l Limits) ([]*Node, error) { return ReadTextAs(n, YAML, l) }

// ReadTextAs is ReadText for a text in another format.
func ReadTextAs(n *Node, f *Format, l Limits) ([]*Node, error) {
	lines, ok := blockLines(n)
	if !ok {
		m := mover{span: n.Span, written: writtenLines(n), done: map[*Node]bool{}}
		return m.read([]byte(n.Str()), f, l)
	}
	var roots []*Node
	for start := int(n.Span.Start.Line) + 1; start <= int(n.Span.End.Line); {
		text, next := nextDocument(n.Span, lines, start)
		m := mover{span: n.Span, isBlock: true, lines: int32(start - 1), done: map[*Node]bool{}}
		found, err := m.read(text, f, l)
		if err != nil {
			return nil, err
		}
		roots = append(roots, found...)
		start = next
	}
	return roots, nil
}

// TextFile returns a text as a file of its own, under the path of the file that has it, and a function that gives the nodes of its trees
// their places in that file: the lines of a literal block, the whole string of any other.
func TextFile(n *Node) (file *File, place func(*Node)) {
	m := mover{span: n.Span, written: writtenLines(n), done: map[*Node]bool{}}
	text := n.Str()
	if lines, ok := blockLines(n); ok {
		m.isBlock, m.lines, m.written = true, n.Span.Start.Line, nil
		text = strings.Join(lines, "\n") + "\n"
	}
	return NewFile(n.Span.Path(), []byte(text)), m.node
}

// blockLines returns the lines of a text that is a literal block, as it is now and indented as in its file; ok is false for any other
// text, and for one that has other lines than its file.
func blockLines(n *Node) (lines []string, ok bool) {
	if !strings.HasPrefix(n.Span.Text(), "|") {
		return nil, false
	}
	now := strings.Split(strings.TrimRight(n.Str(), "\n"), "\n")
	indent := ""
	for i := range int(n.Span.End.Line) - int(n.Span.Start.Line) {
		written := blockLine(n.Span.File, int(n.Span.Start.Line)+1+i, n.Span.End)
		if strings.TrimSpace(written) == "" {
			lines = append(lines, written)
			continue
		}
		if i >= len(now) {
			return nil, false
		}
		if indent == "" {
			indent = written[:len(written)-len(strings.TrimLeft(written, " "))]
			indent = strings.TrimSuffix(indent, now[i][:len(now[i])-len(strings.TrimLeft(now[i], " "))])
		}
		lines = append(lines, indent+now[i])
	}
	return lines, len(now) <= len(lines)
}

// nextDocument returns the lines of a block from start to the next document marker, and the number of the line behind it. The
// indentation stays: YAML lets a whole document be indented.
func nextDocument(span Span, lines []string, start int) (text []byte, next int) {
	first := int(span.Start.Line) + 1
	for line := start; line-first < len(lines); line++ {
		content := lines[line-first]
		if strings.TrimSpace(content) == "---" {
			return text, line + 1
		}
		text = append(append(text, content...), '\n')
	}
	return text, int(span.End.Line) + 1
}

// blockLine returns the part of a line that belongs to a block that ends at end.
func blockLine(file *File, line int, end Position) string {
	text := file.Line(line)
	if line == int(end.Line) {
		runes := []rune(text)
		text = string(runes[:min(int(end.Column)-1, len(runes))])
	}
	return text
}

// mover gives the nodes of a text places in the file that the text is in.
type mover struct {
	// span is the string, lines the number of lines in front of the text if it is a block.
	span    Span
	isBlock bool
	lines   int32
	// written are the lines of the file that the lines of the text are on, where the text is no block; nil where it has no lines of its own.
	written []writtenLine
	done    map[*Node]bool
}

func (m mover) read(text []byte, f *Format, l Limits) ([]*Node, error) {
	roots, err := f.read(NewFile(m.span.Path(), text), l)
	if syntax := (*SyntaxError)(nil); errors.As(err, &syntax) {
		return nil, &SyntaxError{At: m.place(syntax.At), Message: syntax.Message}
	}
	for _, root := range roots {
		m.node(root)
	}
	return roots, err
}

func (m mover) node(n *Node) {
	if n == nil || m.done[n] {
		return
	}
	m.done[n] = true
	n.Span = m.place(n.Span)
	for i := range n.Entries {
		e := &n.Entries[i]
		e.KeySpan, e.Via = m.place(e.KeySpan), m.place(e.Via)
		m.node(e.Value)
	}
	for i := range n.Items {
		n.Items[i].Via = m.place(n.Items[i].Via)
		m.node(n.Items[i].Value)
	}
}

func (m mover) place(s Span) Span {
	switch {
	case s.IsZero():
		return s
	case m.written != nil:
		return m.inLines(s)
	case !m.isBlock:
		return m.span
	}
	s.File = m.span.File
	s.Start.Line += m.lines
	s.End.Line += m.lines
	return s
}
