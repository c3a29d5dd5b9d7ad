// Package finding has what seclint tells people: findings, and the problems that stopped it from looking. It decides
// nothing: severities come from rules, suppression from triage.
package finding

import "github.com/seclint/seclint/internal/source"

// Finding is a rule that fired at a span.
type Finding struct {
	// Rule is the id of the rule, such as compose/privileged.
	Rule string
	// Message says what is wrong, beginning with its subject; one line, no full stop.
	Message string
	// Document is the path of the document's main file; At may be in another file.
	Document string
	// Deployments names the ways of starting the project in which the finding occurs, sorted; none when there is only one.
	Deployments []string
	// Path is the route in the document.
	Path source.Path
	// At is where the text is.
	At source.Span
	// Situation is the name of the situation that set the severity, or "" for the rule's own severity.
	Situation string
	// Because is the situation's reason, or "".
	Because string
	// Severity is the one in context; None means informational.
	Severity Severity
	// Remediation says what to do about this finding, with what stands in the file; "" where the rule's own text says all.
	Remediation string
	// Tags say why the severity is lower than that of the rule in its situation, by what the file or the service is for.
	Tags []Tag
	// Related are the other places that belong to the finding, in order of importance.
	Related []Related
	// Fingerprint identifies the finding across edits: rule, file and path with list indices replaced by the item's
	// value; never a line, never prose. It is hex, stable between versions.
	Fingerprint string
	// Place is what of the fingerprint does not depend on the rule's name or the file's: hex. It is the same at equal places of two files.
	Place string
	// Value is a short hash of the value at the path, "" where there is no single one.
	Value string
	// State says whether a baseline, or the state before a change, has the finding; "" where none was asked for.
	State State
	// PartOf is the id of the composite rule that counts this finding, or "".
	PartOf string
	// Suppressed is set when somebody decided that the finding need not count; it is never dropped.
	Suppressed *Suppression
	// Secrets are the places that hold a secret: no output shows what stands there.
	Secrets []Secret
	// Fix is what the rule proposes to write instead, or nil.
	Fix *Fix
}

// State is whether a finding was there before.
type State string

// The states of findings and, for what is no finding any more, of the fixed ones.
const (
	New       State = "new"
	Unchanged State = "unchanged"
)

// Tag is a reason for which a finding weighs less.
type Tag struct {
	// Name is example, test, development, generated or inactive.
	Name string
	// Reason is a clause that says why.
	Reason string
}

// Related is another place that belongs to a finding.
type Related struct {
	At      source.Span
	Message string
}

// Suppression says who decided that a finding need not count, and why.
type Suppression struct {
	// Kind is inSource for a comment in the scanned file and external for config, as in SARIF.
	Kind string
	// Reason is what was written.
	Reason string
	// At is where it was written.
	At source.Span
	// Status is that of a waiver, such as ACCEPTED; "" for anything else.
	Status string
	// Waiver, Owner and Doc are what the waiver says of itself, or "".
	Waiver, Owner, Doc string
	// Expires is the last day on which the waiver has effect as YYYY-MM-DD, or "".
	Expires string
}

// Secret is a place that a policy calls secret, whatever its name.
type Secret struct {
	// At covers the value.
	At source.Span
	// Text is the part of the value that is secret, "" for the whole.
	Text string
}
