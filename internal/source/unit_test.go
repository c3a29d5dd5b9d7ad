package source

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func readUnit(t *testing.T, text string) *Node {
	t.Helper()
	root, err := ReadUnit(NewFile("a.service", []byte(text)), DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return root
}

func TestReadUnit(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ about, text, want string }{
		{"settings", "[Unit]\nA=1\n[Service]\nB = two words \nA=3\n", "Unit.A=[1] Service.B=[two words] Service.A=[3]"},
		{"a setting again", "[S]\nA=1\nA=\nA=2", "S.A=[1||2]"},
		{"a section again", "[S]\nA=1\n[T]\nB=2\n[S]\nA=3\n", "S.A=[1|3] T.B=[2]"},
		{"comments", "# a\n; b\n[S]\n  # A=0\nA=1 # no comment\n", "S.A=[1 # no comment]"},
		{"joined lines", "[S]\nA=1 \\\n  2 \\\n# between\n  3\nB=4\n", "S.A=[1 \\\n  2 \\\n# between\n  3] S.B=[4]"},
		{"a backslash at the end", "[S]\nA=1 \\", "S.A=[1 \\]"},
		{"line breaks of Windows", "[S]\r\nA=1\r\nB=2 \\\r\n 3\r\n", "S.A=[1] S.B=[2 \\\r\n 3]"},
		{"a byte order mark", "\uFEFF[S]\nA=1\n", "S.A=[1]"},
		{"what is neither", "A=1\n[S]\nnonsense\n=2\n[T\nB=3\n", "S.=[2] S.B=[3]"},
		{"nothing", "\n\n", ""},
	} {
		var got []string
		for _, section := range readUnit(t, test.text).Entries {
			for _, setting := range section.Value.Entries {
				var values []string
				for _, item := range setting.Value.Items {
					values = append(values, item.Value.Str())
					if at := item.Value.Span; at.Text() != item.Value.Text {
						t.Errorf("%s: the place of %q has %q", test.about, item.Value.Text, at.Text())
					}
				}
				got = append(got, fmt.Sprintf("%s.%s=[%s]", section.Key, setting.Key, strings.Join(values, "|")))
			}
		}
		if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for value, want := range map[string][]string{
		"/usr/bin/dockerd -H fd:// --tls": {"/usr/bin/dockerd 1:1", "-H 1:18", "fd:// 1:21", "--tls 1:27"},
		"a \\\n  b=c \\\n\td":             {"a 1:1", "b=c 2:3", "d 3:2"},
		`sh -c "a  b" 'c "d"' e"f g"h`:    {"sh 1:1", "-c 1:4", "a  b 1:7", `c "d" 1:14`, "ef gh 1:22"},
		`"open end`:                       {"open end 1:1"},
		"":                                nil,
	} {
		file := NewFile("a.service", []byte(value))
		var got []string
		for _, word := range Words(&Node{Kind: String, Scalar: value, Text: value, Span: file.Span(0, len(value))}) {
			got = append(got, fmt.Sprintf("%s %d:%d", word.Str(), word.Span.Start.Line, word.Span.Start.Column))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q: %s", value, diff)
		}
	}
	if Words(nil) != nil || Words(&Node{Kind: Null}) != nil {
		t.Error("what is no text has words")
	}
}

// FuzzReadUnit feeds units: nothing may crash, and each value is written where its place says.
func FuzzReadUnit(f *testing.F) {
	f.Add("[S]\nA=1 \\\n 2\n#x\n;y\nA=\n[T]\nB='a \"b' c\n")
	f.Add("\uFEFF[a]\r\nb=\\\r\n\\\r\n")
	f.Fuzz(func(t *testing.T, text string) {
		root, err := ReadUnit(NewFile("a.service", []byte(text)), DefaultLimits())
		if err != nil {
			return
		}
		for _, section := range root.Entries {
			for _, setting := range section.Value.Entries {
				for _, item := range setting.Value.Items {
					if item.Value.Span.Text() != item.Value.Text {
						t.Fatalf("%q is said to be at %q", item.Value.Text, item.Value.Span.Text())
					}
					Words(item.Value)
				}
			}
		}
	})
}
