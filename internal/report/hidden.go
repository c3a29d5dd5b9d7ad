package report

import (
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// Hiding is something in the config that keeps findings from being seen or counted, beside waivers and comments, which the findings
// themselves name.
type Hiding struct {
	// By is what does it: rule-off, severity, ignored, show or fail-on.
	By string `json:"by"`
	// What says it in a few words, such as the ids of rules.
	What string `json:"what"`
	// The file and line that say so.
	File string `json:"file"`
	Line int    `json:"line,omitempty"`
}

// What hides findings.
const (
	HidingRule     = "rule-off"
	HidingSeverity = "severity"
	HidingIgnored  = "ignored"
	HidingShow     = "show"
	HidingFailOn   = "fail-on"
)

// Justification says why a finding need not count, with all that a waiver says of itself.
func Justification(s *finding.Suppression) string {
	text := s.Reason
	if s.Status != "" {
		text = s.Status + ": " + text
	}
	for _, part := range []struct{ name, value string }{{"waiver", s.Waiver}, {"owner", s.Owner}, {"until", s.Expires}, {"see", s.Doc}} {
		if part.value != "" {
			text += "; " + part.name + " " + part.value
		}
	}
	return text
}

// suppressedBy says in a word what suppresses a finding.
func suppressedBy(s *finding.Suppression) string {
	switch {
	case s.Status != "":
		if s.Expires != "" {
			return s.Status + " until " + s.Expires
		}
		return s.Status
	case s.Kind == "inSource":
		return "comment"
	}
	return "config"
}

// before says what was known and what is fixed, "" where nothing was compared.
func (r *Report) before(name func(path string) string) string {
	if r.Before == nil {
		return ""
	}
	what := "Baseline " + name(r.Before.Name)
	if r.Before.IsRevision {
		what = "Since " + visible(r.Before.Name)
	}
	return fmt.Sprintf("%s: %d known, %d fixed", what, r.Count().Known, len(r.Before.Fixed))
}

// hiding returns a line for each sort of thing that hides findings, none where nothing does. Texts are fit for a terminal.
func (r *Report) hiding(name func(path string) string, all bool) []string {
	var lines, suppressed []string
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Suppressed != nil {
			place := ""
			if !f.At.IsZero() {
				place = fmt.Sprintf("%s:%d ", name(f.At.Path()), f.At.Start.Line)
			}
			suppressed = append(suppressed, place+visible(f.Rule)+" ("+visible(suppressedBy(f.Suppressed))+")")
		}
	}
	join := listed
	if all {
		join = func(names []string) string { return strings.Join(names, ", ") }
	}
	if line := r.before(name); line != "" {
		lines = append(lines, line)
	}
	if len(suppressed) > 0 {
		lines = append(lines, "Suppressed: "+join(suppressed))
	}
	for _, by := range []struct{ by, say string }{
		{HidingRule, "Turned off"}, {HidingSeverity, "Severity set"}, {HidingIgnored, "Ignored"}, {HidingShow, "Not shown"}, {HidingFailOn, "Exit code"},
	} {
		var what []string
		for _, h := range r.Hiding {
			if h.By == by.by {
				place := name(h.File)
				if h.Line > 0 {
					place = fmt.Sprintf("%s:%d", place, h.Line)
				}
				what = append(what, visible(h.What)+" ("+place+")")
			}
		}
		if len(what) > 0 {
			lines = append(lines, by.say+": "+join(what))
		}
	}
	return lines
}
