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
	result := load.Documents(t.Context(), root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
	want := map[string]*compose.Build{
		"a": {Dockerfile: "a/Dockerfile", Base: "envoyproxy/envoy:v1.30.0", User: "", Copies: []kind.Copy{
			{From: "a/envoy.yaml", To: "/etc/envoy/envoy.yaml"},
			{From: "a/a.txt", To: "/etc/c/a.txt"},
			{From: "a/b.txt", To: "/etc/c/b.txt"},
			{From: "a/with space", To: "/d"},
		}},
		"b": {Dockerfile: "b.Dockerfile", Base: "scratch", User: "app", Copies: []kind.Copy{
			{From: "conf", To: "/conf"},
		}},
		"inline": {Dockerfile: "", Base: "busybox", User: "5", Copies: nil},
	}
	if diff := cmp.Diff(want, result.Documents[0].Facts.(*compose.Facts).Builds); diff != "" {
		t.Error(diff)
	}
}
