package tracker

import (
	"fmt"
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
	case *ast.HTMLBlock:
		r.html(n)
	case *ast.Blockquote:
		r.blocks(n)
	}
}

// heading begins a section or an item.
func (r *reader) heading(level int, l line) {
	outer := r.leave(level)
	r.part = ""
	h := readHead(l)
	if r.doc.Title == "" && h.number == "" && h.id == "" && (level == 1 || len(r.sections)+len(r.doc.Items) == 0 && !sectionOf(level, withoutMarks(l.text), nil).isList) {
		r.title(level, l)
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

// title begins the tracker. What its title says of a list holds for what is directly below it, and for no section.
func (r *reader) title(level int, l line) {
	r.doc.Title = cleaned(l.text)
	s := sectionOf(level, withoutMarks(l.text), nil)
	s.isTitle, s.hasNoun, s.hasSeverity, s.isExcluded, s.isLog = true, false, false, false, false
	if s.status == Open {
		s.status = ""
	}
	r.sections = append(r.sections, s)
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
		if isCoded := h.id != "" && aside && !outer.isLog; isCoded {
			s.isExcluded, aside = false, false // a legend in front of the items, with headings above theirs
		}
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
