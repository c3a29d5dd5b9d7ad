package lsp

import (
	"slices"
	"strings"
	"testing"

	"github.com/seclint/seclint/rules"
)

// TestConfigItems completes where | is. want are some labels that are offered, not some that are not.
func TestConfigItems(t *testing.T) {
	t.Parallel()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct{ name, text, want, not string }{
		{"an empty file", "|", "rules packs fail-on", "high"},
		{"a key that has begun", "fa|", "fail-on", "high"},
		{"keys that are there already", "packs: [strict]\n|", "rules", "packs"},
		{"keys in front of others", "|\npacks: [strict]", "rules", "packs"},
		{"a value", "fail-on: |", "critical never", "rules none"},
		{"a value that has begun", "severity: cri|\npacks: [strict]", "critical none", "never"},
		{"a truth", "include-generated: |", "true false", "high"},
		{"an item of a list", "packs:\n- |", "default strict", "rules"},
		{"an item within brackets", "packs: [default, |]", "strict", "rules"},
		{"the id of a rule", "rules:\n  |", "compose/privileged waiver/unused", "rules high"},
		{"the id of a rule that has begun", "rules:\n  compose/pri|", "compose/privileged", "rules"},
		{"a setting of a rule", "rules:\n  compose/privileged: |", "off on critical", "compose/privileged"},
		{"the long form", "rules:\n  mediamtx/record-policy:\n    |", "severity parameters", "compose/privileged"},
		{"parameters of a rule", "rules:\n  mediamtx/record-policy:\n    parameters:\n      |", "max_record_retention", "severity"},
		{"within braces", "rules: {mediamtx/record-policy: {severity: |}}", "critical", "parameters"},
		{"a key within braces", "rules: {mediamtx/record-policy: {|}}", "severity parameters", "high"},
		{"rules of an override", "overrides:\n- paths: [a]\n  rules:\n    |", "compose/privileged", "paths"},
		{"a key of an override", "overrides:\n- paths: [a]\n  |", "rules", "paths"},
		{"a role", "roles:\n  |", "untrusted gateway", "rules"},
		{"the rule of a waiver", "waivers:\n- rule: |", "compose/privileged", "status"},
		{"the status of a waiver", "waivers:\n- rule: compose/privileged\n  status: |", "ACCEPTED", "rule"},
		{"what follows cannot be read", "fail-on: |\nrules: [", "critical", ""},
		{"what comes first cannot be read", "rules: [\nfail-on: |", "", "critical"},
		{"a comment", "packs: [strict] # |", "", "rules strict"},
		{"a place in front of something", "fail-on: | high low", "", "critical"},
		{"line ends of Windows", "packs: [strict]\r\nfail-on: |\r\n", "critical", ""},
	}
	for _, test := range tests {
		at := strings.Index(test.text, "|")
		items := configItems([]byte(strings.Replace(test.text, "|", "", 1)), at, catalogue)
		var labels []string
		for _, item := range items {
			labels = append(labels, item.Label)
		}
		for _, want := range strings.Fields(test.want) {
			if !slices.Contains(labels, want) {
				t.Errorf("%s: %s is not among %q", test.name, want, labels)
			}
		}
		for _, not := range strings.Fields(test.not) {
			if slices.Contains(labels, not) {
				t.Errorf("%s: %s is offered", test.name, not)
			}
		}
	}
}
