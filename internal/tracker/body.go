package tracker

import (
	"strings"

	"github.com/yuin/goldmark/ast"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// paragraph reads text.
func (r *reader) paragraph(lines []line) {
	if len(lines) == 0 || r.isGrid(lines) {
		return
	}
	if r.isLog() {
		for _, l := range lines {
			r.logLine(l)
		}
		return
	}
	if r.startsItem(lines[0]) {
		r.start(r.newItem(readHead(lines[0]), lines[0]))
		lines = lines[1:]
	}
	for _, l := range lines {
		r.body(l, true)
	}
}

// startsItem reports whether a paragraph begins with the code of an item in bold.
func (r *reader) startsItem(l line) bool {
	n := l.prefix(isStrong)
	if n == 0 || r.isAside() || r.item != nil && r.item.heading > 0 {
		return false
	}
	h := readHead(l)
	return h.id != "" && h.title != ""
}

// body reads a line below an item, or a heading that may become one.
func (r *reader) body(l line, isProse bool) {
	for i, f := range fieldsOf(l) {
		if i == 0 || f.kind != fieldNotes {
			r.field(f)
		}
	}
	if r.item == nil {
		r.promoteByEvidence(l, isProse)
		return
	}
	it := r.item
	it.say(l.text)
	it.last = max(it.last, int(r.file.Position(l.at[len(l.at)-1]).Line))
	if isLabel(l) {
		r.part = fieldKind(l.text)
	}
	if f := fieldsOf(l); len(f) > 0 && f[0].kind != fieldEvidence {
		return // its value was read as such
	}
	r.evidence(l, isProse)
}

// promoteByEvidence makes a heading in a list of items one when a place follows it.
func (r *reader) promoteByEvidence(l line, isProse bool) {
	s := r.section()
	if r.candidate == nil || s == nil || !s.isList || r.isAside() {
		return
	}
	if found := r.evidenceIn(l, true); len(found) > 0 {
		r.promote()
		r.body(l, isProse)
	}
}

// evidence takes up the places in a line, as long as it is not about how to mend them.
func (r *reader) evidence(l line, isProse bool) {
	it := r.item
	if r.part == fieldRemedy || r.part == fieldSteps || len(it.Evidence) >= maxEvidence {
		return
	}
	var last *Evidence
	if n := len(it.Evidence); n > 0 {
		last = it.Evidence[n-1]
	}
	if e := r.continuation(l, last); e != nil {
		it.addEvidence(e)
		return
	}
	for _, e := range r.evidenceIn(l, isProse) {
		if r.part == fieldTargets {
			it.Targets = append(it.Targets, e)
		} else {
			it.addEvidence(e)
		}
	}
}

// addEvidence adds a place that the item does not name yet; a file without lines adds nothing to one with lines.
func (i *Item) addEvidence(e *Evidence) {
	for _, known := range i.Evidence {
		if known.String() == e.String() || known.Path == e.Path && len(e.Ranges) == 0 && e.Symbol == "" {
			return
		}
	}
	i.Evidence = append(i.Evidence, e)
}

// isNothing is a cell that has no evidence.
var isNothing = lazyregexp.New(`^(?i:see (?:below|above|section.*|notes?)|below|above|n/?a|none|tbd|unknown|various|multiple|many|all)\.?$`)

// isLineWord is what speaks of the lines of a file.
var isLineWord = lazyregexp.New(`^(?i:lines?|ln|l)\.?\s*~?\d`)

// isLabel reports whether a line is nothing but the name of what follows.
func isLabel(l line) bool {
	return strings.HasSuffix(strings.TrimSpace(l.text), ":") && len(l.text) < 40 || l.has(0, len(l.text), isStrong) && fieldKind(l.text) != ""
}

// fence reads a block of code: only a comment that names a file is evidence.
func (r *reader) fence(n *ast.FencedCodeBlock) {
	if r.item == nil || r.part == fieldRemedy || r.part == fieldSteps {
		return
	}
	for i := range min(n.Lines().Len(), 500) {
		segment := n.Lines().At(i)
		b := &builder{source: r.source}
		b.add(segment.Start, segment.Stop, 0)
		b.end()
		for _, l := range b.lines {
			for _, mark := range []string{"#", "//", "--", "/*", "<!--", ";"} {
				if strings.HasPrefix(l.text, mark) {
					for _, e := range r.evidenceIn(l, false) {
						r.item.addEvidence(e)
					}
					break
				}
			}
		}
	}
}

// field gives the item, or the whole tracker, what a field says.
func (r *reader) field(f field) {
	if r.item == nil && r.candidate == nil {
		if status, word, _, ok := statusIn(f.value.text); ok && f.kind == fieldStatus && len(r.doc.Items) == 0 && len(r.sections) <= 1 {
			r.status, r.statusText = status, word
		}
		return
	}
	switch f.kind {
	case fieldStatus, fieldSeverity, fieldEvidence:
		if r.item == nil && !r.isAside() {
			r.promote()
		}
	}
	if r.item == nil {
		return
	}
	r.part = f.kind
	r.item.take(r, f)
}

// take takes up the value of a field or cell.
func (i *Item) take(r *reader, f field) {
	value := f.value.text
	switch f.kind {
	case fieldStatus:
		i.hasField = true
		if status, word, tail, ok := statusIn(value); ok {
			i.claim(status, word, tail)
		} else if isDone(f.name) {
			i.done(f.name, value)
		} else if strings.Trim(value, " -–—?") != "" {
			i.claim(Unknown, cleaned(value), "")
		}
	case fieldSeverity:
		if severity, word, ok := severityIn(value); ok {
			i.hasField = true
			i.Severity, i.SeverityText, i.HasSeverity = severity, word, true
		}
	case fieldTargets:
		i.Targets = append(i.Targets, r.places(f.value)...)
	case fieldEvidence:
		for _, e := range r.places(f.value) {
			i.hasField = i.hasField || e.Path != ""
			if e.Path != "" {
				i.addEvidence(e)
			} else {
				i.Evidence = append(i.Evidence, e)
			}
		}
	case fieldRule, fieldNotes, fieldRemedy, fieldID, fieldTitle:
	}
}

// done takes up a field such as "Fixed: 2026-01-02", "Done: no".
func (i *Item) done(name, value string) {
	switch strings.ToLower(strings.Trim(value, " -–—?.")) {
	case "", "no", "false", "n", "never":
		i.claim(Open, value, "")
	default:
		i.claim(Closed, name, value)
	}
}

// places returns the places of a value that lists them, with what names no file as text.
func (r *reader) places(value line) []*Evidence {
	found := r.evidenceIn(value, false)
	rest := strings.TrimSpace(value.text)
	if len(found) == 0 {
		if strings.Trim(rest, "-–— ") != "" && !isNothing.MatchString(rest) && len(rest) < 200 && codeIDs.FindString(rest) != rest {
			return []*Evidence{{Text: cleaned(rest), At: r.span(value, 0, len(value.text))}}
		}
		return nil
	}
	for _, part := range strings.FieldsFunc(rest, func(c rune) bool { return c == ',' || c == ';' }) {
		part = strings.TrimSpace(part)
		if words := wordPattern.FindAllString(part, -1); len(words) > 1 && !place.MatchString(part) && !pathWithLine.MatchString(part) && !strings.Contains(part, ":") && !strings.ContainsAny(part, "()") && !isLineWord.MatchString(part) {
			found = append(found, &Evidence{Text: cleaned(part), At: r.span(value, 0, len(value.text))})
		}
	}
	return found
}

// say adds to what is said of the item, as far as anything looks at it.
func (i *Item) say(text string) {
	if len(i.text) < maxText {
		i.text += "\n" + text[:min(len(text), maxText)]
	}
}
