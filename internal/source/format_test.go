package source

import (
	"slices"
	"strings"
	"testing"
)

func TestFormatOf(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		format *Format
		names  string
	}{
		{YAML, "a.yml a.yaml a.YML a.Yaml folder/a.yml folder.json/a.yaml .yaml .YML a.b.yml a.json.yml a.env.yml .env.yaml docker-compose.prod.YAML"},
		{JSON, "a.json a.JSON a.Json .json daemon.JSON a.yml.json a.env.json .env.json .env.JSON folder/.env.json"},
		{TOML, "a.toml a.TOML .toml runsc.toml .env.toml a.yaml.toml 10-gvisor.part containers.conf etc/Crio.conf crio.conf.d/9.conf containers.conf.d/a.conf containers.rootless.conf.d/a.conf containers.conf.modules/a.conf"},
		{Unit, "a.service docker.service.d/a.conf etc/docker.service.d/b.Conf .service"},
		{Dotenv, ".env .ENV a.env a.ENV db.prod.env a.yml.env .env.production .Env.Local .ENV.PROD .env.production.local .env.example .env.yml.bak .env. folder/.env"},
		{Nginx, "a.conf nginx.conf NGINX.CONF conf.d/a.conf containers.conf.d.conf service.d/a.conf a.nginx a.vhost sites-enabled/example.org nginx"},
		{INI, "a.ini grafana.INI"},
		{Properties, "application.properties a.yml.properties"},
		{Lines, "haproxy.cfg setup.cfg"},
		{nil, "env a.env.local .envrc .env-local .environment a.yml.bak a.yml~ a.json5 a.jsonc a.tom a. . .. a.yml. yaml .yaml/a notes.txt compose a.yml/a a.y\u2028ml crio.conf.d/a docker.service.d/a runsc.txt.tmpl"},
		{Dockerfile, "Dockerfile Dockerfile.dev a.dockerfile Containerfile"},
		{Shell, "a.sh a.bash"},
		{nil, ""},
	} {
		names := strings.Split(test.names, " ")
		for _, name := range names {
			if got := FormatOf(name); got != test.format {
				t.Errorf("FormatOf(%q) = %+v, want %+v", name, got, test.format)
			}
		}
	}
}

// An extension says which format a file has: no two have the same one.
func TestExtensionsAreDistinct(t *testing.T) {
	t.Parallel()
	formatOf := map[string]*Format{}
	for _, f := range formats {
		for _, ext := range f.extensions {
			if other := formatOf[ext]; other != nil {
				t.Errorf("%s is of %s and of %s", ext, other.Name(), f.Name())
			}
			formatOf[ext] = f
		}
	}
}

func TestCutFormat(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]struct {
		stem   string
		format *Format
	}{
		"compose.prod.yaml": {"compose.prod", YAML},
		"Compose.YML":       {"Compose", YAML},
		"a.yml.json":        {"a.yml", JSON},
		".json":             {"", JSON},
		"db.env":            {"db", Dotenv},
		".env.json":         {".env", JSON},
		"Dockerfile":        {"Dockerfile", Dockerfile},
		"a.conf":            {"a", Nginx},
	} {
		if stem, format := CutFormat(base); stem != want.stem || format != want.format {
			t.Errorf("CutFormat(%q) = %q, %+v", base, stem, format)
		}
	}
}

// A format is whole: what the stages ask of one has an answer, and no two formats claim a name.
func TestFormatsAreWhole(t *testing.T) {
	t.Parallel()
	samples := map[*Format]string{YAML: "a: b\n---\nc: d\n", JSON: `{"a": "b"}`, TOML: `a = "b"`, Dotenv: "a=b", Unit: "[a]\nb=c", Nginx: "a b;", INI: "[a]\nb=c", Properties: "a=b", Lines: "a b"}
	seen := map[string]bool{}
	for _, f := range Formats() {
		names := append([]string{f.Name()}, f.extensions...)
		for _, name := range names {
			if seen[name] || name != strings.ToLower(name) {
				t.Errorf("%s: %q is not its own, or not in lower case", f.Name(), name)
			}
			seen[name] = true
		}
		for _, ext := range f.extensions {
			if !strings.HasPrefix(ext, ".") || FormatOf("a"+ext) != f {
				t.Errorf("%s: extension %q does not lead to it", f.Name(), ext)
			}
		}
		path := "a" + f.extensions[0]
		sample := NewFile(path, []byte(samples[f]))
		for _, read := range []func(*File, Limits) ([]*Node, error){f.Read, f.ReadLenient} {
			roots, err := read(sample, DefaultLimits())
			if f.IsCode() {
				if err == nil {
					t.Errorf("%s: source code is read as %v", f.Name(), roots)
				}
				continue
			}
			if err != nil || len(roots) == 0 || roots[0].Get("a").Str() != "b" && roots[0].At("a", "b", 0).Str() != "c" && roots[0].At("a", "b").Str() != "c" && roots[0].At(0, "args", 0).Str() != "b" {
				t.Errorf("%s: read as %v, %v", f.Name(), roots, err)
			}
		}
		if (f.comments == nil) != (f.Marker() == "") {
			t.Errorf("%s: its marker is %q, but that it has comments is %v", f.Name(), f.Marker(), f.comments != nil)
		}
		found := NewFile(path, []byte(samples[f]+"\n"+f.Marker()+" text\n")).Comments()
		if f.Marker() != "" && (len(found) != 1 || found[0].Text != " text" || !found[0].Alone) {
			t.Errorf("%s: the comment behind %q is read as %+v", f.Name(), f.Marker(), found)
		}
	}
}

func TestFormatsCannotBeChanged(t *testing.T) {
	t.Parallel()
	all := Formats()
	all[0] = nil
	if slices.Contains(Formats(), nil) {
		t.Error("who changes what Formats returns changes the formats")
	}
}

func TestReadersKeepTheLimits(t *testing.T) {
	t.Parallel()
	for _, f := range Formats() {
		content := map[*Format]string{YAML: "[[1, 2, 3]]", JSON: "[[1, 2, 3]]", TOML: "a = [[1, 2, 3]]", Dotenv: "a=1\nb=2\nc=3", Unit: "[a]\nb=c\nd=e", Nginx: "a b;", INI: "[a]\nb=c", Properties: "a=b\nc=d", Lines: "a b"}[f]
		for _, read := range []func(*File, Limits) ([]*Node, error){f.Read, f.ReadLenient} {
			if _, err := read(NewFile("a"+f.extensions[0], []byte(content)), Limits{MaxDepth: 200, MaxNodes: 2}); err == nil {
				t.Errorf("%s: more values than the limit are read", f.Name())
			}
		}
	}
}

func TestReadLenient(t *testing.T) {
	t.Parallel()
	commented := NewFile("a.json", []byte("{ // why\n  \"a\": 1,\n}"))
	if _, err := JSON.Read(commented, DefaultLimits()); err == nil {
		t.Error("a comment is JSON")
	}
	roots, err := JSON.ReadLenient(commented, DefaultLimits())
	if err != nil || len(roots) != 1 || roots[0].Get("a") == nil {
		t.Errorf("JSON with comments is read as %v, %v", roots, err)
	}
	if _, err := YAML.ReadLenient(NewFile("a.yml", []byte("a: [")), DefaultLimits()); err == nil {
		t.Error("broken YAML is read leniently")
	}
}

func TestNoFormatHasNoComments(t *testing.T) {
	t.Parallel()
	var none *Format
	if none.Marker() != "" || none.IsIndented() {
		t.Error("no format has comments or indentation")
	}
	for _, name := range []string{"notes.txt", "a.json", "a.JSON"} {
		if found := NewFile(name, []byte("# text\n// text\n")).Comments(); found != nil {
			t.Errorf("%s: comments %+v", name, found)
		}
	}
}

func TestMakes(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]bool{"docker.service": true, "docker.socket.j2": true, "docker.service.d/a.conf.tmpl": true, "a.toml": false, "a": false} {
		if got := FormatOf(name).Makes(Unit); got != want {
			t.Errorf("%s makes a unit: got %v", name, got)
		}
	}
}
