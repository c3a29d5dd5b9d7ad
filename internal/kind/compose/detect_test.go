package compose_test

import (
	"testing"

	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/source"
)

func TestNamed(t *testing.T) {
	for name, want := range map[string]bool{
		"compose.yaml": true, "compose.yml": true, "docker-compose.yml": true, "docker-compose.yaml": true,
		"docker-compose.prod.yml": true, "compose.dev.yaml": true, "docker-compose-local.yml": true, "docker-compose_ci.yml": true,
		"web.compose.yml": true, "stack.docker-compose.yaml": true, "Docker-Compose.yml": true, "compose.YAML": true,
		"composer.json": false, "docker_compose_ls.yaml": false, "compose": false, "decompose.yml": false, "compose.json": false,
		"docker-compose.yml.bak": false, "values.yaml": false,
	} {
		if got := compose.Kind().Named(name); got != want {
			t.Errorf("Named(%q) = %v", name, got)
		}
	}
}

func TestDetect(t *testing.T) {
	for _, test := range []struct {
		name, text    string
		named, unname bool // whether it is compose under a telling name, and under another
	}{
		{"plain", "services:\n  web:\n    image: nginx\n", true, true},
		{"build only", "services: {web: {build: .}}", true, true},
		{"json", `{"services": {"web": {"image": "nginx"}}}`, true, true},
		{"extends only", "services: {web: {extends: {service: a, file: b.yml}}}", true, true},
		{"fragment", "services: {web: {privileged: true}}", true, false},
		{"telling fragment", "services: {web: {volumes: ['./a:/b']}}", true, true},
		{"empty service", "services: {web: }", true, false},
		{"no services yet", "services:\n", true, false},
		{"networks only", "networks: {a: {}}", true, false},
		{"include only", "include: [a.yml]", true, false},
		{"version one", "web: {image: nginx, ports: ['80:80']}\n", true, false},
		{"helm values", "services: {web: {image: {repository: nginx}, replicaCount: 1, ingress: {}}}\nglobal: {}", true, false},
		{"kubernetes", "apiVersion: v1\nkind: Service\nspec: {services: {web: {image: x}}}", false, false},
		{"kubernetes with something called services", "apiVersion: v1\nkind: Service\nservices: [web]", false, false},
		{"a key of Kubernetes beside services", "apiVersion: v1\nservices: {web: {image: x}}", true, false},
		{"openapi", "openapi: 3.0.0\nservices: {web: {title: x}}", false, false},
		{"workflow", "on: push\njobs:\n  test:\n    services: {db: {image: postgres}}", false, false},
		{"workflow with services", "jobs: {}\nservices: {web: {image: x}}", true, false},
		{"a service called jobs", "jobs: {image: x}\n", true, false},
		{"symfony", "services:\n  _defaults: {autowire: true}\n  App\\Foo: {class: X}\n", true, false},
		{"gitlab", "services: [docker:dind]\nimage: x", true, false},
		{"a list of services", "services: [{image: x, privileged: true}]", true, false},
		{"scalar services", "services: {web: nginx}", true, false},
		{"a number among the services", "services: {web: {image: x}, spare: 12}", true, true},
		{"a number among fragments", "services: {web: {ports: ['80:80']}, spare: 12}", true, false},
		{"a number among services of another sort", "services: {web: {image: x, tag: y}, spare: 12}", true, false},
		{"a service that is taken away", "services: {web: {image: x}, spare: !reset null}", true, true},
		{"services that are a text", "services: none", true, false},
		{"cobra docs", "command: docker compose ls\nshort: List\npname: docker compose", false, false},
		{"list", "- services", false, false},
	} {
		roots, err := source.ReadYAML(source.NewFile("x.yml", []byte(test.text)), source.DefaultLimits())
		if err != nil {
			t.Fatalf("%s: %v", test.name, err)
		}
		if got := compose.Kind().Detect(roots[0], true); got != test.named {
			t.Errorf("%s: Detect under a telling name = %v", test.name, got)
		}
		if got := compose.Kind().Detect(roots[0], false); got != test.unname {
			t.Errorf("%s: Detect under another name = %v", test.name, got)
		}
	}
}
