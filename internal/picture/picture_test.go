package picture

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/finding"
)

// random makes a picture of so many boxes whose edges lead anywhere, circles and equal ends among them.
func random(seed uint64, boxes int) *Picture {
	r := rand.New(rand.NewPCG(seed, 1))
	p := Panel{Title: "compose.yaml", Left: "Internet", Right: "Host"}
	name := func() string { return fmt.Sprintf("s%d", r.IntN(boxes)) }
	for i := range boxes {
		lines := []string{strings.Repeat("service", 1+r.IntN(3)), "image:1.27"}
		p.Nodes = append(p.Nodes, Node{ID: fmt.Sprintf("s%d", i), Lines: lines[:1+r.IntN(2)], Severity: finding.Severity(r.IntN(6)), New: r.IntN(4) == 0})
	}
	for range boxes * 2 {
		e := Edge{From: name(), To: name(), Label: strings.Repeat(":80 ", r.IntN(4)), Style: Style(r.IntN(3)), Severity: finding.Severity(r.IntN(6))}
		switch r.IntN(4) {
		case 0:
			e.From = Left
		case 1:
			e.To = Right
		}
		p.Edges = append(p.Edges, e)
	}
	list := List{Title: "others", IsOpen: r.IntN(2) == 0}
	for i := range r.IntN(200) {
		list.Items = append(list.Items, fmt.Sprintf("other-%d", i))
	}
	p.Lists = []List{list}
	return &Picture{Title: "Some paths", Panels: []Panel{p}, Notes: []string{"a note"}}
}

// area is a rectangle that holds something.
type area struct {
	what           string
	x1, y1, x2, y2 float64
}

func (a area) overlaps(b area) bool {
	const touch = 0.5
	return a.x1 < b.x2-touch && b.x1 < a.x2-touch && a.y1 < b.y2-touch && b.y1 < a.y2-touch
}

func (a area) holds(b area) bool {
	return a.x1 <= b.x1+0.5 && b.x2 <= a.x2+0.5 && a.y1 <= b.y1+0.5 && b.y2 <= a.y2+0.5
}

// areas lists the boxes and the texts of a scene.
func areas(s *scene) (boxes, texts []area) {
	for _, g := range s.groups {
		for _, m := range g.marks {
			switch {
			case m.text != "":
				width := textWidth(m.text, m.face)
				x := m.at.x - m.anchor*width
				texts = append(texts, area{what: m.text, x1: x, x2: x + width, y1: m.at.y - faceSizes[m.face]*0.7, y2: m.at.y})
			case m.line == nil && m.ink != pageInk:
				boxes = append(boxes, area{what: g.hint, x1: m.at.x, y1: m.at.y, x2: m.at.x + m.size.x, y2: m.at.y + m.size.y})
			}
		}
	}
	return boxes, texts
}

// TestNothingOverlaps holds the layout to what makes a picture readable: boxes and texts are on the page, no box lies on another, no
// text on another one, and a text is in a box or outside of all.
func TestNothingOverlaps(t *testing.T) {
	for seed := range uint64(60) {
		s := compose(random(seed, 1+int(seed)))
		page := area{x2: s.width, y2: s.height}
		boxes, texts := areas(s)
		for i, a := range boxes {
			if !page.holds(a) {
				t.Errorf("seed %d: box %q is off the page", seed, a.what)
			}
			for _, b := range boxes[i+1:] {
				if a.overlaps(b) {
					t.Errorf("seed %d: boxes %q and %q overlap", seed, a.what, b.what)
				}
			}
		}
		for i, a := range texts {
			if !page.holds(a) {
				t.Errorf("seed %d: text %q is off the page", seed, a.what)
			}
			for _, b := range texts[i+1:] {
				if a.overlaps(b) {
					t.Errorf("seed %d: texts %q and %q overlap", seed, a.what, b.what)
				}
			}
			for _, b := range boxes {
				if a.overlaps(b) && !b.holds(a) {
					t.Errorf("seed %d: text %q crosses the edge of box %q", seed, a.what, b.what)
				}
			}
		}
	}
}

// TestEveryEdgeIsDrawn follows the lines of a scene: those of an edge lead from its one end to its other.
func TestEveryEdgeIsDrawn(t *testing.T) {
	for seed := range uint64(40) {
		p := newPanel(&random(seed, 1+int(seed)).Panels[0])
		for _, column := range p.lattice.columns {
			for _, v := range column {
				for _, k := range v.in {
					if from, to := k.ends(); math.Abs(to-v.y) > v.height/2 || math.IsNaN(from) {
						t.Errorf("seed %d: a link meets its box at %f, which is at %f and %f high", seed, to, v.y, v.height)
					}
				}
				if v.node == nil && (len(v.in) != 1 || len(v.out) != 1) {
					t.Errorf("seed %d: a passing edge has %d ends on the left and %d on the right", seed, len(v.in), len(v.out))
				}
			}
		}
		heads := map[*Edge]int{}
		for _, k := range p.lattice.links {
			for _, m := range p.link(k, 0, 2000, 0, plainInk) {
				if m.isHead {
					heads[k.edge]++
				}
			}
		}
		for e, n := range heads {
			if n != 1 {
				t.Errorf("seed %d: the edge from %q to %q has %d arrow heads", seed, e.From, e.To, n)
			}
		}
	}
}

func TestFewerCrossings(t *testing.T) {
	p := &Panel{Nodes: []Node{{ID: "a"}, {ID: "b"}, {ID: "c"}, {ID: "x"}, {ID: "y"}, {ID: "z"}}, Edges: []Edge{
		{From: "a", To: "z"}, {From: "b", To: "y"}, {From: "c", To: "x"},
	}}
	l := newLattice(p)
	before := l.crossings()
	l.untangle()
	if after := l.crossings(); before != 3 || after != 0 {
		t.Errorf("%d crossings before and %d after, want 3 and 0", before, after)
	}
}

func TestColumns(t *testing.T) {
	nodes := []Node{{ID: "a"}, {ID: "b"}, {ID: "c"}}
	tests := []struct {
		name  string
		edges []Edge
		want  []int
	}{
		{"none", nil, []int{0, 0, 0}},
		{"a chain", []Edge{{From: "a", To: "b"}, {From: "b", To: "c"}}, []int{0, 1, 2}},
		{"the longest way counts", []Edge{{From: "a", To: "c"}, {From: "a", To: "b"}, {From: "b", To: "c"}}, []int{0, 1, 2}},
		{"a circle", []Edge{{From: "a", To: "b"}, {From: "b", To: "a"}, {From: "b", To: "c"}}, []int{0, 1, 2}},
		{"itself", []Edge{{From: "a", To: "a"}}, []int{0, 0, 0}},
		{"an end that is missing", []Edge{{From: "a", To: "nobody"}}, []int{0, 0, 0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			l := newLattice(&Panel{Nodes: nodes, Edges: test.edges})
			for c, column := range l.columns {
				for _, v := range column {
					if v.node != nil && test.want[int(v.node.ID[0]-'a')] != c {
						t.Errorf("%s is in column %d, want %v", v.node.ID, c, test.want)
					}
				}
			}
		})
	}
}

func TestSettleKeepsOrderAndDistance(t *testing.T) {
	near := func(y float64) *vertex { return &vertex{y: y} }
	column := []*vertex{
		{height: 10, before: []*vertex{near(100)}}, {height: 10, before: []*vertex{near(0)}}, {height: 10, before: []*vertex{near(500)}},
	}
	settle(column)
	for i, v := range column[1:] {
		if v.y-column[i].y < distance(column[i], v)-1e-9 {
			t.Errorf("box %d is at %f, too near to %f", i+1, v.y, column[i].y)
		}
	}
	if column[2].y != 500 {
		t.Errorf("a box that nothing hinders is at %f, want 500", column[2].y)
	}
}

func TestSVGIsXMLAndTheSameTwice(t *testing.T) {
	p := random(7, 20)
	p.Panels[0].Nodes[0].Lines[0] = `</text><script>alert(1)</script>"'&`
	var one, two bytes.Buffer
	if err := SVG(&one, p); err != nil {
		t.Fatal(err)
	}
	if err := SVG(&two, p); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(one.Bytes(), two.Bytes()) {
		t.Error("two pictures of the same differ")
	}
	for d := xml.NewDecoder(&one); ; {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		if start, is := token.(xml.StartElement); is && start.Name.Local == "script" {
			t.Error("a text became an element")
		}
	}
}

func TestPNGHasTheSizeOfTheScene(t *testing.T) {
	for _, boxes := range []int{1, 12, 60} {
		p := random(3, boxes)
		var b bytes.Buffer
		if err := PNG(&b, p); err != nil {
			t.Fatal(err)
		}
		c, err := png.DecodeConfig(&b)
		if err != nil {
			t.Fatal(err)
		}
		s := compose(p)
		if ratio := float64(c.Width) / float64(c.Height) / (s.width / s.height); ratio < 0.95 || ratio > 1.05 {
			t.Errorf("%d boxes: %dx%d pixels for a scene of %.0fx%.0f", boxes, c.Width, c.Height, s.width, s.height)
		}
		if area := c.Width * c.Height; area > pngArea*1.05 {
			t.Errorf("%d boxes: %d pixels", boxes, area)
		}
	}
}

// luminance and contrast are those of WCAG 2.
func luminance(c uint32) float64 {
	part := func(v uint32) float64 {
		f := float64(v&0xff) / 255
		if f <= 0.04045 {
			return f / 12.92
		}
		return math.Pow((f+0.055)/1.055, 2.4)
	}
	return 0.2126*part(c>>16) + 0.7152*part(c>>8) + 0.0722*part(c)
}

func contrast(a, b uint32) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// TestLettersCanBeRead holds the letters to the contrast that WCAG asks for, on the page and on the boxes that they stand in.
func TestLettersCanBeRead(t *testing.T) {
	of := map[ink]shades{}
	for _, s := range palette {
		of[s.ink] = s
	}
	for _, s := range palette {
		if s.ink == pageInk || s.ink == plainInk {
			continue
		}
		for name, c := range map[string][3]uint32{
			"light": {s.light.stroke, s.light.fill, of[pageInk].light.fill}, "dark": {s.dark.stroke, s.dark.fill, of[pageInk].dark.fill},
		} {
			if s.ink != textInk && s.ink != mutedInk && contrast(c[0], c[1]) < 4.5 {
				t.Errorf("%s on its own area has a contrast of %.1f on %s ground", s.ink, contrast(c[0], c[1]), name)
			}
			if contrast(c[0], c[2]) < 4.5 {
				t.Errorf("%s on the page has a contrast of %.1f on %s ground", s.ink, contrast(c[0], c[2]), name)
			}
		}
		for _, letters := range []ink{textInk, mutedInk} {
			if a, b := contrast(of[letters].light.stroke, s.light.fill), contrast(of[letters].dark.stroke, s.dark.fill); s.ink != textInk && s.ink != mutedInk && min(a, b) < 4.5 {
				t.Errorf("%s on %s has a contrast of %.1f and %.1f", letters, s.ink, a, b)
			}
		}
	}
}
