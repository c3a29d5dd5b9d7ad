package scan_test

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

// flawed is a file of each format in which one rule fires, with a comment that suppresses it.
var flawed = map[*source.Format]struct{ rule, text string }{
	source.YAML: {"compose/privileged",
		"services:\n  web:\n    image: nginx:1.27\n    privileged: true # seclint:ignore compose/privileged reason\n"},
	source.JSON:   {"seccomp/default-allow", "{\"defaultAction\": \"SCMP_ACT_ALLOW\" // seclint:ignore seccomp/default-allow reason\n}"},
	source.TOML:   {"gvisor/network-host", "[runsc_config]\nnetwork = \"host\" # seclint:ignore gvisor/network-host reason\n"},
	source.Dotenv: {"compose/committed-env-file", "A_TOKEN=ghp_1a2B3c4D5e6F7g8H9i0J1k2L3m4N5o6P7q8R # seclint:ignore compose/committed-env-file reason\n"},
	source.Python: {"app/cors-wildcard", "CORS_ALLOW_ALL_ORIGINS = True  # seclint:ignore app/cors-wildcard reason\nALLOWED_HOSTS = []\n"},
	source.Go: {"app/cors-wildcard", "package a\n\nfunc f(w http.ResponseWriter) {\n\t// seclint:ignore app/cors-wildcard reason\n" +
		"\tw.Header().Set(\"Access-Control-Allow-Origin\", \"*\")\n}\n"},
	source.JavaScript: {"frontend/token-in-web-storage",
		"localStorage.setItem(\"token\", token); // seclint:ignore frontend/token-in-web-storage reason\n"},
	source.HTML: {"frontend/token-in-web-storage", "<script>\n// seclint:ignore frontend/token-in-web-storage reason\n" +
		"localStorage.setItem(\"token\", token);\n</script>\n"},
	source.Component: {"frontend/token-in-web-storage", "<script setup>\n// seclint:ignore frontend/token-in-web-storage reason\n" +
		"localStorage.setItem(\"token\", token);\n</script>\n"},
	source.Lua: {"lua/code-execution", "function envoy_on_request(h)\n  os.execute(h:body()) -- seclint:ignore lua/code-execution reason\nend\n"},
	source.Unit: {"daemon/network-filter-off",
		"[Service]\n# seclint:ignore daemon/network-filter-off reason\nExecStart=/usr/bin/dockerd --iptables=false\n"},
	source.INI: {"app/service-without-authentication",
		"[security]\n[auth.anonymous]\norg_role = Admin\n# seclint:ignore app/service-without-authentication reason\nenabled = true\n"},
	source.Properties: {"app/debug-enabled",
		"# seclint:ignore app/debug-enabled reason\nmanagement.endpoints.web.exposure.include=*\n"},
	source.Lines: {"app/tls-verification-disabled",
		"frontend a\n bind :80\nbackend b\n server a a:1 ssl verify none # seclint:ignore app/tls-verification-disabled reason\n"},
	source.Shell: {"app/tls-verification-disabled", "curl -k https://example.com # seclint:ignore app/tls-verification-disabled reason\n"},
	source.Dockerfile: {"app/tls-verification-disabled",
		"FROM a\n# seclint:ignore app/tls-verification-disabled reason\nRUN curl -k https://example.com\n"},
	source.Nginx: {"nginx/weak-tls", "server {\n    autoindex on; # seclint:ignore nginx/weak-tls reason\n}\n"},
}

// A file is of one format for every stage: it is found on a walk, read, of a kind and evaluated, and its comments count, or
// nothing of all this.
func TestEveryStageTakesANameForTheSameFormat(t *testing.T) {
	for format, names := range map[*source.Format]string{
		source.YAML:       "a.yml a.yaml a.YML a.Yaml .yml .YAML a.json.yml a.env.yaml",
		source.JSON:       "a.json a.JSON .json a.yml.json a.env.JSON",
		source.TOML:       "a.toml a.TOML .Toml a.json.toml",
		source.Python:     "a.py A.PY .py",
		source.JavaScript: "a.js a.ts a.TSX a.mjs a.cjs a.jsx .env.js",
		source.Go:         "a.go A.GO .go",
		source.Lua:        "a.lua A.LUA",
		source.HTML:       "a.html a.HTM",
		source.Component:  "a.vue A.SVELTE",
		source.Unit:       "docker.service docker.SERVICE a.json.service",
		source.Nginx:      "a.conf nginx.conf conf.d/A.CONF sites-enabled/example.org a.nginx",
		source.Dotenv:     ".env .ENV a.env a.ENV a.yml.env .env.production .Env.Local .env.example",
		source.INI:        "a.ini A.INI",
		source.Shell:      "a.sh A.BASH .env.sh",
		source.Dockerfile: "Dockerfile dockerfile.prod a.Dockerfile Containerfile",
		source.Lines:      "a.cfg haproxy.cfg",
		source.Properties: "a.properties application.properties",
		nil:               "a.txt a.yml.bak a.yaml~ a.json5 a.env.local env .envrc Makefile Dockerfile.dockerignore",
	} {
		for name := range strings.FieldsSeq(names) {
			t.Run(name, func(t *testing.T) { checkStages(t, name, format) })
		}
	}
}

func TestEveryFormatIsTried(t *testing.T) {
	for _, format := range source.Formats() {
		if flawed[format].text == "" {
			t.Errorf("no flawed file shows that every stage knows %s", format.Name())
		}
	}
}

func checkStages(t *testing.T, name string, format *source.Format) {
	content, known := flawed[format]
	if !known {
		content = flawed[source.YAML] // what triage once took every other file for
	}
	root := files("sub/"+name, content.text)
	found, _ := discover.Files(t.Context(), root, nil, discover.Options{})
	if (len(found) == 1) != known {
		t.Errorf("discovery finds %v", found)
	}
	_, err := load.Documents(t.Context(), root, found, load.Options{Kinds: all.Kinds()}).Root.Parse("sub/" + name)
	if readable := err == nil || !strings.Contains(err.Error(), "in no format"); readable != known {
		t.Errorf("loading gives %v", err)
	}
	opts := options(t, root)
	settings := config.Default()
	if err := settings.Select([]string{content.rule}, nil, opts.Catalogue); err != nil {
		t.Fatal(err)
	}
	opts.Config, opts.AllowEmpty = settings, true
	r := run(t, opts)
	if (len(r.Findings) == 1) != known {
		t.Fatalf("findings %v, problems %s", places(r), messages(r))
	}
	if known && (r.Findings[0].Suppressed != nil) != (format.Marker() != "") {
		t.Errorf("that the comment suppresses is %v", r.Findings[0].Suppressed != nil)
	}
}

// Whatever a file is called: discovery offers what load has a reader for and nothing else, files of variables and no others are
// of kind app by their name, and what has a marker has comments.
func TestStagesAgreeOnAnyName(t *testing.T) {
	names := anyNames(rand.New(rand.NewPCG(8, 3)), 2000)
	root := fstest.MapFS{}
	for _, name := range names {
		root[name] = &fstest.MapFile{Data: []byte("# text\nA=1\n")}
	}
	offered := map[string]bool{}
	found, problems := discover.Files(t.Context(), root, nil, discover.Options{})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	for _, f := range found {
		offered[f.Path] = true
	}
	loaded := load.Documents(t.Context(), root, found, load.Options{Kinds: all.Kinds()})
	apps := map[string]bool{}
	for _, f := range loaded.Files {
		apps[f.Path] = f.Kind == "app"
	}
	for _, name := range names {
		format := source.FormatOf(name)
		if offered[name] != (format != nil) {
			t.Errorf("%q is of format %v, and discovery offers it: %v", name, format, offered[name])
		}
		_, err := loaded.Root.Parse(name)
		if refused := err != nil && strings.Contains(err.Error(), "in no format"); refused != !offered[name] {
			t.Errorf("discovery offers %q: %v; load says %v", name, offered[name], err)
		}
		variables := format != nil && strings.HasPrefix(strings.ToLower(name), ".env.")
		if apps[name] != (format == source.Dotenv) && !(apps[name] && variables) {
			t.Errorf("%q is of kind app: %v", name, apps[name])
		}
		comments := source.NewFile(name, []byte("# text\n")).Comments()
		if (len(comments) == 1) != (format.Marker() == "#") {
			t.Errorf("%q, whose comments begin with %q, has %d", name, format.Marker(), len(comments))
		}
	}
	if len(offered) < len(names)/5 || len(offered) > len(names)*4/5 {
		t.Errorf("%d of %d names are offered: not much is tried", len(offered), len(names))
	}
}

// anyNames makes file names of what decides about a format and of what must not.
func anyNames(random *rand.Rand, count int) []string {
	pieces := []string{
		".", "..", "-", "a", "env", ".env", ".env.", ".yml", ".yaml", ".json", ".toml", ".jsonc", ".tmpl", ".bak", "~", "yml", "compose",
		"daemon", "runsc", "seccomp", "mediamtx", "Ä", "İ", " ",
	}
	var names []string
	for len(names) < count {
		var b strings.Builder
		for range 1 + random.IntN(3) {
			piece := pieces[random.IntN(len(pieces))]
			switch random.IntN(4) {
			case 0:
				piece = strings.ToUpper(piece)
			case 1:
				piece = strings.ReplaceAll(piece, "o", "O")
			}
			b.WriteString(piece)
		}
		if name := b.String(); name != "." && name != ".." && name != ".gitignore" {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	return slices.Compact(names)
}
