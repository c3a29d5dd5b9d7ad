package triage_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/triage"
)

// folder is files that conditions look at.
type folder map[string]*source.File

func (f folder) Fitting(glob config.Glob) []*source.File {
	var fitting []*source.File
	for name, file := range f {
		if glob.Match(name) {
			fitting = append(fitting, file)
		}
	}
	slices.SortFunc(fitting, func(a, b *source.File) int { return strings.Compare(a.Path, b.Path) })
	return fitting
}

func (f folder) Exists(name string) bool { return f[name] != nil }

// project returns some files as a scan knows them.
func project(t *testing.T, texts map[string]string) (folder, []*source.Document) {
	t.Helper()
	files := folder{}
	var docs []*source.Document
	for name, text := range texts {
		f := source.NewFile(name, []byte(text))
		files[name] = f
		if !strings.HasSuffix(name, ".yml") {
			continue
		}
		roots, err := source.ReadYAML(f, source.DefaultLimits())
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, &source.Document{ID: name, File: f, Files: []*source.File{f}, Root: roots[0], Kind: "compose"})
	}
	slices.SortFunc(docs, func(a, b *source.Document) int { return strings.Compare(a.ID, b.ID) })
	return files, docs
}

var looked = map[string]string{
	"a.yml": "services:\n  web:\n    privileged: true\n    environment: {DEBUG: \"no\", PORT: 8080, LIMIT: 72h, VERSION: 1.10.2, MODE: \"${MODE}\", TOKEN: \"${TOKEN:?}\", OPT: \"${OPT:-x}\"}\n" +
		"    command: [run, LEVEL=3]\n",
	"code.py": "import os\nfrom pydantic_settings import BaseSettings\nDEBUG = os.getenv('DEBUG', 'true') == 'true'\n" +
		"class Settings(BaseSettings):\n    host: str = '127.0.0.1'\nother = start()\nLIMIT = 5\n",
	"x.py":   "# shell=True\nrun(a, shell = False)\nresource.setrlimit(1)\ntoken = os.environ[\"TOKEN\"]\nopt = os.getenv(\"OPT\")\n",
	"doc.md": "# Design\n",
}

// waiverOn returns what a waiver of compose/privileged at the service web of a.yml does: the lines of the findings.
func waiverOn(t *testing.T, waiver string, more ...finding.Finding) []string {
	t.Helper()
	files, docs := project(t, looked)
	f := at(files["a.yml"], 3, "compose/privileged", "runs privileged", finding.High)
	f.Path, f.Fingerprint = source.Path{"services", "web", "privileged"}, "0123456789abcdef0123456789abcdef"
	got, problems := triage.Apply(append(more, f), triage.Input{
		Config: settings(t, "waivers:\n- "+waiver), Catalogue: catalogue(t), Documents: docs, Files: files, IsWhole: true,
		Today: time.Date(2026, 11, 28, 12, 0, 0, 0, time.UTC),
	})
	if len(problems) > 0 {
		t.Errorf("problems: %v", problems)
	}
	return lines(got)
}

const whole = "{rule: compose/privileged, where: {file: a.yml}, status: ACCEPTED, reason: r, "

// conditions has each condition once as it is so and once as it is not.
var conditions = []struct{ met, unmet string }{
	{`absent gvisor/tap`, `absent compose/socket`},
	{`{absent: compose/socket, file: x.py}`, `{absent: "compose/*", file: a.yml}`},
	{`{matches: setrlimit, file: "*.py"}`, `{matches: "no_such", file: "*.py"}`},
	{`{matches: "shell=False", file: x.py}`, `{matches: "shell=True", file: x.py}`}, // a comment does not count
	{`{not_matches: "shell=True", file: x.py}`, `{not_matches: "shell=False", file: x.py}`},
	{`{not_matches: "read_only"}`, `{not_matches: "privileged"}`}, // the finding's file
	{`{not_matches: "a", file: doc.md}`, `{not_matches: "a", file: missing.py}`},
	{`{contains: "setrlimit(1)", file: x.py}`, `{contains: "setrlimit(.)", file: x.py}`},
	{`{not_contains: "setrlimit(.)", file: x.py}`, `{not_contains: "setrlimit(1)", file: x.py}`},
	{`file x.py contains resource.setrlimit`, `file x.py contains resource,setrlimit`},
	{`file x.py lacks os.system`, `file x.py lacks os.environ`},
	{`setting DEBUG == false`, `setting DEBUG == true`},
	{`setting DEBUG != true`, `setting DEBUG != false`},
	{`setting PORT <= 8080`, `setting PORT < 8080`},
	{`setting PORT >= 8080`, `setting PORT > 8080`},
	{`setting LIMIT < 7d`, `setting LIMIT > 7d`},
	{`setting VERSION >= 1.9`, `setting VERSION <= 1.9`},
	{`setting LEVEL == 3`, `setting MODE == x`}, // unknown is not so
	{`{setting: PORT, expect: {in: [80, 8080]}}`, `{setting: PORT, expect: {in: [80, 443]}}`},
	{`{setting: PORT, expect: {present: true}}`, `{setting: NONE, expect: {present: true}}`},
	{`{setting: NONE, expect: {absent: true}}`, `{setting: PORT, expect: {absent: true}}`},
	{`{setting: LIMIT, expect: {matches: "h$"}}`, `{setting: LIMIT, expect: {matches: "d$"}}`},
	{`{setting: LIMIT, expect: {lte: 72h}}`, `{setting: LIMIT, expect: {lte: 1}}`},
	{`path services.web.privileged == true`, `path services.web.read_only == true`},
	{`{path: "services.web.command[1]", expect: {eq: LEVEL=3}}`, `{path: "services.web.command[0]", expect: {ne: run}}`},
	{`{constant: Settings.host, file: code.py, expect: {eq: 127.0.0.1}}`, `{constant: Settings.host, file: code.py, expect: {eq: 0.0.0.0}}`},
	{`{constant: LIMIT, file: code.py, expect: {eq: 5}}`, `{constant: other, file: code.py, expect: {ne: 1}}`},
	{`{setting: DEBUG, file: "{a.yml,code.py}", expect: {eq: false}}`, `{setting: DEBUG, file: code.py, expect: {eq: false}}`}, // a value goes over a default
	{`env TOKEN required`, `env OPT required`},
	{`{env_required: TOKEN, file: "*.py"}`, `{env_required: OPT, file: "*.py"}`},
	{`{env_required: TOKEN}`, `{env_required: NONE}`},
}

// Every condition that the config knows has an example but for those about exposure, of which command lines have all.
func TestConditionsAreAllThere(t *testing.T) {
	t.Parallel()
	var schema struct {
		Properties struct {
			Waivers struct {
				Items struct {
					Properties struct {
						Conditions struct {
							Items struct {
								AnyOf []struct{ Properties map[string]any }
							}
						}
					}
				}
			}
		}
	}
	if err := json.Unmarshal(config.Schema(), &schema); err != nil {
		t.Fatal(err)
	}
	count := 0
	for _, form := range schema.Properties.Waivers.Items.Properties.Conditions.Items.AnyOf {
		for key := range form.Properties {
			count++
			has := func(text string) bool { return strings.Contains(text, key+":") }
			if key != "exposure" && !slices.ContainsFunc(conditions, func(c struct{ met, unmet string }) bool { return has(c.met) || has(c.unmet) }) {
				t.Errorf("condition %s has no example", key)
			}
		}
	}
	if count < 10 {
		t.Errorf("%d conditions were found", count)
	}
}

func TestConditions(t *testing.T) {
	t.Parallel()
	for _, test := range conditions {
		other := at(stackFile(t), 4, "compose/socket", "socket", finding.Low)
		got := waiverOn(t, whole+"conditions: ["+quoted(test.met)+"]}", other)
		if len(got) != 2 || !strings.Contains(got[0], "(external c.yaml:2:3: r)") {
			t.Errorf("%s: is so, got\n%s", test.met, strings.Join(got, "\n"))
		}
		got = waiverOn(t, whole+"conditions: ["+quoted(test.unmet)+"]}", other)
		if !strings.Contains(strings.Join(got, "\n"), "medium waiver/condition-unmet: waiver \"compose/privileged\" rests on ") ||
			strings.Contains(strings.Join(got, "\n"), "(external") {
			t.Errorf("%s: is not so, got\n%s", test.unmet, strings.Join(got, "\n"))
		}
	}
}

func stackFile(t *testing.T) *source.File {
	files, _ := project(t, looked)
	return files["a.yml"]
}

// quoted makes a condition in one line a text of YAML.
func quoted(condition string) string {
	if strings.HasPrefix(condition, "{") {
		return condition
	}
	return "'" + condition + "'"
}

func TestWhere(t *testing.T) {
	t.Parallel()
	for where, fits := range map[string]bool{
		`{file: a.yml}`: true, `{file: "*.yml"}`: true, `{file: b.yml}`: false, `{file: "{a,b}.yml"}`: true,
		`{file: a.yml, symbol: web}`: true, `{symbol: db}`: false, `{file: a.yml, symbol: we}`: false,
		`{path: services.web}`: true, `{path: services.web.privileged}`: true, `{path: services.db}`: false, `{path: services.we}`: false,
		`{fingerprint: 01234567}`: true, `{fingerprint: 0123456789abcdef0123456789abcdef}`: true, `{fingerprint: 11234567}`: false,
		`{file: a.yml, line: 3}`: true, `{file: a.yml, line: 4}`: false,
	} {
		got := strings.Join(waiverOn(t, "{rule: compose/privileged, where: "+where+", status: FALSE_POSITIVE, reason: r}"), "\n")
		if strings.Contains(got, "(external") != fits || strings.Contains(got, "waiver/unused") == fits {
			t.Errorf("%s: fits %v, got\n%s", where, fits, got)
		}
	}
}

// Every status with what it needs, and without.
func TestStatuses(t *testing.T) {
	t.Parallel()
	start := "{id: W-1, rule: compose/privileged, where: {file: a.yml}, "
	for waiver, want := range map[string]string{
		"status: ACCEPTED, reason: r}":                                             "",
		"status: ACCEPTABLE, reason: r}":                                           "",
		"status: FALSE_POSITIVE, reason: r}":                                       "",
		"status: DOCUMENTED, reason: r, doc: doc.md#design}":                       "",
		"status: DOCUMENTED, reason: r, doc: https://example.org/a}":               "",
		"status: DOCUMENTED, reason: r, doc: missing.md}":                          `waiver/condition-unmet: waiver "W-1" rests on "doc: missing.md", which is not so: there is no missing.md`,
		"status: MITIGATED, mitigations: [{not_matches: zz}]}":                     "",
		"status: MITIGATED, mitigations: [{not_matches: zz}, {not_matches: web}]}": `which is not so: it fits in a.yml:2`,
		"status: ACCEPTED, reason: r, expires: 2026-11-28}":                        "",
		"status: ACCEPTED, reason: r, expires: 2026-11-27}":                        `c.yaml:2:99 low waiver/invalid: waiver "W-1" expired on 2026-11-27`,
		"status: ACCEPTED}":                                                        `waiver/invalid: waiver "W-1" has no reason`,
		"reason: r}":                                                               `waiver/invalid: waiver "W-1" has no status: want DOCUMENTED`,
		"status: DOCUMENTED, reason: r}":                                           `waiver/invalid: waiver "W-1" is DOCUMENTED and names no doc`,
		"status: MITIGATED, reason: r}":                                            `waiver/invalid: waiver "W-1" is MITIGATED and has no mitigations`,
	} {
		got := strings.Join(waiverOn(t, start+waiver), "\n")
		if isHidden := strings.Contains(got, "(external"); isHidden != (want == "") || !strings.Contains(got, want) || want == "" && strings.Contains(got, "waiver/") {
			t.Errorf("%s: want %q, got\n%s", waiver, want, got)
		}
	}
}

func TestRulesOfWaivers(t *testing.T) {
	t.Parallel()
	for waiver, want := range map[string]string{
		"{rule: compose/privileged, where: {file: a.yml}, status: ACCEPTED, reason: r}":  "",
		"{where: {fingerprint: 01234567}, status: ACCEPTED, reason: r}":                  "",
		"{rule: compose/priviledged, where: {file: a.yml}, status: ACCEPTED, reason: r}": `c.yaml:2:10 low waiver/invalid: waiver "compose/priviledged" names the unknown rule "compose/priviledged": did you mean "compose/privileged"?`,
		"{rule: '*', where: {file: a.yml}, status: ACCEPTED, reason: r}":                 `c.yaml:2:3 low waiver/too-broad: waiver "*" is for *: it applies to severity low and below only, and not to 1 finding`,
		"{rule: compose/*, where: {file: a.yml}, status: ACCEPTED, reason: r}":           `waiver/too-broad: waiver "compose/*" is for compose/*`,
		"{where: {file: a.yml}, status: ACCEPTED, reason: r}":                            `waiver/too-broad: waiver "without a rule"`,
		"{rule: compose/privileged, status: ACCEPTED, reason: r}":                        `waiver/too-broad: waiver "compose/privileged" is for compose/privileged in every file`,
		"{rule: compose/socket, where: {file: a.yml}, status: ACCEPTED, reason: r}":      `c.yaml:2:3 note waiver/unused: waiver "compose/socket" matches no finding`,
		"{rule: waiver/unused, where: {file: c.yaml}, status: ACCEPTED, reason: r}":      `waiver/invalid: waiver "waiver/unused" is for waiver/unused, which no waiver hides`,
	} {
		got := strings.Join(waiverOn(t, waiver), "\n")
		if !strings.Contains(got, want) || want == "" && strings.Contains(got, "waiver/") {
			t.Errorf("%s: want %q, got\n%s", waiver, want, got)
		}
	}
	mild := at(stackFile(t), 4, "compose/socket", "socket", finding.Low)
	got := strings.Join(waiverOn(t, "{rule: '*', where: {file: a.yml, line: 4}, status: ACCEPTED, reason: r}", mild), "\n")
	if !strings.Contains(got, "socket (external") || strings.Contains(got, "waiver/") {
		t.Errorf("a waiver for all rules hides what is low, got\n%s", got)
	}
}

// The finding that counts again says why, and the other way round.
func TestUnmetConditionShowsPlaces(t *testing.T) {
	t.Parallel()
	want := []string{
		"a.yml:3:3 high compose/privileged: runs privileged",
		`  c.yaml:2:94 counts again: waiver "compose/privileged" rests on this, which is not so`,
		`c.yaml:2:94 medium waiver/condition-unmet: waiver "compose/privileged" rests on "{not_matches: os.environ, file: x.py}", which is not so: it fits in x.py:4`,
		"  x.py:4:9 fits here", "  a.yml:3:3 compose/privileged counts again",
	}
	if diff := cmp.Diff(want, waiverOn(t, whole+"conditions: [{not_matches: os.environ, file: x.py}]}")); diff != "" {
		t.Error(diff)
	}
}

// Nothing is said of a waiver where nobody looked.
func TestUnusedWaiverAfterAPartialRun(t *testing.T) {
	t.Parallel()
	c := settings(t, "waivers: [{rule: compose/socket, where: {file: a.yml}, status: ACCEPTED, reason: r}]")
	for name, in := range map[string]triage.Input{
		"part":   {IsWhole: false},
		"broken": {IsWhole: true, Problems: []finding.Problem{{Level: finding.Error, Path: "a.yml"}}},
	} {
		in.Config, in.Catalogue = c, catalogue(t)
		if got, _ := triage.Apply(nil, in); len(got) > 0 {
			t.Errorf("%s: %v", name, lines(got))
		}
	}
}
