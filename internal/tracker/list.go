package tracker

import (
	"strconv"
	"strings"

	"github.com/yuin/goldmark/ast"
)

// list reads a list: of items, of what is said of the item at hand, or of neither.
func (r *reader) list(n *ast.List) {
	number := n.Start
	for entry := n.FirstChild(); entry != nil; entry = entry.NextSibling() {
		r.entry(n, entry, number)
		number++
	}
}

// entry reads an entry of a list.
func (r *reader) entry(list *ast.List, entry ast.Node, number int) {
	first := entry.FirstChild()
	if first == nil {
		return
	}
	var lines []line
	var box *bool
	if kind := first.Kind(); kind == ast.KindTextBlock || kind == ast.KindParagraph {
		lines, box = linesOf(first, r.source)
		first = first.NextSibling()
	}
	if len(lines) == 0 {
		r.rest(first)
		return
	}
	if r.isLog() {
		for _, l := range lines {
			r.logLine(l)
		}
		r.rest(first)
		return
	}
	h := readHead(lines[0])
	around := r.item
	switch {
	case r.isItem(list, h, lines[0], box):
		r.startEntry(list, h, lines, box, number)
	default:
		if box == nil {
			r.entryStatus(h, lines[0])
		}
		for _, l := range lines {
			r.body(l, false)
		}
	}
	inner := r.item
	r.rest(first)
	if around != nil && around.heading > 0 {
		r.item = around
	} else if inner != nil {
		r.item = inner
	}
}

func (r *reader) rest(n ast.Node) {
	for ; n != nil; n = n.NextSibling() {
		r.block(n)
	}
}

// isItem reports whether an entry is an item of its own.
func (r *reader) isItem(list *ast.List, h head, l line, box *bool) bool {
	if h.title == "" || r.isAside() {
		return false
	}
	if it := r.item; it != nil && it.heading > 0 {
		return box != nil && r.hasParts(it)
	} else if it != nil && isNested(list) {
		return false
	} else if it != nil && it.ordered && !list.IsOrdered() && box == nil && h.id == "" && (h.statusText == "" || leadingMark(l.text) == "") {
		return false
	}
	s := r.section()
	inList := s != nil && s.isList
	switch {
	case box != nil, h.id != "" && (h.isStrong || separatesCode(l, h.id)), h.isStrong && h.status != "" && h.statusText != "":
		return fieldKind(h.title) == "" || box != nil
	case h.status == Closed && leadingMark(l.text) != "":
		return true
	case !inList || isNested(list) || fieldKind(strings.TrimSuffix(h.title, ":")) != "":
		return false
	case h.isStrong:
		return true
	case list.IsOrdered():
		return true
	}
	return s.hasNoun || s.hasSeverity || onlyStatus(s)
}

// onlyStatus reports whether the heading of a section is a status and nothing else, as "Fixed".
func onlyStatus(s *section) bool {
	return s.status != "" && strings.EqualFold(withoutParentheses(s.title), s.statusText)
}

// separatesCode reports whether a code at the start of an entry is set apart from what follows: with a colon, a dash or a style.
func separatesCode(l line, id string) bool {
	i := strings.Index(l.text, id)
	if i < 0 || i > 6 {
		return false
	}
	end := i + len(id)
	return end == len(l.text) || separator(strings.TrimLeft(l.text[end:], "]`) ")) > 0 || strings.HasPrefix(l.text[end:], "]") || l.style[i] != 0
}

func isNested(list *ast.List) bool {
	parent := list.Parent()
	return parent != nil && parent.Kind() == ast.KindListItem
}

// hasParts reports whether boxes below an item are items of their own: they are steps where the item has a status or evidence itself.
func (r *reader) hasParts(it *Item) bool {
	return !it.claimed && !it.hasField && len(it.Evidence) == 0 && r.part != fieldSteps && r.part != fieldRemedy
}

// startEntry begins the item of an entry.
func (r *reader) startEntry(list *ast.List, h head, lines []line, box *bool, number int) {
	l := lines[0]
	parent := r.item
	if h.number == "" && list.IsOrdered() {
		h.number = strconv.Itoa(number)
	}
	if box != nil && h.status == "" {
		h.status, h.statusText = Open, "[ ]"
		if *box {
			h.status, h.statusText = Closed, "[x]"
		}
	}
	if !h.isStrong {
		h.title = summary(h.title)
	}
	it := r.newItem(h, l)
	it.ordered = list.IsOrdered()
	if parent != nil && parent.heading > 0 {
		it.parent = parent
		if !it.HasSeverity && parent.HasSeverity {
			it.Severity, it.SeverityText, it.HasSeverity = parent.Severity, parent.SeverityText, true
		}
	}
	it.text = joined(lines)
	if len(r.doc.Items) >= maxItems {
		return
	}
	r.doc.Items = append(r.doc.Items, it)
	r.item, r.part, r.candidate = it, "", nil
	for _, e := range r.evidenceIn(l, true) {
		it.addEvidence(e)
	}
	for _, l := range lines[1:] {
		r.body(l, true)
	}
}

// summary is what a long entry begins with: up to a dash, or the first sentence.
func summary(title string) string {
	for _, end := range []string{" — ", " · "} {
		if before, _, ok := strings.Cut(title, end); ok && len(before) >= 8 {
			title = before
		}
	}
	if before, _, ok := strings.Cut(title, ". "); ok && len(before) >= 20 {
		title = before
	}
	return strings.TrimRight(title, " .:;,")
}
