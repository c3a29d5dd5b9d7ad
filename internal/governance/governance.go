// Package governance makes the findings of the rules that Go decides: about waivers, changes, trackers and assertions. What such a
// rule finds is a finding like any other, with a place, a severity from the catalogue and an identity.
package governance

import (
	"crypto/sha256"
	"encoding/hex"
	"strconv"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Finding returns a finding of a decided rule, with the severity of the rule, at a place of a file. identity has the words that make it
// the same finding in a later run, such as the id of the waiver: no line and no prose. The catalogue has to have the rule.
func Finding(cat *rules.Catalogue, id string, at source.Span, message string, identity ...string) finding.Finding {
	f := finding.Finding{Rule: id, Message: message, Document: at.Path(), At: at, Fingerprint: Fingerprint(id, at.Path(), identity...)}
	if rule, ok := cat.Get(id); ok {
		f.Severity = rule.Severity
	}
	return f
}

// Fingerprint returns the identity of what a decided rule finds in a file: hex of the same length as that of any finding.
func Fingerprint(id, file string, identity ...string) string {
	text := strconv.AppendQuote(strconv.AppendQuote(nil, id), file)
	for _, word := range identity {
		text = strconv.AppendQuote(append(text, '.'), word)
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:16])
}

// Used returns those of the decided rules that have a finding among these, sorted by id: a report lists the rules that it speaks of.
func Used(cat *rules.Catalogue, findings []finding.Finding) []*rules.Rule {
	found := map[string]bool{}
	for i := range findings {
		found[findings[i].Rule] = true
	}
	var used []*rules.Rule
	for _, r := range cat.Decided() {
		if found[r.ID] {
			used = append(used, r)
		}
	}
	return used
}
