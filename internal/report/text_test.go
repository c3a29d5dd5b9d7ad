package report

import (
	"fmt"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"
	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

func TestQuote(t *testing.T) {
	// The span is written between ⟦ and ⟧.
	long := strings.Repeat("x", 100)
	tests := []struct {
		name, in string
		width    int
		want     string
	}{
		{"plain", "  ab⟦cd⟧ef", 40, "  abcdef\n    ^^"},
		{"tabs", "\ta:\t⟦b⟧", 40, "    a:  b\n        ^"},
		{"tab in the span", "a⟦\tb⟧", 40, "a   b\n ^^^^"},
		{"wide", "密⟦码a⟧b", 40, "密码ab\n  ^^^"},
		{"combining", "e\u0301⟦e\u0301⟧x", 40, "e\u0301e\u0301x\n ^"},
		{"escape", "a⟦\x1b⟧b", 40, "a\\x1bb\n ^^^^"},
		{"empty span", "ab⟦⟧cd", 40, "abcd\n  ^"},
		{"empty line", "⟦⟧", 40, "\n^"},
		{"exact", "⟦" + long[:40] + "⟧", 40, long[:40] + "\n" + strings.Repeat("^", 40)},
		{"span at the start of a long line", "⟦ab⟧" + long, 10, "abxxxxxxx…\n^^"},
		{"span in the middle", long + "⟦ab⟧" + long, 12, "…xxxxabxxxx…\n     ^^"},
		{"span at the end", long + "⟦ab⟧", 12, "…xxxxab\n     ^^"},
		{"long span", "ab⟦" + long + "⟧", 10, "abxxxxxxx…\n  ^^^^^^^^"},
		{"wide cut", strings.Repeat("密", 20) + "⟦码⟧" + strings.Repeat("密", 20), 11, "…密码密密…\n   ^^"},
		{"far out", strings.Repeat(long, 20) + "⟦ab⟧" + strings.Repeat(long, 20), 12, "…xxxxabxxxx…\n     ^^"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			before, rest, _ := strings.Cut(test.in, "⟦")
			covered, after, _ := strings.Cut(rest, "⟧")
			start := len([]rune(before)) + 1
			line := mask.New(nil, nil).Line(source.NewFile("f", []byte(before+covered+after)), 1)
			q := quote(line, start, start+len([]rune(covered)), test.width)
			got := q.text + "\n" + strings.Repeat(" ", q.caret) + strings.Repeat("^", q.cells)
			if got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
			if w := displaywidth.String(q.text); w > test.width || q.caret+q.cells > max(test.width, 1) {
				t.Errorf("%d cells, caret up to %d, in %d", w, q.caret+q.cells, test.width)
			}
		})
	}
}

func TestWrap(t *testing.T) {
	tests := []struct {
		text  string
		width int
		want  []string
	}{
		{"", 10, []string{""}},
		{"one two three", 7, []string{"one two", "three"}},
		{"a  b", 10, []string{"a b"}},
		{"https://long.example/path x", 5, []string{"https://long.example/path", "x"}},
		{"密码 密码", 8, []string{"密码", "密码"}},
	}
	for _, test := range tests {
		if got := wrap(test.text, test.width); !cmp.Equal(got, test.want) {
			t.Errorf("wrap(%q, %d) = %q, want %q", test.text, test.width, got, test.want)
		}
	}
}

// excerptOf returns the excerpt of a span as the text format writes it.
func excerptOf(t *testing.T, at source.Span) string {
	t.Helper()
	r := &Report{Findings: []finding.Finding{{Rule: "a/b", Severity: finding.Low, Message: "m", At: at}}}
	out := string(write(t, "text", r, Options{}))
	_, out, _ = strings.Cut(out, "--> ")
	out, _, _ = strings.Cut(out, "\n\n")
	return out
}

func TestExcerpt(t *testing.T) {
	unix := "a:\n  b: 1\n\n  c:\n    d: 2\n"
	tests := []struct{ name, content, text, want string }{
		{"line above", unix, "b: 1", "f.yml:2:3\n  |\n1 | a:\n2 |   b: 1\n  |   ^^^^"},
		{"first line", unix, "a", "f.yml:1:1\n  |\n1 | a:\n  | ^\n2 |   b: 1"},
		{"blank line above", unix, "c", "f.yml:4:3\n  |\n4 |   c:\n  |   ^\n5 |     d: 2"},
		{"several lines", unix, "c:\n    d: 2", "f.yml:4:3\n  |\n4 |   c:\n  |   ^^ to line 5\n5 |     d: 2"},
		{"up to the next line", unix, "b: 1\n", "f.yml:2:3\n  |\n1 | a:\n2 |   b: 1\n  |   ^^^^"},
		{"CRLF", "a:\r\n  b: 1\r\nc: 2\r\n", "b: 1\r\nc", "f.yml:2:3\n  |\n2 |   b: 1\n  |   ^^^^ to line 3\n3 | c: 2"},
		{"one line", "a: 1", "1", "f.yml:1:4\n  |\n1 | a: 1\n  |    ^"},
		{"gutter", strings.Repeat("#\n", 99) + "a: 1", "a", "f.yml:100:1\n    |\n 99 | #\n100 | a: 1\n    | ^"},
		{"secret above", "PASSWORD: hunter2\nb: 1", "b", "f.yml:2:1\n  |\n1 | PASSWORD: *******\n2 | b: 1\n  | ^"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			f := source.NewFile("f.yml", []byte(test.content))
			if got := excerptOf(t, span(f, test.text)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}

func TestTextFitsWidth(t *testing.T) {
	r := sample()
	r.Findings[0].Message = strings.Repeat("many words ", 30)
	for _, width := range []int{60, 80, 120} {
		for _, line := range strings.Split(string(write(t, "text", r, Options{Width: width})), "\n") {
			if displaywidth.String(line) > width {
				t.Errorf("%d cells in a width of %d: %s", displaywidth.String(line), width, line)
			}
		}
	}
}

func TestTextColourOnlyOnRequest(t *testing.T) {
	plain, coloured := string(write(t, "text", sample(), Options{})), string(write(t, "text", sample(), Options{Color: true}))
	if strings.Contains(plain, "\x1b") {
		t.Error("colour without being asked for")
	}
	for _, code := range []string{"0", "1", "2", "34", "1;31", "1;33", "1;35", "1;36"} {
		coloured = strings.ReplaceAll(coloured, "\x1b["+code+"m", "")
	}
	if diff := cmp.Diff(plain, coloured); diff != "" {
		t.Errorf("colour changes the text:\n%s", diff)
	}
}

func TestManyProblems(t *testing.T) {
	r := &Report{}
	for i := range 25 {
		r.Problems = append(r.Problems, finding.Problem{Level: finding.Level(i % 2), Path: "f.yml", Message: fmt.Sprintf("problem %d", i)})
		r.Coverage.Files = append(r.Coverage.Files, FileCoverage{Path: fmt.Sprintf("f%d.yml", i), State: Unsupported})
	}
	out := string(write(t, "text", r, Options{}))
	if strings.Count(out, "error: problem") != 12 || strings.Count(out, "warning: problem") != atMost || !strings.Contains(out, "warning: 3 more of these") ||
		!strings.Contains(out, "and 15 more (-v shows all)") {
		t.Errorf("not cut as it should:\n%s", out)
	}
	if strings.Index(out, "error: problem 23") > strings.Index(out, "warning: problem 0") {
		t.Error("a warning stands in front of an error")
	}
	if out := string(write(t, "text", r, Options{Verbose: true})); strings.Count(out, "warning: problem") != 13 || strings.Contains(out, "-v") {
		t.Errorf("cut although verbose:\n%s", out)
	}
}

func TestFirstParagraph(t *testing.T) {
	for text, want := range map[string]string{
		"Drop it.":                               "Drop it",
		"Drop it, or\nkeep it.\n\nMore on that.": "Drop it, or keep it",
		"  Drop it.  \n \nMore.":                 "Drop it",
		"":                                       "",
	} {
		if got := firstParagraph(text); got != want {
			t.Errorf("firstParagraph(%q) = %q, want %q", text, got, want)
		}
	}
}
