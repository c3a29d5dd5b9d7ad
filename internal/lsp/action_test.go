package lsp

import (
	"strings"
	"testing"

	"github.com/seclint/seclint/rules"
)

// TestIgnoringComments holds where the comment for a finding on the line with | is written.
func TestIgnoringComments(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, before, after string }{
		{"a.yaml", "a:\n|  b: 1\n", "a:\n  b: 1  # seclint:ignore a/b \n"},
		{"a.yaml", "a:\n|  b: 1 # why\n", "a:\n  # seclint:ignore a/b \n  b: 1 # why\n"},
		{"a.yaml", "a: |\n|  b: 1\nc: 1", ""}, // in a text there are no comments
		{"a.yaml", "a:\r\n|  b: 1\r\n", "a:\r\n  b: 1  # seclint:ignore a/b \r\n"},
		{"a.yaml", "|a: 1", "a: 1  # seclint:ignore a/b "},
		{"a.json", "|{\"a\": 1}", ""},
		{"a.service", "[Service]\n|User=root\n", "[Service]\n# seclint:ignore a/b \nUser=root\n"},
		{"Dockerfile", "FROM a\n|USER root\n", "FROM a\n# seclint:ignore a/b \nUSER root\n"},
		{"a.sh", "|a \\\n b\n", "# seclint:ignore a/b \na \\\n b\n"},
		{"a.sh", "a \\\n| b\n", "a \\\n b  # seclint:ignore a/b \n"},
		{"a.sh", "a \\\n| b \\\n c\n", ""},
		{"a.py", "|\tx = 1\n", "\tx = 1  # seclint:ignore a/b \n"},
		{"a.go", "|x := 1\n", "x := 1  // seclint:ignore a/b \n"},
		{"a.go", "x := `\n|a\n`\n", ""},
		{"a.txt", "|a\n", ""},
	}
	for _, test := range tests {
		at := strings.LastIndex(test.before, "|")
		text := test.before[:at] + test.before[at+1:]
		line := uint32(strings.Count(text[:at], "\n"))
		d := &document{name: test.name, text: []byte(text)}
		r := remark{rule: &rules.Rule{ID: "a/b"}}
		r.Range = textRange{position{line, 0}, position{line, 1}}
		edit, got := ignoring(d, r, utf16), ""
		if edit != nil {
			changed, err := edited(d.text, []contentChange{{&edit.Range, edit.NewText}}, utf16)
			if err != nil {
				t.Fatal(err)
			}
			got = string(changed)
		}
		if got != test.after {
			t.Errorf("%s, %q: got %q, want %q", test.name, test.before, got, test.after)
		}
	}
}
