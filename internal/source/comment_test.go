package source

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"
)

func TestComments(t *testing.T) {
	tests := map[string]struct {
		name, text string
		want       []string
	}{
		"alone and behind":         {"a.yml", "# a\nk: v # b\n  #c\n", []string{"1: a", "2> b", "3:c"}},
		"inside a word":            {"a.yml", "k: a#b\nu: http://x/#frag # c\n", []string{"2> c"}},
		"quotes":                   {"a.yml", `k: "a # b" # c` + "\n" + `l: 'it''s # d' # e`, []string{"1> c", "2> e"}},
		"quotes inside words":      {"a.yml", "k: it's # a\nl: a\"b # c\n", []string{"1> a", "2> c"}},
		"escaped quote":            {"a.yml", `k: "a\" # b" # c`, []string{"1> c"}},
		"quotes over lines":        {"a.yml", "k: \"a\n  # b\n  c\" # d\n", []string{"3> d"}},
		"quoted key":               {"a.yml", `"a # b": c # d`, []string{"1> d"}},
		"block scalar":             {"a.yml", "k: | # a\n  # b\n\n  x\n# c\nl: >-\n  # d\n", []string{"1> a", "5: c"}},
		"block scalar in a list":   {"a.yml", "k:\n- |\n # a\n- b # c\n- x: |\n   # d\n  y: 1 # e\n", []string{"4> c", "7> e"}},
		"block scalar, next line":  {"a.yml", "k:\n  |\n  # a\nl: 1 # b\n", []string{"4> b"}},
		"block with a digit":       {"a.yml", "a:\n  k: |1\n   # a\n   b\n  # c\n", []string{"5: c"}},
		"empty block scalar":       {"a.yml", "k: |\nl: 1 # a\n", []string{"2> a"}},
		"block at the end":         {"a.yml", "k: |\n  # a", nil},
		"tagged block":             {"a.yml", "k: !!str &x |\n  # a\nl: 1\n", nil},
		"plain over lines":         {"a.yml", "k: a\n  'b\n  c # d\nl: 'x # y'\n", []string{"3> d"}},
		"flow":                     {"a.yml", "k: [a, 'b # c', {d: \"e # f\"}] # g\nl: [ # h\n  x,\n # i\n]\n", []string{"1> g", "2> h", "4: i"}},
		"alias and anchor":         {"a.yml", "k: &a v # b\nl: *a # c\n<<: *a # d\n", []string{"1> b", "2> c", "3> d"}},
		"documents":                {"a.yml", "--- | # a\n # b\n--- # c\nk: 'x'\n...\n# d\n", []string{"1> a", "3> c", "6: d"}},
		"windows line ends":        {"a.yml", "k: v # a\r\n# b\r\n", []string{"1> a", "2: b"}},
		"byte order mark":          {"a.yml", "\ufeff# a\nk: v\n", []string{"1: a"}},
		"upper case":               {"a.YML", "k: 'x # y' # a\n", []string{"1> a"}},
		"by the format":            {".env.YAML", "K: 'it''s # x' # a\n", []string{"1> a"}},
		"no format":                {"notes.txt", "# a\n", nil},
		"json has none":            {"a.json", "{\"k\": 1 # a\n}", nil},
		"toml":                     {"a.toml", "# a\nk = \"x # y\" # b\nl = 'c:\\' # d\n[t] # e\n", []string{"1: a", "2> b", "3> d", "4> e"}},
		"toml, strings over lines": {"a.toml", "k = \"\"\"\n# a\n\\\"\"\" b\"\"\"\"\" # c\nl = '''\n# d''' # e\n", []string{"3> c", "5> e"}},
		"dotenv":                   {".env", "# a\nK=v # b\nL=v#c\nM=\"x # y\" # d\nN='1\n# 2' # e\nO= # f\n", []string{"1: a", "2> b", "4> d", "6> e", "7> f"}},
		"dotenv by suffix":         {"prod.env", "export K=v # a", []string{"1> a"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, rendered(test.name, test.text)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// rendered lists the comments of a text as line, ":" when alone or ">" when behind something, and text.
func rendered(name, text string) []string {
	var out []string
	for _, c := range NewFile(name, []byte(text)).Comments() {
		mark := ">"
		if c.Alone {
			mark = ":"
		}
		out = append(out, fmt.Sprintf("%d%s%s", c.Line, mark, c.Text))
	}
	return out
}

// FuzzYAMLComments checks that what the scanner calls a comment is none of a document's content: with the comments
// rewritten out, the file still decodes to the same values.
func FuzzYAMLComments(f *testing.F) {
	for _, seed := range []string{"k: v # c\n", "k: |\n  # a\n# b\n", "- 'a # b' # c\n- \"d\n  # e\"\n", "a: [b, # c\n d]\n",
		"&a k: >1-\n  # x\n", "--- |\n # b\n...\n", "? a # b\n: c # d\n", "k: a\n  'b # c\nl: \"\n", "- - |\n   # a\n- k: |+2\n     # b\n"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		found := NewFile("a.yml", content).Comments()
		rewritten := bytes.Clone(content)
		for i, c := range found {
			if c.Start >= c.End || content[c.Start] != '#' || bytes.IndexByte(content[c.Start:c.End], '\n') >= 0 {
				t.Fatalf("comment %d is not one: %+v", i, c)
			}
			if want := 1 + bytes.Count(content[:c.Start], []byte("\n")); c.Line != want {
				t.Fatalf("comment %d is on line %d, not %d", i, want, c.Line)
			}
			copy(rewritten[c.Start+1:c.End], strings.Repeat("z", c.End-c.Start))
		}
		if bytes.ContainsAny(content, "\r\t\u0085\u2028\u2029") {
			return // yaml.v3 takes them for line breaks, or refuses them
		}
		want, err := decodeAll(content)
		if err != nil {
			return
		}
		got, err := decodeAll(rewritten)
		if err != nil || !reflect.DeepEqual(want, got) {
			t.Fatalf("rewriting comments changed the values: %v\nfrom %#v\nto   %#v\n%q\n%q", err, want, got, content, rewritten)
		}
	})
}

func FuzzOtherComments(f *testing.F) {
	f.Add([]byte("k = \"x # y\" # b\n'''\n#"), false)
	f.Add([]byte("K=v # b\nM=\"x # y\" # d\n"), true)
	f.Fuzz(func(t *testing.T, content []byte, dotenv bool) {
		name := "a.toml"
		if dotenv {
			name = ".env"
		}
		last := -1
		for _, c := range NewFile(name, content).Comments() {
			if c.Start <= last || c.End <= c.Start || content[c.Start] != '#' || c.Line != 1+bytes.Count(content[:c.Start], []byte("\n")) {
				t.Fatalf("not a comment: %+v", c)
			}
			last = c.End - 1
		}
	})
}

func decodeAll(content []byte) ([]any, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	var values []any
	for {
		var node yaml.Node
		if err := decoder.Decode(&node); err != nil {
			if err.Error() == "EOF" {
				return values, nil
			}
			return nil, err
		}
		values = append(values, shape(&node))
	}
}

// shape keeps what a node means and leaves out where it is and what is commented.
func shape(n *yaml.Node) any {
	if n.Kind == yaml.AliasNode {
		return "*" + n.Value
	}
	out := []any{n.Kind, n.Tag, n.Value, n.Anchor}
	for _, child := range n.Content {
		out = append(out, shape(child))
	}
	return out
}
