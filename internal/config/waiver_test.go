package config_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
)

func init() {
	maps.Copy(invalid, invalidWaivers)
}

var invalidWaivers = map[string]struct {
	text   string
	want   []string
	schema bool
}{
	"waiver keys": {`waivers:
- {rulle: a, wher: {}, status: ACEPTED, where: {files: a, fingerprint: xyz, line: 0, symbol: ''}}
- [a]
`, []string{
		`2:4: unknown key "rulle": did you mean "rule"?`,
		`2:14: unknown key "wher": did you mean "where"?`,
		`2:32: unknown status "ACEPTED": want DOCUMENTED, ACCEPTABLE, ACCEPTED, MITIGATED, FALSE_POSITIVE: did you mean "ACCEPTED"?`,
		`2:49: unknown key "files": did you mean "file"?`,
		`2:72: want a fingerprint, 8 to 32 hex digits as -f json shows it, got "xyz"`,
		`2:83: want the number of a line, got "0"`,
		`2:94: want a text, got ""`,
		`3:3: want a mapping with id, rule, where, status, reason, doc, owner, expires, conditions, mitigations, got a list`,
	}, true},
	"a status in lower case": {`waivers: [{status: accepted}]`, []string{
		`1:20: unknown status "accepted": want DOCUMENTED, ACCEPTABLE, ACCEPTED, MITIGATED, FALSE_POSITIVE: did you mean "ACCEPTED"?`}, true},
	"a waiver's glob": {`waivers: [{where: {file: "[a"}}]`, []string{
		`1:26: malformed glob "[a": a [ or { is not closed, or a \ ends it`}, false},
	"a day that does not exist": {`waivers: [{expires: 2027-02-30}]`, []string{`1:21: want a day as YYYY-MM-DD, got "2027-02-30"`}, false},
	"a day in another spelling": {`waivers: [{expires: 30.6.2027}]`, []string{
		`1:21: want a day as YYYY-MM-DD, got "30.6.2027": did you mean "2027-06-30"?`}, false},
	"conditions": {`waivers:
- conditions:
  - exposur <= peers
  - exposure <= host_lopback
  - absent compose/priviledged
  - 1
  - {exposure: near}
  - {matches: "(", file: "[a"}
  - {matches: a, not_matches: b}
  - {setting: A}
  - {setting: A, expect: {equals: 1}}
  - setting A <= much
  - {setting: A, expect: {in: 1}}
  - {setting: A, expect: {present: false}}
  - {setting: A, expect: {lte: [1]}}
  - {matchs: a}
  - {absent: nosuch/rule}
  - env TOKEN must be set
`, []string{
		`3:5: unknown condition "exposur <= peers": want exposure <= LEVEL, absent RULE, setting NAME == VALUE, path KEY.PATH == VALUE, ` +
			`constant NAME == VALUE, file GLOB contains TEXT, file GLOB lacks TEXT, env NAME required: did you mean "exposure"?`,
		`4:5: unknown exposure "host_lopback": want loopback, peers, host_loopback, one_address, all_interfaces: did you mean "host_loopback"?`,
		`5:5: unknown rule "compose/priviledged": did you mean "compose/privileged"?`,
		`6:5: want a condition such as "exposure <= host_loopback", or a mapping, got "1"`,
		`7:16: unknown exposure "near": want loopback, peers, host_loopback, one_address, all_interfaces`,
		"8:15: wrong regular expression: missing closing ): `(`",
		`8:26: malformed glob "[a": a [ or { is not closed, or a \ ends it`,
		`9:5: want exactly one of exposure, absent, matches, not_matches, contains, not_contains, setting, path, constant and env_required`,
		`10:5: setting, path and constant go with expect, such as {setting: DEBUG, expect: {eq: false}}`,
		"11:27: unknown operator \"equals\": want one of absent, between, duration_between, duration_gt, duration_gte, duration_lt, duration_lte, eq, excludes, gt, gte, in, includes, lt, lte, " +
			"matches, ne, not_in, not_matches, present, subset_of, version_between, version_gt, version_gte, version_lt, version_lte",
		`12:5: <= wants a number, a duration such as 24h, or a version such as 1.2, got "much"`,
		`13:31: want a list, got "1"`,
		`14:36: want true, got "false"`,
		`15:32: want a number, got a list`,
		`16:6: unknown key "matchs": did you mean "matches"?`,
		`17:14: unknown rule "nosuch/rule"`,
		`18:5: malformed condition "env TOKEN must be set": want env NAME required`,
	}, true},
	"files outside the root": {`{waiver-files: [../a.yaml], baseline: /b.json}`, []string{
		`1:17: file "../a.yaml" leads outside the scanned root`, `1:39: file "/b.json" leads outside the scanned root`}, false},
}

func TestWaiversOfSeveralFiles(t *testing.T) {
	c, err := config.Read(fstest.MapFS{
		".seclint.yaml":      {Data: []byte("waivers: [{id: A}]\nwaiver-files: [sec/w.yaml, sec/empty.yaml]\n")},
		"sec/w.yaml":         {Data: []byte("waivers:\n- {id: B, rule: compose/privileged, expires: 2027-06-30}\n")},
		"sec/empty.yaml":     {},
		"sec/not-named.yaml": {Data: []byte("waivers: [{id: C}]")},
	}, ".seclint.yaml", catalogue(t))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, w := range c.Waivers {
		got = append(got, w.At.String()+" "+w.ID)
	}
	if diff := cmp.Diff([]string{".seclint.yaml:1:11 A", "sec/w.yaml:2:3 B"}, got); diff != "" {
		t.Error(diff)
	}
	if day := c.Waivers[1].Expires.Format(time.DateOnly); day != "2027-06-30" {
		t.Errorf("expires %s", day)
	}
}

// What is wrong with a file that the config names is an error of the config, with the place in that file.
func TestWrongWaiverFiles(t *testing.T) {
	for name, test := range map[string]struct{ file, want string }{
		"unknown key": {"waiver: []", `sec/w.yaml:1:1: unknown key "waiver": did you mean "waivers"?` + "\n" + `sec/w.yaml:1:1: missing key "waivers"`},
		"no YAML":     {"waivers: [", "sec/w.yaml:1:"},
		"a list":      {"- a", "sec/w.yaml:1:1: want a mapping with waivers, got a list"},
		"missing":     {"", ".seclint.yaml:1:16: cannot read the file of waivers sec/w.yaml: file does not exist"},
	} {
		t.Run(name, func(t *testing.T) {
			files := fstest.MapFS{".seclint.yaml": {Data: []byte("waiver-files: [sec/w.yaml]")}}
			if test.file != "" {
				files["sec/w.yaml"] = &fstest.MapFile{Data: []byte(test.file)}
			}
			_, err := config.Read(files, ".seclint.yaml", catalogue(t))
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("got %v, want %s", err, test.want)
			}
		})
	}
}
