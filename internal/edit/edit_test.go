package edit

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

func set(value any, path ...any) finding.Edit {
	return finding.Edit{Kind: finding.Set, Path: path, Value: value}
}
func remove(path ...any) finding.Edit { return finding.Edit{Kind: finding.Remove, Path: path} }
func add(value any, path ...any) finding.Edit {
	return finding.Edit{Kind: finding.Add, Path: path, Value: value}
}
func rename(name string, path ...any) finding.Edit {
	return finding.Edit{Kind: finding.Rename, Path: path, Name: name}
}
func require(name string, path ...any) finding.Edit {
	return finding.Edit{Kind: finding.Require, Path: path, Name: name}
}

// edited applies edits to the last document of a text, and checks that nothing else changed.
func edited(t *testing.T, name, text string, edits ...finding.Edit) (string, error) {
	t.Helper()
	file := source.NewFile(name, []byte(text))
	roots, err := source.FormatOf(name).ReadLenient(file, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	file.Roots = roots
	doc := &source.Document{File: file, Root: roots[len(roots)-1], Files: []*source.File{file}}
	changes, err := NewResolver([]*source.Document{doc}).of(doc, edits)
	if err != nil {
		return "", err
	}
	after := Apply(file, changes)
	if err := Check(file, source.NewFile(name, after), changes); err != nil {
		t.Error(err)
	}
	return string(after), nil
}

func TestEditsKeepTheLayout(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file, text string
		edits            []finding.Edit
		want             string
	}{
		{"scalar with a comment", "a.yaml", "a: 1 # one\nb: x\n", []finding.Edit{set(2, "a")}, "a: 2 # one\nb: x\n"},
		{"scalar in double quotes", "a.yaml", "a: \"on\"\n", []finding.Edit{set("off", "a")}, "a: \"off\"\n"},
		{"scalar in single quotes", "a.yaml", "a: 'it''s'\n", []finding.Edit{set("it's not", "a")}, "a: 'it''s not'\n"},
		{"plain scalar that needs quotes", "a.yaml", "a: on1\n", []finding.Edit{set("no", "a")}, "a: \"no\"\n"},
		{"scalar in brackets", "a.yaml", "a: {b: x, c: [1, 2]}\n", []finding.Edit{set("p, q", "a", "b")}, "a: {b: 'p, q', c: [1, 2]}\n"},
		{"quoted key", "a.yaml", "\"a b\": 1\n", []finding.Edit{set(2, "a b")}, "\"a b\": 2\n"},
		{"empty value", "a.yaml", "a: # none\nb: 1\n", []finding.Edit{set(true, "a")}, "a: true # none\nb: 1\n"},
		{"empty value becomes a list", "a.yaml", "a: # none\nb: 1\n", []finding.Edit{add("x", "a")}, "a: # none\n  - x\nb: 1\n"},
		{"key in a mapping", "a.yaml", "s:\n  web:\n    a: 1 # one\n\n  db: {}\n", []finding.Edit{set(true, "s", "web", "b")},
			"s:\n  web:\n    a: 1 # one\n    b: true\n\n  db: {}\n"},
		{"key with mappings around it", "a.yaml", "s:\n  a: 1\n", []finding.Edit{set([]any{"x", map[string]any{"k": 1}}, "s", "m", "o")},
			"s:\n  a: 1\n  m:\n    o:\n      - x\n      - k: 1\n"},
		{"key with a list at its column", "a.yaml", "s:\n  l:\n  - a\n", []finding.Edit{set([]any{"x"}, "s", "m")}, "s:\n  l:\n  - a\n  m:\n  - x\n"},
		{"key behind a dash", "a.yaml", "l:\n  - a: 1\n  - a: 2\n", []finding.Edit{set(3, "l", 0, "b")}, "l:\n  - a: 1\n    b: 3\n  - a: 2\n"},
		{"key behind a text in a block", "a.yaml", "s:\n  a: |\n    x\n    y\nz: 1\n", []finding.Edit{set(1, "s", "b")},
			"s:\n  a: |\n    x\n    y\n  b: 1\nz: 1\n"},
		{"key without a final break", "a.yaml", "a: 1", []finding.Edit{set(2, "b")}, "a: 1\nb: 2"},
		{"two keys at one place", "a.yaml", "a: 1\n", []finding.Edit{set(2, "b"), set(3, "c")}, "a: 1\nb: 2\nc: 3\n"},
		{"key with returns", "a.yaml", "a: 1\r\nb: 2\r\n", []finding.Edit{set(3, "c")}, "a: 1\r\nb: 2\r\nc: 3\r\n"},
		{"key in brackets", "a.yaml", "a: {b: 1}\nc: {}\n", []finding.Edit{set(2, "a", "d"), set("x", "c", "e")}, "a: {b: 1, d: 2}\nc: {e: x}\n"},
		{"key in the second document", "a.yaml", "a: 1\n---\na: 2\n", []finding.Edit{set(3, "b")}, "a: 1\n---\na: 2\nb: 3\n"},
		{"removed key", "a.yaml", "a: 1\n# about b\nb: 2 # two\nc: 3\n", []finding.Edit{remove("b")}, "a: 1\n# about b\nc: 3\n"},
		{"removed last key without a final break", "a.yaml", "a: 1\nb: 2", []finding.Edit{remove("b")}, "a: 1"},
		{"removed last key with returns", "a.yaml", "a: 1\r\nb: 2", []finding.Edit{remove("b")}, "a: 1"},
		{"removed mapping", "a.yaml", "a:\n  b:\n    - 1\nc: 3\n", []finding.Edit{remove("a")}, "c: 3\n"},
		{"removed only key", "a.yaml", "a:\n  b: 1\nc: 3\n", []finding.Edit{remove("a", "b")}, "a: {}\nc: 3\n"},
		{"removed key behind a dash", "a.yaml", "l:\n  - a: 1\n    b: 2\n", []finding.Edit{remove("l", 0, "a")}, "l:\n  - b: 2\n"},
		{"removed item", "a.yaml", "l:\n  - a # one\n  - b # two\n  - c\n", []finding.Edit{remove("l", 1)}, "l:\n  - a # one\n  - c\n"},
		{"removed item on lines of its own", "a.yaml", "l:\n  -\n    a: 1\n  - b\n", []finding.Edit{remove("l", 0)}, "l:\n  - b\n"},
		{"removed only item takes the key", "a.yaml", "k: 1\nl:\n  - a\n", []finding.Edit{remove("l", 0)}, "k: 1\n"},
		{"removed all items", "a.yaml", "k: 1\nl: [a, b]\n", []finding.Edit{remove("l", 0), remove("l", 1)}, "k: 1\n"},
		{"removed items in brackets", "a.yaml", "l: [a, b, c, d]\n", []finding.Edit{remove("l", 3), remove("l", 0), remove("l", 2)}, "l: [b]\n"},
		{"removed key in brackets", "a.yaml", "a: {b: 1, c: 2}\n", []finding.Edit{remove("a", "c")}, "a: {b: 1}\n"},
		{"added item", "a.yaml", "l:\n- a # one\n# end\nk: 1\n", []finding.Edit{add("b: c", "l")}, "l:\n- a # one\n- 'b: c'\n# end\nk: 1\n"},
		{"added mapping", "a.yaml", "l:\n  - a: 1\n", []finding.Edit{add(map[string]any{"b": map[string]any{"c": 2}}, "l")},
			"l:\n  - a: 1\n  - b:\n      c: 2\n"},
		{"added item in brackets", "a.yaml", "l: ['a']\n", []finding.Edit{add("b", "l")}, "l: ['a', 'b']\n"},
		{"added item of no list", "a.yaml", "k: 1\n", []finding.Edit{add("b", "l")}, "k: 1\nl:\n  - b\n"},
		{"list in place of a list", "a.yaml", "l:\n  - a\n  - b\nk: 1\n", []finding.Edit{set([]any{"c"}, "l")}, "l:\n  - c\nk: 1\n"},
		{"list in place of one in brackets", "a.yaml", "l: [\"*\"]\n", []finding.Edit{set([]any{"GET", "POST"}, "l")}, "l: [GET, POST]\n"},
		{"renamed key", "a.yaml", "a: 1 # one\n'b': 2 # two\n", []finding.Edit{rename("c", "b")}, "a: 1 # one\n'c': 2 # two\n"},
		{"renamed key with another value", "a.yaml", "noTLS: yes\n", []finding.Edit{rename("tls", "noTLS"), set(false, "noTLS")}, "tls: false\n"},
		{"anchor that nothing uses", "a.yaml", "a: &x\n  b: 1\n", []finding.Edit{set(2, "a", "b")}, "a: &x\n  b: 2\n"},
		{"wide characters", "a.yaml", "a: \"日本\" # 🐳\nb: {é: 1, c: 2}\n", []finding.Edit{remove("b", "é"), set("x", "a")},
			"a: \"x\" # 🐳\nb: {c: 2}\n"},
		{"byte order mark", "a.yaml", "\uFEFFa: 1\nb: 2\n", []finding.Edit{remove("a")}, "\uFEFFb: 2\n"},

		{"required variable", "a.yaml", "a: \"x ${V:-a{b}} $$V $V ${W:-v}\"\n", []finding.Edit{require("V", "a")},
			"a: \"x ${V:?set V} $$V ${V:?set V} ${W:-v}\"\n"},
		{"required variable in another one", "a.yaml", "a: ${W:-${V}}\n", []finding.Edit{require("V", "a")}, "a: ${W:-${V:?set V}}\n"},

		{"JSON with tabs", "a.json", "{\n\t\"a\": {\n\t\t\"b\": 1\n\t}\n}\n", []finding.Edit{set(map[string]any{"x": []any{1, "y"}}, "a", "c")},
			"{\n\t\"a\": {\n\t\t\"b\": 1,\n\t\t\"c\": {\"x\": [1, \"y\"]}\n\t}\n}\n"},
		{"JSON without lines", "a.json", `{"a": [1, 2], "b": {}}`, []finding.Edit{add(3, "a"), set(true, "b", "c")}, `{"a": [1, 2, 3], "b": {"c": true}}`},
		{"JSON removed last key", "a.json", "{\n  \"a\": 1,\n  \"b\": 2\n}", []finding.Edit{remove("b")}, "{\n  \"a\": 1\n}"},
		{"JSON removed first key", "a.json", "{\n  \"a\": 1,\n  \"b\": 2\n}", []finding.Edit{remove("a")}, "{\n  \"b\": 2\n}"},
		{"JSON with comments", "a.json", "{\n  // one\n  \"a\": 1, // 1\n}", []finding.Edit{set(2, "a")}, "{\n  // one\n  \"a\": 2, // 1\n}"},
		{"JSON text", "a.json", `{"a": "b"}`, []finding.Edit{set(`<"\>`, "a")}, `{"a": "<\"\\>"}`},

		{"TOML value", "a.toml", "[t]\n  a = \"true\" # on\n  b = 1\n", []finding.Edit{set("false", "t", "a")}, "[t]\n  a = \"false\" # on\n  b = 1\n"},
		{"TOML literal text", "a.toml", "a = 'x'\n", []finding.Edit{set("y", "a")}, "a = 'y'\n"},
		{"TOML key", "a.toml", "a = 1\n\n[t]\n  b = 2 # two\n\n[u]\n", []finding.Edit{set("x", "t", "c"), set(false, "d")},
			"a = 1\nd = false\n\n[t]\n  b = 2 # two\n  c = \"x\"\n\n[u]\n"},
		{"TOML removed key", "a.toml", "[t]\na = 1\nb = 2\n", []finding.Edit{remove("t", "a")}, "[t]\nb = 2\n"},
		{"TOML item", "a.toml", "a = [ \"x\" ]\n", []finding.Edit{add("y", "a")}, "a = [ \"x\", \"y\" ]\n"},
		{"TOML inline table", "a.toml", "a = { b = 1 }\n", []finding.Edit{set(2, "a", "c")}, "a = { b = 1, c = 2 }\n"},
		{"TOML renamed key", "a.toml", "old = 1\n", []finding.Edit{rename("new", "old")}, "new = 1\n"},

		{"dotenv value", ".env", "A=1 # one\nexport B='x'\n", []finding.Edit{set("2", "A"), set("y z", "B")}, "A=2 # one\nexport B='y z'\n"},
		{"dotenv key", ".env", "A=1\n", []finding.Edit{set("two words", "B")}, "A=1\nB=\"two words\"\n"},
		{"dotenv removed key", ".env", "A=1\nB=2\n", []finding.Edit{remove("A")}, "B=2\n"},
		{"INI value", "a.ini", "[s]\na = 1 ; one\n", []finding.Edit{set("2", "s", "a"), set("3", "s", "b")}, "[s]\na = 2 ; one\nb = 3\n"},
		{"nginx word", "a.conf", "http {\n  server_tokens on; # x\n  listen 80;\n}\n", []finding.Edit{set("off", 0, "block", 0, "args", 0), remove(0, "block", 1)},
			"http {\n  server_tokens off; # x\n}\n"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := edited(t, test.file, test.text, test.edits...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestWhatCannotBeEditedIsSaid(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, file, text string
		edit             finding.Edit
		want             string
	}{
		{"alias", "a.yaml", "a: &x {b: 1}\nc: *x\n", set(2, "c", "b"), "through an alias"},
		{"what an alias uses", "a.yaml", "a: &x {b: 1}\nc: *x\n", set(2, "a", "b"), "an alias uses it"},
		{"what a merge uses", "a.yaml", "a: &x {b: 1}\nc:\n  <<: *x\n", set(2, "a", "d"), "a merge uses it"},
		{"key of a merge", "a.yaml", "a: &x {b: 1}\nc:\n  <<: *x\n  d: 1\n", remove("c", "b"), "through an alias"},
		{"text in a block", "a.yaml", "a: |\n  x\n", set("y", "a"), "text in a block"},
		{"absent key", "a.yaml", "a: 1\n", remove("b"), "not written"},
		{"absent item", "a.yaml", "a: []\n", set(1, "a", 3), "no such item"},
		{"key of a text", "a.yaml", "a: x\n", set(1, "a", "b"), "nothing to write it into"},
		{"mapping", "a.yaml", "a: {b: 1}\n", set(1, "a"), "it is a mapping"},
		{"name that is taken", "a.yaml", "a: 1\nb: 2\n", rename("b", "a"), "b is there already"},
		{"no such variable", "a.yaml", "a: ${V:?}\n", require("V", "a"), "does not name the variable"},
		{"template", "a.yaml.j2", "a: 1\n", set(2, "a"), "template"},
		{"same value", "a.yaml", "a: [x]\n", add("y", "a", 0), "no list"},
		{"several lines", ".env", "A=1\n", set("x\ny", "A"), "several lines"},
		{"null in TOML", "a.toml", "a = 1\n", set(nil, "a"), "no null"},
		{"nginx word", "a.conf", "http {\n  listen 80;\n}\n", remove(0, "block", 0, "args", 0), "cannot be missing"},
		{"key of nginx", "a.conf", "http {\n  listen 80;\n}\n", set("x", 0, "other"), "cannot be added"},
		{"two directives on a line", "a.conf", "http { listen 80; listen 81;\n}\n", remove(0, "block", 0), "on its line"},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			got, err := edited(t, test.file, test.text, test.edit)
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error is %v, want one with %q; text:\n%s", err, test.want, got)
			}
		})
	}
}

func TestConstantsOfPrograms(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		format *source.Format
		old    string
		value  any
		want   string
	}{
		{source.Python, "True", false, "False"},
		{source.Python, `'0.0.0.0'`, "127.0.0.1", `'127.0.0.1'`},
		{source.Python, `f"{host}"`, "x", ""},
		{source.Python, `"""x"""`, "x", ""},
		{source.Python, "DEBUG", false, ""},
		{source.Python, `"a" "b"`, "x", ""},
		{source.JavaScript, "true", false, "false"},
		{source.JavaScript, "`a${b}`", "x", ""},
		{source.Go, `"x"`, "say \"y\"", ""},
		{source.Go, "true", "x", ""},
		{source.Go, "1", int64(2), ""},
		{source.Python, `["*"]`, []any{"GET", "POST"}, `["GET", "POST"]`},
		{source.Python, "['*',]", []any{}, "[]"},
		{source.Go, `[]string{"*"}`, []any{"GET"}, `[]string{"GET"}`},
		{source.Python, `["*", other]`, []any{}, ""},
		{source.JavaScript, `["*"]`, []any{true}, ""},
	} {
		got, err := constant(test.format, test.value, test.old)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("%s: %s for %v is %q, %v; want %q", test.format.Name(), test.old, test.value, got, err, test.want)
		}
	}
}

func TestItemsOfPrograms(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`x = ["*", "a"]`:                    `x = ["a"]`,
		`x = ["a", "*"]`:                    `x = ["a"]`,
		`x = ["a", "*", "b"]`:               `x = ["a", "b"]`,
		"x = [\n  \"a\",\n  \"*\",\n]":      "x = [\n  \"a\",\n]",
		"x = [\n  \"*\", # all\n  \"a\"\n]": "x = [\n  \"a\"\n]",
		"x = [\n  \"a\",\n  \"*\"\n]":       "x = [\n  \"a\"\n]",
		`x := []string{"*", "a"}`:           `x := []string{"a"}`,
		`x = ["*"]`:                         "",
		`x = "*"`:                           "",
		`x = ["a" "*"]`:                     "",
	} {
		file := source.NewFile("a.py", []byte(text))
		at := strings.Index(text, `"*"`)
		root := &source.Node{Kind: source.Mapping, Span: file.Span(0, len(text))}
		item := &source.Node{Kind: source.String, Scalar: "*", Text: "*", Span: file.Span(at, at+3)}
		root.Entries = []source.Entry{{Key: "item", KeySpan: item.Span, Value: item}}
		doc := &source.Document{File: file, Root: root, Files: []*source.File{file}}
		changes, err := NewResolver([]*source.Document{doc}).of(doc, []finding.Edit{remove("item")})
		if (err != nil) != (want == "") {
			t.Errorf("%s: error %v", text, err)
			continue
		}
		if got := string(Apply(file, changes)); err == nil && got != want {
			t.Errorf("%s becomes %s, want %s", text, got, want)
		}
	}
}

// TestCheckSeesWhatElseChanges changes a place that no edit is about.
func TestCheckSeesWhatElseChanges(t *testing.T) {
	t.Parallel()
	before := source.NewFile("a.yaml", []byte("a: 1\nb: [x, y]\nc: {d: 1}\n"))
	at := func(from, to int, text string) finding.Change {
		return finding.Change{At: before.Span(from, to), Text: text}
	}
	told := []finding.Change{at(3, 4, "2")}
	for text, want := range map[string]string{
		"a: 2\nb: [x, y]\nc: {d: 1}\n":       "",
		"a: 2\nb: [x, z]\nc: {d: 1}\n":       "change b[1]",
		"a: 2\nb: [x]\nc: {d: 1}\n":          "items of b",
		"a: 2\nb: [x, y]\nc: {}\n":           "take c.d away",
		"a: 2\nb: [x, y]\nc: {d: 1, e: 2}\n": "add c.e",
		"a: 2\nb: [x, y]\nc: {d: \n":         "cannot be read",
		"a: 2\nb: [x, y]\nc: {d: 1}\n---\n1": "2 documents",
	} {
		err := Check(before, source.NewFile("a.yaml", []byte(text)), told)
		if (err == nil) != (want == "") || err != nil && !strings.Contains(err.Error(), want) {
			t.Errorf("%q: error is %v, want %q", text, err, want)
		}
	}
}

func TestSurelyPlainIsWhatTheEncoderLeavesBare(t *testing.T) {
	for _, text := range []string{
		"", "a", "y", "Yes", "on-failure", "NULL", "off", "nginx", "/var/run", "_x", "a.b/c", "127.0.0.1:80:80", "127.0.0.1:8000-8001:80/tcp", "10.0.0.1:80",
		"80:80", "1.5", "1e3", "0x1f", "12:30:45", "1.2.3.4:5", "2001-01-01", "a b", "a:", "a: b", "#a", "a#b", "~", "<<", "=", ".inf", "-a", "é", "a\n", "True.x",
	} {
		written, err := yaml.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if isSurelyPlain(text) && string(written) != text+"\n" {
			t.Errorf("%q is not plain: the encoder writes %s", text, written)
		}
	}
	for _, text := range []string{"nginx", "/var/run", "127.0.0.1:8000-8001:80/tcp"} {
		if !isSurelyPlain(text) {
			t.Errorf("%q is left to the encoder", text)
		}
	}
}
