package assertion_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/assertion"
	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/rules"
)

// decide decides a config on files; those below sibling/ are another checkout.
func decide(t *testing.T, text string, files map[string]string) assertion.Result {
	t.Helper()
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Read(fstest.MapFS{".seclint.yaml": {Data: []byte(text)}}, ".seclint.yaml", cat)
	if err != nil {
		t.Fatal(err)
	}
	main, sibling := fstest.MapFS{}, fstest.MapFS{}
	for name, content := range files {
		if rest, ok := strings.CutPrefix(name, "sibling/"); ok {
			sibling[rest] = &fstest.MapFile{Data: []byte(content)}
		} else {
			main[name] = &fstest.MapFile{Data: []byte(content)}
		}
	}
	in := assertion.Input{Config: c, Catalogue: cat, Main: checkout.Open(context.Background(), "", main)}
	if len(sibling) > 0 {
		in.Others = []*checkout.Tree{checkout.Open(context.Background(), "sibling", sibling)}
	}
	return assertion.Decide(in)
}

func said(r assertion.Result) []string {
	var lines []string
	for _, f := range r.Findings {
		lines = append(lines, fmt.Sprintf("%s:%d %s %s: %s", f.At.Path(), f.At.Start.Line, f.Severity, f.Rule, f.Message))
	}
	for _, p := range r.Problems {
		lines = append(lines, fmt.Sprintf("%d: %s", p.At.Start.Line, p.Message))
	}
	return lines
}

// Every operator has a value that it takes and one that it refuses.
func TestOperators(t *testing.T) {
	t.Parallel()
	for demand, values := range map[string][2]string{
		"eq: false": {"off", "on"}, "eq: 5": {"5", "6"}, "eq: abc": {"abc", "abd"}, "ne: debug": {"info", "debug"}, "in: [a, b]": {"b", "c"}, "not_in: [a, b]": {"c", "a"},
		"lt: 10": {"9", "10"}, "lte: 10": {"10", "11"}, "gt: 10": {"11", "10"}, "gte: 1k": {"1024", "1000"}, "between: [1, 10]": {"10", "11"},
		"duration_lt: 1h": {"59m", "1h"}, "duration_lte: 1h": {"3600", "61m"}, "duration_gt: 1d": {"25h", "24h"}, "duration_gte: 1w": {"7d", "6d"}, "duration_between: [1h, 168h]": {"24h", "30m"},
		"version_lt: 2.0": {"1.9.9", "2"}, "version_lte: 1.2": {"1.2.0", "1.2.1"}, "version_gt: 1.2": {"v1.10", "1.2"}, "version_gte: TLSv1.2": {"TLSv1.3", "TLSv1.1"},
		"version_between: [1.2, 1.3]": {"1.2.5", "1.4"}, "matches: '^https://'": {"https://a", "http://a"}, "not_matches: '[*]'": {"a.example", "'*'"},
		"present: true": {"x", ""}, "includes: [a, b]": {"[c, b, a]", "[a, c]"}, "excludes: ['*']": {"[a, b]", "[a, '*']"}, "subset_of: [GET, POST]": {"[GET]", "[GET, DELETE]"},
	} {
		text := "assertions: [{id: x, files: [a.yml], path: k, expect: {" + demand + "}}]"
		if got := said(decide(t, text, map[string]string{"a.yml": "k: " + values[0] + "\n"})); got != nil {
			t.Errorf("%s refuses %s: %v", demand, values[0], got)
		}
		if got := said(decide(t, text, map[string]string{"a.yml": "k: " + values[1] + "\n"})); len(got) != 1 || !strings.HasPrefix(got[0], "a.yml:1 medium assert/expected-setting") {
			t.Errorf("%s takes %s: %v", demand, values[1], got)
		}
	}
	absent := "assertions: [{id: x, files: [a.yml], path: k, expect: {absent: true}}]"
	if got := said(decide(t, absent, map[string]string{"a.yml": "other: 1\n"})); got != nil {
		t.Errorf("absent: %v", got)
	}
	if got := said(decide(t, absent, map[string]string{"a.yml": "k: 1\n"})); len(got) != 1 {
		t.Errorf("absent takes what is there: %v", got)
	}
}

const enroll = "assertions:\n- id: enroll-off\n  files: ['**/config.py', '.env*', 'docker-compose*.yml', '*.service', Dockerfile]\n  setting: FACE_AUTO_ENROLL\n  expect: {eq: false}\n"

// The value that is in force is judged, as the code reads it.
func TestSettingInForce(t *testing.T) {
	t.Parallel()
	lower := "import os\nFACE_AUTO_ENROLL = os.getenv('FACE_AUTO_ENROLL', %s).lower() in ('1', 'true', 'yes')\n"
	on, off := fmt.Sprintf(lower, "'true'"), fmt.Sprintf(lower, "'false'")
	compose := "services:\n  a:\n    image: x\n    environment:\n      FACE_AUTO_ENROLL: %s\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"off in code":             {map[string]string{"node/config.py": off}, ""},
		"on in code":              {map[string]string{"node/config.py": on}, "node/config.py:2"},
		"off by .env":             {map[string]string{"node/config.py": on, ".env": "FACE_AUTO_ENROLL=no\n"}, ""},
		"on by .env":              {map[string]string{"node/config.py": off, ".env": "A=1\nFACE_AUTO_ENROLL=yes\n"}, ".env:2"},
		"on by a word of no code": {map[string]string{"node/config.py": off, ".env": "FACE_AUTO_ENROLL=on\n"}, ""},
		"a sample sets nothing":   {map[string]string{"node/config.py": off, ".env.example": "FACE_AUTO_ENROLL=yes\n"}, ""},
		"on by compose":           {map[string]string{"node/config.py": off, ".env": "FACE_AUTO_ENROLL=no\n", "docker-compose.yml": fmt.Sprintf(compose, "'true'")}, "docker-compose.yml:5"},
		"default of compose":      {map[string]string{"docker-compose.yml": fmt.Sprintf(compose, "${FACE_AUTO_ENROLL:-true}")}, "docker-compose.yml:5"},
		"variable of compose":     {map[string]string{"docker-compose.yml": fmt.Sprintf(compose, "${FACE_AUTO_ENROLL:-true}"), ".env": "FACE_AUTO_ENROLL=false\n"}, ""},
		"not known":               {map[string]string{"docker-compose.yml": fmt.Sprintf(compose, "${FACE_AUTO_ENROLL}")}, "docker-compose.yml:5"},
		"on by a unit":            {map[string]string{"node/config.py": off, "a.service": "[Service]\nEnvironment=A=1 FACE_AUTO_ENROLL=true\n"}, "a.service:2"},
		"on in the image":         {map[string]string{"node/config.py": off, "Dockerfile": "FROM a\nENV FACE_AUTO_ENROLL=true\n"}, "Dockerfile:2"},
		"list of compose":         {map[string]string{"docker-compose.yml": "services:\n  a:\n    environment:\n    - FACE_AUTO_ENROLL=true\n"}, "docker-compose.yml:4"},
		"pydantic":                {map[string]string{"node/config.py": "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    FACE_AUTO_ENROLL: bool = True\n"}, "node/config.py:3"},
		"equal to true":           {map[string]string{"node/config.py": "import os\nX = os.environ.get('FACE_AUTO_ENROLL', 'false') == 'true'\n"}, ""},
		"strtobool":               {map[string]string{"node/config.py": "import os\nfrom distutils.util import strtobool\nX = strtobool(os.getenv('FACE_AUTO_ENROLL', 'yes'))\n"}, "node/config.py:3"},
		"bool of a text":          {map[string]string{"node/config.py": "import os\nX = bool(os.getenv('FACE_AUTO_ENROLL', 'false'))\n"}, "node/config.py:2"},
	} {
		got := said(decide(t, enroll, test.files))
		if test.want == "" && len(got) > 0 || test.want != "" && (len(got) != 1 || !strings.HasPrefix(got[0], test.want+" ")) {
			t.Errorf("%s: got %v, want %s", name, got, test.want)
		}
		if name == "bool of a text" && !strings.Contains(strings.Join(got, ""), `reads it with bool(), for which the text "false" is true`) {
			t.Errorf("%s: no word about bool: %v", name, got)
		}
		if name == "not known" && !strings.Contains(strings.Join(got, ""), " note ") {
			t.Errorf("%s: what is not known is no note: %v", name, got)
		}
	}
}

func TestDeclarations(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		config string
		files  map[string]string
		want   []string
	}{
		"released": {`assertions: [{id: s, files: ['*.py'], acquire: 'start\("(\w+)"', release: 'stop\("(\w+)"'}]`, map[string]string{"a.py": `start("x")` + "\n" + `stop("x")` + "\n"}, nil},
		"not released": {`assertions: [{id: s, files: ['*.py'], acquire: 'start\("(\w+)"', release: 'stop\("(\w+)"'}]`, map[string]string{"a.py": `start("x")` + "\n", "b.py": `stop("y")` + "\n"},
			[]string{`a.py:1 medium assert/unreleased-resource: "s": x is acquired here and not released in any of its files`}},
		"there": {`assertions: [{id: r, files: [docs/rotation.md], exists: true, contains: ['(?i)rotate']}]`, map[string]string{"docs/rotation.md": "Rotate the key.\n"}, nil},
		"gone": {`assertions: [{id: r, files: [docs/rotation.md], exists: true, severity: high}]`, map[string]string{"a": ""},
			[]string{`.seclint.yaml:1 high assert/required-content: "r": no file fits, and one has to be there`}},
		"without": {`assertions: [{id: r, files: [a.md], contains: [rotate]}]`, map[string]string{"a.md": "Nothing.\n"},
			[]string{`a.md:1 medium assert/required-content: "r": a.md does not contain what fits /rotate/`}},
		"lacks": {`assertions: [{id: r, files: [a.py], lacks: ['\beval\(']}]`, map[string]string{"a.py": "x\neval(1)\n"},
			[]string{`a.py:2 medium assert/required-content: "r": a.py contains what fits /\beval\(/`}},
		"on the list": {`allowlists: [{id: m, files: ['*.py'], pattern: 'register\((\w+)\(', allowed: [Camera]}]`, map[string]string{"a.py": "register(Camera())\n# register(Timer())\n"}, nil},
		"not on the list": {`allowlists: [{id: m, files: ['*.py'], pattern: 'register\((\w+)\(', allowed: [Camera], reason: the mission}]`, map[string]string{"a.py": "register(Timer())\n"},
			[]string{`a.py:1 low assert/scope-allowlist: "m": Timer is registered and not on the list: the mission`}},
		"denied": {`allowlists: [{id: m, files: ['*.txt'], pattern: '(x)', denied: ['general assistant']}]`, map[string]string{"p.txt": "You are a general assistant.\n"},
			[]string{`p.txt:1 low assert/scope-allowlist: "m": what fits /general assistant/ is denied`}},
		"off by default": {`allowlists: [{id: m, files: ['*.py'], pattern: 'register\((\w+)\(', allowed: [Camera]}]`,
			map[string]string{"a.py": "if config.TIMER_ON:\n    register(Timer())\n", "config.py": "import os\nTIMER_ON = os.getenv('TIMER_ON', 'false') == 'true'\n"}, nil},
		"on by default": {`allowlists: [{id: m, files: ['*.py'], pattern: 'register\((\w+)\(', allowed: [Camera]}]`,
			map[string]string{"a.py": "if config.TIMER_ON:\n    register(Timer())\n", "config.py": "import os\nTIMER_ON = os.getenv('TIMER_ON', 'true') == 'true'\n"},
			[]string{`a.py:2 low assert/scope-allowlist: "m": Timer is registered and not on the list`}},
		"handled": {`contracts: [{id: b, expected: [token, alert], consumers: {files: [main.py], pattern: 'add_handler\("([^"]+)"'}}]`,
			map[string]string{"main.py": `add_handler("token", f)` + "\n" + `add_handler("alert", f)`}, nil},
		"unhandled": {`contracts: [{id: b, expected: [token, alert], critical: [alert], consumers: {files: [main.py], pattern: 'add_handler\("([^"]+)"'}}]`,
			map[string]string{"main.py": "\n" + `add_handler("token", f)`}, []string{`main.py:2 high contract/unhandled-message: "b": alert is sent and has no handler here`}},
		"ignored":  {`contracts: [{id: b, expected: [token], ignore: [token], consumers: {files: [main.py], pattern: 'on\("([^"]+)"'}}]`, map[string]string{"main.py": `x`}, nil},
		"wildcard": {`contracts: [{id: b, expected: [token], wildcard: 'default:', consumers: {files: [main.py], pattern: 'on\("([^"]+)"'}}]`, map[string]string{"main.py": `default: f`}, nil},
		"in a sibling": {`contracts: [{id: b, producers: {root: sibling, files: ['**/*.py'], pattern: 'send\("(\w+)"'}, consumers: {files: [main.py], pattern: 'on\("(\w+)"'}}]`,
			map[string]string{"sibling/brain/e.py": `send("alert")`, "main.py": `on("token")`},
			[]string{`main.py:1 medium contract/unhandled-message: "b": alert is sent and has no handler here`, `main.py:1 note contract/unhandled-message: "b": token is handled here and nothing sends it`}},
		"no sibling": {`contracts: [{id: b, expected: [token], consumers: [{root: edge, files: [main.py], pattern: 'on\("(\w+)"'}]}]`, map[string]string{"main.py": `on("token")`},
			[]string{`1: "b" is not assessed: the checkout "edge" is not there`}},
		"no file": {`assertions: [{id: a, files: [x.yml], path: k, expect: {eq: 1}}]`, map[string]string{"y.yml": ""}, []string{`1: "a" is not assessed: no file fits its files`}},
		"broken":  {`assertions: [{id: a, files: [x.yml], path: k, expect: {eq: 1}}]`, map[string]string{"x.yml": "a: ["}, []string{`1: "a" is not assessed: x.yml cannot be parsed`}},
		"every service": {`assertions: [{id: a, files: [c.yml], path: 'services.*.read_only', expect: {eq: true}}]`, map[string]string{"c.yml": "services:\n  a: {read_only: true}\n  b: {read_only: false}\n"},
			[]string{`c.yml:3 medium assert/expected-setting: "a": services.*.read_only is false, and has to be true`}},
		"default": {`assertions: [{id: a, files: [m.yml], path: pathDefaults.recordDeleteAfter, default: 1d, expect: {duration_between: [1h, 168h]}}]`, map[string]string{"m.yml": "pathDefaults: {}\n"}, nil},
		"unset": {`assertions: [{id: a, files: [m.yml], path: pathDefaults.recordDeleteAfter, expect: {duration_between: [1h, 168h]}}]`, map[string]string{"m.yml": "x: 1\npathDefaults:\n  record: yes\n"},
			[]string{`m.yml:2 medium assert/expected-setting: "a": pathDefaults.recordDeleteAfter is not set in m.yml`}},
		"pattern": {`assertions: [{id: a, files: [a.conf], pattern: 'ttl=(\d+)', expect: {lte: 30}}]`, map[string]string{"a.conf": "ttl=60\n"},
			[]string{`a.conf:1 medium assert/expected-setting: "a": what fits /ttl=(\d+)/ is 60, and has to be at most 30`}},
		"no number that is secret": {`assertions: [{id: a, files: [.env], setting: DB_PASSWORD, expect: {ne: "123456"}}]`, map[string]string{".env": "DB_PASSWORD=123456\n"},
			[]string{`.env:1 medium assert/expected-setting: "a": DB_PASSWORD is something else, and has to be what the config says`}},
		"no secret": {`assertions: [{id: a, files: [.env], setting: API_TOKEN, expect: {matches: '^vault:'}}]`, map[string]string{".env": "API_TOKEN=hunter2hunter2\n"},
			[]string{`.env:1 medium assert/expected-setting: "a": API_TOKEN is something else, and has to be what fits ^vault:`}},
	} {
		if diff := cmp.Diff(test.want, said(decide(t, test.config, test.files))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAssetsSayWhatWasAssessed(t *testing.T) {
	t.Parallel()
	r := decide(t, "assertions:\n- {id: a, files: [a.yml], path: k, expect: {eq: 1}}\n- {id: b, files: [b.yml], path: k, expect: {eq: 1}}\n", map[string]string{"a.yml": "k: 1\n"})
	var got []string
	for _, a := range r.Assets {
		got = append(got, fmt.Sprintf("%s %s %d", a.Name, a.State, a.Line))
	}
	if !slices.Equal(got, []string{"a assessed 2", "b partial 3"}) || !r.Problems[0].IsUnassessed {
		t.Errorf("got %v", got)
	}
}
