package report

import (
	"fmt"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// outcome says how a run ended: whether it passed, and by which threshold.
func (r *Report) outcome() (passed bool, because string) {
	noun := "finding"
	if r.Before != nil {
		noun = "new finding"
	}
	var reasons []string
	if errors := r.problemCount(finding.Error); errors > 0 {
		reasons = append(reasons, count(errors, "error")+", so the result is incomplete")
	}
	if failing := r.Count().from(r.FailOn); failing > 0 && !r.Never {
		reasons = append(reasons, fmt.Sprintf("%s at or above %s", count(failing, noun), r.FailOn))
	}
	switch {
	case len(reasons) > 0:
		return false, strings.Join(reasons, "; ")
	case r.Never:
		return true, "no finding fails the scan (fail-on is never)"
	}
	return true, fmt.Sprintf("no %s at or above %s", noun, r.FailOn)
}

// verdict is the outcome in a line.
func (r *Report) verdict() string {
	passed, because := r.outcome()
	if passed {
		return "PASS: " + because
	}
	return "FAIL: " + because
}

// totals counts in a line what was found, and what is not counted.
func (r *Report) totals(o Options) string {
	counts := r.Count()
	var parts []string
	for _, severity := range worstFirst {
		if n := counts.BySeverity[severity]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, severity))
		}
	}
	line := count(counts.Total(), "finding")
	if len(parts) > 0 {
		line += ": " + strings.Join(parts, ", ")
	}
	for _, more := range []struct {
		n         int
		one, many string
	}{
		{r.problemCount(finding.Error), "error", "errors"}, {r.problemCount(finding.Warning), "warning", "warnings"},
		{counts.Parts, "part of another finding", "parts of other findings"}, {counts.Informational, "informational", "informational"},
		{counts.Suppressed, "suppressed", "suppressed"}, {counts.Known, "known", "known"},
	} {
		if more.n > 0 {
			line += fmt.Sprintf("; %d %s", more.n, plural(more.n, more.one, more.many))
		}
	}
	if hidden := r.below(o.MinSeverity); hidden > 0 {
		line += fmt.Sprintf("; not shown: %s below %s", count(hidden, "finding"), o.MinSeverity)
	}
	return line
}
