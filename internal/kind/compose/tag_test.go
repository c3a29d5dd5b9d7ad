package compose_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
)

func TestServicesThatDoNotRunForReal(t *testing.T) {
	gated := "services: {web: {image: nginx}, tool: {image: x, profiles: [ops]}}"
	const asleep = `inactive service "tool" is behind profile ops, which nothing in the scanned root starts`
	for name, test := range map[string]struct{ compose, file, text, want string }{
		"plain":                          {"services: {web: {image: nginx}}", "", "", ""},
		"scaled to 0":                    {"services: {tool: {image: x, scale: 0}}", "", "", `inactive service "tool" is scaled to 0`},
		"no replicas":                    {"services: {tool: {image: x, deploy: {replicas: 0}}}", "", "", `inactive service "tool" is scaled to 0`},
		"replicas that are not known":    {"services: {tool: {image: x, deploy: {replicas: '${N}'}}}", "", "", ""},
		"a profile nobody starts":        {gated, "", "", asleep},
		"a profile that a script starts": {gated, "Makefile", "up:\n\tdocker compose --profile ops up\n", ""},
		"one of two profiles":            {"services: {tool: {image: x, profiles: [other, ops]}}", "up.sh", "docker compose --profile=ops up", ""},
		"another profile":                {gated, "up.sh", "docker compose --profile other up", asleep},
		"all profiles":                   {gated, "up.sh", "docker compose --profile '*' up", ""},
		"a profile in .env":              {gated, ".env", "COMPOSE_PROFILES=web,ops", ""},
		"a profile in CI":                {gated, ".github/workflows/ci.yml", "env:\n  COMPOSE_PROFILES: ops\n", ""},
		"a profile in the readme":        {gated, "README.md", "Run `docker compose --profile ops up` for maintenance.", ""},
		"by its own name":                {gated, "up.sh", "docker compose run --rm tool", ""},
		"another service by its name":    {gated, "up.sh", "docker compose up -d web", asleep},
		"somebody waits for it":          {"services: {web: {image: nginx, depends_on: [tool]}, tool: {image: x, profiles: [ops]}}", "", "", ""},
		"a sleeper waits for it":         {"services: {web: {image: nginx, depends_on: [tool], scale: 0}, tool: {image: x, profiles: [ops]}}", "", "", `inactive service "web" is scaled to 0; ` + asleep},
		"a profile for development":      {"services: {tool: {image: x, profiles: [dev]}}", "up.sh", "docker compose --profile dev up", `development service "tool" is started with profile dev`},
		"a target for development":       {"services: {tool: {build: {context: ., target: app-dev}}}", "", "", `development service "tool" is built for target "app-dev"`},
		"another target":                 {"services: {tool: {build: {context: ., target: device}}}", "", "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{"compose.yaml": {Data: []byte(test.compose)}}
			if test.file != "" {
				root[test.file] = &fstest.MapFile{Data: []byte(test.text)}
			}
			result := load.NewLoader(load.Options{Kinds: []kind.Kind{compose.Kind()}}).Documents(t.Context(), load.Input{
				Root: root, Files: []discover.File{{Path: "compose.yaml"}}, Folders: []string{".", ".github", ".github/workflows"},
			})
			var got []string
			for _, tag := range result.Documents[0].Tags {
				got = append(got, fmt.Sprint(tag.Name, " ", tag.Reason))
			}
			if strings.Join(got, "; ") != test.want {
				t.Errorf("got %q, want %q", strings.Join(got, "; "), test.want)
			}
		})
	}
}
