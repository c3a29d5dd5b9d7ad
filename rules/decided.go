package rules

import (
	"slices"
	"strings"
)

// Decided rules are about what people decided: waivers, baselines, trackers, assertions. They look at the config and at what was
// found, which no policy sees, so Go decides them and no METADATA describes them. This is their catalogue; each family has a file of
// its own. Everything else about them is as with any rule: config, pages, `seclint explain`, SARIF.

// decided returns the rules that Go decides, sorted by id.
func decided() []*Rule {
	all := slices.Concat(waiverRules(), gateRules(), trackerRules(), assertRules(), contractRules(), exposureRules())
	for _, r := range all {
		r.Pack = PackDefault
		r.Title, r.Description, r.Remediation = strings.TrimSpace(r.Title), strings.TrimSpace(r.Description), strings.TrimSpace(r.Remediation)
	}
	slices.SortFunc(all, func(a, b *Rule) int { return strings.Compare(a.ID, b.ID) })
	return all
}

// The kinds of what the decided rules look at.
const (
	kindConfig = "config"
	kindChange = "change"
)

// IsDecided reports whether Go decides the rule: it has no policy and no fixture.
func (r *Rule) IsDecided() bool { return r.Policy == nil }
