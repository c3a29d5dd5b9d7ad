package value_test

import (
	"fmt"
	"slices"
	"testing"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/value"
)

// inForce returns what some files make of a name, each as layer: value, or ? where the files do not say it.
func inForce(t *testing.T, name string, files map[string]string) []string {
	t.Helper()
	var reader value.Reader
	var all []value.Value
	for path, text := range files {
		values, err := reader.Read(source.NewFile(path, []byte(text)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, values...)
	}
	found, _ := value.InForce(name, all)
	return shown(found)
}

func shown(values []value.Value) []string {
	var all []string
	for _, v := range values {
		text := fmt.Sprintf("%s: %v", v.Layer, v.Is)
		if !v.IsKnown {
			text = fmt.Sprintf("%s: ?", v.Layer)
		}
		all = append(all, text)
	}
	slices.Sort(all)
	return all
}

// A truth is read as the code reads the text that its environment gives.
func TestTruthsAsTheCodeReadsThem(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		file, code string
		want       map[string]bool // by the text of the variable
	}{
		{"a.py", `X = os.getenv("X", "false").lower() in ("1", "true", "yes")`, map[string]bool{"TRUE": true, "1": true, "yes": true, "on": false, "false": false, " true ": true}},
		{"a.py", `X = os.environ.get("X", "1") not in ["0", "false"]`, map[string]bool{"0": false, "false": false, "FALSE": true, "no": true}},
		{"a.py", `X = os.getenv("X", "true") == "true"`, map[string]bool{"true": true, "True": false, "1": false}},
		{"a.py", `X = os.getenv("X", "true").upper() != "FALSE"`, map[string]bool{"false": false, "False": false, "0": true}},
		{"a.py", `X = "true" == os.getenv("X", "true").lower()`, map[string]bool{"TRUE": true, "1": false}},
		{"a.py", `X = bool(os.getenv("X", ""))`, map[string]bool{"false": true, "0": true}},
		{"a.py", `X = bool(strtobool(os.getenv("X", "no")))`, map[string]bool{"yes": true, "off": false, "0": false}},
		{"a.py", `X = not os.getenv("X", "")`, map[string]bool{"false": false, "1": false}},
		{"a.py", `X = os.getenv("X", "").casefold() in {"on"}`, map[string]bool{"ON": true, "true": false}},
		{"a.ts", `export const X = process.env.X === "true";`, map[string]bool{"true": true, "TRUE": false}},
		{"a.ts", `export const X = (process.env.X ?? "true").toLowerCase() !== "false";`, map[string]bool{"FALSE": false, "no": true}},
		{"a.ts", `export const X = !!process.env.X;`, map[string]bool{"false": true}},
		{"a.ts", `export const X = Boolean(process.env.X);`, map[string]bool{"0": true}},
		{"a.ts", `export const X = ["1", "true"].includes(process.env.X ?? "");`, map[string]bool{"1": true, "yes": false}},
		{"a.ts", `export const X = !["0", "false"].includes(process.env.X ?? "");`, map[string]bool{"0": false, "yes": true}},
		{"a.go", "package a\n\nimport (\n\t\"os\"\n\t\"strconv\"\n)\n\nfunc x() bool {\n\tx, _ := strconv.ParseBool(os.Getenv(\"X\"))\n\treturn x\n}\n", map[string]bool{"1": true, "f": false}},
		{"a.go", "package a\n\nimport \"os\"\n\nvar x = os.Getenv(\"X\") == \"on\"\n", map[string]bool{"on": true, "true": false}},
	} {
		for text, want := range test.want {
			code := test.code
			if test.file == "a.py" {
				code = "import os\nfrom distutils.util import strtobool\n\n" + code + "\n"
			}
			got := inForce(t, "X", map[string]string{test.file: code, ".env": fmt.Sprintf("X=%q\n", text)})
			if wanted := []string{fmt.Sprintf("a file of variables or settings: %v", want)}; !slices.Equal(got, wanted) {
				t.Errorf("%s with %q: got %q, want %q", test.code, text, got, wanted)
			}
		}
	}
}

// What stands higher goes over what stands lower; a service, a unit and a script are ways of starting the program, which all count.
func TestLayers(t *testing.T) {
	t.Parallel()
	code := "import os\n\nX = os.getenv(\"X\", \"code\")\n"
	for name, test := range map[string]struct {
		files map[string]string
		want  []string
	}{
		"the default in code":           {map[string]string{"a.py": code}, []string{"the default in code: code"}},
		"a constant":                    {map[string]string{"a.py": "X = 5\n"}, []string{"the default in code: 5"}},
		"a field":                       {map[string]string{"a.py": "from pydantic_settings import BaseSettings\n\n\nclass S(BaseSettings):\n    X: bool = False\n"}, []string{"the default in code: false"}},
		"a negative number":             {map[string]string{"a.py": "from pydantic_settings import BaseSettings\n\n\nclass S(BaseSettings):\n    X: int = -1\n"}, []string{"the default in code: -1"}},
		"a list":                        {map[string]string{"a.py": "from pydantic_settings import BaseSettings\n\n\nclass S(BaseSettings):\n    X: list[str] = [\"a\", \"b\"]\n"}, []string{"the default in code: [a b]"}},
		"the image over code":           {map[string]string{"a.py": code, "Dockerfile": "FROM a\nENV X=image Y=1\n"}, []string{"the image: image"}},
		"the last of the image":         {map[string]string{"Dockerfile": "FROM a\nENV X one\n"}, []string{"the image: one"}},
		"a file over the image":         {map[string]string{".env": "X=file\n", "Dockerfile": "FROM a\nENV X=image\n"}, []string{"a file of variables or settings: file"}},
		"a quoted value of a file":      {map[string]string{".env": "export X='a b' # c\n"}, []string{"a file of variables or settings: a b"}},
		"an empty value of a file":      {map[string]string{".env": "X=\n"}, []string{"a file of variables or settings: "}},
		"a sample sets nothing":         {map[string]string{".env.example": "X=sample\n", "a.py": code}, []string{"the default in code: code"}},
		"a service over a file":         {map[string]string{".env": "X=file\n", "compose.yml": "services:\n  a:\n    environment: {X: service}\n"}, []string{"the service: service"}},
		"a list of a service":           {map[string]string{"compose.yml": "services:\n  a:\n    environment: [X=service]\n"}, []string{"the service: service"}},
		"a service with the file's":     {map[string]string{".env": "X=file\n", "compose.yml": "services:\n  a:\n    environment: {X: \"${X}\"}\n"}, []string{"the service: file"}},
		"a service with a default":      {map[string]string{"compose.yml": "services:\n  a:\n    environment: {X: \"${Y:-fallback}\"}\n"}, []string{"the service: fallback"}},
		"a service with what is unset":  {map[string]string{"compose.yml": "services:\n  a:\n    environment: {X: \"${Y}\"}\n"}, []string{"the service: ?"}},
		"a service with more":           {map[string]string{"compose.yml": "services:\n  a:\n    environment: {X: \"a-${Y}\"}\n"}, []string{"the service: ?"}},
		"two services":                  {map[string]string{"compose.yml": "services:\n  a: {environment: {X: 1}}\n  b: {environment: {X: 2}}\n"}, []string{"the service: 1", "the service: 2"}},
		"a unit":                        {map[string]string{"a.service": "[Service]\nEnvironment=\"X=a b\" Y=1\n"}, []string{"the unit: a b"}},
		"a unit with a specifier":       {map[string]string{"a.service": "[Service]\nEnvironment=X=%n\n"}, []string{"the unit: ?"}},
		"a unit's file over it":         {map[string]string{"a.service": "[Service]\nEnvironment=X=unit\nEnvironmentFile=-/etc/app.env\n", "app.env": "X=file\n"}, []string{"a file of variables or settings: file"}},
		"a unit and a service":          {map[string]string{"a.service": "[Service]\nEnvironment=X=unit\n", "compose.yml": "services:\n  a: {environment: {X: 2}}\n"}, []string{"the service: 2", "the unit: unit"}},
		"a script":                      {map[string]string{"run.sh": "export X=script\nexec app\n", ".env": "X=file\n"}, []string{"a script: script"}},
		"a default of a script":         {map[string]string{"run.sh": ": \"${X:=script}\"\n"}, []string{"the default in code: script"}},
		"a ConfigMap":                   {map[string]string{"k.yaml": "kind: ConfigMap\ndata: {X: map}\n"}, []string{"a file of variables or settings: map"}},
		"a container of Kubernetes":     {map[string]string{"k.yaml": "kind: Pod\nspec:\n  containers:\n  - env:\n    - {name: X, value: pod}\n"}, []string{"the service: pod"}},
		"TOML":                          {map[string]string{"a.toml": "[s]\nX = -5\n"}, []string{"a file of variables or settings: -5"}},
		"JSON":                          {map[string]string{"a.json": `{"X": [1, 2]}`}, []string{"a file of variables or settings: [1 2]"}},
		"INI":                           {map[string]string{"a.ini": "[s]\nX = 7d\n"}, []string{"a file of variables or settings: 7d"}},
		"nothing":                       {map[string]string{"a.yml": "Y: 1\n"}, nil},
		"a null sets nothing for a map": {map[string]string{"compose.yml": "services:\n  a:\n    environment: {X: }\n"}, []string{"the service: ?"}},
	} {
		if got := inForce(t, "X", test.files); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
}

func TestRoute(t *testing.T) {
	t.Parallel()
	file := source.NewFile("a.yml", []byte("a: {b.c: [1, -2, {d: x}], e: , f: {g: 7d}}\nl: [{n: 1}, {n: 2}]\nv: ${V:-1h}\nw: ${W}\n"))
	roots, err := source.YAML.Read(file, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	for route, want := range map[string][]string{
		`a["b.c"][0]`:   {"1"},
		`a['b.c'][1]`:   {"-2"},
		`a["b.c"][2].d`: {"x"},
		`a["b.c"].2.d`:  {"x"},
		"a.f.g":         {"7d"},
		"a.*.g":         {"7d"},
		"l.*.n":         {"1", "2"},
		"l[*].n":        {"1", "2"},
		"v":             {"1h"},
		"w":             {"?"},
		"a.nosuch":      nil,
		"l[9].n":        nil,
		"l[-1].n":       nil,
	} {
		var got []string
		for _, v := range value.Route(route, roots[0]) {
			if text := fmt.Sprint(v.Is); v.IsKnown {
				got = append(got, text)
			} else {
				got = append(got, "?")
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", route, got, want)
		}
	}
	if at := value.Nearest("a.f.nosuch.deeper", roots[0]); at.Start.Line != 1 || at.Start.Column != 32 {
		t.Errorf("the place of what is missing: %s", at)
	}
}

// What may be a secret is in no message, and what bool() makes of a text is said.
func TestShown(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		is   any
		want string
	}{
		{"TTL", "7d", "7d"}, {"TTL", "-1", "-1"}, {"LEVEL", int64(5), "5"}, {"DEBUG", true, "true"}, {"DEBUG", "off", "off"}, {"TLS", "TLSv1.2", "TLSv1.2"},
		{"NAME", "something private", "something else"}, {"NAME", "", "empty"}, {"API_TOKEN", "12345", "something else"}, {"db.password", "7d", "something else"},
	} {
		v := value.Value{Name: test.name, Is: test.is, IsKnown: true}
		if got := v.Shown(); got != test.want {
			t.Errorf("%s %v: got %q, want %q", test.name, test.is, got, test.want)
		}
	}
}

func TestTrap(t *testing.T) {
	t.Parallel()
	var reader value.Reader
	for text, want := range map[string]bool{"false": true, "0": true, "no": true, "true": false, "": false, "x": false} {
		var all []value.Value
		for path, content := range map[string]string{"a.py": "import os\n\nX = bool(os.getenv(\"X\", \"\"))\n", ".env": "X=" + text + "\n"} {
			values, err := reader.Read(source.NewFile(path, []byte(content)))
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, values...)
		}
		found, _ := value.InForce("X", all)
		if len(found) != 1 || (found[0].Trap() != "") != want {
			t.Errorf("%q: %q", text, found[0].Trap())
		}
	}
}
