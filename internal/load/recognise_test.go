package load_test

import (
	"slices"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/load"
)

func TestRecognise(t *testing.T) {
	for _, test := range []struct{ name, path, content, kind, state string }{
		{"by name", "compose.yaml", "services: {web: {image: nginx}}", "compose", "assessed"},
		{"by content", "stack/web.yml", "services: {web: {image: nginx}}", "compose", "assessed"},
		{"by content under the name of another kind", "mediamtx.yml", "services: {web: {image: bluenviron/mediamtx}}", "compose", "assessed"},
		{"by no name and no content", "values.yml", "replicas: 3", "", ""},
		{"broken under a telling name", "compose.yaml", "services: [", "compose", "broken"},
		{"broken, and only its words tell", "x.yml", "services: [", "", "broken"},
		{"the extension in upper case", "compose.YML", "services: [", "compose", "broken"},
		{"the same for JSON", "daemon.JSON", "{", "daemon", "broken"},
		{"the same for TOML", "runsc.TOML", "[", "gvisor", "broken"},
		{"the same for a profile", "seccomp.Json", "{", "seccomp", "broken"},
		{"the same for MediaMTX", "mediamtx.Yaml", "[", "mediamtx", "broken"},
		{"the same for Envoy", "envoy.YAML", "[", "envoy", "broken"},
		{"the same for variables", "prod.ENV", "A B=1", "app", "broken"},
		{"the telling name in another format", "compose.toml", "[", "", ""},
		{"a patch of variables", ".env.patch", "--- .env\n+++ .env\n+A = 1", "", ""},
		{"a program about variables", ".env.ts", "export const env = {}", "", ""},
		{"variables in JSON", ".env.json", `{"A": "1"}`, "app", "assessed"},
		{"variables in JSON, broken", ".env.JSON", "A=1", "app", "broken"},
		{"a template", "config.toml.tmpl", "{{ template \"base\" . }}\n[runsc_config]\ndebug = {{ .Debug }}\n", "gvisor", "assessed"},
		{"a template that is no TOML", "runsc.toml.j2", "[runsc_config]\n{% for k in x %}{{ k }} = 1{% endfor %}\nb\n", "gvisor", "unsupported"},
		{"a template that only its words tell", "x.toml.in", "[runsc_config]\na = \n", "gvisor", "unsupported"},
		{"a template of a kind that takes none", "prod.env.tmpl", "A=1", "", ""},
		{"a template of nothing", "x.toml.in", "a = \n", "", ""},
		{"settings that only a part of is read", "containers.conf", "[containers]\n", "daemon", "partial"},
		{"a drop-in of a unit", "docker.service.d/a.conf", "[Service]\nExecStart=/usr/bin/dockerd\n", "daemon", "assessed"},
		{"a unit of another program", "web.service", "[Service]\nExecStart=/usr/bin/web\n", "systemd", "assessed"},
		{"empty under a telling name", "compose.prod.yaml", "# nothing yet", "compose", "assessed"},
		{"empty under a name that is read for itself", "compose.yaml", "# nothing yet", "compose", "partial"},
		{"another shape under a telling name", "app-compose.yaml", "on: push\njobs: {}", "", "unsupported"},
		{"another shape under a name that is read for itself", "docker-compose.yml", "on: push\njobs: {}", "compose", "broken"},
		{"the same where names have no case", "Compose.YML", "- web", "compose", "broken"},
		{"a list of services", "compose.yaml", "services: [{image: nginx, privileged: true}]", "compose", "partial"},
		{"a key of another sort of file beside services", "compose.yaml", "apiVersion: v1\nservices: {web: {image: nginx}}", "compose", "partial"},
		{"a second document of another shape", "compose.yaml", "services: {web: {image: nginx}}\n---\n- web", "compose", "partial"},
		{"a first document of another shape", "compose.yaml", "7\n---\nservices: {web: {image: nginx}}", "compose", "partial"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := fstest.MapFS{test.path: {Data: []byte(test.content)}}
			result := load.Documents(t.Context(), root, []discover.File{{Path: test.path}}, load.Options{Kinds: all.Kinds()})
			var kind, state string
			for _, f := range result.Files {
				kind, state = f.Kind, string(f.State)
			}
			if kind != test.kind || state != test.state {
				t.Errorf("got kind %q, state %q; want %q, %q; problems: %v", kind, state, test.kind, test.state, result.Problems)
			}
		})
	}
}

func TestManifestsOfSeveralKinds(t *testing.T) {
	const content = `
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: gvisor, annotations: {dev.gvisor.flag.network: host}}
handler: runsc
---
apiVersion: v1
kind: ConfigMap
metadata: {name: edge}
data:
  envoy.yaml: |
    static_resources: {clusters: []}
---
apiVersion: security-profiles-operator.x-k8s.io/v1beta1
kind: SeccompProfile
metadata: {name: open}
spec: {defaultAction: SCMP_ACT_ALLOW}
`
	kinds := []string{"envoy", "seccomp", "gvisor"}
	for _, path := range []string{"stack.yaml", "envoy.yaml"} { // the second has the name of one of the kinds
		root := fstest.MapFS{path: {Data: []byte(content)}}
		result := load.Documents(t.Context(), root, []discover.File{{Path: path}}, load.Options{Kinds: all.Kinds()})
		ids := map[string]bool{}
		var got []string
		for _, doc := range result.Documents {
			got, ids[doc.ID] = append(got, doc.Kind), true
		}
		if !slices.Equal(got, kinds) || len(ids) != len(got) {
			t.Errorf("%s: got %v with IDs %v, want %v", path, got, ids, kinds)
		}
		if len(result.Files) != 1 || result.Files[0].Kind != kinds[0] || len(result.Problems) > 0 {
			t.Errorf("%s: got files %+v, problems %v", path, result.Files, result.Problems)
		}
	}
}

// What a project names is loaded whether there is a later scan or not.
func TestNamedIsLoaded(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{
		"compose.yaml": {Data: []byte("services: {a: {image: b, env_file: [variables]}}")},
		"variables":    {Data: []byte("A=1\n")},
	}
	for _, once := range []bool{true, false} {
		loader := load.NewLoader(load.Options{Kinds: all.Kinds(), Once: once})
		result := loader.Documents(t.Context(), load.Input{Root: root, Files: []discover.File{{Path: "compose.yaml"}}})
		if len(result.Documents) != 2 || result.Documents[1].File.Path != "variables" {
			t.Errorf("once %v: %d documents", once, len(result.Documents))
		}
	}
}
