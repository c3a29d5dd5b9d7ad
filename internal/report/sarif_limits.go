package report

import (
	"crypto/sha256"
	"fmt"
	"sort"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// pick returns the findings that go into the log, in the report's order: the most severe ones where there are too many. GitHub does not
// read suppressions and would open alerts for what is suppressed.
func (lw *logWriter) pick(r *Report) []*finding.Finding {
	var all []*finding.Finding
	related := 0
	for i := range r.Findings {
		if f := &r.Findings[i]; lw.options.selects(f) && (f.Suppressed == nil || lw.options.ShowSuppressed) {
			all = append(all, f)
			if len(f.Related) >= lw.limits.locations {
				related++
			}
		}
	}
	if related > 0 {
		lw.cut = append(lw.cut, fmt.Sprintf("%s had more locations than a result may have: only the first %d are in this log",
			count(related, "finding"), lw.limits.locations))
	}
	if len(all) > lw.limits.displayed {
		lw.cut = append(lw.cut, fmt.Sprintf("there are %d findings: GitHub shows the %d most severe ones", len(all), lw.limits.displayed))
	}
	if len(all) <= lw.limits.results {
		return all
	}
	lw.cut = append(lw.cut, fmt.Sprintf("there are %d findings: only the %d most severe ones are in this log", len(all), lw.limits.results))
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return rank(all[order[a]]) > rank(all[order[b]]) })
	order = order[:lw.limits.results]
	sort.Ints(order)
	kept := make([]*finding.Finding, len(order))
	for i, at := range order {
		kept[i] = all[at]
	}
	return kept
}

// guid derives a stable identifier for the suppression of a finding.
func guid(f *finding.Finding) string {
	return uuid(f.Rule, f.Fingerprint, f.Suppressed.Kind, f.Suppressed.Reason)
}

// uuid derives a stable identifier from some texts. It is marked as version 5, derived from a name: the schema of SARIF refuses version 8,
// which would allow for the newer hash.
func uuid(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
