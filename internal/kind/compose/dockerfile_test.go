package compose_test

import (
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
)

func TestBuilds(t *testing.T) {
	root := fstest.MapFS{
		"compose.yaml": {Data: []byte(`
services:
  a: {build: ./a}
  b: {build: {context: ., dockerfile: b.Dockerfile, target: run}}
  inline: {build: {context: ., dockerfile_inline: "FROM busybox\nUSER 5\n"}}
  remote: {build: "https://example.com/x.git"}
  gone: {build: ./gone}
  outside: {build: ../x}
`)},
		"a/Dockerfile": {Data: []byte("FROM envoyproxy/envoy:v1.30.0\nWORKDIR /etc\nCOPY envoy.yaml envoy/envoy.yaml\nCOPY a.txt b.txt ./c/\nADD https://example.com/x /x\nCOPY *.lua /lua/\nCOPY [\"with space\", \"/d\"]\n")},
		"b.Dockerfile": {Data: []byte("FROM golang AS build\nCOPY . /src\nFROM scratch AS base\nUSER app\nFROM base AS run\nCOPY --from=build /src/app /app\nCOPY conf /conf\nFROM run AS later\nUSER root\n")},
	}
	result := load.Documents(root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
	want := map[string]any{
		"a": map[string]any{"dockerfile": "a/Dockerfile", "base": "envoyproxy/envoy:v1.30.0", "user": "", "copies": []any{
			map[string]any{"from": "a/envoy.yaml", "to": "/etc/envoy/envoy.yaml"},
			map[string]any{"from": "a/a.txt", "to": "/etc/c/a.txt"},
			map[string]any{"from": "a/b.txt", "to": "/etc/c/b.txt"},
			map[string]any{"from": "a/with space", "to": "/d"},
		}},
		"b": map[string]any{"dockerfile": "b.Dockerfile", "base": "scratch", "user": "app", "copies": []any{
			map[string]any{"from": "conf", "to": "/conf"},
		}},
		"inline": map[string]any{"dockerfile": "", "base": "busybox", "user": "5", "copies": []any{}},
	}
	if diff := cmp.Diff(want, result.Documents[0].Context["builds"]); diff != "" {
		t.Error(diff)
	}
}
