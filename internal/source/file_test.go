package source

import "testing"

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
