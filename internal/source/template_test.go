package source

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestTemplate(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"value":                {"a: {{ .Values.a }}\nb: x-{{ .b }}-y\n", "map[a:{{ .Values.a }} b:x-{{ .b }}-y]"},
		"in quotes":            {`a: "{{ .a | default "x" }}"`, `map[a:{{ .a | default "x" }}]`},
		"in a flow":            {"{a: ${A}, b: [{{b}}, {c: {{ .d }}}]}", "map[a:${A} b:[{{b}} map[c:{{ .d }}]]]"},
		"in JSON":              {`{"a": {{ .A }}, "b": ["{{ .B }}"],}`, "map[a:{{ .A }} b:[{{ .B }}]]"},
		"control":              {"{{- if .x }}\na: 1\n{{- else }}\nb: 2\n{{- end }}\n", "map[a:1 b:2]"},
		"Jinja":                {"{# why #}\n{% for h in hosts %}\n- {{ h }}\n{% endfor %}\n", "[{{ h }}]"},
		"on a line of its own": {"a: 1\n{{ toYaml .b | indent 2 }}\nc:\n  {{ toYaml .d }}\n", "map[a:1 c:{{ toYaml .d }}]"},
		"over lines":           {"a: {{ .x\n  | quote }}\nb: 1\n", "map[a:{{ .x\n  | quote }} b:1]"},
		"autoconf":             {"a: @PREFIX@/x\nb: me@example.com\n", "map[a:@PREFIX@/x b:me@example.com]"},
		"ERB":                  {"a: <%= x %>\n<% if y %>\nb: 1\n<% end %>\n", "map[a:<%= x %> b:1]"},
		"key":                  {"{{ .a }}: 1\n", "map[{{ .a }}:1]"},
		"branches that clash":  {"{{ if .x }}\na: {{ .a }}\n{{ else }}\na: 2\n{{ end }}\nd: 5\n", "map[a:2 d:5]"},
		"branches of Jinja":    {"{% if x %}\na: 1\n{% elif y %}\na: 2\n{% else %}\na: 3\n{% endif %}\n", "map[a:3]"},
		"nothing to fill in":   {"a: $(x)\n", "map[a:$(x)]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := NewFile("a.yaml.tmpl", []byte(test.text))
			format := FormatOf(file.Path)
			if !format.IsTemplate() || format.Name() != "yaml" {
				t.Fatalf("the format is %v", format)
			}
			roots, err := format.Read(file, DefaultLimits())
			if err != nil || len(roots) != 1 {
				t.Fatalf("read as %v, %v", roots, err)
			}
			if got := fmt.Sprint(roots[0].Value()); got != test.want {
				t.Errorf("read as %s, want %s", got, test.want)
			}
		})
	}
}

func TestTemplatesOfTOML(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"{{ template \"base\" . }}\n[a]\nb = 1\n":                              "map[a:map[b:1]]",
		"{{- if .x }}\na = {{ .a }}\n{{ end -}}\nb = \"{{ .b }}/c\"\n":         "map[a:{{ .a }} b:{{ .b }}/c]",
		"a = [{{ .x }}, 'y{{ .z }}', ${PORT}]\n[\"t.{{ .k }}\"]\nb = @NAME@\n": "map[a:[{{ .x }} y{{ .z }} ${PORT}] t.{{ .k }}:map[b:@NAME@]]",
	} {
		roots, err := FormatOf("a.toml.tmpl").Read(NewFile("a.toml.tmpl", []byte(text)), DefaultLimits())
		if err != nil || fmt.Sprint(roots[0].Value()) != want {
			t.Errorf("%q: %v, %v", text, roots, err)
		}
	}
	_, err := FormatOf("a.toml.tmpl").Read(NewFile("a.toml.tmpl", []byte("a = 1\n{{ .k }} = 2\n{{ .l }}b\n")), DefaultLimits())
	if err == nil || !strings.Contains(err.Error(), "a.toml.tmpl:") {
		t.Errorf("the error is %v", err)
	}
}

func TestPlacesInATemplate(t *testing.T) {
	t.Parallel()
	file := NewFile("a.json.j2", []byte("{\"ä\": \"{{ ü }}\",\n \"b\": {{ c }}, \"d\": 1}"))
	roots, err := FormatOf(file.Path).Read(file, DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for key, want := range map[string]string{"b": "a.json.j2:2:2", "d": "a.json.j2:2:16"} {
		if got := roots[0].Locate(Path{key}).At; got.String() != want || got.File != file {
			t.Errorf("%s is at %s, want %s", key, got, want)
		}
	}
	_, err = FormatOf(file.Path).Read(NewFile("a.yml.in", []byte("a: @X_Y@\n b: [")), DefaultLimits())
	if err == nil || !strings.Contains(err.Error(), "a.yml.in:2") {
		t.Errorf("the error is %v, want one in line 2", err)
	}
}

func TestNamesOfTemplates(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{
		"envoy.yaml.tmpl": true, "a/b.JSON.Template": true, "x.yml.example": true, "x.yaml": false, "x.tmpl.yaml": false,
	} {
		if got := FormatOf(name); got == nil || got.IsTemplate() != want {
			t.Errorf("FormatOf(%q) is %v", name, got)
		}
	}
	for _, name := range []string{"x.tmpl", "Makefile.in", "x.txt.tmpl", "x.yaml.bak"} {
		if got := FormatOf(name); got != nil {
			t.Errorf("FormatOf(%q) is %s, want none", name, got.Name())
		}
	}
}

// FuzzMask feeds templates: what stands for a part must leave every place where it was.
func FuzzMask(f *testing.F) {
	f.Add("a = {{ .B }}\n{% x %} '{{ \"y\" }}' ${Z} @WW@\n{{\n}}\n{# é #}", true)
	f.Add("a: {{ .b\n | c }}\n{{ . }}: d", false)
	f.Fuzz(func(t *testing.T, text string, quoted bool) {
		if !utf8.ValidString(text) {
			return
		}
		m := masked{quoted: quoted, texts: map[string]string{}}
		before, after := strings.Split(text, "\n"), strings.Split(string(m.mask([]byte(text))), "\n")
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
