package lsp

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/source"
)

func TestPositions(t *testing.T) {
	t.Parallel()
	const content = "\uFEFFa\U0001D518ü\r\nb\rc\n"
	tests := []struct {
		offset int
		want   map[encoding]position
	}{
		{0, map[encoding]position{utf16: {0, 0}, utf8s: {0, 0}, utf32: {0, 0}}},
		{3, map[encoding]position{utf16: {0, 0}, utf8s: {0, 0}, utf32: {0, 0}}},
		{8, map[encoding]position{utf16: {0, 3}, utf8s: {0, 5}, utf32: {0, 2}}},
		{10, map[encoding]position{utf16: {0, 4}, utf8s: {0, 7}, utf32: {0, 3}}},
		{11, map[encoding]position{utf16: {0, 4}, utf8s: {0, 7}, utf32: {0, 3}}}, // within the line break
		{12, map[encoding]position{utf16: {1, 0}, utf8s: {1, 0}, utf32: {1, 0}}},
		{14, map[encoding]position{utf16: {2, 0}, utf8s: {2, 0}, utf32: {2, 0}}},
		{16, map[encoding]position{utf16: {3, 0}, utf8s: {3, 0}, utf32: {3, 0}}},
		{99, map[encoding]position{utf16: {3, 0}, utf8s: {3, 0}, utf32: {3, 0}}},
	}
	text := newText([]byte(content))
	for _, test := range tests {
		for e, want := range test.want {
			if got := text.position(test.offset, e); got != want {
				t.Errorf("offset %d in %s: got %v, want %v", test.offset, e, got, want)
			}
		}
	}
}

func TestOffsetsOfPositionsThatDoNotExist(t *testing.T) {
	t.Parallel()
	text := newText([]byte("a\U0001D518b\nc"))
	tests := []struct {
		at   position
		want int
	}{
		{position{0, 1}, 1},
		{position{0, 2}, 1}, // within a character
		{position{0, 3}, 5},
		{position{0, 4000000000}, 6},
		{position{1, 0}, 7},
		{position{1, 9}, 8},
		{position{4000000000, 0}, 8},
	}
	for _, test := range tests {
		if got := text.offset(test.at, utf16); got != test.want {
			t.Errorf("%v: got %d, want %d", test.at, got, test.want)
		}
	}
}

func TestEdits(t *testing.T) {
	t.Parallel()
	at := func(l1, c1, l2, c2 uint32) *textRange { return &textRange{position{l1, c1}, position{l2, c2}} }
	tests := []struct {
		name, before string
		changes      []contentChange
		want         string
		isWrong      bool
	}{
		{"insert", "ab", []contentChange{{at(0, 1, 0, 1), "X"}}, "aXb", false},
		{"each change sees those before", "ab\n", []contentChange{{at(0, 0, 0, 1), "x\ny"}, {at(1, 1, 1, 2), "z"}}, "x\nyz\n", false},
		{"everything", "ab", []contentChange{{nil, "c"}, {at(0, 1, 0, 1), "d"}}, "cd", false},
		{"a line break", "a\r\nb", []contentChange{{at(0, 1, 1, 0), ""}}, "ab", false},
		{"behind the end", "a", []contentChange{{at(5, 5, 6, 6), "b"}}, "ab", false},
		{"backwards", "abc", []contentChange{{at(0, 2, 0, 1), "b"}}, "", true},
		{"too large", "a", []contentChange{{at(0, 0, 0, 0), strings.Repeat("a", maxMessage)}}, "", true},
	}
	for _, test := range tests {
		got, err := edited([]byte(test.before), test.changes, utf16)
		if string(got) != test.want || (err != nil) != test.isWrong {
			t.Errorf("%s: got %.20q and %v, want %q", test.name, got, err, test.want)
		}
	}
}

// FuzzPositions holds positions to offsets and back, and to those of package source wherever both have the same lines.
func FuzzPositions(f *testing.F) {
	f.Add("a\U0001D518ü\r\nb\rc\n", 5)
	f.Add("\uFEFFa", 0)
	f.Add("\xff\xfe", 1)
	f.Fuzz(func(t *testing.T, content string, offset int) {
		text := newText([]byte(content))
		for _, e := range []encoding{utf8s, utf16, utf32} {
			p := text.position(offset, e)
			at := text.offset(p, e)
			if again := text.position(at, e); again != p {
				t.Fatalf("%s: offset %d is %v, which is offset %d, which is %v", e, offset, p, at, again)
			}
		}
		if strings.Contains(strings.ReplaceAll(content, "\r\n", ""), "\r") || !utf8.ValidString(content) || offset < 0 || offset >= len(content) || content[offset] == '\n' {
			return
		}
		ours, theirs := text.position(offset, utf32), source.NewFile("a", []byte(content)).Position(offset)
		if int32(ours.Line) != theirs.Line-1 || content[offset] != '\r' && utf8.RuneStart(content[offset]) && int32(ours.Character) != theirs.Column-1 {
			t.Fatalf("offset %d of %q is %v here and %v there", offset, content, ours, theirs)
		}
	})
}
