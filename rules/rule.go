// Package rules knows which rules exist. It reads METADATA and fixtures from folders of policies and turns them into a
// catalogue and into documentation; it never evaluates anything.
package rules

//go:generate go run ../internal/tools/docs ../policies ..

import (
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// Rule is one thing that seclint looks for, as its METADATA describes it.
type Rule struct {
	// ID is family/name: the folder, the SARIF ruleId and the token in suppressions.
	ID string
	// Title is a short noun phrase; Description is Markdown.
	Title       string
	Description string
	// Severity applies where no situation says otherwise.
	Severity finding.Severity
	// Situations are the named contexts that change the severity, by name.
	Situations map[string]Situation
	// Fixes are what the rule can propose to write instead, by name.
	Fixes map[string]Fix `json:",omitempty"`
	// Remediation is Markdown: what to do about a finding. Its first paragraph must be understood without the others.
	Remediation string
	// CWE has the numbers of the weaknesses, most fitting first.
	CWE []int
	// Pack is default or strict.
	Pack string
	// Precision says how often a finding of the rule is right: very-high, high, medium or low. "" is what the pack says, see HowPrecise.
	Precision string `json:",omitempty"`
	// Parameters are the rule's parameters with their defaults.
	Parameters map[string]any
	// Aliases are the same rule in other tools, such as ruff:S104.
	Aliases []string
	// Formerly are ids that the rule had in earlier versions, which stand for it wherever somebody wrote them down.
	Formerly []string `json:",omitempty"`
	// Kinds are the kinds of document that the rule looks at; the family where METADATA names none.
	Kinds []string
	// References are URLs.
	References []string
	// Origin is "" for a built-in rule and the folder given by the user for any other.
	Origin string
	// IsScanned is set where the config of the scanned files names the folder: who writes these files writes the rule.
	IsScanned bool `json:"-"`
	// Policy is the Rego that decides the rule; nil where Go decides it.
	Policy *Module
	// Fixture returns the text of the rule's txtar, empty when there is none. That of a built-in rule is read each time: no scan
	// needs it. It is nil where Go decides the rule.
	Fixture func() []byte
}

// Situation is a named context that changes a rule's severity.
type Situation struct {
	Severity finding.Severity
	Because  string
}

// Fix is what a rule can propose to write in place of what it found; its policy gives the edits.
type Fix struct {
	// Title says what it does, in one line.
	Title string
	// Unsafe says what may stop working, "" for a fix that changes nothing but what was found.
	Unsafe string `json:",omitempty"`
}

// The packs of rules.
const (
	PackDefault = "default"
	PackStrict  = "strict"
)

// precisionUsual is that of a rule which says nothing of it.
const precisionUsual = "high"

// HowPrecise returns how often a finding of the rule is right. A rule about completeness asks for more than many stacks need.
func (r *Rule) HowPrecise() string {
	switch {
	case r.Precision != "":
		return r.Precision
	case r.Pack == PackStrict:
		return "medium"
	}
	return precisionUsual
}

// Family returns the part of the id in front of the slash.
func (r *Rule) Family() string {
	family, _, _ := strings.Cut(r.ID, "/")
	return family
}

// Name returns the part of the id behind the slash.
func (r *Rule) Name() string {
	_, name, _ := strings.Cut(r.ID, "/")
	return name
}

// Findings returns the name of the document that has the rule's findings, such as data.compose.privileged.findings.
func (r *Rule) Findings() string { return r.Policy.Package + ".findings" }

// FixtureFile returns the path of the rule's txtar as people know it, for messages.
func (r *Rule) FixtureFile() string {
	return strings.TrimSuffix(r.Policy.File(), ".rego") + ".txtar"
}

// home returns where the rule is described, as people know it.
func (r *Rule) home() string {
	if r.IsDecided() {
		return "rules/decided_" + r.Family() + ".go"
	}
	return r.Policy.File()
}
