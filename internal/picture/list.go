package picture

// The measures of a list.
const (
	listRows   = 12  // of one column before there is a second
	listWidest = 900 // of all columns
	listItems  = 160
)

// placedList is a list whose items are in columns.
type placedList struct {
	List
	column        float64
	rows          int
	width, height float64
	cut           int
}

// place puts the items of the lists into columns that fit between the poles, or a little more.
func (q *panel) place(inner float64) {
	for _, l := range q.Lists {
		p := placedList{List: l}
		if p.cut = len(p.Items) - listItems; p.cut > 0 {
			p.Items = p.Items[:listItems]
		}
		for _, item := range p.Items {
			p.column = max(p.column, textWidth(item, small)+22)
		}
		n := len(p.Items)
		fit := max(1, int(max(inner-2*bend, min(listWidest, inner*1.3))/max(p.column, 1)))
		columns := min(fit, max(1, (n+listRows-1)/listRows, min(n, 4)))
		if columns > 0 && n > 0 {
			p.rows = (n + columns - 1) / columns
			columns = (n + p.rows - 1) / p.rows
		}
		p.width = max(float64(columns)*p.column, textWidth(l.Title, bold)) + 2*padding
		p.height = lineHeight*float64(1+p.rows) + 2*padding
		if p.cut > 0 {
			p.height += lineHeight
		}
		q.lists = append(q.lists, p)
	}
}

func (l *placedList) draw(s *scene, left, right, y float64) {
	x := left + (right-left-l.width)/2
	marks := []mark{box(x, y, l.width, l.height, 6, plainInk), textAt(x+padding, y+padding+textSize, l.Title, bold, textInk)}
	for i, item := range l.Items {
		at := point{x + padding + float64(i/max(l.rows, 1))*l.column, y + padding + textSize + lineHeight*float64(1+i%max(l.rows, 1))}
		marks = append(marks, textAt(at.x, at.y, item, small, mutedInk))
	}
	if l.cut > 0 {
		marks = append(marks, textAt(x+padding, y+padding+textSize+lineHeight*float64(1+l.rows), countOf(l.cut, "services"), small, mutedInk))
	}
	s.add(l.Title, marks...)
	if l.IsOpen {
		middle := y + l.height/2
		s.add("", mark{ink: plainInk, line: straight(left, middle, x, middle)}, head(x, middle, 1, plainInk))
	}
}
