package source

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestCutTemplate(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"config.toml.tmpl": "config.toml", "a/daemon.json.j2": "a/daemon.json", "x.yml.example": "x.yml", "X.YAML.TPL": "X.YAML",
		"crio.conf.in": "crio.conf", "docker.service.jinja2": "docker.service",
		"config.toml": "", "a.tmpl": "", "nginx.conf.in": "", ".env.example": "", "a.toml.bak": "", "a.toml.tmpl.j2": "", "": "",
	} {
		inner, ok := CutTemplate(name)
		if ok != (want != "") || ok && inner != want || !ok && inner != name {
			t.Errorf("CutTemplate(%q) = %q, %v", name, inner, ok)
		}
	}
	if LanguageOf("runsc.toml.tmpl") != TOML || LanguageOf("runsc.toml") != TOML || LanguageOf("a.tmpl") != nil {
		t.Error("the language of a template is that of what is made of it")
	}
}

func TestReadTemplate(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		about, name, text string
		want              map[string]any
	}{
		{"lines of actions", "a.toml", "{{ template \"base\" . }}\n{{- if .X }}\na = 1\n  {{ end -}}\n", map[string]any{"a": int64(1)}},
		{"an action of several lines", "a.toml", "{{- /*\nremark\n*/ -}}\na = 1\n", map[string]any{"a": int64(1)}},
		{"a value", "a.toml", "a = {{ .Value }}\n", map[string]any{"a": "${_______}"}},
		{"inside of quotes", "a.toml", "a = \"x{{ default \"y\" .Z }}\"\n", map[string]any{"a": "x{{ default _y_ .Z }}"}},
		{"a key", "a.toml", "[\"t.{{ .A }}\"]\nb = 1\n", map[string]any{"t.{{ .A }}": map[string]any{"b": int64(1)}}},
		{"Jinja", "a.json", "{# remark #}\n{% if x %}\n{\"a\": {{ value }}, {% raw %}\"b\": 2}\n{% endif %}\n", map[string]any{"a": "${______}", "b": int64(2)}},
		{"variables of a shell", "a.json", "{\"a\": ${PORT}, \"b\": \"${NAME:-x}\"}", map[string]any{"a": "${__}", "b": "${NAME:-x}"}},
		{"configure", "a.yaml", "a: @PREFIX@\nb: \"@libdir@/x\"\n", map[string]any{"a": "${___}", "b": "@libdir@/x"}},
		{"no action", "a.toml", "a = 'b'\n", map[string]any{"a": "b"}},
	} {
		file := NewFile(test.name+".tmpl", []byte(test.text))
		roots, err := FormatOf(test.name).ReadTemplate(file, DefaultLimits())
		if err != nil || len(roots) != 1 {
			t.Errorf("%s: %v, %v", test.about, roots, err)
			continue
		}
		if diff := cmp.Diff(any(test.want), roots[0].Value()); diff != "" {
			t.Errorf("%s: %s", test.about, diff)
		}
		for _, e := range roots[0].Entries {
			if e.KeySpan.File != file {
				t.Errorf("%s: the place of %q is in another file", test.about, e.Key)
			}
		}
	}
}

func TestTemplatesThatAreNoFile(t *testing.T) {
	t.Parallel()
	file := NewFile("a.toml.tmpl", []byte("a = 1\n{{ range .X }}{{ .K }} = {{ .V }}\n{{ end }}b\n"))
	_, err := TOML.ReadTemplate(file, DefaultLimits())
	syntax, ok := err.(*SyntaxError)
	if !ok || syntax.At.File != file {
		t.Errorf("error %v at %v", err, syntax)
	}
}

// FuzzFill feeds templates: what is filled in must leave every place where it was.
func FuzzFill(f *testing.F) {
	f.Add("a = {{ .B }}\n{% x %} '{{ \"y\" }}' ${Z} @W@\n{{\n}}\n{# é #}")
	f.Fuzz(func(t *testing.T, text string) {
		if !utf8.ValidString(text) {
			return
		}
		before, after := strings.Split(text, "\n"), strings.Split(string(fill([]byte(text))), "\n")
		if len(before) != len(after) {
			t.Fatalf("%d lines became %d", len(before), len(after))
		}
		for i := range before {
			if utf8.RuneCountInString(before[i]) != utf8.RuneCountInString(after[i]) {
				t.Fatalf("line %q became %q", before[i], after[i])
			}
		}
	})
}
