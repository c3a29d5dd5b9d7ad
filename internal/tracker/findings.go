package tracker

import (
	"fmt"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/governance"
	"github.com/seclint/seclint/rules"
)

// Findings returns what the rules about trackers find, in the order of the items.
func (r *Result) Findings(cat *rules.Catalogue) []finding.Finding {
	var all []finding.Finding
	for _, match := range r.Matches {
		switch match.Verdict {
		case ClosedButDetected:
			all = append(all, match.stillThere(cat))
		case ClaimContradicted:
			all = append(all, match.finding(cat, rules.TrackerClaimContradicted, fmt.Sprintf("item %q is %s, but %s", match.short(), match.Status, match.Reason)))
		case OpenNotDetected:
			all = append(all, match.finding(cat, rules.TrackerOpenNotDetected, fmt.Sprintf("item %q is open and the scan does not find it", match.short())))
		}
		for _, p := range match.Places {
			if p.State == Stale {
				all = append(all, match.moved(cat, p))
			}
		}
	}
	return all
}

// short is the item in a message.
func (match *Match) short() string { return shortened(match.Name()) }

func (match *Match) finding(cat *rules.Catalogue, rule, message string) finding.Finding {
	return governance.Finding(cat, rule, match.At, message, match.Name(), match.Parent())
}

func (match *Match) stillThere(cat *rules.Catalogue) finding.Finding {
	f := match.finding(cat, rules.TrackerClosedButDetected, fmt.Sprintf("item %q is closed, but %s", match.short(), match.Reason))
	for _, detected := range match.Findings {
		if detected.Suppressed != nil {
			continue
		}
		f.Severity = max(f.Severity, detected.Severity)
		if !detected.At.IsZero() {
			f.Related = append(f.Related, finding.Related{At: detected.At, Message: detected.Message})
		}
	}
	return f
}

func (match *Match) moved(cat *rules.Catalogue, p *Place) finding.Finding {
	message := fmt.Sprintf("item %q names %s: %s", match.short(), p.String(), p.Why)
	f := governance.Finding(cat, rules.TrackerStaleEvidence, p.At, message, match.Name(), p.Path)
	if p.At.IsZero() {
		f.At = match.At
	}
	return f
}
