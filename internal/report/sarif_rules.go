package report

import (
	"fmt"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/owenrumney/go-sarif/v2/sarif"
	"golang.org/x/mod/semver"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// descriptor is a rule with a severity that it has somewhere in the log. Code scanning takes the severity of an alert from the
// descriptor: a rule needs one for each severity, or what the context says would be lost.
type descriptor struct {
	id       string
	rule     *rules.Rule
	severity finding.Severity
}

// descriptorID returns the id of the descriptor that a finding belongs to: the rule's own where the severity is the rule's own, so that
// it does not depend on what else is found.
func (lw *logWriter) descriptorID(f *finding.Finding) string {
	if rule := lw.known[f.Rule]; rule == nil || rule.Severity == f.Severity {
		return f.Rule
	}
	return f.Rule + "/" + f.Severity.String()
}

// rules returns the descriptors of the evaluated rules, by id, and of any other rule that a finding names. Those with findings come
// first when there are too many.
func (lw *logWriter) rules(r *Report, findings []*finding.Finding) []*sarif.ReportingDescriptor {
	lw.known = r.rulesByID()
	all, used := map[string]descriptor{}, map[string]bool{}
	for id, rule := range lw.known {
		all[id] = descriptor{id, rule, rule.Severity}
	}
	for _, f := range findings {
		if lw.known[f.Rule] == nil {
			lw.known[f.Rule] = &rules.Rule{ID: f.Rule, Title: f.Rule, Severity: f.Severity}
		}
		id := lw.descriptorID(f)
		used[id], all[id] = true, descriptor{id, lw.known[f.Rule], f.Severity}
	}
	ids := make([]string, 0, len(all))
	for id := range all {
		ids = append(ids, id)
	}
	sort.Slice(ids, func(i, j int) bool {
		if len(ids) > lw.limits.rules && used[ids[i]] != used[ids[j]] {
			return used[ids[i]]
		}
		return ids[i] < ids[j]
	})
	if len(ids) > lw.limits.rules {
		lw.cut = append(lw.cut, fmt.Sprintf("there are %d rules by severity: only %d are described in this log", len(ids), lw.limits.rules))
		ids = ids[:lw.limits.rules]
	}
	list := make([]*sarif.ReportingDescriptor, len(ids))
	for i, id := range ids {
		lw.index[id] = uint(i)
		list[i] = lw.describe(all[id])
	}
	return list
}

// maxDescription is how many characters of a description code scanning takes.
const maxDescription = 1024

// describe turns a descriptor into SARIF's.
func (lw *logWriter) describe(d descriptor) *sarif.ReportingDescriptor {
	rule, page := d.rule, lw.help(d.rule)
	full := rule.Description
	if full == "" {
		full = rule.Title
	}
	full = shortened(strings.TrimSpace(full), maxDescription)
	described := sarif.NewRule(d.id).WithName(pascal(d.id)).
		WithShortDescription(sarif.NewMultiformatMessageString(shortened(rule.Title, maxDescription))).
		WithFullDescription(sarif.NewMultiformatMessageString(full).WithMarkdown(full)).
		WithHelp(sarif.NewMultiformatMessageString(page).WithMarkdown(page)).
		WithDefaultConfiguration(sarif.NewReportingConfiguration().WithLevel(levelOf(d.severity)))
	if uri := HelpURI(rule); uri != "" {
		described.WithHelpURI(uri)
	}
	described.Properties = sarif.Properties{
		"security-severity": securitySeverity(d.severity),
		"precision":         rule.HowPrecise(),
		"tags":              lw.tags(rule),
	}
	return described
}

// pascal returns an id as the name of a rule: compose/image-unpinned is ComposeImageUnpinned.
func pascal(id string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(id, func(r rune) bool { return strings.ContainsRune("/-_.", r) }) {
		b.WriteString(strings.ToUpper(word[:1]) + word[1:])
	}
	return shortened(b.String(), maxName)
}

// maxName is how many characters of a rule's name code scanning takes.
const maxName = 255

// shortened returns the paragraphs, sentences or words of a text that fit.
func shortened(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	cut := string([]rune(text)[:most-1])
	for _, end := range []string{"\n\n", ". ", ".\n"} {
		if at := strings.LastIndex(cut, end); at > most/2 {
			return strings.TrimSpace(cut[:at+1])
		}
	}
	if at := strings.LastIndexAny(cut, " \n"); at > 0 {
		cut = cut[:at]
	}
	return cut + "…"
}

// unreleased is the version of a seclint that was not built from a release.
const unreleased = "0.0.0-devel"

// semanticVersion returns a version of Go's as one of Semantic Versioning.
func semanticVersion(version string) string {
	if v := "v" + strings.TrimPrefix(version, "v"); semver.IsValid(v) {
		return strings.TrimPrefix(semver.Canonical(v)+semver.Build(v), "v")
	}
	return unreleased
}

// help returns a rule's page.
func (lw *logWriter) help(rule *rules.Rule) string {
	if lw.options.Help != nil {
		return lw.options.Help(rule)
	}
	return strings.TrimSpace(rule.Description) + "\n\n## Fix\n\n" + strings.TrimSpace(rule.Remediation) + "\n"
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
		if cut := fmt.Sprintf("rule %s has %d tags: only %d are in this log", rule.ID, len(tags), lw.limits.tags); !slices.Contains(lw.cut, cut) {
			lw.cut = append(lw.cut, cut)
		}
		tags = tags[:lw.limits.tags]
	}
	return tags
}
