package rules

import "github.com/seclint/seclint/internal/finding"

// The ids of the rules about waivers.
const (
	WaiverInvalid        = "waiver/invalid"
	WaiverUnused         = "waiver/unused"
	WaiverConditionUnmet = "waiver/condition-unmet"
	WaiverTooBroad       = "waiver/too-broad"
)

// waiverRules are the rules about waivers in the config.
func waiverRules() []*Rule {
	return []*Rule{{
		ID: WaiverInvalid, Title: "Waiver that has no effect", Severity: finding.Low, Kinds: []string{kindConfig},
		Description: `
A waiver has expired, names a rule that does not exist, or lacks what its status needs: every waiver has a reason; one that is
DOCUMENTED names the document, one that is MITIGATED the mitigations. Such a waiver hides nothing: what it was written for counts again.
`,
		Remediation: `
Look at the finding again, and write the waiver anew with what is missing or remove it.

An expired waiver is a date on which somebody wanted to look again. Moving the date without looking is what it was there to prevent.
`,
	}, {
		ID: WaiverUnused, Title: "Waiver that matches nothing", Severity: finding.Note, Kinds: []string{kindConfig},
		Description: `
No finding fits the waiver: what it was written for is gone or was moved. Left in place, it would hide the same defect when that
comes back. It is reported only where the rule was in force and everything was looked at.
`,
		Remediation: `
Remove the waiver, or correct its place where the file was renamed.
`,
	}, {
		ID: WaiverConditionUnmet, Title: "Waiver whose condition is false", Severity: finding.Medium, Kinds: []string{kindConfig},
		Description: `
A waiver was given under a condition, or because of a mitigation, and that no longer is so: the service is published now, the check
is gone from the code, the document that it names is missing. The findings that the waiver was written for count again. What cannot
be known from the scanned files counts as not fulfilled.
`,
		Remediation: `
Restore what the waiver relies on, or mend the finding that it was written for.
`,
	}, {
		ID: WaiverTooBroad, Title: "Waiver that hides more than one thing", Severity: finding.Low, Kinds: []string{kindConfig},
		Description: `
A waiver for all rules hides findings that nobody has looked at. It applies to findings of severity low and below; what is worse needs
a waiver that names its rule. A waiver without a file, or with a glob that covers everything, hides the next defect of its kind too.
`,
		Remediation: `
Name the rule and the file, and where there is one the symbol or key path, of what somebody has looked at.
`,
	}}
}
