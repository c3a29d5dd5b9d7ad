package image_test

import (
	"context"
	"slices"
	"strings"
	"testing"

	"github.com/distribution/reference"
	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/rego"

	"github.com/seclint/seclint/internal/image"
)

// references are spellings that Docker accepts.
var references = []string{
	"postgres", "postgres:16", "library/postgres", "docker.io/postgres", "docker.io/library/postgres:16-alpine", "index.docker.io/nginx",
	"grafana/grafana-oss:12.0.0", "ghcr.io/org/deep/er/app:v1", "localhost/app", "localhost:5000/team/app:1.2", "registry:2",
	"host.example:5000/app", "registry.example/prom/node-exporter:v1.9@sha256:" + digest, "redis@sha256:" + digest,
	"gcr.io/datadoghq/agent:7", "lucaslorentz/caddy-docker-proxy:2", "public.ecr.aws/docker/library/postgres:16",
}

const digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

func TestParse(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]image.Reference{
		"":                      {Registry: "docker.io"},
		"nginx":                 {Registry: "docker.io", Path: "nginx", Name: "nginx"},
		"index.docker.io/org/a": {Registry: "docker.io", Path: "org/a", Name: "a"},
		"localhost/app":         {Registry: "localhost", Path: "app", Name: "app"},
		"host:5000/app":         {Registry: "host:5000", Path: "app", Name: "app"},
		"mirror.example/library/redis:8": {
			Registry: "mirror.example", Path: "redis", Name: "redis", Tag: "8",
		},
		"reg.local:5000/team/app:1.2@sha256:abc": {
			Registry: "reg.local:5000", Path: "team/app", Name: "app", Tag: "1.2", Digest: "sha256:abc",
		},
		"${REGISTRY}/app:${TAG}":  {Registry: "docker.io", Path: "${REGISTRY}/app", Name: "app", Tag: "${TAG}"},
		"${REGISTRY}app":          {Registry: "docker.io", Path: "${REGISTRY}app", Name: "${REGISTRY}app"},
		"${A:-b/c@d}/app:${T:-1}": {Registry: "docker.io", Path: "${A:-b/c@d}/app", Name: "app", Tag: "${T:-1}"},
		"ghcr.io/org/app@${SUM}":  {Registry: "ghcr.io", Path: "org/app", Name: "app", Digest: "${SUM}"},
		"app:":                    {Registry: "docker.io", Path: "app", Name: "app"},
		"app/":                    {Registry: "docker.io", Path: "app/"},
	} {
		if diff := cmp.Diff(want, image.Parse(text)); diff != "" {
			t.Errorf("Parse(%q)\n%s", text, diff)
		}
	}
}

// TestParseAsDocker compares with the parser that Docker itself uses, where that accepts a reference.
func TestParseAsDocker(t *testing.T) {
	t.Parallel()
	for _, text := range references {
		named, err := reference.ParseNormalizedNamed(text)
		if err != nil {
			t.Fatal(err)
		}
		want := image.Reference{Registry: reference.Domain(named), Path: strings.TrimPrefix(reference.Path(named), "library/")}
		want.Name = want.Path[strings.LastIndex(want.Path, "/")+1:]
		if tagged, ok := named.(reference.Tagged); ok {
			want.Tag = tagged.Tag()
		}
		if digested, ok := named.(reference.Digested); ok {
			want.Digest = digested.Digest().String()
		}
		if diff := cmp.Diff(want, image.Parse(text)); diff != "" {
			t.Errorf("Parse(%q), as Docker reads it\n%s", text, diff)
		}
	}
}

// TestParseAsPolicies compares with lib.image, which policies use.
func TestParseAsPolicies(t *testing.T) {
	t.Parallel()
	texts := slices.Concat(references, []string{
		"", "${REGISTRY}/app:${TAG}", "${IMAGE}", "acme/postgres-exporter", "acme/agent", "timberio/vector", "acme/vector",
		"ghcr.io/goauthentik/server:2024", "mirror.example/library/nats", "zabbix/zabbix-agent2:alpine-7.0-latest",
	})
	query := rego.New(rego.LoadBundle("../../policies"), rego.Query("[data.lib.image.describe(text) | some text in input]"), rego.Input(texts))
	result, err := query.Eval(context.Background())
	if err != nil || len(result) != 1 {
		t.Fatalf("%v results, error %v", len(result), err)
	}
	described := result[0].Expressions[0].Value.([]any)
	if len(described) != len(texts) {
		t.Fatalf("policies describe %d of %d references", len(described), len(texts))
	}
	for i, text := range texts {
		r := image.Parse(text)
		got := map[string]any{
			"registry": r.Registry, "path": r.Path, "name": r.Name, "tag": r.Tag, "digest": r.Digest, "product": r.Product(), "ref": text,
		}
		want := described[i].(map[string]any)
		delete(want, "families")
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("Parse(%q), as policies read it\n%s", text, diff)
		}
	}
}

func TestIs(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"portainer/agent:2.27": true, "docker.io/grafana/agent:v1": true, "gcr.io/datadoghq/agent:7": true, "datadog/docker-dd-agent": true,
		"docker.elastic.co/beats/filebeat-oss:8": true, "vmwarecode/lazytainer": true, "zabbix/zabbix-agent2": true,
		"acme/redis_exporter": true, "timberio/vector:0.50": true, "acme/agent": false, "agent": false, "acme/vector": false,
		"exporters": false, "postgres": false, "": false, "${IMAGE}": false,
	} {
		if got := image.Parse(text).Is(image.Agent); got != want {
			t.Errorf("%q is an agent: %v, want %v", text, got, want)
		}
	}
}

func TestProducts(t *testing.T) {
	t.Parallel()
	if diff := cmp.Diff([]string{"caddy", "nginx", "traefik"}, image.Products(image.LabelRouter)); diff != "" {
		t.Error(diff)
	}
	if got := image.Products("no-such-family"); got != nil {
		t.Errorf("a family that does not exist has %v", got)
	}
}
