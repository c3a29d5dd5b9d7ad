package picture

import (
	"cmp"
	"slices"
)

// The measures of a picture in pixels.
const (
	textSize   = 13.0
	smallSize  = 11.0
	titleSize  = 18.0
	lineHeight = 17.0
	padding    = 9.0
	slot       = 20.0 // between two edges at one box
	lane       = 22.0 // for an edge that passes a column
	rowGap     = 16.0
	bend       = 56.0 // for the curves between two columns
	margin     = 24.0
	poleWidth  = 112.0
	alignments = 12
)

// measure sets the sizes of all vertices.
func (l *lattice) measure() {
	for _, column := range l.columns {
		for _, v := range column {
			v.height = lane
			if v.node != nil {
				v.width, v.height = boxSize(v)
			}
		}
	}
}

func boxSize(v *vertex) (width, height float64) {
	for i, line := range v.node.Lines {
		width = max(width, textWidth(line, lineStyle(i)))
	}
	lines := float64(len(v.node.Lines))
	if t := tag(v.node); t != "" {
		lines++
		width = max(width, textWidth(t, small))
	}
	edges := float64(max(len(v.in), len(v.out)))
	return max(width, 64) + 2*padding, max(lines*lineHeight+2*padding-4, edges*slot+6)
}

// align moves the vertices of each column towards the middle of their neighbours, without changing their order.
func (l *lattice) align() {
	for _, column := range l.columns {
		y := 0.0
		for i, v := range column {
			if i > 0 {
				y += distance(column[i-1], v)
			}
			v.y = y
		}
	}
	for i := range alignments {
		for c := range l.columns {
			if i%2 == 1 {
				c = len(l.columns) - 1 - c
			}
			settle(l.columns[c])
		}
	}
	top, first := 0.0, true
	for _, column := range l.columns {
		for _, v := range column {
			if edge := v.y - v.height/2; first || edge < top {
				top, first = edge, false
			}
		}
	}
	for _, column := range l.columns {
		for _, v := range column {
			v.y -= top
		}
	}
	l.sortEnds()
}

// distance is the least one between the middles of two neighbours in a column.
func distance(a, b *vertex) float64 { return a.height/2 + rowGap + b.height/2 }

// settle puts each vertex of a column as near to the mean of its neighbours as their order and sizes allow: the least squares
// under the order, found by joining those that would overtake one another.
func settle(column []*vertex) {
	type block struct {
		mean  float64
		count int
	}
	var blocks []block
	offset := 0.0
	offsets := make([]float64, len(column))
	for i, v := range column {
		if i > 0 {
			offset += distance(column[i-1], v)
		}
		offsets[i] = offset
		blocks = append(blocks, block{middle(v) - offset, 1})
		for n := len(blocks); n > 1 && blocks[n-2].mean > blocks[n-1].mean; n-- {
			a, b := blocks[n-2], blocks[n-1]
			count := a.count + b.count
			blocks = append(blocks[:n-2], block{(a.mean*float64(a.count) + b.mean*float64(b.count)) / float64(count), count})
		}
	}
	i := 0
	for _, b := range blocks {
		for range b.count {
			column[i].y = b.mean + offsets[i]
			i++
		}
	}
}

// middle is where the neighbours of a vertex are in the mean, its own place where it has none.
func middle(v *vertex) float64 {
	n := len(v.before) + len(v.after)
	if n == 0 {
		return v.y
	}
	sum := 0.0
	for _, other := range v.before {
		sum += other.y
	}
	for _, other := range v.after {
		sum += other.y
	}
	return sum / float64(n)
}

// sortEnds sorts the links at each vertex by their other ends, those at the poles where they cross nothing.
func (l *lattice) sortEnds() {
	far := func(k *link, other *vertex) float64 {
		if other == nil { // the pole is as high as everything
			return k.own()
		}
		return other.y
	}
	for _, column := range l.columns {
		for _, v := range column {
			slices.SortStableFunc(v.in, func(a, b *link) int { return cmp.Compare(far(a, a.from), far(b, b.from)) })
			slices.SortStableFunc(v.out, func(a, b *link) int { return cmp.Compare(far(a, a.to), far(b, b.to)) })
		}
	}
}

// own is the height of the end of a link that is at no pole.
func (k *link) own() float64 {
	if k.from != nil {
		return k.from.y
	}
	return k.to.y
}

// end is the height at which a link meets a vertex, given all links on that side.
func end(v *vertex, side []*link, k *link) float64 {
	i := slices.Index(side, k)
	return v.y + (float64(i)-float64(len(side)-1)/2)*slot
}

// ends returns the heights at which a link begins and ends.
func (k *link) ends() (from, to float64) {
	switch {
	case k.from == nil:
		to = end(k.to, k.to.in, k)
		return to, to
	case k.to == nil:
		from = end(k.from, k.from.out, k)
		return from, from
	}
	return end(k.from, k.from.out, k), end(k.to, k.to.in, k)
}
