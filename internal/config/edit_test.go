package config_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
)

var added = []config.Entry{{
	Comment: "a.yml:3 service \"web\"\nruns privileged",
	Pairs: config.Pairs{
		{Key: "rule", Value: "compose/privileged"}, {Key: "where", Value: config.Pairs{{Key: "file", Value: "a.yml"}}},
		{Key: "status", Value: "ACCEPTED"}, {Key: "reason", Value: "no: really"}, {Key: "expires", Value: "2027-06-30"},
		{Key: "conditions", Value: []string{"exposure <= peers"}},
	},
}}

const addedBlock = `  # a.yml:3 service "web" runs privileged
  - rule: compose/privileged
    where: {file: a.yml}
    status: ACCEPTED
    reason: "no: really"
    expires: 2027-06-30
    conditions: ["exposure <= peers"]
`

const addedFlow = `{rule: compose/privileged, where: {file: a.yml}, status: ACCEPTED, reason: "no: really", expires: 2027-06-30, conditions: ["exposure <= peers"]}`

func TestAddWaivers(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ before, after string }{
		"no config":      {"", "waivers:\n" + addedBlock},
		"other keys":     {"fail-on: low  # strict\n", "fail-on: low  # strict\n\nwaivers:\n" + addedBlock},
		"no line break":  {"fail-on: low", "fail-on: low\n\nwaivers:\n" + addedBlock},
		"an empty key":   {"waivers:  # none yet\nfail-on: low\n", "waivers:  # none yet\n" + addedBlock + "fail-on: low\n"},
		"an empty list":  {"waivers: []\n# end\n", "waivers: [" + addedFlow + "]\n# end\n"},
		"a flow list":    {"waivers: [{id: A}]\n", "waivers: [{id: A}, " + addedFlow + "]\n"},
		"behind another": {"waivers:\n  - id: A  # first\n    reason: |\n      two\n      lines\n\n# more\nfail-on: low\n", "waivers:\n  - id: A  # first\n    reason: |\n      two\n      lines\n" + addedBlock + "\n# more\nfail-on: low\n"},
		"at the column of its key": {
			"waivers:\n- id: A\n- id: B # last\npacks: [strict]\n",
			"waivers:\n- id: A\n- id: B # last\n" + strings.ReplaceAll(addedBlock[2:], "\n  ", "\n") + "packs: [strict]\n",
		},
	} {
		got, err := config.AddWaivers(".seclint.yaml", []byte(test.before), added, catalogue(t))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(test.after, string(got)); diff != "" {
			t.Errorf("%s:\n%s", name, diff)
		}
		if _, err := read(t, string(got)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestAddWaiversRefuses(t *testing.T) {
	t.Parallel()
	for before, want := range map[string]string{
		"{fail-on: low}": "within { }", "waivers: 1": "want a list", "- a": "want a mapping", "waivers: [": ".seclint.yaml:1:",
		"waivers: [{sattus: ACCEPTED}]": `unknown key "sattus": did you mean "status"?`,
	} {
		got, err := config.AddWaivers(".seclint.yaml", []byte(before), added, catalogue(t))
		if err == nil || !strings.Contains(err.Error(), want) || got != nil {
			t.Errorf("%q: got %q, %v, want %s", before, got, err, want)
		}
	}
}
