package tracker

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Unread is a part of a tracker that may have items and that is not read: nothing is known of these.
type Unread struct {
	// What it is, such as a table in HTML.
	What string
	At   source.Span
}

// maxUnread bounds how many parts one tracker is told about.
const maxUnread = 20

var (
	htmlItems = lazyregexp.New(`(?i)<(?:table|tr|li|details)\b`)
	gridLine  = lazyregexp.New(`^\+[-=]{2,}[-=+]*\+$`)
)

// unread notes a part that is not read.
func (r *reader) unread(what string, at source.Span) {
	if len(r.doc.Unread) < maxUnread {
		r.doc.Unread = append(r.doc.Unread, Unread{what, at})
	}
}

// html notes a block of HTML that may list items.
func (r *reader) html(n *ast.HTMLBlock) {
	if n.Lines().Len() == 0 || r.isAside() {
		return
	}
	first := n.Lines().At(0)
	last := n.Lines().At(n.Lines().Len() - 1)
	if htmlItems.Match(r.source[first.Start:last.Stop]) {
		r.unread("a table or list in HTML", r.file.Span(first.Start, max(first.Start, first.Stop-1)))
	}
}

// isGrid reports whether a paragraph is a table of reStructuredText, and notes it.
func (r *reader) isGrid(lines []line) bool {
	if !gridLine.MatchString(strings.ReplaceAll(lines[0].text, " ", "")) || r.isAside() {
		return false
	}
	r.unread("a table drawn with + and -", r.span(lines[0], 0, len(lines[0].text)))
	return true
}

// statuses notes a table that says what has become of things, in columns of which nothing is known.
func (r *reader) statuses(head columns, rows [][][]line) {
	if r.isAside() || head.index(fieldStatus) == 0 || head.index(fieldSeverity) == 0 {
		return // or a legend
	}
	for _, cells := range rows {
		for i, cell := range cells {
			text := joined(cell)
			if _, word, tail, ok := statusIn(text); ok && i > 0 && strings.Trim(tail, " .") == "" && isCertain(text, word) {
				r.unread("a table without a column for what it is about", r.span(cells[0][0], 0, len(cells[0][0].text)))
				return
			}
		}
	}
}

// isCertain reports whether a status is set apart from prose: by capitals or a sign.
func isCertain(text, word string) bool {
	return leadingMark(text) != "" || len(word) > 2 && word == strings.ToUpper(word)
}

// entryStatus notes an entry that is no item and has a status.
func (r *reader) entryStatus(h head, l line) {
	if h.status != "" && isCertain(h.statusText, h.statusText) && h.title != "" && !r.isAside() && fieldKind(h.title) == "" {
		r.unread("an entry that is no item and says "+cleaned(h.statusText), r.span(l, 0, len(l.text)))
	}
}
