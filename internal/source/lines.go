package source

import (
	"bytes"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// ReadLines returns the lines of a configuration of which each is a command with its arguments, as those of HAProxy and PostgreSQL are:
// a sequence of mappings of directive (the first word) and args (a sequence of texts). Quotes around a word or a part of one are no part
// of it, a backslash in front of a character keeps it, and a # where a word may begin starts a comment. A quote that is not closed ends
// with its line. It never fails for what is written; an error is a *SyntaxError about the limits.
func ReadLines(f *File, l Limits) (*Node, error) { return readLines(f, l, true) }

// ReadWholeLines is ReadLines for programs that take a # for a comment only at the beginning of a line, as Redis and Mosquitto do.
func ReadWholeLines(f *File, l Limits) (*Node, error) { return readLines(f, l, false) }

// readSectionsOrLines returns the settings of a file by its first line that is no comment: where that is the head of a section the file
// is read as INI.
func readSectionsOrLines(f *File, l Limits) (*Node, error) {
	if sectionFirst.Match(f.Content) {
		return ReadINI(f, l)
	}
	return ReadLines(f, l)
}

// sectionFirst finds the head of a section behind nothing but comments.
var sectionFirst = lazyregexp.New(`^\x{feff}?(?:[ \t\r]*(?:[#;][^\n]*)?\n)*[ \t]*\[[^]\n]+][ \t\r]*(?:[#;].*)?(?:\n|$)`)

func readLines(f *File, l Limits, isInline bool) (*Node, error) {
	r := &lineReader{builder: newBuilder(f, l), isInline: isInline}
	root := r.node(Sequence)
	root.Span = f.Span(f.starts()[0], len(f.Content))
	for at := f.starts()[0]; at < len(f.Content); {
		stop := len(f.Content)
		if i := bytes.IndexByte(f.Content[at:], '\n'); i >= 0 {
			stop = at + i
		}
		if line := r.line(at, stop); line != nil {
			root.Items = append(root.Items, Item{Value: line})
		}
		if r.count > l.MaxNodes {
			return nil, errNodes(r.span(at, stop), l)
		}
		at = stop + 1
	}
	return root, nil
}

type lineReader struct {
	builder
	// isInline is set where a comment may be behind words.
	isInline bool
}

// line returns the words of a line, nil for one without any.
func (r *lineReader) line(at, stop int) *Node {
	var line, args *Node
	for {
		for at < stop && isLineSpace(r.file.Content[at]) {
			at++
		}
		if at >= stop || r.file.Content[at] == '#' && (line == nil || r.isInline) {
			return line
		}
		word, end := r.word(at, stop)
		at = end
		if line == nil {
			line, args = r.node(Mapping), r.node(Sequence)
			args.Span = Span{File: r.file, Start: word.Span.End, End: word.Span.End}
			line.Span = word.Span
			line.Entries = []Entry{entryAt("directive", word), entryAt("args", args)}
			continue
		}
		addWord(args, word)
		line.Entries[1].KeySpan = Span{File: r.file, Start: args.Span.Start, End: args.Span.Start}
		line.Span.End = word.Span.End
	}
}

func isLineSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\r' || c == '\f' || c == '\v' }

// word returns the word at a place, and where it ends.
func (r *lineReader) word(start, stop int) (*Node, int) {
	content := r.file.Content
	var text []byte
	at, quote := start, byte(0)
	for ; at < stop && (quote != 0 || !isLineSpace(content[at])); at++ {
		switch c := content[at]; {
		case c == '\\' && quote != '\'' && at+1 < stop && content[at+1] != '\r':
			at++
			text = append(text, content[at])
		case quote != 0 && c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		case c != '\r' || at+1 < stop:
			text = append(text, c)
		}
	}
	word := r.node(String)
	word.Span = r.span(start, at)
	word.Text = string(text)
	word.Scalar = word.Text
	return word, at
}
