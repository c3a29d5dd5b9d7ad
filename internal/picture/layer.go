package picture

import (
	"cmp"
	"slices"
)

// vertex is a node in its column, or a place where an edge passes a column.
type vertex struct {
	node   *Node // nil where an edge passes
	column int
	before []*vertex
	after  []*vertex
	// in and out are the links that end and begin here, in the order of their other ends.
	in, out []*link
	order   float64
	width   float64
	height  float64
	y       float64 // of the middle
}

// link is the part of an edge between two neighbouring columns. from or to is nil at a pole.
type link struct {
	edge     *Edge
	from, to *vertex
	// isFirst and isLast are set for the parts at which the edge begins and ends.
	isFirst, isLast bool
}

// lattice is a panel as columns of vertices.
type lattice struct {
	columns [][]*vertex
	links   []*link
}

// newLattice puts the nodes of a panel into columns: each as far to the right as the longest way to it.
func newLattice(p *Panel) *lattice {
	index := make(map[string]int, len(p.Nodes))
	for i := range p.Nodes {
		index[p.Nodes[i].ID] = i
	}
	edges := joined(p.Edges, index)
	column := depths(len(p.Nodes), edges, index)
	l := &lattice{}
	if len(column) > 0 {
		l.columns = make([][]*vertex, slices.Max(column)+1)
	}
	at := make([]*vertex, len(p.Nodes))
	for i := range p.Nodes {
		at[i] = l.vertex(&p.Nodes[i], column[i])
	}
	for i := range edges {
		e := &edges[i]
		var from, to *vertex
		first, last := -1, len(l.columns)
		if e.From != Left {
			from = at[index[e.From]]
			first = from.column
		}
		if e.To != Right {
			to = at[index[e.To]]
			last = to.column
		}
		l.thread(e, from, to, first, last)
	}
	return l
}

// joined returns the edges of which both ends are there.
func joined(edges []Edge, index map[string]int) []Edge {
	return slices.DeleteFunc(slices.Clone(edges), func(e Edge) bool {
		_, from := index[e.From]
		_, to := index[e.To]
		return !from && e.From != Left || !to && e.To != Right || e.From == e.To
	})
}

func (l *lattice) vertex(n *Node, column int) *vertex {
	v := &vertex{node: n, column: column, order: float64(len(l.columns[column]))}
	l.columns[column] = append(l.columns[column], v)
	return v
}

// thread leads an edge through the columns between its ends.
func (l *lattice) thread(e *Edge, from, to *vertex, first, last int) {
	back := last <= first
	if back { // drawn from right to left
		from, to, first, last = to, from, last, first
	}
	at := from
	for c := first + 1; c <= last; c++ {
		next := to
		if c < last {
			next = l.vertex(nil, c)
		}
		k := &link{edge: e, from: at, to: next, isFirst: c == first+1, isLast: c == last}
		if back {
			k.isFirst, k.isLast = false, false
		}
		l.links = append(l.links, k)
		if at != nil {
			at.out = append(at.out, k)
		}
		if next != nil {
			next.in = append(next.in, k)
		}
		if at != nil && next != nil {
			at.after = append(at.after, next)
			next.before = append(next.before, at)
		}
		at = next
	}
}

// depths returns the column of each node. An edge that closes a circle does not count.
func depths(n int, edges []Edge, index map[string]int) []int {
	next := make([][]int, n)
	for _, e := range edges {
		if e.From != Left && e.To != Right {
			next[index[e.From]] = append(next[index[e.From]], index[e.To])
		}
	}
	column, state := make([]int, n), make([]uint8, n)
	var order []int
	var visit func(i int)
	visit = func(i int) {
		state[i] = 1
		kept := next[i][:0]
		for _, j := range next[i] {
			if state[j] == 1 {
				continue
			}
			kept = append(kept, j)
			if state[j] == 0 {
				visit(j)
			}
		}
		next[i], state[i] = kept, 2
		order = append(order, i)
	}
	for i := range n {
		if state[i] == 0 {
			visit(i)
		}
	}
	for _, i := range slices.Backward(order) {
		for _, j := range next[i] {
			column[j] = max(column[j], column[i]+1)
		}
	}
	return column
}

// sweeps is how often the columns are sorted in each direction.
const sweeps = 8

// untangle sorts each column by the middle of its neighbours, back and forth, and keeps the order with the fewest crossings.
func (l *lattice) untangle() {
	best, fewest := l.orders(), l.crossings()
	for i := 0; i < sweeps && fewest > 0; i++ {
		for _, column := range l.columns {
			arrange(column, func(v *vertex) []*vertex { return v.before })
		}
		for _, column := range slices.Backward(l.columns) {
			arrange(column, func(v *vertex) []*vertex { return v.after })
		}
		if n := l.crossings(); n < fewest {
			best, fewest = l.orders(), n
		}
	}
	for _, column := range l.columns {
		for _, v := range column {
			v.order = best[v]
		}
		slices.SortFunc(column, func(a, b *vertex) int { return cmp.Compare(a.order, b.order) })
	}
}

func (l *lattice) orders() map[*vertex]float64 {
	orders := map[*vertex]float64{}
	for _, column := range l.columns {
		for _, v := range column {
			orders[v] = v.order
		}
	}
	return orders
}

// arrange sorts a column by the mean order of neighbours; what has none keeps its place.
func arrange(column []*vertex, neighbours func(*vertex) []*vertex) {
	wanted := make(map[*vertex]float64, len(column))
	for _, v := range column {
		wanted[v] = v.order
		if near := neighbours(v); len(near) > 0 {
			sum := 0.0
			for _, n := range near {
				sum += n.order
			}
			wanted[v] = sum / float64(len(near))
		}
	}
	slices.SortStableFunc(column, func(a, b *vertex) int { return cmp.Compare(wanted[a], wanted[b]) })
	for i, v := range column {
		v.order = float64(i)
	}
}

// crossings counts the pairs of links that cross between two columns.
func (l *lattice) crossings() int {
	between := make([][]*link, len(l.columns))
	for _, k := range l.links {
		if k.from != nil && k.to != nil {
			between[k.from.column] = append(between[k.from.column], k)
		}
	}
	n := 0
	for _, links := range between {
		slices.SortStableFunc(links, func(a, b *link) int {
			return cmp.Or(cmp.Compare(a.from.order, b.from.order), cmp.Compare(a.to.order, b.to.order))
		})
		var ends []float64 // of the links above, sorted
		for _, k := range links {
			at, _ := slices.BinarySearch(ends, k.to.order+0.5)
			n += len(ends) - at
			ends = slices.Insert(ends, at, k.to.order)
		}
	}
	return n
}
