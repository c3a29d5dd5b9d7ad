package picture

// panel is a panel with its vertices in their places, from 0,0.
type panel struct {
	*Panel
	lattice *lattice
	lists   []placedList
	// lefts and widths are of the columns, gaps of what is in front of them and behind the last.
	lefts, widths []float64
	gaps          []gap
	width, height float64 // of all, of what is between the poles
}

// gap is between two columns: what is written where the edges leave and where they arrive.
type gap struct{ lead, trail float64 }

func (g gap) width() float64 { return g.lead + bend + g.trail }

func newPanel(p *Panel) *panel {
	q := &panel{Panel: p, lattice: newLattice(p)}
	q.lattice.untangle()
	q.lattice.measure()
	q.lattice.align()
	q.gaps = make([]gap, len(q.lattice.columns)+1)
	for _, k := range q.lattice.links {
		if text := k.edge.Label; text != "" {
			g := &q.gaps[k.gap()]
			switch {
			case k.endsAtRight() && k.isFirst:
				g.lead = max(g.lead, textWidth(text, small)+14)
			case !k.endsAtRight() && k.isLast:
				g.trail = max(g.trail, textWidth(text, small)+24)
			}
		}
	}
	x := poleWidth
	for i, column := range q.lattice.columns {
		width := 0.0
		for _, v := range column {
			width = max(width, v.width)
			q.height = max(q.height, v.y+v.height/2)
		}
		x += q.gaps[i].width()
		q.lefts, q.widths = append(q.lefts, x), append(q.widths, width)
		x += width
	}
	if len(q.lattice.columns) > 0 {
		x += q.gaps[len(q.gaps)-1].width()
	} else {
		x += 3 * bend
	}
	q.place(x - poleWidth)
	inner := x - poleWidth
	for _, l := range q.lists {
		inner = max(inner, l.width+2*bend)
	}
	q.stretch(inner - (x - poleWidth))
	q.width = max(inner+2*poleWidth, textWidth(p.Title, bold), textWidth(p.Subtitle, small))
	return q
}

// stretch makes the gaps wider, so that the columns fill what the lists need.
func (q *panel) stretch(by float64) {
	if by <= 0 || len(q.lefts) == 0 {
		return
	}
	each := by / float64(len(q.gaps))
	for i := range q.lefts {
		q.lefts[i] += each * float64(i+1)
	}
}

// gap is the index of the gap that a link crosses.
func (k *link) gap() int {
	if k.to == nil {
		return k.from.column + 1
	}
	return k.to.column
}

func (k *link) endsAtRight() bool { return k.edge.To == Right }

// draw adds the panel to a scene and returns where it ends.
func (q *panel) draw(s *scene, y float64) float64 {
	left := margin
	right := s.width - margin
	for _, t := range []struct {
		text string
		face face
		ink  ink
	}{{q.Title, bold, textInk}, {q.Subtitle, small, mutedInk}} {
		if t.text != "" {
			y += lineHeight
			s.add("", textAt(left, y, t.text, t.face, t.ink))
		}
	}
	y += margin / 2
	q.stretch(right - left - q.width)
	height := q.height
	if len(q.lists) == 0 {
		height = max(height, 40)
	}
	total := height + rowGap
	for i, l := range q.lists {
		total += l.height
		if i > 0 || height > 0 {
			total += rowGap
		}
	}
	pole := func(x float64, name string) {
		s.add(name, box(x, y, poleWidth, total, 10, poleInk),
			mark{at: point{x + poleWidth/2, y + total/2 + textSize/3}, text: name, face: bold, anchor: 0.5, ink: textInk})
	}
	pole(left, q.Left)
	pole(right-poleWidth, q.Right)
	q.edges(s, left, right, y+rowGap/2)
	for c, column := range q.lattice.columns {
		for _, v := range column {
			if v.node != nil {
				x := left + q.lefts[c] + (q.widths[c]-v.width)/2
				s.add(hintOf(v.node.Hint, v.node.Lines...), boxOf(v, x, y+rowGap/2+v.y-v.height/2)...)
			}
		}
	}
	at := y + rowGap/2 + height
	for i, l := range q.lists {
		if i > 0 || height > 0 {
			at += rowGap
		}
		l.draw(s, left+poleWidth, right-poleWidth, at)
		at += l.height
	}
	return y + total
}

// boxOf draws a node at its left upper corner.
func boxOf(v *vertex, x, y float64) []mark {
	i := inkOf(v.node.Severity, v.node.New)
	marks := []mark{box(x, y, v.width, v.height, 6, i)}
	lines := v.node.Lines
	count := len(lines)
	t := tag(v.node)
	if t != "" {
		count++
	}
	line := y + (v.height-float64(count)*lineHeight)/2 + lineHeight - 5
	for n, text := range lines {
		colour := mutedInk
		if n == 0 {
			colour = textInk
		}
		marks = append(marks, textAt(x+padding, line, text, lineStyle(n), colour))
		line += lineHeight
	}
	if t != "" {
		marks = append(marks, textAt(x+padding, line, t, small, i))
	}
	return marks
}

// edges draws the links, grey ones first so that no coloured one is below them.
func (q *panel) edges(s *scene, left, right, y float64) {
	for _, coloured := range []bool{false, true} {
		for _, k := range q.lattice.links {
			i := inkOf(k.edge.Severity, k.edge.New)
			if (i != plainInk) == coloured {
				s.add(k.edge.Hint, q.link(k, left, right, y, i)...)
			}
		}
	}
}

func (q *panel) link(k *link, left, right, y float64, i ink) []mark {
	y1, y2 := k.ends()
	x1, x2 := left+poleWidth, right-poleWidth
	lead, trail := 0.0, 0.0
	if k.from != nil {
		x1 = q.side(k.from, left, 1)
	}
	if k.to != nil {
		x2 = q.side(k.to, left, -1)
	}
	g := q.gaps[k.gap()]
	if k.from != nil && k.to != nil {
		lead, trail = g.lead, g.trail
		// A narrow box ends before the column does: the line first leaves the column.
		lead += left + q.lefts[k.from.column] + q.widths[k.from.column] - x1
		trail += x2 - left - q.lefts[k.to.column]
	}
	line := elbow(x1, y+y1, x2, y+y2, lead, trail)
	if k.from != nil && k.from.node == nil { // through the column that the edge passes
		start := left + q.lefts[k.from.column]
		line = append(straight(start, y+y1, x1, y+y1), line[1:]...)
	}
	marks := []mark{{ink: i, line: line, style: k.edge.Style, strong: i != plainInk}}
	switch {
	case k.isLast:
		marks = append(marks, head(x2, y+y2, 1, i))
	case !k.isFirst && k.edge.To != Right && k.from != nil && k.from.node != nil && k.from.node.ID == k.edge.To:
		marks = append(marks, head(x1, y+y1, -1, i))
	}
	if text := k.edge.Label; text != "" {
		colour := i
		if i == plainInk {
			colour = mutedInk
		}
		switch {
		case k.endsAtRight() && k.isFirst:
			marks = append(marks, textAt(x1+8, y+y1-5, text, small, colour))
		case !k.endsAtRight() && k.isLast:
			marks = append(marks, mark{at: point{x2 - 14, y + y2 - 5}, text: text, face: small, anchor: 1, ink: colour})
		}
	}
	return marks
}

// side is the x of the right (1) or left (-1) side of a vertex.
func (q *panel) side(v *vertex, left float64, which float64) float64 {
	if v.node == nil { // an edge passes the whole column
		if which < 0 {
			return left + q.lefts[v.column]
		}
		return left + q.lefts[v.column] + q.widths[v.column]
	}
	middle := left + q.lefts[v.column] + q.widths[v.column]/2
	return middle + which*v.width/2
}
