package rules

import "github.com/seclint/seclint/internal/finding"

// GateLoosened is the id of the rule about changes that loosen the gate which they have to pass.
const GateLoosened = "gate/loosened-in-change"

// gateRules are the rules about the change that --base looks at.
func gateRules() []*Rule {
	return []*Rule{{
		ID: GateLoosened, Title: "Change that loosens its own gate", Severity: finding.High, Kinds: []string{kindChange},
		CWE: []int{693},
		Description: `
With ` + "`--base REF`" + `, what decides over the findings of a change is read as it was at REF. This change also loosens something of it: it
adds a waiver or a comment that suppresses, raises a threshold, turns a rule off, leaves files out, or makes a file that was assessed
one that is not. It had no effect on this run; it would have on the next.
`,
		Remediation: `
Take the loosening out of the change, or have somebody who may decide that review it in a change of its own.
`,
	}}
}
