package cli

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPage(t *testing.T) {
	tests := []struct {
		name     string
		page     page
		markdown string
		want     string
	}{
		{"heading", page{width: 80}, "# Title\n\n## Why\n", "Title\n\nWhy\n"},
		{"coloured heading", page{width: 80, color: true}, "# Title", "\x1b[1mTitle\x1b[0m\n"},
		{"filled paragraph", page{width: 10}, "one two\nthree four", "one two\nthree four\n"},
		{"list with its own lines", page{width: 12}, "- one two three\n- four", "- one two\n  three\n- four\n"},
		{"code keeps its shape", page{width: 10}, "```yaml\nservices:\n  web: {a: [1, 2, 3]}\n\n# no heading\n```\nafter", "    services:\n      web: {a: [1, 2, 3]}\n\n    # no heading\nafter\n"},
		{"longer fence", page{width: 80}, "````\n```\n````\n", "    ```\n"},
		{"fence without end", page{width: 80}, "```\ncode", "    code\n"},
		{"table", page{width: 80}, "| a | b |\n|---|---|\n| long cell | x \\| y |", "a          b\nlong cell  x | y\n"},
		{"wide table", page{width: 20}, "| a | b |\n|---|---|\n| cell | one two three four |", "a     b\ncell  one two three\n      four\n"},
		{"long word in a list", page{width: 5}, "- https://example.org/long", "- https://example.org/long\n"},
		{"links", page{width: 80}, "[CWE-1](https://cwe.org/1) and <https://example.org/x>", "CWE-1 and https://example.org/x\n"},
		{"code in text", page{width: 80}, "set `privileged`", "set `privileged`\n"},
		{"coloured code", page{width: 80, color: true}, "set `privileged`", "set \x1b[36mprivileged\x1b[0m\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, test.page.render(test.markdown)); diff != "" {
				t.Errorf("render (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPrintable(t *testing.T) {
	for text, want := range map[string]string{
		"plain ünïcode":      "plain ünïcode",
		"two\nlines\tand":    "two\nlines\tand",
		"\x1b[2Jgone":        `\x1b[2Jgone`,
		"bell\a":             `bell\a`,
		"right\u202eto left": `right\u202eto left`,
		"broken \xff":        "broken \ufffd",
	} {
		if got := printable(text); got != want {
			t.Errorf("printable(%q) is %q, want %q", text, got, want)
		}
	}
}
