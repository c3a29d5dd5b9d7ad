package report

import (
	"strings"

	"github.com/clipperhouse/displaywidth"

	"github.com/seclint/seclint/internal/mask"
)

// tabStop is how many cells apart tab stops are in quoted lines.
const tabStop = 4

// cutAround is how many characters to each side of a span are looked at: more than any terminal shows, so that a
// minified file with one line of a megabyte costs no more than any other.
const cutAround = 500

// wrap breaks text into lines of at most width cells between words. A word that is longer stays whole, so that paths
// and URLs can be copied.
func wrap(text string, width int) []string {
	var lines []string
	var line strings.Builder
	used := 0
	for word := range strings.FieldsSeq(text) {
		cells := displaywidth.String(word)
		if used > 0 && used+1+cells > width {
			lines = append(lines, line.String())
			line.Reset()
			used = 0
		}
		if used == 0 {
			line.Grow(max(min(len(text), width), 0))
		} else {
			line.WriteByte(' ')
			used++
		}
		line.WriteString(word)
		used += cells
	}
	if used > 0 || len(lines) == 0 {
		lines = append(lines, line.String())
	}
	return lines
}

// quoted is a source line ready to be shown, with the cells that a span covers in it.
type quoted struct {
	text  string
	caret int // cells in front of the span
	cells int // cells of the span, at least 1
}

// quote prepares a masked line for a terminal. The span goes from column start up to, not including, column end, in
// characters. Tabs become blanks and what is harmful becomes visible; a line that does not fit into width cells is cut
// around the span.
func quote(line mask.Line, start, end, width int) quoted {
	if text := line.String(); len(text) <= min(width, cutAround) && isPlain(text) {
		start = min(max(start-1, 0), len(text))
		return quoted{text: text, caret: start, cells: max(min(end-1, len(text))-start, 1)}
	}
	runes, start, end, cut := clip(line, start-1, end-1)
	var b strings.Builder
	marks := make([]int, len(runes)+1) // byte offset of each character in b
	for i, r := range runes {
		marks[i] = b.Len()
		if r == '\t' {
			cells := displaywidth.String(b.String())
			b.WriteString(strings.Repeat(" ", tabStop-cells%tabStop))
			continue
		}
		b.WriteString(visibleRune(r, string(r)))
	}
	marks[len(runes)] = b.Len()
	text := b.String()
	q := quoted{text: text, caret: displaywidth.String(text[:marks[start]])}
	q.cells = max(displaywidth.String(text[:marks[end]])-q.caret, 1)
	return q.fit(width, cut)
}

// isPlain reports whether every byte is a character that takes one cell.
func isPlain(line string) bool {
	for i := range len(line) {
		if line[i] < ' ' || line[i] > '~' {
			return false
		}
	}
	return true
}

// clip returns the part of a line around a span, and the span in it; cut says whether something is missing in front.
func clip(line mask.Line, start, end int) (part []rune, from, to int, cut bool) {
	start = min(max(start, 0), line.Len())
	end = min(max(end, start), line.Len())
	first := max(start-cutAround, 0)
	last := min(start+cutAround, line.Len())
	return []rune(line.Cut(first, last)), start - first, min(end, last) - first, first > 0
}

// fit cuts the text to width cells so that the start of the span stays visible; cut says that it lacks its beginning.
func (q quoted) fit(width int, cut bool) quoted {
	if !cut && displaywidth.String(q.text) <= width {
		return q
	}
	head, from := "", 0
	if cut || q.caret+q.cells >= width {
		from = max(q.caret-width/3, 0)
	}
	if cut || from > 0 {
		head = "…"
		width--
	}
	text, skipped := window(q.text, from, width)
	q.text = head + text
	q.caret += displaywidth.String(head) - skipped
	q.cells = max(min(q.cells, displaywidth.String(q.text)-q.caret), 1)
	return q
}

// window returns at most width cells of a text, without the characters that start in its first from cells, and how many
// cells are missing in front. What is missing behind is marked.
func window(text string, from, width int) (part string, skipped int) {
	total, at := displaywidth.String(text), 0
	var b strings.Builder
	graphemes := displaywidth.StringGraphemes(text)
	for graphemes.Next() {
		cells := graphemes.Width()
		if at < from {
			skipped += cells
		} else if used := at - skipped; used+cells > width || used+cells == width && at+cells < total {
			return b.String() + "…", skipped
		} else {
			b.WriteString(graphemes.Value())
		}
		at += cells
	}
	return b.String(), skipped
}
