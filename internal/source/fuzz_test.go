package source

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/pelletier/go-toml/v2"
)

// fuzz checks that a reader neither panics nor hangs, fails with a SyntaxError or keeps the property of every tree.
func fuzz(f *testing.F, name string, seeds []string, agree func(t *testing.T, content []byte, err error)) {
	for _, seed := range seeds {
		f.Add([]byte(seed))
	}
	samples, _ := filepath.Glob("testdata/*" + filepath.Ext(name))
	for _, sample := range samples {
		content, err := os.ReadFile(sample)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(content)
	}
	f.Fuzz(func(t *testing.T, content []byte) {
		faults, _, err := checkFile(name, content)
		var syntax *SyntaxError
		if err != nil && !errors.As(err, &syntax) {
			t.Fatalf("%T: %v", err, err)
		}
		for _, fault := range faults {
			t.Error(fault)
		}
		agree(t, content, err)
	})
}

func FuzzYAML(f *testing.F) {
	seeds := []string{
		"a: &x {b: [1, two, null]}\nc: *x\nd: {<<: *x, b: 3}\n", "--- # c\n- |+\n  a\n\n- >-\n  b\n  c\n...\n---\n", "? a\n: b\n? c\n",
		"\ufeffa: 'it''s'\r\nb: \"x\\\n  y\"\r\n", "{a, b: , ? c : d, [e]: f}\n", "- !t &a\n- ! x\n- !!int \"3\"\n", "a: b\n  c\n\n  d\n", "a:\r  b\u2028c\u0085d: e",
		"<<: [{a: 1}, {b: 2}]\n", "[a: b, : c, ? d]", "&a [*a]", "a: |2\n   x\n  y\n",
		"[a: 1, ? b : 2, {c: 3}: 4]", "[0:]", "- !!,00 0000", "? 0\n: 0\n? 00", "|\n   \n", ">\n \n  \n",
	}
	fuzz(f, "f.yaml", seeds, func(t *testing.T, content []byte, err error) {
		if err == nil {
			compareYAML(t, "f.yaml", content)
		}
	})
}

func FuzzJSON(f *testing.F) {
	seeds := []string{`{"a": [1, -0, 1e400, true, null, "\u00e9\/"]}`, "// c\n{\"a\": 1, /* d */ }", "[1,]", "\ufeff[]", `{"a":1,"a":2}`, "[[[[", "{}//", "\"\xff\""}
	fuzz(f, "f.json", seeds, func(*testing.T, []byte, error) {})
}

func FuzzTOML(f *testing.F) {
	seeds := []string{"a.b.c = 1\n[x]\ny = [[1], {z = 2}, # c\n]\n[[l]]\n[l.m]\n[[l]]\n", "d = 1979-05-27T07:32:00Z\ne = '''x\ny'''\n", "a = {b.c = 1, b.d = 2}\n[a.e]\n",
		"[a.b]\n[a]\n[a]\n", "i = 0x_1\n", "a = inf\nb = -nan\n", "\ufeffa = 1"}
	fuzz(f, "f.toml", seeds, func(t *testing.T, content []byte, err error) {
		accepted := toml.Unmarshal(content, &map[string]any{}) == nil
		if err != nil && accepted {
			t.Errorf("refused although go-toml reads it: %v", err)
		}
	})
}

func FuzzDotenv(f *testing.F) {
	seeds := []string{"export A=b # c\nB: 'x\ny'\nC\nD=\"\\\"\\n\\0101\" # e\n", "A=\nA=2", "A = b\r\n#c\r\nB\r\n", "A='", "a b=c", "\ufeffA=\u00a0b", "A=\"b\"C=d\nE=#f\n"}
	fuzz(f, "f.env", seeds, compareDotenv)
}

func FuzzNginx(f *testing.F) {
	seeds := []string{"http { # c\n server { listen 80; } }\n", "a \"b\\\"c\" 'd' ${e}f \\{;", "x_by_lua_block { -- }\n s = \"}\" [[ } ]] {} }\n", "if ($a = \"b\") { return 204; }",
		"\ufeffa b;\r\n}", "[program:nginx]\n", "<VirtualHost>", "a \"b\"c;", "a \"\xff;", "a{b{c{}}}", "map $a $b { ~^(.{2})$ $1; }", "a $;", "a\\", "a [=[;"}
	fuzz(f, "f.nginx", seeds, func(t *testing.T, content []byte, _ error) {
		for _, c := range NewFile("f.nginx", content).Comments() {
			if content[c.Start] != '#' {
				t.Errorf("a comment at %d begins with %q", c.Start, content[c.Start])
			}
		}
	})
}
