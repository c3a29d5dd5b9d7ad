package scan_test

import (
	"os"
	"regexp"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
)

// host holds a document of each kind, tied together by one project.
var host = map[string]string{
	"compose.yaml": `services:
  edge:
    image: envoyproxy/envoy:v1.31
    volumes: ["./envoy.yaml:/etc/envoy/envoy.yaml"]
    ports: ["8080:8080"]
    security_opt: ["seccomp=profile.json"]
  media:
    build: .
    image: acme/mediamtx:${TAG:-1}
    runtime: boxed
    env_file: [media.env]
    annotations: {dev.gvisor.flag.debug: "true"}
`,
	"Dockerfile":   "FROM bluenviron/mediamtx:1.15.0\nCOPY mediamtx.yml /mediamtx.yml\nUSER 1000\n",
	"mediamtx.yml": "metrics: true\nrtspPort: 8554\nauthMethod: internal\nprotocols: [tcp]\nfoo: 1\npaths: {cam: {}}\n",
	"media.env":    "MTX_API=yes\nSECCOMP_PROFILE=profile\n",
	"envoy.yaml": `admin: {address: {socket_address: {address: 0.0.0.0, port_value: 9901}}}
static_resources: {listeners: [], clusters: [{name: media, load_assignment: {cluster_name: media}}]}
`,
	"profile.json": `{"defaultAction": "SCMP_ACT_ERRNO", "syscalls": []}`,
	"daemon.json":  `{"seccomp-profile": "/etc/docker/profile.json", "hosts": ["tcp://0.0.0.0:2375"], "runtimes": {"boxed": {"runtimeType": "io.containerd.runsc.v1", "options": {"ConfigPath": "/etc/runsc.toml"}}}}`,
	"runsc.toml":   "[runsc_config]\n  debug = \"true\"\n",
	"shim.toml":    "[runsc_config]\n  debug = \"true\"\n",
}

// undescribed collects the keys of an object that are no word of the page, and goes into what is worth describing.
func undescribed(words map[string]bool, at string, value any, missing map[string]bool) {
	switch v := value.(type) {
	case map[string]any:
		for key, child := range v {
			if isByName[at] {
				key = "NAME"
			} else if !words[key] {
				missing[at+"."+key] = true
			}
			if !isDetail[at+"."+key] {
				undescribed(words, at+"."+key, child, missing)
			}
		}
	case []any:
		for _, item := range v {
			undescribed(words, at, item, missing)
		}
	}
}

// isByName are objects that are keyed by names from the files; isDetail is what the page leaves to the libraries.
var (
	isByName = map[string]bool{
		".services": true, ".runtimes": true, ".builds": true, ".seccomp.decided": true, ".mediamtx.settings": true,
		".mediamtx.defaults": true, ".mediamtx.since": true, ".mediamtx.earlier": true, ".mediamtx.path_defaults": true,
	}
	isDetail = map[string]bool{
		".daemon.document": true, ".runtimes.NAME.definition": true, ".runtimes.NAME.config": true, ".runtimes.NAME.flags": true,
		".services.NAME.runsc_flags": true, ".services.NAME.configs": true, ".consumers.runsc_flags": true, ".consumers.environment": true,
		".builds.NAME.copies": true, ".seccomp.rules": true, ".seccomp.default": true, ".envoy": true,
		".mediamtx.paths.written": true, ".mediamtx.users.permissions": true, ".mediamtx.unknown": true, ".mediamtx.outdated": true,
		".mediamtx.conflict": true, ".runsc.strays": true, ".runsc.runtimes": true,
	}
)

func TestContextIsDescribed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{}
	for name, text := range host {
		root[name] = &fstest.MapFile{Data: []byte(text)}
	}
	found, problems := discover.Files(root, []string{"."}, discover.Options{MaxSize: discover.DefaultMaxSize})
	if len(problems) > 0 {
		t.Fatal(problems)
	}
	loaded := load.Documents(t.Context(), root, found, load.Options{Kinds: all.Kinds(), MaxSize: discover.DefaultMaxSize})
	project := link.Link(t.Context(), loaded.Documents, loaded.Root, nil)
	words := map[string]bool{}
	for _, word := range regexp.MustCompile(`\w+`).FindAllString(string(page), -1) {
		words[word] = true
	}
	kinds, missing := map[string]bool{}, map[string]bool{}
	for _, doc := range loaded.Documents {
		kinds[doc.Kind] = true
		encoder := plan.NewEncoder(plan.Names{})
		plan.Register(encoder, func(*source.Node) plan.Value { return plan.Null{} })
		context := plan.ToGo(plan.Merge(encoder.Encode(doc.Facts), encoder.Encode(project.Facts(doc)))).(map[string]any)
		undescribed(words, "", context, missing)
		if view, ok := context["envoy"].(map[string]any); ok {
			for list := range view {
				undescribed(words, ".envoy", map[string]any{list: nil}, missing)
			}
		}
	}
	for _, k := range all.Kinds() {
		if !kinds[k.Name] {
			t.Errorf("no document of kind %s", k.Name)
		}
	}
	for key := range missing {
		t.Errorf("docs/policies.md does not describe %s", key)
	}
}
