package lsp

import (
	"bytes"
	"fmt"
	"sort"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/source"
)

// encoding is what a client counts the characters of a line in.
type encoding string

// The encodings that are understood, the default of the protocol first.
const (
	utf16 encoding = "utf-16"
	utf8s encoding = "utf-8"
	utf32 encoding = "utf-32"
)

// negotiate returns the first encoding of a client's list that is understood.
func negotiate(offered []encoding) encoding {
	for _, e := range offered {
		switch e {
		case utf8s, utf16, utf32:
			return e
		}
	}
	return utf16
}

// units returns how many units a character counts, which has a size in bytes.
func (e encoding) units(r rune, size int) int {
	switch {
	case e == utf8s:
		return size
	case e == utf16 && r > 0xffff:
		return 2
	}
	return 1
}

// text is a text with its lines as the protocol counts them: a carriage return alone ends a line too, and a byte order mark is no
// part of the first, because no editor shows one.
type text struct {
	content []byte
	starts  []int // offset of the first byte of every line
}

var byteOrderMark = []byte("\uFEFF")

func newText(content []byte) *text {
	t := &text{content: content, starts: make([]int, 1, bytes.Count(content, []byte("\n"))+1)}
	if bytes.HasPrefix(content, byteOrderMark) {
		t.starts[0] = len(byteOrderMark)
	}
	for i, c := range content {
		if c == '\n' || c == '\r' && (i+1 == len(content) || content[i+1] != '\n') {
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// end returns the offset of the end of a line, its line break left out.
func (t *text) end(line int) int {
	end := len(t.content)
	if line+1 < len(t.starts) {
		end = t.starts[line+1]
	}
	for end > t.starts[line] && (t.content[end-1] == '\n' || t.content[end-1] == '\r') {
		end--
	}
	return end
}

// offset returns the byte offset of a position: a character behind the end of its line is that end, a line behind the last is the
// end of the text.
func (t *text) offset(p position, e encoding) int {
	if uint64(p.Line) >= uint64(len(t.starts)) {
		return len(t.content)
	}
	at, end := t.starts[p.Line], t.end(int(p.Line))
	for left := int64(p.Character); left > 0 && at < end; {
		r, size := utf8.DecodeRune(t.content[at:end])
		if left -= int64(e.units(r, size)); left < 0 {
			break // within a character: in front of it
		}
		at += size
	}
	return at
}

// position returns the position of a byte offset.
func (t *text) position(offset int, e encoding) position {
	offset = min(max(offset, t.starts[0]), len(t.content))
	line := sort.SearchInts(t.starts, offset+1) - 1
	from, to := t.starts[line], min(offset, t.end(line))
	units := 0
	for from < to {
		r, size := utf8.DecodeRune(t.content[from:to])
		units += e.units(r, size)
		from += size
	}
	return position{Line: uint32(line), Character: uint32(units)}
}

// textRange returns the range of a span.
func (t *text) textRange(s source.Span, e encoding) textRange {
	return textRange{Start: t.position(s.File.Offset(s.Start), e), End: t.position(s.File.Offset(s.End), e)}
}

// edited returns a text with the changes of a client, one after the other.
func edited(content []byte, changes []contentChange, e encoding) ([]byte, error) {
	for _, change := range changes {
		if change.Range == nil {
			content = []byte(change.Text)
			continue
		}
		t := newText(content)
		start, end := t.offset(change.Range.Start, e), t.offset(change.Range.End, e)
		if start > end {
			return nil, fmt.Errorf("a change ends in front of its beginning")
		}
		next := make([]byte, 0, len(content)-(end-start)+len(change.Text))
		next = append(append(append(next, content[:start]...), change.Text...), content[end:]...)
		if len(next) > maxMessage {
			return nil, fmt.Errorf("the text is larger than %d bytes", int64(maxMessage))
		}
		content = next
	}
	return content, nil
}

// line returns the text of a line without its line break.
func (t *text) line(line int) string { return string(t.content[t.starts[line]:t.end(line)]) }

// lineBreak returns what ends the lines of the text.
func (t *text) lineBreak() string {
	if bytes.Contains(t.content, []byte("\r\n")) {
		return "\r\n"
	}
	return "\n"
}
