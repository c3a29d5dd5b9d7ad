package rules

import "github.com/seclint/seclint/internal/finding"

// ContractUnhandled is the id of the rule about contracts.
const ContractUnhandled = "contract/unhandled-message"

// contractRules are the rules about contracts of the config.
func contractRules() []*Rule {
	return []*Rule{{
		ID: ContractUnhandled, Title: "Declared message without a handler", Severity: finding.Medium, Kinds: []string{kindDeclared}, CWE: []int{755, 431},
		Description: `
The config declares a contract (` + "`contracts`" + `): which names one side sends, and where another handles them. One of them has no handler, so that
what it stands for is lost. The sides may be messages, events, metrics and their alerts, variables and who provides them. A name that is handled and that nothing
sends is a note. Where a checkout of a side is missing, nothing is assessed, which is no pass.
`,
		Remediation: `
Register a handler, or list the name under ignore with the reason.
`,
	}}
}
