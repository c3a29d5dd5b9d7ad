package rules

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestMarkdownTellsTheWholeRule(t *testing.T) {
	t.Parallel()
	fixture := "Because it matters.\n-- bad/x/compose.yml --\na: 1\n-- bad/y/compose.yml --\na: 2\n" +
		"-- good/z/why --\nIt is off.\n-- good/z/Caddyfile.json --\n{\"a\": \"```\"}\n-- good/else/why --\nIt is `elsewhere`.\n-- good/else/compose.yml --\n"
	cat, err := Load(Source{FS: files(map[string]string{"test/a/a.rego": whole, "test/a/a.txtar": fixture})})
	if err != nil {
		t.Fatal(err)
	}
	want := "# A title\n\n`test/a` · high · pack strict · precision medium · looks at envoy, app" +
		" · [CWE-250](https://cwe.mitre.org/data/definitions/250.html) · [CWE-269](https://cwe.mitre.org/data/definitions/269.html)\n\n" +
		"A description\nof two lines\n\n## Why\n\nBecause it matters.\n\n" +
		"## Severity\n\n| situation | severity | because |\n|---|---|---|\n| `loopback` | none (informational) | nobody: else |\n| otherwise | high | |\n\n" +
		"## Bad\n\n`compose.yml`\n\n```yaml\na: 1\n```\n\n## Good\n\nIt is off.\n\n`Caddyfile.json`\n\n````json\n{\"a\": \"```\"}\n````\n\n" +
		"## Not reported\n\n- It is `elsewhere`.\n\n" +
		"## What to do\n\nFirst line\n\nSecond\n\n" +
		"## Parameters\n\n| parameter | default |\n|---|---|\n| `limit` | `3` |\n| `names` | `[\"a\",\"b\"]` |\n\n" +
		"## The same in other tools\n\n- `ruff:S104`\n\n## References\n\n- <https://example.com/a>\n"
	if diff := cmp.Diff(want, Markdown(cat.All()[0])); diff != "" {
		t.Error(diff)
	}
	pages := Pages(cat)
	if !strings.Contains(pages["docs/rules/README.md"], "| [test/a](test/a.md) | A title | high (none to high) | strict |") {
		t.Errorf("README.md = %s", pages["docs/rules/README.md"])
	}
	if !strings.Contains(pages["docs/rules/test/a.md"], "policies/test/a; change that") {
		t.Errorf("test/a.md = %s", pages["docs/rules/test/a.md"])
	}
}
