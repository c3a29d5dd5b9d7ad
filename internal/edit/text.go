package edit

import (
	"bytes"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// start and end return the byte offsets of a span.
func start(s source.Span) int { return s.File.Offset(s.Start) }

func end(s source.Span) int { return max(s.File.Offset(s.End), start(s)) }

// lineStart returns where the line around an offset begins.
func lineStart(f *source.File, at int) int { return bytes.LastIndexByte(f.Content[:at], '\n') + 1 }

// lineEnd returns where the line around an offset ends, in front of its break.
func lineEnd(f *source.File, at int) int {
	i := bytes.IndexByte(f.Content[at:], '\n')
	if i < 0 {
		return len(f.Content)
	}
	if at+i > 0 && f.Content[at+i-1] == '\r' && at+i-1 >= at {
		return at + i - 1
	}
	return at + i
}

// behindLine returns where the line behind the one around an offset begins.
func behindLine(f *source.File, at int) int {
	if i := bytes.IndexByte(f.Content[at:], '\n'); i >= 0 {
		return at + i + 1
	}
	return len(f.Content)
}

// lineBreak returns how the file ends its lines.
func lineBreak(f *source.File) string {
	if i := bytes.IndexByte(f.Content, '\n'); i > 0 && f.Content[i-1] == '\r' {
		return "\r\n"
	}
	return "\n"
}

// indentOf returns the white space in front of an offset where there is nothing else on its line; ok is false where there is.
func indentOf(f *source.File, at int) (indent string, ok bool) {
	indent = string(f.Content[lineStart(f, at):at])
	indent = strings.TrimPrefix(indent, "\uFEFF")
	return indent, strings.Trim(indent, " \t") == ""
}

// lines joins lines as those of the file are, each with an indent, with a break in front of each.
func lines(f *source.File, indent string, all []string) string {
	var b strings.Builder
	for _, line := range all {
		b.WriteString(lineBreak(f) + indent + line)
	}
	return b.String()
}

// dropLines takes the lines from the one around start to the one around end away.
func (e *editor) dropLines(f *source.File, start, end int) {
	from, to := lineStart(f, start), behindLine(f, end)
	if from == 0 && bytes.HasPrefix(f.Content, []byte("\uFEFF")) {
		from = len("\uFEFF")
	}
	if to == len(f.Content) && !bytes.HasSuffix(f.Content, []byte("\n")) && from > 0 { // the last line has no break of its own
		from -= len(lineBreak(f))
	}
	e.replace(f, from, to, "")
}
