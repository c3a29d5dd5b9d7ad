package rules

import "github.com/seclint/seclint/internal/finding"

// The ids of the rules about what people declare.
const (
	AssertExpected  = "assert/expected-setting"
	AssertAllowlist = "assert/scope-allowlist"
	AssertUnpaired  = "assert/unreleased-resource"
	AssertContent   = "assert/required-content"
)

const kindDeclared = "declared"

// assertRules are the rules about assertions and allow-lists of the config.
func assertRules() []*Rule {
	return []*Rule{{
		ID: AssertExpected, Title: "Setting differs from the declared expectation", Severity: finding.Medium, Kinds: []string{kindDeclared}, CWE: []int{1188},
		Description: `
The config declares what a setting has to be (` + "`assertions`" + `), and the files say something else. The value that is in force is judged: what a unit
or a service sets goes over files of variables, these over the image, and that over the default in code, each read as the code reads it. A value that the
files do not say is a note.
`,
		Remediation: `
Set it as declared, or change the assertion where the decision has changed.
`,
	}, {
		ID: AssertAllowlist, Title: "Registered component outside the declared scope", Severity: finding.Low, Kinds: []string{kindDeclared}, CWE: []int{1059, 272},
		Description: `
The config lists what may be registered or named (` + "`allowlists`" + `), and the files have more. What runs only under a setting that is off
where nobody sets it does not count.
`,
		Remediation: `
Take the component out, or add it to the list where it belongs to the mission.
`,
	}, {
		ID: AssertUnpaired, Title: "Acquired resource that is never released", Severity: finding.Medium, Kinds: []string{kindDeclared}, CWE: []int{772},
		Description: `
The config declares what takes a resource and what gives it back (` + "`assertions`" + ` with acquire and release), and the files take one that they never
give back.
`,
		Remediation: `
Release it on every way out, also where an error ends the work.
`,
	}, {
		ID: AssertContent, Title: "File without the declared content", Severity: finding.Medium, Kinds: []string{kindDeclared}, CWE: []int{1059},
		Description: `
The config declares that a file has to exist, what it has to contain, or what it must not (` + "`assertions`" + ` with exists, contains, lacks), and it is not so.
`,
		Remediation: `
Restore the file or its content, or change the assertion where the decision has changed.
`,
	}}
}
