package config

import (
	"encoding/json"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// configShape is the definition of .seclint.yaml: what is decoded, and what the JSON Schema says, come from here.
func configShape() object[Config] {
	return object[Config]{
		fields: []field[Config]{
			member("extends", "Files inside the scanned root that this one goes over, relative to it: a name or a list, of which a later one goes "+
				"over an earlier one. Mappings are merged, lists are continued, anything else is replaced, and so are the parameters of a rule.",
				extendsShape{}, func(*Config, struct{}) {}),
			member("excludes", "Files and folders that are not looked at, as globs from the scanned root. A glob without a slash "+
				"matches names at any depth; a folder stands for everything in it.",
				list[Glob]{item: globShape{}}, func(c *Config, v []Glob) { c.Excludes = v }),
			member("include-generated", "Whether files that a program wrote count like any other: those with a mark such as "+
				"\"Code generated ... DO NOT EDIT\" in front of everything else, or with linguist-generated in .gitattributes. Otherwise "+
				"findings in them are one level lower, and those in folders of what programs write are left out.",
				flagShape{}, func(c *Config, v bool) { c.IncludeGenerated = v }),
			member("allow-unassessed", "Whether a scan may pass although it knows of a file that it did not assess: one that is too large, that a link "+
				"leads to outside the scanned root, that a program wrote into its output, that is included from elsewhere, or that has "+
				"another shape than what is started with it expects.",
				placed[bool]{flagShape{}}, func(c *Config, v at[bool]) { c.AllowUnassessed, c.allowAt = v.value, v.at }),
			member("rules", "What holds for rules, by rule id or glob. An id goes over globs, a later glob over an earlier one.",
				rulesShape{parameters: true}, func(c *Config, v map[string]setting) { c.rules = v }),
			member("fail-on", "The mildest severity that makes the exit code 1. The default is high.",
				placed[threshold]{thresholds()}, func(c *Config, v at[threshold]) { c.FailOn, c.Never, c.failAt = v.value.severity, v.value.never, v.at }),
			member("severity", "The mildest severity that is shown; none shows informational findings too. The default is note.",
				placed[finding.Severity]{severities()}, func(c *Config, v at[finding.Severity]) { c.ShowFrom, c.showAt = v.value, v.at }),
			member("packs", "The packs of rules in force. default always is; strict adds completeness items.",
				list[string]{item: packs(), nonEmpty: true}, func(c *Config, v []string) { c.Packs = v }),
			member("policies", "Folders of your own policies, relative to this file.",
				list[string]{item: folderShape{}}, func(c *Config, v []string) { c.Policies = v }),
			member("overrides", "What holds for rules in some files only. A later override goes over an earlier one.",
				list[override]{item: overrideShape()}, func(c *Config, v []override) { c.overrides = v }),
			member("trackers", "Markdown files in which people keep track of security work, as globs from the scanned root. A scan of the whole root "+
				"compares their items with what it finds.",
				list[NamedFiles]{item: filesShape{}, nonEmpty: true}, func(c *Config, v []NamedFiles) { c.Trackers = v }),
			member("assertions", "What has to be set, paired, or there.",
				list[Assertion]{item: assertionShape()}, func(c *Config, v []Assertion) { c.Assertions = v }),
			member("allowlists", "What may be registered or named, and nothing else.",
				list[Allowlist]{item: allowlistShape()}, func(c *Config, v []Allowlist) { c.Allowlists = v }),
			member("contracts", "What one side sends and another has to handle, in other checkouts too.",
				list[Contract]{item: contractShape()}, func(c *Config, v []Contract) { c.Contracts = v }),
			member("expected", "What may be reached of machines and services by their role: what is on the list is informational, the excess a finding.",
				list[ExpectedRole]{item: expectedShape()}, func(c *Config, v []ExpectedRole) { c.Expected = v }),
			member("inventory", "The machines that are known, for coverage: each with what was seen of it, or left out by choice.",
				list[Host]{item: hostShape()}, func(c *Config, v []Host) { c.Inventory = v }),
			member("roles", "What Compose services are for, by role: the names of services as globs, or {service, paths}. A declared role "+
				"goes over what seclint infers.",
				rolesShape(), func(c *Config, v Roles) { c.Roles = v }),
			member("waivers", "Decisions about findings, which stay in every report and do not count.",
				waiversShape{}, func(c *Config, v []Waiver) { c.Waivers = v }),
			member("waiver-files", "Files with more waivers, relative to this file: YAML with the key waivers.",
				list[at[string]]{item: fileShape{}}, func(c *Config, v []at[string]) { c.waiverFiles = v }),
			member("baseline", "A file with the findings that are known, relative to this file, as seclint baseline or -f sarif writes it: only "+
				"other findings make the exit code 1.",
				fileShape{}, func(c *Config, v at[string]) { c.Baseline = v.value }),
		},
	}
}

func overrideShape() object[override] {
	return object[override]{
		required: []string{"paths", "rules"},
		fields: []field[override]{
			member("paths", "The files, as globs from the scanned root.",
				list[Glob]{item: globShape{}, nonEmpty: true}, func(o *override, v []Glob) { o.paths = v }),
			member("rules", "What holds for rules in these files.",
				rulesShape{}, func(o *override, v map[string]setting) { o.rules = v }),
		},
	}
}

// settingShape is the long form of the settings of a rule.
func settingShape(r *rulesShape, subject ruleKey) object[setting] {
	o := object[setting]{fields: []field[setting]{
		member("severity", "The severity of the rule's findings. Informational findings stay informational.",
			severities(), func(s *setting, v finding.Severity) { s.severity, s.hasSeverity = v, true }),
	}}
	if r.parameters {
		o.fields = append(o.fields, member("parameters", "The rule's parameters; seclint explain RULE lists them.",
			parametersShape{subject}, func(s *setting, v map[string]any) { s.parameters = v }))
	}
	return o
}

// threshold is a fail-on value.
type threshold struct {
	severity finding.Severity
	never    bool
}

func thresholds() choice[threshold] {
	return choice[threshold]{what: "threshold", words: []string{"critical", "high", "medium", "low", "note", "never"},
		value: func(word string) threshold {
			severity, never, _ := ParseFailOn(word) // every word above is one
			return threshold{severity, never}
		}}
}

func severities() choice[finding.Severity] {
	return choice[finding.Severity]{what: "severity", words: severityWords(), value: func(word string) finding.Severity {
		severity, _ := finding.ParseSeverity(word) // every word is one
		return severity
	}}
}

func severityWords() []string {
	var words []string
	for s := finding.Critical; s > finding.None; s-- {
		words = append(words, s.String())
	}
	return append(words, finding.None.String())
}

func packs() choice[string] {
	return choice[string]{what: "pack", words: []string{rules.PackDefault, rules.PackStrict}, value: func(word string) string { return word }}
}

// Schema returns the JSON Schema of the config file, as schemas/config.schema.json has it.
func Schema() []byte {
	s := configShape().schema()
	s["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	s["$id"] = "https://raw.githubusercontent.com/seclint/seclint/main/schemas/config.schema.json"
	s["title"] = "seclint config (.seclint.yaml)"
	s["type"] = []string{"object", "null"}
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		panic(err) // nothing but maps, lists and strings
	}
	return append(text, '\n')
}
