package report

import (
	"crypto/sha256"
	"fmt"
	"sort"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// pick returns the findings that go into the log, in the report's order: the most severe ones where there are too many.
func (lw *logWriter) pick(r *Report) []*finding.Finding {
	var all []*finding.Finding
	related := 0
	for i := range r.Findings {
		if f := &r.Findings[i]; lw.options.selects(f) {
			all = append(all, f)
			if len(f.Related) >= lw.limits.locations {
				related++
			}
		}
	}
	if related > 0 {
		lw.cut = append(lw.cut, fmt.Sprintf("%s had more locations than a result may have: only the first %d are in this log",
			count(related, "finding"), lw.limits.locations))
	}
	if len(all) > lw.limits.displayed {
		lw.cut = append(lw.cut, fmt.Sprintf("there are %d findings: GitHub shows the %d most severe ones", len(all), lw.limits.displayed))
	}
	if len(all) <= lw.limits.results {
		return all
	}
	lw.cut = append(lw.cut, fmt.Sprintf("there are %d findings: only the %d most severe ones are in this log", len(all), lw.limits.results))
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	sort.SliceStable(order, func(a, b int) bool { return rank(all[order[a]]) > rank(all[order[b]]) })
	order = order[:lw.limits.results]
	sort.Ints(order)
	kept := make([]*finding.Finding, len(order))
	for i, at := range order {
		kept[i] = all[at]
	}
	return kept
}

// rules returns the descriptors of the evaluated rules, by id, and of any other rule that a finding names. Rules with
// findings come first when there are too many.
func (lw *logWriter) rules(r *Report, findings []*finding.Finding) []*sarif.ReportingDescriptor {
	known := r.rulesByID()
	used := map[string]bool{}
	for _, f := range findings {
		used[f.Rule] = true
		if known[f.Rule] == nil {
			known[f.Rule] = &rules.Rule{ID: f.Rule, Title: f.Rule, Severity: f.Severity}
		}
	}
	ids := make([]string, 0, len(known))
	for id := range known {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool {
		if len(ids) > lw.limits.rules && used[ids[i]] != used[ids[j]] {
			return used[ids[i]]
		}
		return ids[i] < ids[j]
	})
	if len(ids) > lw.limits.rules {
		lw.cut = append(lw.cut, fmt.Sprintf("there are %d rules: only %d are described in this log", len(ids), lw.limits.rules))
		ids = ids[:lw.limits.rules]
	}
	list := make([]*sarif.ReportingDescriptor, len(ids))
	for i, id := range ids {
		lw.index[id] = uint(i)
		list[i] = lw.descriptor(known[id])
	}
	return list
}

// descriptor describes a rule.
func (lw *logWriter) descriptor(rule *rules.Rule) *sarif.ReportingDescriptor {
	page := lw.help(rule)
	full := rule.Description
	if full == "" {
		full = rule.Title
	}
	d := sarif.NewRule(rule.ID).
		WithShortDescription(sarif.NewMultiformatMessageString(rule.Title)).
		WithFullDescription(sarif.NewMultiformatMessageString(full).WithMarkdown(full)).
		WithHelp(sarif.NewMultiformatMessageString(page).WithMarkdown(page)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(levelOf(rule.Severity)))
	if uri := HelpURI(rule); uri != "" {
		d.WithHelpURI(uri)
	}
	d.Properties = sarif.Properties{
		"security-severity": securitySeverity(rule.Severity),
		"precision":         "high",
		"tags":              lw.tags(rule),
	}
	return d
}

// HelpURI returns where to read about a rule: its page, or a user's first reference.
func HelpURI(rule *rules.Rule) string {
	if rule.Origin == "" {
		return homepage + "/blob/main/" + rules.PagesDir + "/" + rule.ID + ".md"
	}
	if len(rule.References) > 0 {
		return rule.References[0]
	}
	return ""
}

// tags returns the tags of a rule. GitHub shows the first ten only, so the weaknesses come last.
func (lw *logWriter) tags(rule *rules.Rule) []string {
	tags := []string{"security"}
	if rule.Pack != "" {
		tags = append(tags, rule.Pack)
	}
	tags = append(tags, rule.Kinds...)
	for _, cwe := range rule.CWE {
		tags = append(tags, fmt.Sprintf("external/cwe/cwe-%03d", cwe))
	}
	if len(tags) > lw.limits.tags {
		lw.cut = append(lw.cut, fmt.Sprintf("rule %s has %d tags: only %d are in this log", rule.ID, len(tags), lw.limits.tags))
		tags = tags[:lw.limits.tags]
	}
	return tags
}

// guid derives a stable identifier for the suppression of a finding. It is marked as version 5, derived from a name: the
// schema refuses version 8, which would allow for the newer hash.
func guid(f *finding.Finding) string {
	sum := sha256.Sum256([]byte(f.Rule + "\x00" + f.Fingerprint + "\x00" + f.Suppressed.Kind + "\x00" + f.Suppressed.Reason))
	sum[6] = sum[6]&0x0f | 0x50
	sum[8] = sum[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", sum[0:4], sum[4:6], sum[6:8], sum[8:10], sum[10:16])
}
