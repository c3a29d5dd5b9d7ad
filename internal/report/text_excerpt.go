package report

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// excerpt writes the place of a span and quotes its first line with a caret under what the span covers, and one line of
// context: the line above, or the next line of a span of several. It returns the width of the gutter.
func (t *text) excerpt(at source.Span, paint func(string) string) (gutter int) {
	if at.IsZero() {
		return 1
	}
	line := int(at.Start.Line)
	first, last := line, line
	several := at.End.Line > at.Start.Line && (at.End.Column > 1 || at.End.Line > at.Start.Line+1)
	above := line - 1
	switch {
	case several || at.File.IsBlank(above):
		last = min(line+1, at.File.Lines())
	default:
		first = above
	}
	if at.File.IsBlank(last) {
		last = line
	}
	gutter = len(strconv.Itoa(last))
	t.printf("%*s%s %s\n", gutter, "", t.style.frame("-->"), t.linkAt(at))
	t.printf("%*s %s\n", gutter, "", t.style.frame("|"))
	for n := first; n <= last; n++ {
		t.quote(at, n, gutter, several, paint)
	}
	return gutter
}

// quote writes one line of an excerpt, with the caret when it is the line where the span starts.
func (t *text) quote(at source.Span, n, gutter int, several bool, paint func(string) string) {
	line := t.report.masker.Line(at.File, n)
	start, end := 1, 1
	if n == int(at.Start.Line) {
		start, end = int(at.Start.Column), int(at.End.Column)
		if int(at.End.Line) > n {
			end = line.Len() - trailing(line.String()) + 1
		}
	}
	q := quote(line, start, end, t.options.Width-gutter-3)
	number := t.style.frame(fmt.Sprintf("%*d |", gutter, n))
	t.printf("%s\n", strings.TrimRight(number+" "+q.text, " "))
	if n != int(at.Start.Line) {
		return
	}
	more := ""
	if several {
		more = paint(fmt.Sprintf(" to line %d", t.lastLine(at)))
	}
	blank := strings.Repeat(" ", q.caret)
	t.printf("%*s %s %s%s%s\n", gutter, "", t.style.frame("|"), blank, paint(strings.Repeat("^", q.cells)), more)
}

// lastLine returns the number of the last line of which a span covers something.
func (t *text) lastLine(at source.Span) int {
	if at.End.Column <= 1 {
		return int(at.End.Line) - 1
	}
	return int(at.End.Line)
}

// trailing returns how many blanks a text ends with.
func trailing(text string) int { return len(text) - len(strings.TrimRight(text, " \t")) }
