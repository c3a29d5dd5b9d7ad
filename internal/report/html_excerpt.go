package report

import (
	"strings"

	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// The lines of an excerpt on a page.
const (
	excerptAround = 2
	excerptWithin = 8
	excerptWidth  = 300
)

// htmlLine is a line of an excerpt in three parts, of which the middle one is what the finding is about.
type htmlLine struct {
	Number                int
	Before, Marked, After string
}

// lines quotes a span with the lines around it, without secrets.
func (v *view) lines(at source.Span) []htmlLine {
	if at.IsZero() || v.report.masker == nil {
		return nil
	}
	first, last := int(at.Start.Line), int(at.End.Line)
	if at.End.Column <= 1 && last > first {
		last--
	}
	to := min(last, first+excerptWithin-1)
	var lines []htmlLine
	for n := max(first-excerptAround, 1); n <= min(to+excerptAround, at.File.Lines()); n++ {
		lines = append(lines, v.line(at, n, n >= first && n <= last))
	}
	if to < last {
		lines = append(lines, htmlLine{Number: to + excerptAround + 1, Before: "…"})
	}
	return lines
}

// line quotes one line. A long one is cut around the span.
func (v *view) line(at source.Span, n int, isWithin bool) htmlLine {
	line := v.report.masker.Line(at.File, n)
	start, end := 0, 0
	if isWithin {
		start, end = indentOf(line), line.Len()
		if n == int(at.Start.Line) {
			start = int(at.Start.Column) - 1
		}
		if n == int(at.End.Line) {
			end = min(end, int(at.End.Column)-1)
		}
	}
	from := 0
	if line.Len() > excerptWidth {
		from = max(0, start-excerptWidth/3)
	}
	until := min(line.Len(), from+excerptWidth)
	start = min(max(start, from), until)
	end = min(max(end, start), until)
	l := htmlLine{n, shownLine(line.Cut(from, start)), shownLine(line.Cut(start, end)), shownLine(line.Cut(end, until))}
	if from > 0 {
		l.Before = "…" + l.Before
	}
	if until < line.Len() {
		l.After += "…"
	}
	return l
}

// indentOf counts the blanks that a line begins with, as far as a page shows it.
func indentOf(line mask.Line) int {
	head := line.Cut(0, excerptWidth)
	return len(head) - len(strings.TrimLeft(head, " \t"))
}

// shownLine makes a part of a line fit for people: tabs as blanks, everything harmful as an escape.
func shownLine(text string) string {
	var b strings.Builder
	for _, r := range text {
		if r == '\t' {
			b.WriteString("    ")
		} else {
			b.WriteString(visibleRune(r, string(r)))
		}
	}
	return b.String()
}
