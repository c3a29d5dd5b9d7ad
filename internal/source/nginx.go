package source

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// ReadNginx returns the tree of a configuration of nginx: a sequence of directives in the order of the file. A directive is a mapping of
// directive (its name), args (a sequence of texts) and, where it has one, block (a sequence of directives). The code of a block of Lua
// is its last argument.
//
// Words are read as ngx_conf_read_token of nginx 1.29 does (src/core/ngx_conf_file.c). A file of another program under such a name, by how
// it begins or because it is refused and has nothing of nginx, gives a text without a value in place of a sequence. An error is a
// *SyntaxError.
func ReadNginx(f *File, l Limits) (*Node, error) {
	r := nginxReader{builder: newBuilder(f, l), text: f.Content, at: f.starts()[0]}
	r.skip()
	begin := r.at
	if begin < len(r.text) && (r.text[begin] == '[' || r.text[begin] == '<') {
		return r.other(begin), nil
	}
	root, err := r.whole()
	isWithin := r.count <= l.MaxNodes && len(r.open) <= l.MaxDepth
	if err != nil && isWithin && !nginxBlock.Match(f.Content) {
		return r.other(begin), nil
	}
	return root, err
}

// nginxBlock finds what a configuration of nginx has at the beginning of a line, and those of few other programs.
var nginxBlock = lazyregexp.New(`(?m)^[ \t]*((http|server|events|stream)[ \t\r\n]*\{|(location|upstream|map|server_name|listen|proxy_pass|fastcgi_pass|ssl_certificate|add_header)[ \t]+\S)`)

// other is what a file of another program becomes.
func (r *nginxReader) other(at int) *Node {
	n := r.node(String)
	n.Span, n.Scalar = r.file.Span(at, at), ""
	return n
}

// whole reads the whole file.
func (r *nginxReader) whole() (*Node, error) {
	root := r.node(Sequence)
	root.Span = r.file.Span(r.file.starts()[0], len(r.text))
	r.open = []*Node{root}
	for r.skip(); r.at < len(r.text); r.skip() {
		if err := r.next(); err != nil {
			return nil, err
		}
	}
	if len(r.open) > 1 {
		return nil, r.errorAt(r.at, `unexpected end of file, expecting "}"`)
	}
	return root, nil
}

type nginxReader struct {
	builder
	text []byte
	at   int
	// open are the blocks that were opened and not closed, inner is the directive of each but the first.
	open, inner []*Node
}

// skip moves past white space and comments.
func (r *nginxReader) skip() {
	for r.at < len(r.text) {
		switch r.text[r.at] {
		case ' ', '\t', '\r', '\n':
			r.at++
		case '#':
			if end := bytes.IndexByte(r.text[r.at:], '\n'); end >= 0 {
				r.at += end
			} else {
				r.at = len(r.text)
			}
		default:
			return
		}
	}
}

// next reads a directive as far as its block, or the end of a block.
func (r *nginxReader) next() error {
	block := r.open[len(r.open)-1]
	switch r.text[r.at] {
	case '}':
		if len(r.open) == 1 {
			return r.errorAt(r.at, `unexpected "}"`)
		}
		r.at++
		end := r.position(r.at)
		block.Span.End, r.inner[len(r.inner)-1].Span.End = end, end
		r.open, r.inner = r.open[:len(r.open)-1], r.inner[:len(r.inner)-1]
		return nil
	case ';', '{':
		return r.errorAt(r.at, fmt.Sprintf("unexpected %q", string(r.text[r.at])))
	}
	directive, err := r.directive()
	if err != nil {
		return err
	}
	block.Items = append(block.Items, Item{Value: directive})
	if r.count > r.limits.MaxNodes {
		return errNodes(directive.Span, r.limits)
	}
	return nil
}

// directive reads the words of a directive and what ends them.
func (r *nginxReader) directive() (*Node, error) {
	start := r.at
	d := r.node(Mapping)
	name, err := r.word()
	if err != nil {
		return nil, err
	}
	args := r.node(Sequence)
	args.Span = Span{File: r.file, Start: name.Span.End, End: name.Span.End}
	d.Entries = []Entry{entryAt("directive", name), entryAt("args", args)}
	for {
		r.skip()
		if r.at >= len(r.text) {
			return nil, r.errorAt(r.at, `unexpected end of file, expecting ";" or "}"`)
		}
		switch r.text[r.at] {
		case ';':
			r.at++
			d.Span = r.span(start, r.at)
			return d, nil
		case '{':
			return d, r.block(d, args, start)
		case '}':
			return nil, r.errorAt(r.at, `unexpected "}", expecting ";"`)
		}
		word, err := r.word()
		if err != nil {
			return nil, err
		}
		addWord(args, word)
		d.Entries[1].KeySpan = Span{File: r.file, Start: args.Span.Start, End: args.Span.Start}
	}
}

// entryAt returns an entry whose key is not written: its place is where the value begins.
func entryAt(key string, value *Node) Entry {
	return Entry{Key: key, KeySpan: Span{File: value.Span.File, Start: value.Span.Start, End: value.Span.Start}, Value: value}
}

func addWord(args, word *Node) {
	if len(args.Items) == 0 {
		args.Span.Start = word.Span.Start
	}
	args.Span.End = word.Span.End
	args.Items = append(args.Items, Item{Value: word})
}

// block opens the block of a directive, or reads it whole where it is code.
func (r *nginxReader) block(d, args *Node, start int) error {
	if strings.HasSuffix(d.Entries[0].Value.Str(), "_by_lua_block") {
		return r.lua(d, args, start)
	}
	block := r.node(Sequence)
	block.Span = r.span(r.at, r.at+1)
	r.at++
	d.Span = r.span(start, r.at)
	d.Entries = append(d.Entries, entryAt("block", block))
	r.open, r.inner = append(r.open, block), append(r.inner, d)
	if len(r.open) > r.limits.MaxDepth {
		return errDepth(d.Span, r.limits)
	}
	return nil
}

// word reads a word, which may be quoted. Words that follow each other without a space, as in "a"b, are refused by nginx, but for a closing
// parenthesis behind quotes.
func (r *nginxReader) word() (*Node, error) {
	start, quote := r.at, byte(0)
	if c := r.text[r.at]; c == '"' || c == '\'' {
		quote = c
		r.at++
	}
	from := r.at
	for isVariable := false; r.at < len(r.text); r.at++ {
		c := r.text[r.at]
		switch {
		case c == '{' && isVariable:
			continue
		case c == '\\' && r.at+1 < len(r.text):
			r.at++
		case quote != 0 && c == quote, quote == 0 && isDelimiter(c):
			return r.endWord(start, from, quote)
		}
		isVariable = c == '$'
	}
	if quote != 0 {
		return nil, r.errorAt(start, fmt.Sprintf("%c is not closed", quote))
	}
	return nil, r.errorAt(r.at, `unexpected end of file, expecting ";" or "}"`)
}

func isDelimiter(c byte) bool {
	return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == ';' || c == '{'
}

// endWord makes the node of a word that ends at hand.
func (r *nginxReader) endWord(start, from int, quote byte) (*Node, error) {
	word := r.node(String)
	word.Text = unescapeNginx(string(r.text[from:r.at]))
	word.Scalar = word.Text
	if quote != 0 {
		r.at++
		if r.at < len(r.text) && !isDelimiter(r.text[r.at]) {
			if r.text[r.at] != ')' {
				return nil, r.errorAt(r.at, "unexpected text behind a quoted word")
			}
		}
	}
	word.Span = r.span(start, r.at)
	return word, nil
}

// unescapeNginx takes the escapes out of a word; a backslash before any other character stays, as regular expressions need it.
func unescapeNginx(text string) string {
	if !strings.Contains(text, `\`) {
		return text
	}
	var b strings.Builder
	for i := 0; i < len(text); i++ {
		if text[i] != '\\' || i+1 == len(text) {
			b.WriteByte(text[i])
			continue
		}
		i++
		switch c := text[i]; c {
		case '"', '\'', '\\':
			b.WriteByte(c)
		case 't':
			b.WriteByte('\t')
		case 'r':
			b.WriteByte('\r')
		case 'n':
			b.WriteByte('\n')
		default:
			b.WriteByte('\\')
			b.WriteByte(c)
		}
	}
	return b.String()
}
