package source

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestFilePositions(t *testing.T) {
	f := NewFile("f", []byte(byteOrderMark+"ab\r\né日x\n"))
	for _, c := range []struct {
		offset int
		want   Position
	}{{0, Position{1, 1}}, {3, Position{1, 1}}, {4, Position{1, 2}}, {7, Position{2, 1}}, {9, Position{2, 2}}, {12, Position{2, 3}}, {14, Position{3, 1}}, {99, Position{3, 1}}} {
		if got := f.Position(c.offset); got != c.want {
			t.Errorf("offset %d: %v, want %v", c.offset, got, c.want)
		}
	}
	for _, c := range []struct {
		position Position
		want     int
	}{{Position{0, 1}, 3}, {Position{1, 1}, 3}, {Position{1, 9}, 6}, {Position{2, 3}, 12}, {Position{9, 1}, 14}} {
		if got := f.Offset(c.position); got != c.want {
			t.Errorf("%v: offset %d, want %d", c.position, got, c.want)
		}
	}
	for n, want := range []string{"", "ab", "é日x", "", ""} {
		if got := f.Line(n); got != want {
			t.Errorf("line %d: %q, want %q", n, got, want)
		}
	}
	if f.Lines() != 3 || NewFile("f", nil).Lines() != 1 {
		t.Error("wrong number of lines")
	}
}

// A column is the number of characters in front of it, in long lines, too, inside of characters and in what is no UTF-8.
func TestPositionsInLongLines(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"a", "é", "日本", "x\xff\xfe日", "\xe6\x97", strings.Repeat("b", 900) + "\n日"} {
		text := byteOrderMark + strings.Repeat(unit, 5000/len(unit)+2) + "\n" + strings.Repeat("日a", 1000)
		f := NewFile("f", []byte(text))
		for offset := len(byteOrderMark); offset <= len(text); offset++ {
			start := max(len(byteOrderMark), strings.LastIndexByte(text[:offset], '\n')+1)
			want := Position{int32(strings.Count(text[:offset], "\n") + 1), int32(utf8.RuneCountInString(text[start:offset]) + 1)}
			if got := f.Position(offset); got != want {
				t.Fatalf("%.10q: offset %d: %v, want %v", unit, offset, got, want)
			}
		}
	}
}
