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
  args: {build: {context: ., dockerfile: args.Dockerfile}}
  args-of-the-project: {build: {context: ., dockerfile: args.Dockerfile, args: [VERSION=8]}}
  no-default: {build: {context: ., dockerfile_inline: "ARG REGISTRY\nFROM ${REGISTRY}/app:1\n"}}
  context: {build: {context: ., additional_contexts: {base: "docker-image://mongo:7"}, dockerfile_inline: "FROM base\nHEALTHCHECK --interval=5s CMD curl -u a:b localhost\nCMD [\"mongod\"]\n"}}
  healthy: {build: {context: ., dockerfile_inline: "FROM mongo:7\nHEALTHCHECK CMD [\"curl\", \"localhost\"]\n"}}
  remote: {build: "https://example.com/x.git"}
  gone: {build: ./gone}
  outside: {build: ../x}
`)},
		"a/Dockerfile": {Data: []byte("FROM envoyproxy/envoy:v1.30.0\nWORKDIR /etc\nCOPY envoy.yaml envoy/envoy.yaml\nCOPY a.txt b.txt ./c/\nADD https://example.com/x /x\nCOPY *.lua /lua/\nCOPY [\"with space\", \"/d\"]\n")},
		"args.Dockerfile": {Data: []byte("ARG VERSION=7.4\nARG FLAVOUR=alpine\nFROM --platform=linux/amd64 redis:${VERSION}-$FLAVOUR AS base\nENV MODE=open ROLE=\"app\"\nENTRYPOINT [\"old\"]\nCMD old\n" +
			"FROM base\nUSER ${ROLE}\nENTRYPOINT exec run\nCMD [\"--port\", \"6379\"]\n")},
		"b.Dockerfile": {Data: []byte("FROM golang AS build\nCOPY . /src\nFROM scratch AS base\nUSER app\nFROM base AS run\nCOPY --from=build /src/app /app\nCOPY conf /conf\nFROM run AS later\nUSER root\n")},
	}
	result := load.Documents(t.Context(), root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
	want := map[string]*compose.Build{
		"a": {Dockerfile: "a/Dockerfile", Base: "envoyproxy/envoy:v1.30.0", User: "", Workdir: "/etc", Copies: []kind.Copy{
			{From: "a/envoy.yaml", To: "/etc/envoy/envoy.yaml"},
			{From: "a/a.txt", To: "/etc/c/a.txt"},
			{From: "a/b.txt", To: "/etc/c/b.txt"},
			{From: "a/with space", To: "/d"},
		}},
		"b": {Dockerfile: "b.Dockerfile", Base: "scratch", User: "app", Copies: []kind.Copy{
			{From: "conf", To: "/conf"},
		}, Sources: []string{"."}},
		"inline": {Dockerfile: "", Base: "busybox", User: "5", Copies: nil},
		"args": {Dockerfile: "args.Dockerfile", Base: "redis:7.4-alpine", User: "app",
			Entrypoint: []string{"/bin/sh", "-c", "exec run"}, Command: []string{"--port", "6379"}, Environment: map[string]string{"MODE": "open", "ROLE": "app"},
		},
		"args-of-the-project": {Dockerfile: "args.Dockerfile", Base: "redis:8-alpine", User: "app",
			Entrypoint: []string{"/bin/sh", "-c", "exec run"}, Command: []string{"--port", "6379"}, Environment: map[string]string{"MODE": "open", "ROLE": "app"},
		},
		"no-default": {Base: "${REGISTRY}/app:1"},
		"context":    {Base: "mongo:7", Command: []string{"mongod"}, HealthCheck: []string{"CMD-SHELL", "curl -u a:b localhost"}},
		"healthy":    {Base: "mongo:7", HealthCheck: []string{"CMD", "curl", "localhost"}},
	}
	if diff := cmp.Diff(want, result.Documents[0].Facts.(*compose.Facts).Builds); diff != "" {
		t.Error(diff)
	}
}
