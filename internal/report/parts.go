package report

import "github.com/seclint/seclint/internal/finding"

// wholes returns the findings that are counted with another one, by index, with the index of that one. A finding whose composite is
// suppressed, known, milder or somewhere else counts for itself: otherwise nobody would count it.
func (r *Report) wholes() map[int]int {
	wholes := map[int]int{}
	var composites composites
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.PartOf == "" || f.Suppressed != nil {
			continue
		}
		if composites == nil {
			composites = compositesOf(r.Findings)
		}
		if whole, ok := composites.of(f); ok {
			wholes[i] = whole
		}
	}
	return wholes
}

// standing is where findings stand that may count another one.
type standing struct {
	rule, place string
	state       finding.State
	severity    finding.Severity
	// subject is the service that they are about; "" for findings about any.
	subject string
}

// composites are the first findings that stand somewhere, by index.
type composites map[standing]int

func compositesOf(findings []finding.Finding) composites {
	c := make(composites, 2*len(findings))
	note := func(s standing, i int) {
		if _, ok := c[s]; !ok {
			c[s] = i
		}
	}
	for i := range findings {
		f := &findings[i]
		if f.Suppressed != nil {
			continue
		}
		for _, place := range []string{f.Document, f.At.Path()} {
			s := standing{rule: f.Rule, place: place, state: f.State, severity: f.Severity}
			note(s, i)
			s.subject = subject(f)
			note(s, i)
		}
	}
	return c
}

// of returns the finding that counts a part: one about the same service where there is one.
func (c composites) of(f *finding.Finding) (whole int, ok bool) {
	subjects := []string{subject(f), ""}
	if subjects[0] == "" {
		subjects = subjects[1:]
	}
	for _, about := range subjects {
		for _, place := range []string{f.Document, f.At.Path()} {
			if whole, ok := c.first(standing{f.PartOf, place, f.State, f.Severity, about}); ok {
				return whole, true
			}
		}
	}
	return 0, false
}

// first returns the first finding that stands somewhere and is at least as severe.
func (c composites) first(s standing) (first int, ok bool) {
	for ; s.severity <= finding.Critical; s.severity++ {
		if i, has := c[s]; has && (!ok || i < first) {
			first, ok = i, true
		}
	}
	return first, ok
}

// subject returns the service that a finding is about, "" where it is about none.
func subject(f *finding.Finding) string {
	if len(f.Path) < 2 || f.Path[0] != "services" {
		return ""
	}
	name, _ := f.Path[1].(string)
	return name
}
