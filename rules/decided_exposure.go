package rules

import "github.com/seclint/seclint/internal/finding"

// The ids of the rules about what is expected of a role.
const (
	ExposureUnexpected  = "exposure/unexpected-listener"
	ExposureUnprotected = "exposure/protection-not-running"
	// SituationExpected is the situation of a listener that is on the list of its role.
	SituationExpected = "expected"
)

const kindInventory = "inventory"

// exposureRules are the rules about expected exposure.
func exposureRules() []*Rule {
	return []*Rule{{
		ID: ExposureUnexpected, Title: "Listener that the role does not expect", Severity: finding.Medium, Kinds: []string{kindInventory}, CWE: []int{668},
		Situations: map[string]Situation{SituationExpected: {Severity: finding.None, Because: "the role expects it"}},
		Description: `
The config says what may be reached of machines and services by their role (` + "`expected`" + `), and one is reached on something else, or on something that
is expected only under a condition that is not fulfilled, such as rpcbind with portmapper and status and nothing else. What is on the list is informational:
a management interface of a management machine is no defect, and it stays in the report.
`,
		Remediation: `
Stop what listens, bind it to loopback, or add it to the list of the role with the condition under which it is expected.
`,
	}, {
		ID: ExposureUnprotected, Title: "Protection of a role that does not run", Severity: finding.Medium, Kinds: []string{kindInventory}, CWE: []int{693},
		Description: `
The config says which services of a machine have to run (` + "`expected`" + `, running), such as its firewall, and one does not. Whether it is enabled does not matter:
what runs protects, and what is only enabled does not.
`,
		Remediation: `
Start the service, and find out why it did not run.
`,
	}}
}
