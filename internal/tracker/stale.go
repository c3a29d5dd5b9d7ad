package tracker

import (
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// stale looks whether what an item names still is where it says.
func (m *matcher) stale(match *Match) {
	left := slices.Clone(match.Findings)
	for _, p := range match.Places {
		if p.State != Found || p.file == nil {
			continue
		}
		names, remarks := m.names(match, p)
		if m.sought -= len(p.file.Content) * (1 + len(names) + len(remarks)); m.sought < 0 {
			return
		}
		for i := range p.Ranges {
			if p.State == Found {
				left = p.checkRange(&p.Ranges[i], left, names, remarks, match.Status == Closed)
			}
		}
		if len(p.Ranges) == 0 && p.Symbol != "" && len(linesWith(p, p.Symbol)) == 0 {
			p.State, p.Why = Stale, fmt.Sprintf("nothing there is called %q", p.Symbol)
		}
	}
}

// checkRange compares one range with the findings of the item, and with the names that the item cites.
func (p *Place) checkRange(r *Range, left []*finding.Finding, names, remarks []string, isOver bool) []*finding.Finding {
	distance := 0
	if r.IsApproximate {
		distance = approximate
	}
	for i, f := range left {
		if p.isAt(f, r, distance) {
			return slices.Delete(slices.Clone(left), i, i+1) // it is there
		}
	}
	if p.hasName(r, distance, names) {
		return left
	}
	nearest, all := -1, slices.Concat(names, remarks)
	for i, f := range left {
		if fileOf(f) == p.File && !f.At.IsZero() && (nearest < 0 || away(f, r) < away(left[nearest], r)) {
			nearest = i
		}
	}
	switch line := p.moved(all); {
	case nearest >= 0:
		p.point(r, int(left[nearest].At.Start.Line), "what the scan finds is on line %d")
		return slices.Delete(slices.Clone(left), nearest, nearest+1)
	case p.hasName(r, distance, remarks):
	case line > 0 && (line < r.From-distance || line > r.To+distance):
		p.point(r, line, "what it cites is on line %d")
	case r.To > p.file.Lines() && !isOver: // what was closed may have been taken out
		p.State, p.rng = Stale, r
		p.Why = fmt.Sprintf("the file has %d lines", p.file.Lines())
	}
	return left
}

// isAt reports whether a finding, or what it refers to, is in a range.
func (p *Place) isAt(f *finding.Finding, r *Range, distance int) bool {
	covers := func(at source.Span) bool {
		return at.Path() == p.File && int(at.End.Line) >= r.From-distance && int(at.Start.Line) <= r.To+distance
	}
	return covers(f.At) || slices.ContainsFunc(f.Related, func(related finding.Related) bool { return covers(related.At) })
}

func away(f *finding.Finding, r *Range) int {
	d := int(f.At.Start.Line) - r.From
	return max(d, -d)
}

func (p *Place) point(r *Range, line int, why string) {
	p.State, p.Line, p.rng, p.Why = Stale, line, r, fmt.Sprintf(why, line)
}

// hasName reports whether one of the names is in a range.
func (p *Place) hasName(r *Range, distance int, names []string) bool {
	for n := max(1, r.From-distance); n <= min(r.To+distance, p.file.Lines()); n++ {
		for _, name := range names {
			if strings.Contains(p.file.Line(n), name) {
				return true
			}
		}
	}
	return false
}

// moved returns the only line of the file that has one of the names, 0 where there is none or there are several.
func (p *Place) moved(names []string) int {
	for _, name := range names {
		if lines := linesWith(p, name); len(lines) == 1 {
			return lines[0]
		}
	}
	return 0
}

func linesWith(p *Place, name string) []int {
	var lines []int
	for n := 1; n <= p.file.Lines() && len(lines) < 2; n++ {
		if containsName(p.file.Line(n), name) {
			lines = append(lines, n)
		}
	}
	return lines
}

func containsName(text, name string) bool {
	i := strings.Index(text, name)
	return i >= 0 && (i == 0 || !isWordByte(text[i-1]) || !isWordByte(name[0])) &&
		(i+len(name) == len(text) || !isWordByte(text[i+len(name)]) || !isWordByte(name[len(name)-1]))
}

// cited is a name in code, or one that no prose has.
var cited = lazyregexp.New(`[A-Za-z][A-Za-z0-9]*(?:_[A-Za-z0-9]+)+`)

// names returns the names that an item cites for a place: its symbol and what is in code in the item, and apart from them what is said of it
// in parentheses, which may be the name of something around it.
func (m *matcher) names(match *Match, p *Place) (names, remarks []string) {
	if p.Symbol != "" {
		names = append(names, p.Symbol)
	}
	file := match.At.File
	line := file.Line(int(p.At.Start.Line))
	behind := file.Position(file.Offset(p.At.End))
	if rest := line[min(len(line), byteColumn(line, int(behind.Column))):]; strings.Contains(rest, "(") {
		_, remark, _ := strings.Cut(rest, "(")
		remark, _, _ = strings.Cut(remark, ")")
		remarks = cited.FindAllString(remark, 5)
	}
	for _, code := range codeSpans(string(file.Content[file.Offset(match.At.Start):max(file.Offset(match.At.Start), p.endOf(match))])) {
		if !place.MatchString(code) && !pathWithLine.MatchString(code) && len(code) >= 3 {
			names = append(names, code)
		}
	}
	return names, remarks
}

// endOf returns where the text of the item ends, as far as it is needed.
func (p *Place) endOf(match *Match) int {
	file := match.At.File
	end := max(file.Offset(match.At.End), file.Offset(p.At.End))
	return min(len(file.Content), end, file.Offset(match.At.Start)+maxText)
}

func byteColumn(line string, column int) int {
	n := 0
	for i := range line {
		if n++; n == column {
			return i
		}
	}
	return len(line)
}

var codeSpan = lazyregexp.New("`([^`\n]{1,120})`")

func codeSpans(text string) []string {
	var all []string
	for _, m := range codeSpan.FindAllStringSubmatch(text, 50) {
		all = append(all, m[1])
	}
	return all
}
