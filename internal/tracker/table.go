package tracker

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
)

// columns are the kinds of the columns of a table, "" for what is none.
type columns []string

// table reads a table: of items, or of fields of the item at hand.
func (r *reader) table(n *east.Table) {
	var head columns
	var names []string
	var left [][][]line
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells := r.cells(row)
		if row.Kind() == east.KindTableHeader {
			for _, c := range cells {
				head, names = append(head, columnKind(joined(c))), append(names, joined(c))
			}
			head = head.once()
			if len(head) == 2 && r.isFields(head) {
				r.fieldRow(cells)
			}
			continue
		}
		switch {
		case r.isLog():
			for _, cell := range cells {
				r.logLines(cell)
			}
		case len(head) == 2 && r.isFields(head):
			r.fieldRow(cells)
		case head.isItems(r.section()):
			r.row(head, names, cells)
		case r.item == nil:
			left = append(left, cells)
		default:
			left = append(left, cells)
			for _, cell := range cells {
				for _, l := range cell {
					r.evidence(l, false)
				}
			}
		}
	}
	r.statuses(head, left)
	if head.isItems(r.section()) && (r.item == nil || r.item.heading == 0) {
		r.item = nil
	}
}

// once leaves only the first column of each kind that an item has one of.
func (c columns) once() columns {
	seen := map[string]bool{}
	for i, kind := range c {
		if (kind == fieldID || kind == fieldTitle || kind == fieldStatus || kind == fieldSeverity) && seen[kind] {
			c[i] = fieldNotes
		}
		seen[kind] = true
	}
	return c
}

func (c columns) index(kind string) int {
	for i, k := range c {
		if k == kind {
			return i
		}
	}
	return -1
}

// isItems reports whether a table with such columns lists items.
func (c columns) isItems(s *section) bool {
	id, title, status, severity := c.index(fieldID), c.index(fieldTitle), c.index(fieldStatus), c.index(fieldSeverity)
	if s != nil && s.isExcluded || len(c) < 2 {
		return false
	}
	if id < 0 && (title < 0 || severity == 0 || status == 0) {
		return false // a legend
	}
	return status >= 0 || severity >= 0 || id >= 0 && title >= 0 || title >= 0 && (c.index(fieldEvidence) >= 0 || s != nil && s.isList)
}

// isFields reports whether a table of two columns has fields of the item at hand.
func (r *reader) isFields(c columns) bool {
	return r.item != nil && r.item.heading > 0 && !c.isItems(nil) || r.candidate != nil && !c.isItems(nil)
}

func (r *reader) fieldRow(cells [][]line) {
	if len(cells) != 2 || len(cells[0]) != 1 || len(cells[1]) == 0 {
		return
	}
	kind := fieldKind(cells[0][0].text)
	for _, l := range cells[1] {
		if kind != "" {
			r.field(field{kind, cells[0][0].text, l})
		}
	}
}

// cells returns the lines of each cell of a row.
func (r *reader) cells(row ast.Node) [][]line {
	var cells [][]line
	for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
		lines, _ := linesOf(cell, r.source)
		cells = append(cells, lines)
	}
	return cells
}

func joined(lines []line) string {
	texts := make([]string, len(lines))
	for i, l := range lines {
		texts[i] = l.text
	}
	return strings.Join(texts, " ")
}

// row reads an item of a table.
func (r *reader) row(head columns, names []string, cells [][]line) {
	full := 0
	var first line
	for _, cell := range cells {
		if len(cell) > 0 {
			if full++; full == 1 {
				first = cell[0]
			}
		}
	}
	if full == 0 || full == 1 && len(cells) > 2 { // a row that groups the ones below it
		if full == 1 {
			r.group(first)
		}
		return
	}
	h := r.rowHead(head, cells)
	if strings.Trim(h.title+h.id, " -–—.") == "" || isNothing.MatchString(strings.Trim(h.title, "()_ ")) {
		return // a row that says that there are none
	}
	it := r.newItem(h, first)
	parent := r.item
	if parent != nil && parent.heading > 0 {
		it.parent = parent
	}
	for i, cell := range cells {
		if i >= len(head) {
			break
		}
		it.say(joined(cell))
		for _, l := range cell {
			r.cell(it, field{kind: head[i], name: names[i], value: l})
		}
	}
	if len(r.doc.Items) < maxItems {
		r.doc.Items = append(r.doc.Items, it)
	}
}

// cell reads a cell of an item.
func (r *reader) cell(it *Item, f field) {
	l := f.value
	switch f.kind {
	case fieldStatus, fieldSeverity, fieldTargets:
		it.take(r, f)
	case fieldEvidence:
		var last *Evidence
		if n := len(it.Evidence); n > 0 {
			last = it.Evidence[n-1]
		}
		if e := r.continuation(l, last); e != nil {
			it.addEvidence(e)
			return
		}
		it.take(r, f)
	case fieldTitle, fieldID, "":
		for _, e := range r.evidenceIn(l, true) {
			it.addEvidence(e)
		}
	case fieldNotes:
		for _, e := range r.evidenceIn(l, true) {
			it.addEvidence(e)
		}
	}
}

// rowHead reads the cells that name an item.
func (r *reader) rowHead(kinds columns, cells [][]line) head {
	var h head
	if i := kinds.index(fieldTitle); i >= 0 && i < len(cells) && len(cells[i]) > 0 {
		h = readHead(cells[i][0])
		if h.title == "" {
			h.title = cleaned(joined(cells[i]))
		}
		if len(cells[i]) > 1 && h.status == "" {
			h.title = cleaned(joined(cells[i]))
		}
	}
	if i := kinds.index(fieldID); i >= 0 && i < len(cells) && len(cells[i]) > 0 {
		l := cells[i][0]
		named := readHead(line{l.text + ": x", append(append([]int{}, l.at...), 0, 0, 0), append(append([]byte{}, l.style...), 0, 0, 0)})
		id := strings.Trim(cleaned(l.text), " #*`.")
		switch {
		case named.id != "":
			h.id = named.id
		case id != "" && len(id) <= 24 && !strings.Contains(id, " "):
			h.id, h.number = id, ""
		case h.title == "":
			h.title = cleaned(l.text)
		}
		if l.prefix(isStruck) > 0 && h.status == "" {
			h.status, h.statusText = Closed, "~~"
		}
	}
	return h
}

// group reads a row with one cell, such as "**High**".
func (r *reader) group(l line) {
	s := r.section()
	if s == nil {
		return
	}
	own := sectionOf(s.level, withoutMarks(l.text), s)
	if own.isList {
		s.severity, s.hasSeverity, s.severityText = own.severity, own.hasSeverity, own.severityText
		s.status, s.statusText = own.status, own.statusText
	}
}
