package report

import "github.com/seclint/seclint/internal/finding"

// wholes returns the findings that are counted with another one, by index, with the index of that one. A finding whose composite is
// suppressed, known, milder or somewhere else counts for itself: otherwise nobody would count it.
func (r *Report) wholes() map[int]int {
	type key struct{ rule, place string }
	var index map[key][]int
	wholes := map[int]int{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.PartOf == "" || f.Suppressed != nil {
			continue
		}
		if index == nil {
			index = map[key][]int{}
			for j := range r.Findings {
				w := &r.Findings[j]
				index[key{w.Rule, w.Document}] = append(index[key{w.Rule, w.Document}], j)
				if file := w.At.Path(); file != w.Document {
					index[key{w.Rule, file}] = append(index[key{w.Rule, file}], j)
				}
			}
		}
		best, has := 0, false
		for _, place := range []string{f.Document, f.At.Path()} {
			for _, j := range index[key{f.PartOf, place}] {
				w := &r.Findings[j]
				if w.Suppressed != nil || w.State != f.State || w.Severity < f.Severity || j == i {
					continue
				}
				if same := subject(w) != "" && subject(w) == subject(f); !has || same && subject(&r.Findings[best]) != subject(f) {
					best, has = j, true
				}
			}
		}
		if has {
			wholes[i] = best
		}
	}
	return wholes
}

// subject returns the service that a finding is about, "" where it is about none.
func subject(f *finding.Finding) string {
	if len(f.Path) < 2 || f.Path[0] != "services" {
		return ""
	}
	name, _ := f.Path[1].(string)
	return name
}
