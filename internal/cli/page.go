package cli

import (
	"strings"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// page turns the Markdown of a rule's page into text for a terminal.
type page struct {
	color bool
	width int
}

// The pieces of Markdown that rule pages use.
var (
	link    = lazyregexp.New(`\[([^\]]+)\]\([^)]+\)`)
	address = lazyregexp.New(`<(https?://[^>]+)>`)
	strong  = lazyregexp.New(`\*\*([^*]+)\*\*`)
	code    = lazyregexp.New("`([^`]+)`")
)

// render returns the text: headings stand out, code is indented, tables are aligned, paragraphs fill the width.
func (p page) render(markdown string) string {
	var b strings.Builder
	lines := strings.Split(strings.TrimRight(markdown, "\n"), "\n")
	for i := 0; i < len(lines); {
		n := p.block(&b, lines[i:])
		i += n
	}
	return b.String()
}

// block writes the block that lines begin with and returns how many lines it takes.
func (p page) block(b *strings.Builder, lines []string) int {
	line := lines[0]
	switch {
	case strings.TrimSpace(line) == "":
		b.WriteByte('\n')
		return 1
	case strings.HasPrefix(line, "```"):
		return p.fence(b, lines)
	case strings.HasPrefix(line, "#"):
		b.WriteString(p.paint("1", p.inline(strings.TrimLeft(line, "# "))) + "\n")
		return 1
	case strings.HasPrefix(line, "|"):
		return p.table(b, lines)
	case isItem(line):
		return p.paragraph(b, lines, "  ")
	}
	return p.paragraph(b, lines, "")
}

// fence writes a block of code, indented.
func (p page) fence(b *strings.Builder, lines []string) int {
	mark := lines[0][:len(lines[0])-len(strings.TrimLeft(lines[0], "`"))]
	for i, line := range lines[1:] {
		if strings.HasPrefix(line, mark) {
			return i + 2
		}
		b.WriteString(strings.TrimRight("    "+line, " ") + "\n")
	}
	return len(lines)
}

// paragraph writes lines up to the next block, filled; all but the first are indented by hang.
func (p page) paragraph(b *strings.Builder, lines []string, hang string) int {
	n := 1
	for n < len(lines) && !startsBlock(lines[n]) {
		n++
	}
	words := strings.Fields(p.inline(strings.Join(lines[:n], " ")))
	if hang != "" { // the bullet stays with its first word
		words = append([]string{words[0] + " " + strings.Join(words[1:min(2, len(words))], "")}, words[min(2, len(words)):]...)
	}
	b.WriteString(p.fill(words, hang, 0) + "\n")
	return n
}

// fill joins words to lines of the page's width. The first line begins at a column, the others after hang.
func (p page) fill(words []string, hang string, column int) string {
	var b strings.Builder
	for i, word := range words {
		length := visibleLength(word)
		switch {
		case i == 0:
		case column+1+length > p.width:
			b.WriteString("\n" + hang)
			column = len(hang)
		default:
			b.WriteByte(' ')
			column++
		}
		b.WriteString(word)
		column += length
	}
	return b.String()
}

// startsBlock reports whether a line ends the paragraph in front of it.
func startsBlock(line string) bool {
	trimmed := strings.TrimSpace(line)
	return trimmed == "" || isItem(line) || strings.HasPrefix(trimmed, "#") || strings.HasPrefix(trimmed, "|") ||
		strings.HasPrefix(trimmed, "```")
}

func isItem(line string) bool {
	return strings.HasPrefix(line, "- ") || strings.HasPrefix(line, "* ")
}

// table writes a table with aligned columns, without the line under its head.
func (p page) table(b *strings.Builder, lines []string) int {
	var rows [][]string
	n := 0
	for ; n < len(lines) && strings.HasPrefix(lines[n], "|"); n++ {
		if strings.Trim(lines[n], "|-: ") == "" {
			continue
		}
		escaped := strings.ReplaceAll(lines[n], `\|`, "\x00")
		var row []string
		for _, cell := range strings.Split(strings.Trim(escaped, "|"), "|") {
			row = append(row, p.inline(strings.ReplaceAll(strings.TrimSpace(cell), "\x00", "|")))
		}
		rows = append(rows, row)
	}
	p.align(b, rows)
	return n
}

// align writes rows with aligned columns; the last column is filled to the width of the page.
func (p page) align(b *strings.Builder, rows [][]string) {
	widths := map[int]int{}
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], visibleLength(cell))
		}
	}
	for _, row := range rows {
		line, column, last := "", 0, len(row)-1
		for i, cell := range row[:last] {
			line += cell + strings.Repeat(" ", widths[i]-visibleLength(cell)+2)
			column += widths[i] + 2
		}
		line += p.fill(strings.Fields(row[last]), strings.Repeat(" ", column), column)
		b.WriteString(strings.TrimRight(line, " ") + "\n")
	}
}

// inline takes the marks of Markdown off a line.
func (p page) inline(text string) string {
	text = link.ReplaceAllString(text, "$1")
	text = address.ReplaceAllString(text, "$1")
	text = strong.ReplaceAllStringFunc(text, func(s string) string { return p.paint("1", strings.Trim(s, "*")) })
	if p.color {
		text = code.ReplaceAllStringFunc(text, func(s string) string { return p.paint("36", strings.Trim(s, "`")) })
	}
	return text
}

func (p page) paint(sgr, text string) string {
	if !p.color {
		return text
	}
	return "\x1b[" + sgr + "m" + text + "\x1b[0m"
}

var ansi = lazyregexp.New("\x1b\\[[0-9;]*m")

func visibleLength(s string) int { return utf8.RuneCountInString(ansi.ReplaceAllString(s, "")) }
