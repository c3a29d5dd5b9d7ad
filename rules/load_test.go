package rules

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
)

const header = `# METADATA
# title: A title
# description: |
#   A description
#   of two lines
# related_resources:
# - https://example.com/a
# scope: package
# custom:
#   severity: high
#   situations:
#     loopback: {severity: none, because: "nobody: else"}
#   remediation: |
#     First line
#
#     Second
#   cwe: [250, 269]
#   parameters: {names: [a, b], limit: 3}
#   aliases: ["ruff:S104"]
#   kinds: [envoy, app]
#   pack: strict
`

const findings = "\nfindings contains 1\n"

// whole is a policy without anything wrong.
const whole = header + `package test.a` + "\n" + findings

func files(texts map[string]string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for name, text := range texts {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return fsys
}

func TestLoadReadsMetadata(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"plain":                whole,
		"with a licence":       "# Copyright\n\n" + whole,
		"with windows endings": strings.ReplaceAll(whole, "\n", "\r\n"),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat, err := Load(Source{Origin: "mine", FS: files(map[string]string{"test/a/a.rego": text, "test/a/a.txtar": "why\n"})})
			if err != nil {
				t.Fatal(err)
			}
			got, _ := cat.Get("test/a")
			want := &Rule{
				ID: "test/a", Title: "A title", Description: "A description\nof two lines", Severity: finding.High,
				Situations:  map[string]Situation{"loopback": {finding.None, "nobody: else"}},
				Remediation: "First line\n\nSecond", CWE: []int{250, 269}, Pack: PackStrict,
				Parameters: map[string]any{"names": []any{"a", "b"}, "limit": 3}, Aliases: []string{"ruff:S104"},
				Kinds: []string{"envoy", "app"}, References: []string{"https://example.com/a"}, Origin: "mine",
				Policy: &Module{Origin: "mine", Path: "test/a/a.rego", Package: "data.test.a", text: text},
			}
			if fixture := string(got.Fixture()); fixture != "why\n" {
				t.Errorf("the fixture is %q", fixture)
			}
			got.Fixture = nil // functions cannot be compared
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(Module{})); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLoadFillsInDefaults(t *testing.T) {
	t.Parallel()
	text := "# METADATA\n# title: T\n# description: D\n# scope: package\n# custom: {severity: low, remediation: R}\npackage test.a\n" + findings
	cat, err := Load(Source{FS: files(map[string]string{"test/a/a.rego": text})})
	if err != nil {
		t.Fatal(err)
	}
	if r := cat.All()[0]; r.Pack != PackDefault || !cmp.Equal(r.Kinds, []string{"test"}) {
		t.Errorf("pack %q, kinds %q", r.Pack, r.Kinds)
	}
}

// without returns the whole policy with one line changed.
func with(old, new string) map[string]string {
	if !strings.Contains(whole, old) {
		panic("no such line: " + old)
	}
	return map[string]string{"test/a/a.rego": strings.Replace(whole, old, new, 1)}
}

func TestLoadSaysWhatIsWrongAndWhere(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"unknown key":          {with("# title: A title\n", "# title: A title\n# tilte: x\n"), `mine/test/a/a.rego:3: METADATA: the top level has an unknown key "tilte"`},
		"unknown custom key":   {with("#   severity: high\n", "#   severity: high\n#   level: x\n"), `mine/test/a/a.rego:11: METADATA: custom has an unknown key "level"`},
		"unknown severity":     {with("severity: high", "severity: urgent"), `a.rego:10: METADATA: unknown severity "urgent": want critical`},
		"situation severity":   {with("{severity: none", "{severity: nil"), `a.rego:12: METADATA: unknown severity "nil"`},
		"situation reason":     {with(`, because: "nobody: else"`, ""), `a.rego:12: METADATA: situation loopback lacks the key "because"`},
		"situation name":       {with("loopback: {severity", "on_loopback: {severity"), `situation "on_loopback" is not written in kebab-case`},
		"no title":             {with("# title: A title\n", ""), `lacks the key "title"`},
		"empty title":          {with("title: A title", "title:"), `a.rego:2: METADATA: title must be a text`},
		"no description":       {with("# description: |\n#   A description\n#   of two lines\n", ""), `lacks the key "description"`},
		"no severity":          {with("#   severity: high\n", ""), `custom lacks the key "severity"`},
		"no remediation":       {with("#   remediation: |\n#     First line\n#\n#     Second\n", ""), `custom lacks the key "remediation"`},
		"wrong scope":          {with("scope: package", "scope: rule"), `a.rego:8: METADATA: scope must be package`},
		"wrong pack":           {with("pack: strict", "pack: x"), `a.rego:21: METADATA: unknown pack "x"`},
		"wrong cwe":            {with("[250, 269]", "[CWE-250]"), `a.rego:17: METADATA: cwe must be a list of whole numbers`},
		"wrong kinds":          {with("kinds: [envoy, app]", "kinds: envoy"), `a.rego:20: METADATA: kinds must be a list`},
		"wrong parameters":     {with("{names: [a, b], limit: 3}", "[a]"), `a.rego:18: METADATA: parameters must be a mapping`},
		"wrong reference":      {with("https://example.com/a", "javascript:x"), `a.rego:7: METADATA: related_resources must hold`},
		"key twice":            {with("# scope: package\n", "# scope: package\n# scope: package\n"), `a.rego:9: METADATA: the top level has the key "scope" twice`},
		"no YAML":              {with("title: A title", "title: a: b"), `a.rego:2: METADATA is no valid YAML`},
		"no YAML further down": {with("remediation: |", "remediation: a: b"), `a.rego:13: METADATA is no valid YAML`},
		"no METADATA":          {with("# METADATA\n", ""), `mine/test/a/a.rego:1: no METADATA`},
		"METADATA below":       {map[string]string{"test/a/a.rego": "package test.a\n" + header}, `a.rego:1: no METADATA`},
		"empty METADATA":       {map[string]string{"test/a/a.rego": "# METADATA\npackage test.a\n"}, `a.rego:1: METADATA is empty`},
		"package elsewhere":    {with(`package test.a`, `package test["b"]`), `a.rego:22: the package must be named after the folder: write package test.a`},
		"no package":           {with(`package test.a`, ``), `the package must be named after the folder`},
		"file elsewhere":       {map[string]string{"test/a/b.rego": whole}, `mine/test/a/b.rego: a rule is one policy named after its folder: call it a.rego`},
		"policy in the family": {map[string]string{"test/a.rego": whole, "test/b/b.rego": strings.Replace(whole, `test.a`, `test.b`, 1)}, `mine/test/a.rego: a policy must have a folder of its own: move it to test/a/a.rego`},
		"library elsewhere":    {map[string]string{"lib/x/x.rego": "package lib.y\n", "test/a/a.rego": whole}, `mine/lib/x/x.rego:1: the package must be named after the folder: write package lib.x`},
		"no rules":             {map[string]string{"README.md": ""}, `mine: no rules found`},
		"no folder":            {nil, `mine: no rules found`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(Source{Origin: "mine", FS: files(test.files)})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v\nwant %s", err, test.want)
			}
		})
	}
}

func TestLoadReportsEveryMistakeAndKeepsTheRest(t *testing.T) {
	t.Parallel()
	broken := strings.Replace(strings.Replace(whole, "high", "urgent", 1), "pack: strict", "pack: x", 1)
	cat, err := Load(Source{Origin: "mine", FS: files(map[string]string{
		"test/a/a.rego": whole,
		"test/b/b.rego": strings.Replace(broken, `test.a`, `test.b`, 1),
		"test/c/c.rego": "package test.c\n",
	})})
	for _, want := range []string{"b.rego:10:", "b.rego:21:", "c.rego:1:"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error = %v, want %s in it", err, want)
		}
	}
	if len(cat.All()) != 1 || cat.All()[0].ID != "test/a" {
		t.Errorf("rules = %v, want the whole one", cat.All())
	}
}

func TestLoadRefusesClashes(t *testing.T) {
	t.Parallel()
	builtin := Source{FS: files(map[string]string{"test/a/a.rego": whole, "lib/x/x.rego": "package lib.x\n"})}
	b := strings.Replace(whole, `test.a`, `test.b`, 1)
	for name, test := range map[string]struct {
		files map[string]string
		want  string
	}{
		"rule":    {map[string]string{"test/a/a.rego": whole}, "mine/test/a/a.rego: rule test/a exists already in policies/test/a/a.rego"},
		"library": {map[string]string{"test/b/b.rego": b, "lib/x/x.rego": "package lib.x\n"}, "mine/lib/x/x.rego: package lib.x exists already in policies/lib/x/x.rego"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat, err := Load(builtin, Source{Origin: "mine", FS: files(test.files)})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want %s", err, test.want)
			}
			if r, _ := cat.Get("test/a"); r.Origin != "" {
				t.Error("the user's rule took the built-in one's place")
			}
		})
	}
	if _, err := Load(Source{Origin: "one", FS: files(map[string]string{"test/a/a.rego": whole})},
		Source{Origin: "two", FS: files(map[string]string{"test/a/a.rego": whole})}); err == nil ||
		!strings.Contains(err.Error(), "two/test/a/a.rego: rule test/a exists already in one/test/a/a.rego") {
		t.Errorf("error = %v, want both folders named", err)
	}
}

func TestUserPoliciesMayUseBuiltinLibraries(t *testing.T) {
	t.Parallel()
	builtin := Source{FS: files(map[string]string{"test/a/a.rego": whole, "lib/x/x.rego": "package lib.x\n\nyes := true\n"})}
	mine := strings.Replace(whole, "test.a\n", "test.b\n"+"\nimport data.lib.x\n", 1) + "\nfindings contains 2 if x.yes\n"
	cat, err := Load(builtin, Source{Origin: "mine", FS: files(map[string]string{"test/b/b.rego": mine})})
	if err != nil {
		t.Fatal(err)
	}
	r, _ := cat.Get("test/b")
	compiler, err := cat.Compile([]*Rule{r}, CompileOptions{Strict: true})
	if err != nil {
		t.Fatal(err)
	}
	if len(compiler.Modules) != 2 {
		t.Errorf("%d modules compiled, want the rule's and the library's", len(compiler.Modules))
	}
}
