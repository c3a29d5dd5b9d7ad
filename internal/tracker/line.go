package tracker

import (
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// The styles of a byte of a line.
const (
	isCode byte = 1 << iota
	isStrong
	isStruck
)

// line is a line of text without the marks of Markdown, with the place and the style of each byte.
type line struct {
	text  string
	at    []int
	style []byte
}

func (l line) cut(from, to int) line { return line{l.text[from:to], l.at[from:to], l.style[from:to]} }

func (l line) from(n int) line { return l.cut(n, len(l.text)) }

// trim returns the line without the characters of a set around it.
func (l line) trim(set string) line {
	from := len(l.text) - len(strings.TrimLeft(l.text, set))
	return l.cut(from, max(from, len(strings.TrimRight(l.text, set))))
}

func (l line) trimLeft(set string) line {
	return l.from(len(l.text) - len(strings.TrimLeft(l.text, set)))
}

// has reports whether all bytes of a part, white space apart, have a style.
func (l line) has(from, to int, style byte) bool {
	some := false
	for i := from; i < to; i++ {
		if l.text[i] == ' ' {
			continue
		}
		if l.style[i]&style == 0 {
			return false
		}
		some = true
	}
	return some
}

// prefix returns how many bytes at the start have a style.
func (l line) prefix(style byte) int {
	n := 0
	for n < len(l.text) && l.style[n]&style != 0 {
		n++
	}
	return n
}

// builder makes lines of inline nodes.
type builder struct {
	source []byte
	lines  []line
	text   []byte
	at     []int
	style  []byte
	box    *bool
}

// linesOf returns the lines of a block, and whether its box is ticked; nil where it has none.
func linesOf(block ast.Node, src []byte) (lines []line, box *bool) {
	b := &builder{source: src}
	b.inlines(block, 0)
	b.end()
	return b.lines, b.box
}

func (b *builder) inlines(parent ast.Node, style byte) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.add(n.Segment.Start, n.Segment.Stop, style)
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.end()
			}
		case *ast.CodeSpan:
			b.inlines(n, style|isCode)
		case *ast.Emphasis:
			if n.Level > 1 {
				b.inlines(n, style|isStrong)
			} else {
				b.inlines(n, style)
			}
		case *east.Strikethrough:
			b.inlines(n, style|isStruck)
		case *east.TaskCheckBox:
			b.box = &n.IsChecked
		case *ast.RawHTML:
			b.html(n)
		default:
			b.inlines(n, style)
		}
	}
}

// html ends the line at <br> and leaves out any other tag.
func (b *builder) html(n *ast.RawHTML) {
	if n.Segments.Len() == 0 {
		return
	}
	segment := n.Segments.At(0)
	if tag := strings.ToLower(string(b.source[segment.Start:segment.Stop])); strings.HasPrefix(tag, "<br") {
		b.end()
	}
}

func (b *builder) add(from, to int, style byte) {
	for i := from; i < to; i++ {
		c := b.source[i]
		if c == '\\' && style&isCode == 0 && i+1 < to && strings.IndexByte("\\`*_{}[]()#+-.!|~<>", b.source[i+1]) >= 0 {
			continue
		}
		if c == '\t' || c == '\r' || c == '\n' {
			c = ' '
		}
		b.text, b.at, b.style = append(b.text, c), append(b.at, i), append(b.style, style)
	}
}

func (b *builder) end() {
	l := line{string(b.text), b.at, b.style}.trim(" ")
	if l.text != "" && utf8.ValidString(l.text) {
		b.lines = append(b.lines, l)
	}
	b.text, b.at, b.style = nil, nil, nil
}
