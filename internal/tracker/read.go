package tracker

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"github.com/seclint/seclint/internal/source"
)

// markdown reads no links: a tracker names files, and the time of looking for the ends of links has no bound.
func markdown() parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100), util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400), util.Prioritized(parser.NewEmphasisParser(), 500),
		),
	)
	goldmark.New(goldmark.WithParser(p), goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList))
	return p
}

// Read reads a tracker. The error is for a file that is no text, too large, or nested deeper than people write.
func Read(file *source.File) (*Document, error) {
	if err := check(file.Content); err != nil {
		return nil, fmt.Errorf("%s %w", file.Path, err)
	}
	src := withoutFrontMatter(file.Content)
	root := markdown().Parse(text.NewReader(src))
	r := &reader{file: file, source: src, doc: &Document{File: file}}
	r.blocks(root)
	r.finish()
	return r.doc, nil
}

// withoutFrontMatter returns the text with its front matter blank, so that every place stays where it is.
func withoutFrontMatter(content []byte) []byte {
	rest, ok := strings.CutPrefix(string(content), "---\n")
	if !ok {
		return content
	}
	end := strings.Index(rest, "\n---\n")
	if end < 0 || strings.Contains(rest[:end], "\n\n") || !strings.Contains(rest[:end], ":") {
		return content
	}
	blank := slices.Clone(content)
	for i := range blank[:len("---\n")+end+len("\n---")] {
		if blank[i] != '\n' {
			blank[i] = ' '
		}
	}
	return blank
}

// reader reads one tracker block by block.
type reader struct {
	file     *source.File
	source   []byte
	doc      *Document
	sections []section
	// item is the one that the blocks belong to, nil for none.
	item *Item
	// candidate is the heading that becomes an item when fields follow it.
	candidate *Item
	// part is the kind of the field that the blocks below it belong to, "" for the item itself.
	part string
	// parents are the items of headings around the one at hand.
	parents []*Item
	log     []pendingLog
	// status is what the file says of all items.
	status     Status
	statusText string
}

// section returns the innermost section, nil for none.
func (r *reader) section() *section {
	if len(r.sections) == 0 {
		return nil
	}
	return &r.sections[len(r.sections)-1]
}

func (r *reader) isAside() bool {
	s := r.section()
	return s != nil && (s.isExcluded || s.isLog)
}

func (r *reader) isLog() bool { s := r.section(); return s != nil && s.isLog }

func (r *reader) blocks(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		r.block(n)
	}
}

func (r *reader) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		lines, _ := linesOf(n, r.source)
		if len(lines) > 0 {
			r.heading(n.Level, lines[0])
		}
	case *ast.Paragraph, *ast.TextBlock:
		lines, _ := linesOf(n, r.source)
		r.paragraph(lines)
	case *ast.List:
		r.list(n)
	case *east.Table:
		r.table(n)
	case *ast.FencedCodeBlock:
		r.fence(n)
	case *ast.Blockquote:
		r.blocks(n)
	}
}

// heading begins a section or an item.
func (r *reader) heading(level int, l line) {
	outer := r.leave(level)
	r.part = ""
	h := readHead(l)
	if r.doc.Title == "" && (level == 1 || len(r.sections) == 0 && h.number == "" && h.id == "") {
		r.doc.Title = cleaned(l.text)
		s := sectionOf(level, withoutMarks(l.text), nil)
		s.isList, s.hasNoun, s.hasSeverity = false, false, false
		if s.status == Open || s.isLog {
			s.status, s.isLog = "", false
		}
		s.isExcluded = false
		r.sections = append(r.sections, s)
		return
	}
	s := sectionOf(level, withoutMarks(l.text), outer)
	only := s.isOnly()
	if h.id == "" && only {
		if r.item != nil && generic[strings.ToLower(h.title)] || r.item != nil && fieldKind(h.title) != "" {
			r.part = fieldKind(h.title)
			return
		}
		r.item, r.candidate = nil, nil
		r.sections = append(r.sections, s)
		return
	}
	r.headingItem(level, l, h, s, outer)
}

// headingItem decides whether a heading is an item.
func (r *reader) headingItem(level int, l line, h head, s section, outer *section) {
	aside := outer != nil && (outer.isLog || outer.isExcluded)
	isItem := !aside && h.title != "" && (h.id != "" || h.number != "" || h.hasSeverity || h.status != "")
	if r.item != nil && !isItem {
		r.part = fieldKind(h.title)
		return
	}
	it := r.newItem(h, l)
	it.heading = level
	if isItem {
		it.isWeak = h.id == "" && !h.hasSeverity && h.status == ""
		r.start(it)
	} else {
		r.item, r.candidate = nil, nil
		if !aside && h.title != "" {
			r.candidate = it
		}
	}
	r.sections = append(r.sections, s)
}

// leave ends the sections and items that a heading of a level ends, and returns the section around it.
func (r *reader) leave(level int) *section {
	for len(r.sections) > 0 && r.section().level >= level {
		r.sections = r.sections[:len(r.sections)-1]
	}
	for len(r.parents) > 0 && r.parents[len(r.parents)-1].heading >= level {
		r.parents = r.parents[:len(r.parents)-1]
	}
	if r.item != nil && (r.item.heading == 0 || r.item.heading >= level) {
		r.item = nil
	}
	if r.item == nil && len(r.parents) > 0 {
		r.item = r.parents[len(r.parents)-1]
	}
	if r.candidate != nil && r.candidate.heading >= level {
		r.candidate = nil
	}
	return r.section()
}

// withoutMarks returns the text of a heading without signs and counts.
func withoutMarks(title string) string {
	for {
		title = strings.TrimLeft(title, " \ufe0f")
		mark := leadingMark(title)
		if mark == "" {
			return strings.TrimSpace(title)
		}
		title = title[len(mark):]
	}
}

// newItem returns an item of what its head says.
func (r *reader) newItem(h head, l line) *Item {
	it := &Item{
		ID: h.id, Title: h.title, Severity: h.severity, HasSeverity: h.hasSeverity, SeverityText: h.severityText, At: r.span(l, 0, len(l.text)),
		number: h.number, text: h.title,
	}
	if it.ID == "" {
		it.ID = h.number
	}
	var titles []string
	for i, s := range r.sections {
		if i > 0 || s.title != r.doc.Title {
			titles = append(titles, cleaned(s.title))
		}
	}
	it.Section = strings.Join(titles, " > ")
	if h.status != "" {
		it.claim(h.status, h.statusText, h.note)
	}
	r.inherit(it)
	return it
}

// claim gives the item a status of its own.
func (i *Item) claim(status Status, text, note string) {
	if i.claimed && i.Status != status && i.StatusText != "~~" {
		i.Notes = append(i.Notes, fmt.Sprintf("says both %q and %q", i.StatusText, text))
	}
	i.Status, i.StatusText, i.StatusNote, i.StatusFrom, i.claimed = status, text, strings.Trim(cleaned(note), " :;,"), fromItem, true
}

// inherit gives the item what the section says.
func (r *reader) inherit(it *Item) {
	s := r.section()
	if s == nil {
		return
	}
	if !it.HasSeverity && s.hasSeverity {
		it.Severity, it.SeverityText, it.HasSeverity = s.severity, s.severityText, true
	}
	if it.Status == "" && s.status != "" {
		it.Status, it.StatusText, it.StatusFrom = s.status, s.statusText, fromSection
	}
}

// start makes an item the one that the blocks belong to.
func (r *reader) start(it *Item) {
	if len(r.doc.Items) >= maxItems {
		return
	}
	r.candidate = nil
	if it.heading > 0 {
		for _, parent := range r.parents {
			if parent.isWeak { // a heading with items below it is a section
				parent.isWeak = false
				r.doc.Items = slices.DeleteFunc(r.doc.Items, func(i *Item) bool { return i == parent })
				continue
			}
			it.parent = parent
		}
		r.parents = append(r.parents, it)
	}
	r.doc.Items = append(r.doc.Items, it)
	r.item, r.part = it, ""
}

// promote makes the heading in front an item, because of what follows it.
func (r *reader) promote() {
	if c := r.candidate; c != nil && r.item == nil {
		r.start(c)
	}
}

// paragraph reads text.
func (r *reader) paragraph(lines []line) {
	if len(lines) == 0 {
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
	it.text += "\n" + l.text
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
var isNothing = regexp.MustCompile(`^(?i:see (?:below|above|section.*|notes?)|below|above|n/?a|none|tbd|unknown|various|multiple|many|all)\.?$`)

// isLineWord is what speaks of the lines of a file.
var isLineWord = regexp.MustCompile(`^(?i:lines?|ln|l)\.?\s*~?\d`)

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
