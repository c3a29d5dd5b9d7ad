package config_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// catalogue has a rule of each pack, and one with a parameter of each type.
func catalogue(t *testing.T) *rules.Catalogue {
	t.Helper()
	policy := func(family, name, custom string) *fstest.MapFile {
		return &fstest.MapFile{Data: []byte("# METADATA\n# title: T\n# description: D\n# scope: package\n# custom:\n" +
			"#   severity: high\n#   remediation: R\n" + custom +
			"package " + family + "[\"" + name + "\"]\n\nfindings contains finding if {\n\tfinding := {\"path\": [], \"message\": \"x\"}\n}\n")}
	}
	cat, err := rules.Load(rules.Source{FS: fstest.MapFS{
		"compose/privileged/privileged.rego": policy("compose", "privileged", ""),
		"compose/read-only/read-only.rego":   policy("compose", "read-only", "#   pack: strict\n"),
		"compose/no-limits/no-limits.rego":   policy("compose", "no-limits", "#   pack: strict\n"),
		"envoy/admin/admin.rego": policy("envoy", "admin", "#   parameters: {images: [\"a\"], limit: 3, ratio: 0.5, "+
			"strict: true, name: x, any: null, table: {a: 1}}\n"),
	}})
	if cat == nil || len(cat.All()) != 4 {
		t.Fatal(err)
	}
	return cat
}

func read(t *testing.T, text string) (*config.Config, error) {
	t.Helper()
	return config.Read(fstest.MapFS{".seclint.yaml": {Data: []byte(text)}}, ".seclint.yaml", catalogue(t))
}

func TestRead(t *testing.T) {
	c, err := read(t, `
excludes: [vendor/**, "*.example.yml"]
include-generated: true
fail-on: never
severity: medium
packs: [default, strict]
policies: [./policies, more]
rules:
  envoy/admin:
    severity: low
    parameters: {images: [b, c], limit: 5, ratio: 2, strict: false, name: y, any: [1], table: {b: 2}}
`)
	if err != nil {
		t.Fatal(err)
	}
	if !c.Never || !c.IncludeGenerated || c.ShowFrom != finding.Medium || c.Path != ".seclint.yaml" {
		t.Errorf("got %+v", c)
	}
	if diff := cmp.Diff([]string{"policies", "more"}, c.Policies); diff != "" {
		t.Error(diff)
	}
	want := map[string]any{"images": []any{"b", "c"}, "limit": int64(5), "ratio": int64(2), "strict": false, "name": "y",
		"any": []any{int64(1)}, "table": map[string]any{"b": int64(2)}}
	if diff := cmp.Diff(want, c.Parameters("envoy/admin")); diff != "" {
		t.Error(diff)
	}
	if !config.MatchAny(c.Excludes, "a/b.example.yml") || config.MatchAny(c.Excludes, "b.yml") {
		t.Error("excludes do not cover what they should")
	}
}

func TestEmptyIsDefault(t *testing.T) {
	for _, text := range []string{"", "# nothing yet\n", "---\n"} {
		c, err := read(t, text)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if c.FailOn != finding.High || c.Never || c.ShowFrom != finding.Note || len(c.Packs) != 1 {
			t.Errorf("%q: got %+v", text, c)
		}
	}
}

// invalid has configs with everything that is wrong with them. Those that the JSON Schema must refuse too are marked.
var invalid = map[string]struct {
	text   string
	want   []string
	schema bool
}{
	"all errors at once": {`exclude: [a]
rules:
  compose/priviledged: off
  envoy/admin: {severty: low, parameters: {limits: 3}}
fail-on: hihg
overrides:
- {paths: [], rules: {nosuch/*: off}}
`, []string{
		`1:1: unknown key "exclude": did you mean "excludes"?`,
		`3:3: unknown rule "compose/priviledged": did you mean "compose/privileged"?`,
		`4:17: unknown key "severty": did you mean "severity"?`,
		`4:44: unknown parameter "limits" of envoy/admin: it has any, images, limit, name, ratio, strict, table: did you mean "limit"?`,
		`5:10: unknown threshold "hihg": want critical, high, medium, low, note, never: did you mean "high"?`,
		`7:11: want at least one item`,
		`7:23: unknown rule "nosuch/*"`,
	}, true},
	"a rule without its family": {"rules: {privileged: off}", []string{
		`1:9: unknown rule "privileged": did you mean "compose/privileged"?`}, false},
	"not a mapping":             {"- a", []string{`1:1: want a mapping with extends, excludes, include-generated, allow-unassessed, rules, fail-on, severity, packs, policies, overrides, trackers, assertions, allowlists, contracts, expected, inventory, roles, waivers, waiver-files, baseline, got a list`}, true},
	"two documents":             {"{}\n---\n{}\n", []string{`3:1: a config is one YAML document, this is the second`}, false},
	"not a boolean":             {"include-generated: 1", []string{`1:20: want true or false, got "1"`}, true},
	"unknown operator":          {"assertions:\n- {id: a, files: [a], path: k, expect: {eqq: 1}}", []string{`2:41: unknown operator "eqq": want one of absent, between, duration_between, duration_gt, duration_gte, duration_lt, duration_lte, eq, excludes, gt, gte, in, includes, lt, lte, matches, ne, not_in, not_matches, present, subset_of, version_between, version_gt, version_gte, version_lt, version_lte: did you mean "eq"?`}, true},
	"no duration":               {"assertions:\n- {id: a, files: [a], path: k, expect: {duration_lte: soon}}", []string{`2:55: want a duration such as 90s, 24h or 7d, got "soon"`}, false},
	"no pair":                   {"assertions:\n- {id: a, files: [a], path: k, expect: {between: [1]}}", []string{`2:50: want a list of two, the smallest and the largest number, got a list`}, true},
	"no regex":                  {"assertions:\n- {id: a, files: [a], pattern: '(', expect: {eq: 1}}", []string{"2:32: malformed regular expression: missing closing ): `(`"}, false},
	"no group":                  {"allowlists:\n- {id: a, files: [a], pattern: x, allowed: [b]}", []string{`2:32: the regular expression has no group (...) for the name`}, false},
	"nothing demanded":          {"assertions:\n- {id: a, files: [a]}", []string{`2:3: demands nothing: want setting, path or pattern with expect, acquire with release, exists, contains, or lacks`}, false},
	"two subjects":              {"assertions:\n- {id: a, files: [a], path: k, setting: k, expect: {eq: 1}}", []string{`2:3: want one of setting, path, pattern, and acquire with release`}, false},
	"half a pair":               {"assertions:\n- {id: a, files: [a], acquire: k}", []string{`2:3: acquire and release go together`}, false},
	"key of an assertion":       {"assertions:\n- {id: a, files: [a], paht: k}", []string{`2:23: unknown key "paht": did you mean "path"?`}, true},
	"an id twice":               {"assertions:\n- {id: a, files: [a], exists: true}\ncontracts:\n- {id: a, expected: [x], consumers: {files: [a], pattern: (x)}}", []string{`4:3: the id "a" is taken at line 2`}, false},
	"a contract of nothing":     {"contracts:\n- {id: a, consumers: {files: [a], pattern: (x)}}", []string{`2:3: want expected, producers, or both`}, false},
	"an unknown role of a host": {"expected: [{role: edge}]\ninventory:\n- {host: a, role: egde}", []string{`3:19: unknown role "egde": expected has edge: did you mean "edge"?`}, false},
	"left out for nothing":      {"inventory:\n- {host: a, state: disabled}", []string{`2:3: missing key "reason": a machine is left out for a reason`}, false},
	"no port":                   {"expected: [{role: a, listeners: [{port: 0}, {name: x}]}]", []string{`1:41: want a port from 1 to 65535, got "0"`, `1:45: want port, process, or both`}, true},
	"what was seen elsewhere":   {"inventory: [{host: a, seen: ../x.yaml}]", []string{`1:29: file "../x.yaml" leads outside the scanned root`}, false},
	"unknown key":               {"qwertyuiop: 1", []string{`1:1: unknown key "qwertyuiop": known are extends, excludes, include-generated, allow-unassessed, rules, fail-on, severity, packs, policies, overrides, trackers, assertions, allowlists, contracts, expected, inventory, roles, waivers, waiver-files, baseline`}, true},
	"a scalar list":             {"excludes: vendor", []string{`1:11: want a list, got "vendor"`}, true},
	"glob types":                {"excludes: [1, '']", []string{`1:12: want a glob, got "1"`, `1:15: empty glob: want a pattern such as tests/** or *.example.yml`}, true},
	"a broken glob":             {`excludes: ["[a", "!b", "../c"]`, []string{`1:12: malformed glob "[a": a [ or { is not closed, or a \ ends it`, `1:18: glob "!b" cannot be negated: write the exception into .seclintignore`, `1:24: glob "../c" leaves the scanned root`}, false},
	"a costly glob":             {`excludes: ["` + strings.Repeat("{a,aa}", 9) + `"]`, []string{`1:12: glob "` + strings.Repeat("{a,aa}", 9) + `" stands for more than 64 globs without {alternatives}`}, false},
	"empty packs":               {"packs: []", []string{"1:8: want at least one item"}, true},
	"unknown pack":              {"packs: [strikt]", []string{`1:9: unknown pack "strikt": want default, strict: did you mean "strict"?`}, true},
	"fail-on none":              {"fail-on: none", []string{`1:10: unknown threshold "none": want critical, high, medium, low, note, never: did you mean "note"?`}, true},
	"wrong setting":             {"rules: {compose/privileged: offf}", []string{`1:29: unknown setting "offf": want off, on, critical, high, medium, low, note, none: did you mean "off"?`}, true},
	"setting a list":            {"rules: {compose/privileged: [off]}", []string{`1:29: unknown setting a list: want off, on, critical, high, medium, low, note, none`}, true},
	"rules a list":              {"rules: [compose/privileged]", []string{`1:8: want a mapping from rules to off, on, a severity, or severity and parameters, got a list`}, true},
	"parameter types": {`rules: {envoy/admin: {parameters: {images: a, limit: 1.5, ratio: x, strict: 1, name: [], table: 1}}}`, []string{
		`1:44: parameter "images" of envoy/admin wants a list, got "a"`,
		`1:54: parameter "limit" of envoy/admin wants a whole number, got "1.5"`,
		`1:66: parameter "ratio" of envoy/admin wants a number, got "x"`,
		`1:77: parameter "strict" of envoy/admin wants true or false, got "1"`,
		`1:86: parameter "name" of envoy/admin wants a string, got a list`,
		`1:97: parameter "table" of envoy/admin wants a mapping, got "1"`}, false},
	"parameter items":               {`rules: {envoy/admin: {parameters: {images: [a, 1]}}}`, []string{`1:48: parameter "images" of envoy/admin wants a list in which every item is a string, got "1"`}, false},
	"a parameter of none":           {`rules: {compose/privileged: {parameters: {x: 1}}}`, []string{`1:43: unknown parameter "x" of compose/privileged: it has none`}, false},
	"parameters of a glob":          {`rules: {envoy/*: {parameters: {limit: 1}}}`, []string{`1:31: parameters belong to one rule: name it by its id instead of "envoy/*"`}, false},
	"parameters for a path":         {`overrides: [{paths: [a], rules: {envoy/admin: {parameters: {limit: 1}}}}]`, []string{`1:48: unknown key "parameters": known are severity`}, true},
	"an override without its parts": {`overrides: [{}]`, []string{`1:13: missing key "paths"`, `1:13: missing key "rules"`}, true},
	"errors in the order of the file": {"overrides:\n- rules: {compose/privileged: x}\n", []string{`2:3: missing key "paths"`,
		`2:31: unknown setting "x": want off, on, critical, high, medium, low, note, none`}, true},
	"roles": {"roles: {untrusetd: [a], untrusted: a, gateway: [1, x/y, '', '[a'], proxy: [{paths: [], services: a}], trusted: [{service: a, paths: ['!b']}]}", []string{
		`1:9: unknown key "untrusetd": did you mean "untrusted"?`,
		`1:36: want a list, got "a"`,
		`1:49: want the name of a service or a glob for names, got "1"`,
		`1:52: want the name of a service or a glob for names, got "x/y": files go under paths, as in {service: NAME, paths: [GLOB]}`,
		`1:57: empty glob: want a pattern such as tests/** or *.example.yml`,
		`1:61: malformed glob "[a": a [ or { is not closed, or a \ ends it`,
		`1:76: missing key "service"`,
		`1:84: want at least one item`,
		`1:88: unknown key "services": did you mean "service"?`,
		`1:134: glob "!b" cannot be negated: write the exception into .seclintignore`}, true},
	"roles a list":              {"roles: [agent]", []string{`1:8: want a mapping with untrusted, trusted, gateway, datastore, admin-ui, proxy, tunnel, got a list`}, true},
	"a role of no known kind":   {"roles: {management-host: [a]}", []string{`1:9: unknown key "management-host": known are untrusted, trusted, gateway, datastore, admin-ui, proxy, tunnel`}, true},
	"policies outside the root": {`policies: [../x, /y, ""]`, []string{`1:12: folder "../x" leads outside the scanned root: give it with --policies`, `1:18: folder "/y" leads outside the scanned root: give it with --policies`, `1:22: want a folder, got ""`}, true},
}

func TestInvalid(t *testing.T) {
	for name, test := range invalid {
		t.Run(name, func(t *testing.T) {
			_, err := read(t, test.text)
			var errs config.Errors
			if !errors.As(err, &errs) {
				t.Fatalf("got %v, want Errors", err)
			}
			got := strings.Split(strings.ReplaceAll(err.Error(), ".seclint.yaml:", ""), "\n")
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestUnreadable(t *testing.T) {
	cat := catalogue(t)
	if _, err := config.Read(fstest.MapFS{}, ".seclint.yaml", cat); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("missing file: got %v", err)
	}
	if _, err := read(t, "a: [\n"); err == nil || !strings.HasPrefix(err.Error(), ".seclint.yaml:") {
		t.Errorf("broken YAML: got %v, want a place", err)
	}
	if _, err := read(t, "a: 1\na: 2\n"); err == nil || !strings.HasPrefix(err.Error(), ".seclint.yaml:2:1: ") {
		t.Errorf("duplicate key: got %v, want its place", err)
	}
	if _, err := read(t, strings.Repeat("# large\n", 1<<17)+"fail-on: low\n"); err == nil || !strings.Contains(err.Error(), "has more than 1048576 bytes") {
		t.Errorf("large file: got %v", err)
	}
}

func TestFind(t *testing.T) {
	one := &fstest.MapFile{}
	for want, root := range map[string]fstest.MapFS{
		"":              {"sub/.seclint.yaml": one},
		".seclint.yaml": {".seclint.yaml": one},
		".seclint.yml":  {".seclint.yml": one},
	} {
		if got, err := config.Find(root); got != want || err != nil {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
	if _, err := config.Find(fstest.MapFS{".seclint.yaml": one, ".seclint.yml": one}); err == nil {
		t.Error("two configs: want an error")
	}
}

func TestPolicies(t *testing.T) {
	root := fstest.MapFS{"ci/.seclint.yaml": {Data: []byte("policies: [rules, ../shared]\nnonsense: 1\n")}}
	got, err := config.Policies(root, "ci/.seclint.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"ci/rules", "shared"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestInForce(t *testing.T) {
	tests := map[string]struct {
		text          string
		only, disable []string
		// want lists rule@file in force; files are a.yml and test/a.yml.
		want string
	}{
		"default":                      {"", nil, nil, "privileged@a privileged@test admin@a admin@test"},
		"strict":                       {"packs: [strict]", nil, nil, "privileged@a privileged@test read-only@a read-only@test no-limits@a no-limits@test admin@a admin@test"},
		"a family off, one on":         {"rules: {compose/*: off, compose/read-only: on, envoy: false}", nil, nil, "read-only@a read-only@test"},
		"the order of id and glob":     {"rules: {compose/privileged: on, compose/*: off, envoy/*: off}", nil, nil, "privileged@a privileged@test"},
		"a later glob":                 {"rules: {'*': off, '*/ad*': true}", nil, nil, "admin@a admin@test"},
		"a severity turns on by id":    {"rules: {'*': off, compose/read-only: low}", nil, nil, "read-only@a read-only@test"},
		"a severity by glob does not":  {"rules: {'compose/*': low, envoy/admin: off}", nil, nil, "privileged@a privileged@test"},
		"parameters do not":            {"rules: {'*': off, envoy/admin: {parameters: {limit: 1}}}", nil, nil, ""},
		"off for a path":               {"overrides: [{paths: [test], rules: {'*': off}}]", nil, nil, "privileged@a admin@a"},
		"on for a path":                {"rules: {'*': off}\noverrides: [{paths: ['test/**'], rules: {compose/*: on}}]", nil, nil, "privileged@test read-only@test no-limits@test"},
		"a later override":             {"overrides: [{paths: ['*.yml'], rules: {'*': off}}, {paths: [/test], rules: {envoy/admin: on}}]", nil, nil, "admin@test"},
		"flags: only":                  {"rules: {compose/*: off}", []string{"compose/read-only"}, nil, "read-only@a read-only@test"},
		"flags: only, off for a path":  {"overrides: [{paths: [test], rules: {'*': off}}]", []string{"envoy"}, nil, "admin@a"},
		"flags: disable":               {"rules: {compose/privileged: on}", nil, []string{"compose/priv*"}, "admin@a admin@test"},
		"flags: disable wins over all": {"", []string{"compose/*"}, []string{"compose/[^r]*"}, "read-only@a read-only@test"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			c, err := read(t, test.text)
			if err != nil {
				t.Fatal(err)
			}
			cat := catalogue(t)
			if err := c.Select(test.only, test.disable, cat); err != nil {
				t.Fatal(err)
			}
			got := map[string]bool{}
			for _, rule := range cat.All() {
				anywhere := false
				for _, file := range []string{"a.yml", "test/a.yml"} {
					if c.RuleEnabled(rule, file) {
						anywhere = true
						got[rule.Name()+"@"+strings.TrimSuffix(strings.TrimSuffix(file, "/a.yml"), ".yml")] = true
					}
				}
				if anywhere && !c.RuleEnabledAnywhere(rule) {
					t.Errorf("%s is in force in a file, but RuleEnabledAnywhere says no", rule.ID)
				}
			}
			want := map[string]bool{}
			for _, w := range strings.Fields(test.want) {
				want[w] = true
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSelectUnknown(t *testing.T) {
	err := config.Default().Select([]string{"compose/privilegd"}, []string{"nosuch"}, catalogue(t))
	want := "unknown rule \"compose/privilegd\": did you mean \"compose/privileged\"?\nunknown rule \"nosuch\""
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestTurnedOffAndSeverity(t *testing.T) {
	c, err := read(t, `rules:
  compose/*: low
  compose/privileged: {severity: none}
overrides:
- paths: [test]
  rules:
    compose/privileged: off
    compose/read-only: off
- paths: [prod/]
  rules: {compose/*: critical}
`)
	if err != nil {
		t.Fatal(err)
	}
	cat := catalogue(t)
	privileged, _ := cat.Get("compose/privileged")
	readOnly, _ := cat.Get("compose/read-only")
	if at := c.TurnedOff(privileged, "test/a.yml"); at.String() != ".seclint.yaml:7:5" {
		t.Errorf("got %v, want the override's line", at)
	}
	if at := c.TurnedOff(privileged, "a.yml"); !at.IsZero() {
		t.Errorf("got %v outside the override's paths", at)
	}
	if at := c.TurnedOff(readOnly, "test/a.yml"); !at.IsZero() {
		t.Errorf("got %v for a rule that was not in force anyway", at)
	}
	for file, want := range map[string]finding.Severity{"a.yml": finding.None, "prod/a.yml": finding.Critical} {
		if got, ok := c.Severity("compose/privileged", file); !ok || got != want {
			t.Errorf("%s: got %v, %v, want %v", file, got, ok, want)
		}
	}
	if got, ok := c.Severity("compose/no-limits", "a.yml"); !ok || got != finding.Low {
		t.Errorf("a severity by glob: got %v, %v", got, ok)
	}
	if _, ok := c.Severity("envoy/admin", "a.yml"); ok {
		t.Error("a severity that nobody set")
	}
}

func TestRoles(t *testing.T) {
	c, err := read(t, `roles:
  untrusted: [agent, "sandbox-*", {service: "{job,task}-[0-9]", paths: [ci/]}]
  trusted:
  - {service: sandbox-db, paths: [compose.yml, "prod/**"]}
  gateway: []
  admin-ui: ["*"]
`)
	if err != nil {
		t.Fatal(err)
	}
	for service, want := range map[string]string{
		"compose.yml agent":            "[admin-ui untrusted]",
		"compose.yml agent-2":          "[admin-ui]",
		"compose.yml sandbox-db":       "[admin-ui trusted untrusted]",
		"a/compose.yml sandbox-db":     "[admin-ui trusted untrusted]",
		"a/other.yml sandbox-db":       "[admin-ui untrusted]",
		"a.yml,prod/b.yml sandbox-db":  "[admin-ui trusted untrusted]",
		"compose.yml job-1":            "[admin-ui]",
		"ci/a/compose.yml job-1":       "[admin-ui untrusted]",
		"ci/a/compose.yml job-10":      "[admin-ui]",
		"x/ci/compose.yml task-1.task": "[admin-ui]",
	} {
		files, name, _ := strings.Cut(service, " ")
		if got := fmt.Sprint(c.Roles.Of(name, strings.Split(files, ","))); got != want {
			t.Errorf("%s: got %s, want %s", service, got, want)
		}
	}
	if got := c.Roles[0].At.String(); got != ".seclint.yaml:2:15" {
		t.Errorf("the first pattern stands at %s", got)
	}
	if got := c.Roles[0].Suggest([]string{"web", "agents"}) + c.Roles[0].Suggest([]string{"web"}); got != "agents" {
		t.Errorf("suggested %q", got)
	}
}
