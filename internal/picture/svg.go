package picture

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"
	"strings"
)

var faceClasses = [faceCount]string{regular: "regular", bold: "bold", small: "small", title: "title"}

var styleClasses = map[Style]string{Dashed: " dashed", Dotted: " dotted"}

// SVG writes a picture as a file of its own.
func SVG(w io.Writer, p *Picture) error { return writeSVG(w, p, StyleSheet()) }

// Inline writes a picture as a part of a page that has PageStyleSheet.
func Inline(w io.Writer, p *Picture) error { return writeSVG(w, p, "") }

func writeSVG(w io.Writer, p *Picture, style string) error {
	s := compose(p)
	b := &svg{bufio.NewWriter(w)}
	b.printf(`<svg xmlns="http://www.w3.org/2000/svg" class="picture" role="img" aria-label="%s" width="%s" height="%s" viewBox="0 0 %[2]s %[3]s">`+"\n",
		escape(s.label), number(s.width), number(s.height))
	if style != "" {
		b.printf("<title>%s</title>\n<style>\n%s</style>\n", escape(p.Title), style)
	}
	for _, g := range s.groups {
		b.printf("<g>")
		if g.hint != "" {
			b.printf("<title>%s</title>", escape(g.hint))
		}
		for i := range g.marks {
			b.mark(&g.marks[i])
		}
		b.printf("</g>\n")
	}
	b.printf("</svg>\n")
	return b.Flush()
}

type svg struct{ *bufio.Writer }

func (b *svg) printf(format string, args ...any) { _, _ = fmt.Fprintf(b, format, args...) } // Flush has the error

func (b *svg) mark(m *mark) {
	switch {
	case m.text != "":
		anchor := ""
		switch m.anchor {
		case 1:
			anchor = ` text-anchor="end"`
		case 0.5:
			anchor = ` text-anchor="middle"`
		}
		b.printf(`<text class="%s %s" x="%s" y="%s"%s>%s</text>`, faceClasses[m.face], m.ink, number(m.at.x), number(m.at.y), anchor, escape(m.text))
	case m.line != nil:
		class := string(m.ink) + styleClasses[m.style]
		if m.strong {
			class += " strong"
		}
		if m.isHead {
			class = "head " + string(m.ink)
		}
		b.printf(`<path class="%s" d="%s"/>`, class, route(m.line))
	default:
		b.printf(`<rect class="%s" x="%s" y="%s" width="%s" height="%s" rx="%s"/>`,
			m.ink, number(m.at.x), number(m.at.y), number(m.size.x), number(m.size.y), number(m.round))
	}
}

// route writes a line in SVG's language. Curves that are straight are written so.
func route(line []point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%s %s", number(line[0].x), number(line[0].y))
	at := line[0]
	for i := 1; i+2 < len(line); i += 3 {
		c1, c2, end := line[i], line[i+1], line[i+2]
		if c1 == at && c2 == end {
			fmt.Fprintf(&b, "L%s %s", number(end.x), number(end.y))
		} else {
			fmt.Fprintf(&b, "C%s %s %s %s %s %s", number(c1.x), number(c1.y), number(c2.x), number(c2.y), number(end.x), number(end.y))
		}
		at = end
	}
	return b.String()
}

// number writes pixels with one digit behind the point.
func number(f float64) string {
	return strings.TrimSuffix(strconv.FormatFloat(f, 'f', 1, 64), ".0")
}

func escape(text string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(text)) // a Builder does not fail
	return b.String()
}
