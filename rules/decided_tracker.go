package rules

import "github.com/seclint/seclint/internal/finding"

// The ids of the rules about trackers.
const (
	TrackerOpenNotDetected   = "tracker/open-not-detected"
	TrackerClosedButDetected = "tracker/closed-but-detected"
	TrackerStaleEvidence     = "tracker/stale-evidence"
	TrackerClaimContradicted = "tracker/claim-contradicted"
)

const kindTracker = "tracker"

// trackerRules are the rules about the lists that people keep of security work.
func trackerRules() []*Rule {
	return []*Rule{{
		ID: TrackerClosedButDetected, Title: "Closed tracker item that is still there", Severity: finding.Medium, Kinds: []string{kindTracker},
		Description: `
The tracker says that an item is closed, done or fixed, and the scan finds it: it was closed too early, or came back. The finding is as
severe as what was found, and medium at least. A finding that a waiver or a comment accepts does not count.
`,
		Remediation: `
Mend what the finding names, or open the item again.

Where the item is about something else, name the rule in the item, as in ` + "`compose/privileged`" + `: an item is compared with the findings of
the rules that it names, else with those at the places that it names.
`,
	}, {
		ID: TrackerClaimContradicted, Title: "Tracker item whose reason is not true", Severity: finding.Medium, Kinds: []string{kindTracker},
		Description: `
An item is accepted, documented, mitigated or closed for a reason that can be looked up in the files that it names, such as "all calls
avoid ` + "`shell=True`" + `" or "marked with ` + "`noqa: S701`" + `", and the files are not so.
`,
		Remediation: `
Restore what the item relies on, or open the item again.
`,
	}, {
		ID: TrackerStaleEvidence, Title: "Tracker item whose evidence has moved", Severity: finding.Note, Kinds: []string{kindTracker},
		Description: `
A file that an item names is gone, is shorter than the line that is named, or has what the item cites elsewhere. Whoever looks the item
up finds something else. Files of other repositories and absolute paths are not looked at unless ` + "`--root NAME=DIR`" + ` gives them.
`,
		Remediation: `
Run ` + "`seclint track --update`" + `, which moves the lines that are known, and correct the others by hand.
`,
	}, {
		ID: TrackerOpenNotDetected, Title: "Open tracker item that the scan does not find", Severity: finding.Note, Kinds: []string{kindTracker},
		Description: `
An item is open, a rule that is in force looks for such a thing, and finds nothing where the item says. It may be mended already, or the
rule does not see it. Items that no look at files decides are not reported.
`,
		Remediation: `
Close the item where it is mended, or name the rule or the line that it is about.
`,
	}}
}
