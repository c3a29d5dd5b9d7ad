package picture

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/finding"
)

// point is a place in pixels.
type point struct{ x, y float64 }

// mark is one thing to draw: a box, a line, an arrow head or a text.
type mark struct {
	ink ink
	// at and size are of a box, round its corners.
	at, size point
	round    float64
	// line goes from its first point in curves, three points for each.
	line   []point
	style  Style
	strong bool
	isHead bool
	// text stands at the place at, from there to the right or, with anchor 1, to the left; 0.5 is the middle.
	text   string
	face   face
	anchor float64
}

// group is marks that belong together, with what a reader hears of them.
type group struct {
	hint  string
	marks []mark
}

// scene is a picture with everything in its place.
type scene struct {
	width, height float64
	label         string
	groups        []group
}

func (s *scene) add(hint string, marks ...mark) { s.groups = append(s.groups, group{hint, marks}) }

func textAt(x, y float64, text string, f face, i ink) mark {
	return mark{at: point{x, y}, text: text, face: f, ink: i}
}

func box(x, y, width, height, round float64, i ink) mark {
	return mark{at: point{x, y}, size: point{width, height}, round: round, ink: i}
}

// compose puts a picture together.
func compose(p *Picture) *scene {
	s := &scene{}
	var panels []*panel
	for i := range p.Panels {
		q := newPanel(&p.Panels[i])
		panels = append(panels, q)
		s.width = max(s.width, q.width)
	}
	s.width = max(s.width, textWidth(p.Title, title), 560)
	for _, note := range p.Notes {
		s.width = max(s.width, textWidth(note, small))
	}
	s.width += 2 * margin
	y := margin + titleSize
	s.add("", textAt(margin, y, p.Title, title, textInk))
	y += margin / 2
	for _, q := range panels {
		y = q.draw(s, y+margin/2)
	}
	y = s.legend(p, y+margin/2)
	for _, note := range p.Notes {
		s.add("", textAt(margin, y+smallSize, note, small, mutedInk))
		y += lineHeight
	}
	s.height = y + margin/2
	s.label = describe(p)
	page := []group{{"", []mark{box(0, 0, s.width, s.height, 0, pageInk)}}}
	s.groups = append(page, s.groups...)
	return s
}

// describe says in words what is drawn in colour.
func describe(p *Picture) string {
	parts := []string{p.Title}
	for _, q := range p.Panels {
		for _, e := range q.Edges {
			if e.Hint != "" && (e.Severity > finding.None || e.New) {
				parts = append(parts, e.Hint)
			}
		}
	}
	text := strings.Join(parts, ". ")
	if utf8.RuneCountInString(text) > 2000 {
		text = string([]rune(text)[:2000]) + "…"
	}
	return text
}

// legend says what the lines and colours of a picture mean, those that it has.
func (s *scene) legend(p *Picture, y float64) float64 {
	styles, severities, isNew := map[Style]bool{}, map[finding.Severity]bool{}, false
	for _, q := range p.Panels {
		for _, e := range q.Edges {
			styles[e.Style] = true
			severities[e.Severity] = true
			isNew = isNew || e.New && e.Severity == finding.None
		}
	}
	x := margin
	item := func(name string, i ink, style Style) {
		line := mark{ink: i, style: style, strong: i != plainInk, line: straight(x, y+6, x+30, y+6)}
		s.add("", line, textAt(x+37, y+10, name, small, mutedInk))
		x += 37 + textWidth(name, small) + 22
	}
	for _, known := range []struct {
		style Style
		name  string
	}{{Solid, "opened by a setting"}, {Dotted, "through a proxy"}, {Dashed, "same network"}} {
		if styles[known.style] {
			item(known.name, plainInk, known.style)
		}
	}
	for severity := finding.Critical; severity > finding.None; severity-- {
		if severities[severity] {
			item(severity.String(), inkOf(severity, false), Solid)
		}
	}
	if isNew {
		item("new", newInk, Solid)
	}
	if x == margin {
		return y
	}
	s.width = max(s.width, x)
	return y + lineHeight + 6
}

func straight(x1, y1, x2, y2 float64) []point {
	return []point{{x1, y1}, {x1, y1}, {x2, y2}, {x2, y2}}
}

// tag names the severity of a box, so that nothing is said by colour alone.
func tag(n *Node) string {
	name := ""
	if n.Severity > finding.None {
		name = n.Severity.String()
	}
	switch {
	case n.New && name != "":
		return "new, " + name
	case n.New:
		return "new"
	}
	return name
}

// elbow is a line that leaves a place to the right for lead pixels, and arrives from the left with trail pixels.
func elbow(x1, y1, x2, y2, lead, trail float64) []point {
	if y1 == y2 {
		return straight(x1, y1, x2, y2)
	}
	a, b := point{x1 + lead, y1}, point{x2 - trail, y2}
	third := (b.x - a.x) / 2
	line := straight(x1, y1, a.x, a.y)
	line = append(line, point{a.x + third, a.y}, point{b.x - third, b.y}, b)
	return append(line, b, point{x2, y2}, point{x2, y2})
}

// head is the tip of an arrow to the right, or to the left.
func head(x, y, direction float64, i ink) mark {
	back := x - direction*9
	return mark{ink: i, isHead: true, line: []point{
		{x, y}, {x, y}, {back, y - 4.5}, {back, y - 4.5}, {back, y - 4.5}, {back, y + 4.5}, {back, y + 4.5}, {back, y + 4.5}, {x, y}, {x, y},
	}}
}

// hintOf is what a box or an edge is called where nothing longer is known.
func hintOf(hint string, lines ...string) string {
	return cmp.Or(hint, strings.Join(lines, ", "))
}

func countOf(n int, what string) string { return fmt.Sprintf("and %d more %s", n, what) }
