package link_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/link"
)

const luaEnvoy = `-- conf/envoy.yaml --
static_resources:
  listeners:
  - filter_chains:
    - filters:
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          http_filters:
          - name: envoy.filters.http.lua
            typed_config:
              "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
              default_source_code: {filename: %s}
-- conf/inject.lua --
-- this is it
-- outside/keep --
`

// luaFile is the one Lua file of conf/envoy.yaml.
func (l linked) luaFile(t testing.TB) link.ContainerFile {
	t.Helper()
	list := l.about("conf/envoy.yaml").ContainerFiles
	if len(list) != 1 {
		t.Fatalf("got %d files of Lua", len(list))
	}
	return list[0]
}

func TestLuaFiles(t *testing.T) {
	const config = "./conf/envoy.yaml:/etc/envoy/envoy.yaml"
	for _, test := range []struct{ filename, service, want string }{
		{"/etc/envoy/filter.lua", `volumes: ["` + config + `", "./conf/inject.lua:/etc/envoy/filter.lua"]`, "resolved conf/inject.lua"},
		{"/etc/envoy/../envoy/filter.lua", `volumes: ["` + config + `", "./conf/inject.lua:/etc/envoy/filter.lua"]`, "resolved conf/inject.lua"},
		{"/etc/envoy/inject.lua", `volumes: ["./conf:/etc/envoy"]`, "resolved conf/inject.lua"},
		{"/srv/conf/inject.lua", `volumes: [".:/srv"]`, "resolved conf/inject.lua"},
		{"inject.lua", `working_dir: /etc/envoy, volumes: ["./conf:/etc/envoy"]`, "resolved conf/inject.lua"},
		{"inject.lua", `volumes: ["./conf:/etc/envoy"]`, "unknown "},
		{"/etc/envoy/filter.lua", `volumes: ["` + config + `"], configs: [{source: lua, target: /etc/envoy/filter.lua}]`, "resolved conf/inject.lua"},
		{"/etc/envoy/gone.lua", `volumes: ["./conf:/etc/envoy"]`, "broken conf/gone.lua"},
		{"/etc/envoy/gone.lua", `volumes: ["` + config + `", "./conf/gone.lua:/etc/envoy/gone.lua"]`, "broken conf/gone.lua"},
		{"/etc/envoy/filter.lua", `volumes: ["` + config + `"]`, "unknown "},
		{"/etc/envoyage/inject.lua", `volumes: ["./conf:/etc/envoy"]`, "unknown "},
		{"/etc/envoy/lua/inject.lua", `volumes: ["./conf:/etc/envoy", "lua:/etc/envoy/lua"]`, "unknown "},
		{"/etc/envoy/lua/inject.lua", `volumes: ["./conf:/etc/envoy", "/srv/lua:/etc/envoy/lua"]`, "external "},
		{"/etc/envoy/lua/inject.lua", `volumes: ["./conf:/etc/envoy", "../lua:/etc/envoy/lua"]`, "external "},
		{"/etc/envoy/lua/inject.lua", `volumes: ["./conf:/etc/envoy", "${LUA}:/etc/envoy/lua"]`, "unknown "},
		{"/etc/envoy/inject.lua", `volumes: ["/srv/envoy:/etc/envoy", "` + config + `", "./conf/inject.lua:/etc/envoy/inject.lua"]`, "resolved conf/inject.lua"},
		{"/etc/envoy/inject.lua", `image: a`, "unknown "},
	} {
		compose := "-- compose.yml --\nservices: {proxy: {image: envoyproxy/envoy:v1, " + strings.TrimPrefix(test.service, "image: a") +
			"}}\nconfigs: {lua: {file: conf/inject.lua}}\nvolumes: {lua: {}}\n"
		file := root(t, compose+fmt.Sprintf(luaEnvoy, test.filename)).luaFile(t)
		if got := fmt.Sprint(file.State, " ", file.File); got != test.want {
			t.Errorf("%s with %s is %q, want %q", test.filename, test.service, got, test.want)
		}
		if read := file.Text != nil; read != strings.HasPrefix(test.want, "resolved") {
			t.Errorf("%s with %s: the code is there: %v", test.filename, test.service, read)
		}
	}
}

func TestLuaOfABuild(t *testing.T) {
	const build = `-- compose.yml --
services: {proxy: {build: ., command: [envoy, -c, /etc/envoy/envoy.yaml]}}
-- Dockerfile --
FROM envoyproxy/envoy:v1
COPY conf /etc/envoy
RUN generate > /etc/envoy/made.lua
`
	for filename, want := range map[string]string{"/etc/envoy/inject.lua": "resolved", "/etc/envoy/made.lua": "unknown"} {
		if got := root(t, build+fmt.Sprintf(luaEnvoy, filename)).luaFile(t).State; string(got) != want {
			t.Errorf("%s is %v, want %s", filename, got, want)
		}
	}
}

// Of several services that run with a document, the one that has the file tells.
func TestLuaOfSeveralServices(t *testing.T) {
	file := root(t, `-- compose.yml --
services:
  a: {image: envoyproxy/envoy:v1, volumes: ["./conf/envoy.yaml:/etc/envoy/envoy.yaml"]}
  b: {image: envoyproxy/envoy:v1, volumes: ["./conf/envoy.yaml:/etc/envoy/envoy.yaml", "./conf/inject.lua:/etc/envoy/filter.lua"]}
  c: {image: envoyproxy/envoy:v1, volumes: ["./conf/envoy.yaml:/etc/envoy/envoy.yaml", "./outside:/etc/envoy/"]}
`+fmt.Sprintf(luaEnvoy, "/etc/envoy/filter.lua")).luaFile(t)
	if file.State != link.Resolved || file.File != "conf/inject.lua" || file.Container != "/etc/envoy/filter.lua" {
		t.Errorf("got %v", file)
	}
}

func TestLuaIsAmongTheFilesOfTheService(t *testing.T) {
	l := root(t, `-- compose.yml --
services: {proxy: {image: envoyproxy/envoy:v1, volumes: ["./conf:/etc/envoy"]}}
`+fmt.Sprintf(luaEnvoy, "/etc/envoy/gone.lua"))
	s := l.service(t, "proxy")
	var got []string
	for _, r := range s.Files() {
		at := s.PlaceOf(r)
		got = append(got, fmt.Sprintf("%s %s %s at %s:%d", r.How, r.Target, r.State, at.Path(), at.Start.Line))
	}
	if want := "lua conf/gone.lua broken at conf/envoy.yaml:12"; strings.Join(got, ", ") != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if refs := l.references(t); len(refs) > 0 {
		t.Errorf("the Compose document has the references %q of another document", refs)
	}
}

func TestLargeLuaIsNotShown(t *testing.T) {
	archive := strings.Replace(fmt.Sprintf(luaEnvoy, "/etc/envoy/inject.lua"), "-- this is it", strings.Repeat("x = 1\n", 50_000), 1)
	file := root(t, "-- compose.yml --\nservices: {proxy: {image: envoyproxy/envoy:v1, volumes: [\"./conf:/etc/envoy\"]}}\n"+archive).luaFile(t)
	if read := file.Text != nil; read || file.State != link.Resolved {
		t.Errorf("state %v, read: %v", file.State, read)
	}
}
