package source

import (
	"bytes"
	"strings"
)

// lua reads the code of a directive such as content_by_lua_block, as its last argument: up to the brace that closes the first one, where
// those in texts and comments do not count (lua-nginx-module, ngx_http_lua_lex.c).
func (r *nginxReader) lua(d, args *Node, start int) error {
	r.at++
	from := r.at
	end := luaEnd(r.text[from:])
	if end < 0 {
		return r.errorAt(from, `unexpected end of file, expecting "}" behind a block of Lua`)
	}
	code := r.node(String)
	code.Text = string(r.text[from : from+end])
	code.Scalar, code.Span = code.Text, r.span(from, from+end)
	addWord(args, code)
	d.Entries[1].KeySpan = Span{File: r.file, Start: args.Span.Start, End: args.Span.Start}
	r.at = from + end + 1
	d.Span = r.span(start, r.at)
	return nil
}

// luaEnd returns where the brace is that closes a block of Lua, -1 where none does.
func luaEnd(code []byte) int {
	depth := 0
	for at := 0; at < len(code); {
		switch c := code[at]; {
		case c == '}' && depth == 0:
			return at
		case c == '}':
			depth--
		case c == '{':
			depth++
		case c == '"' || c == '\'':
			at = luaText(code, at)
			continue
		case c == '[':
			if end := longBracket(code, at); end > 0 {
				at = end
				continue
			}
		case c == '-' && bytes.HasPrefix(code[at:], []byte("--")):
			if end := longBracket(code, at+2); end > 0 {
				at = end
				continue
			}
			line := bytes.IndexByte(code[at:], '\n')
			if line < 0 {
				return -1
			}
			at += line
		}
		at++
	}
	return -1
}

// luaText returns the place behind a quoted text, which ends with its line at the latest.
func luaText(code []byte, at int) int {
	quote := code[at]
	for at++; at < len(code) && code[at] != '\n'; at++ {
		switch code[at] {
		case '\\':
			at++
		case quote:
			return at + 1
		}
	}
	return at
}

// longBracket returns the place behind a text such as [==[ ... ]==] that begins at a place, 0 where none does. One that is not closed
// goes to the end.
func longBracket(code []byte, at int) int {
	if at >= len(code) || code[at] != '[' {
		return 0
	}
	level := at + 1
	for level < len(code) && code[level] == '=' {
		level++
	}
	if level >= len(code) || code[level] != '[' {
		return 0
	}
	closing := "]" + strings.Repeat("=", level-at-1) + "]"
	if end := bytes.Index(code[level:], []byte(closing)); end >= 0 {
		return level + end + len(closing)
	}
	return len(code)
}
