package compose_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
)

const (
	whole    = "services: {web: {image: nginx}}"
	fragment = "services: {web: {privileged: true}}"
)

func TestDeployments(t *testing.T) {
	for _, test := range []struct {
		name  string
		files map[string]string
		want  string
	}{
		{"one file", map[string]string{"compose.yaml": whole}, "compose.yaml"},
		{"automatic override", map[string]string{"compose.yaml": whole, "compose.override.yaml": fragment}, "compose.yaml + compose.override.yaml"},
		{"override alone", map[string]string{"compose.override.yaml": fragment}, "compose.override.yaml"},
		{"fragment on the main file", map[string]string{"compose.yaml": whole, "compose.prod.yaml": fragment}, "compose.yaml, compose.yaml + compose.prod.yaml"},
		{"variant that stands alone", map[string]string{"compose.yaml": whole, "compose.prod.yaml": whole}, "compose.yaml, compose.prod.yaml"},
		// Compose takes exact names by itself, and a file of any name with -f.
		{"names that only look like the main file", map[string]string{"Compose.YAML": whole, "compose.YML": whole}, "Compose.YAML, compose.YML"},
		{"and like the override", map[string]string{"compose.yaml": whole, "compose.override.YAML": fragment}, "compose.yaml, compose.yaml + compose.override.YAML"},
		{"workflow with its extension in upper case", map[string]string{
			"docker-compose.yml": whole, "docker-compose.ci.yml": whole,
			".github/workflows/ci.YML": "steps:\n- run: docker-compose -f docker-compose.yml -f docker-compose.ci.yml run test\n",
		}, "docker-compose.yml, docker-compose.yml + docker-compose.ci.yml"},
		{"fragment of nothing", map[string]string{"compose.yaml": whole, "compose.x.yaml": "services: {other: {privileged: true}}"}, "compose.yaml, compose.x.yaml"},
		{"COMPOSE_FILE", map[string]string{"a.compose.yml": whole, "b.compose.yml": whole, ".env": "COMPOSE_FILE=a.compose.yml:b.compose.yml"}, "a.compose.yml + b.compose.yml"},
		{"Makefile", map[string]string{
			"docker-compose.yml": whole, "docker-compose.ci.yml": whole,
			"Makefile": "up:\n\tdocker compose -p x --file=docker-compose.yml \\\n\t  -f docker-compose.ci.yml up -d\n",
		}, "docker-compose.yml, docker-compose.yml + docker-compose.ci.yml"},
		{"workflow", map[string]string{
			"docker-compose.yml": whole, "docker-compose.ci.yml": whole,
			".github/workflows/ci.yml": "steps:\n- run: docker-compose -f docker-compose.yml -f docker-compose.ci.yml run test\n",
		}, "docker-compose.yml, docker-compose.yml + docker-compose.ci.yml"},
		{"a list that cannot be followed", map[string]string{
			"docker-compose.yml": whole, "run.sh": "docker compose -f docker-compose.yml -f $X up; docker compose -f gone.yml up; docker compose -f ../up.yml up",
		}, "docker-compose.yml"},
		{"a name that nothing tells of", map[string]string{"stack.txt": whole, ".env": "COMPOSE_FILE=stack.txt"}, "stack.txt"},
		{"a fragment that COMPOSE_FILE names", map[string]string{
			"compose.yaml": whole, "extra.yaml": fragment, ".env": "COMPOSE_PATH_SEPARATOR=;\nCOMPOSE_FILE=compose.yaml;extra.yaml",
		}, "compose.yaml, compose.yaml + extra.yaml"},
		{"a script above, another folder, another ending", map[string]string{
			"ops/prod.compose": whole, "ops/extra": fragment, "scripts/up.sh": "docker compose --file=ops/prod.compose -fops/extra up",
		}, "ops/prod.compose + ops/extra"},
		{"a stack for Swarm", map[string]string{"swarm.yml.tpl": whole, "Jenkinsfile": "sh 'docker stack deploy --compose-file swarm.yml.tpl app'"}, "swarm.yml.tpl"},
		{"a folder that is left out by default", map[string]string{"vendor/kit/up.yml": fragment, "Makefile": "up:\n\tdocker-compose -f vendor/kit/up.yml up\n"}, "vendor/kit/up.yml"},
		{"a variable that a script sets", map[string]string{"one": whole, "two": fragment, "run.sh": "export COMPOSE_FILE=one:two\ndocker compose up"}, "one + two"},
		{"an env file of a call", map[string]string{
			"compose.yaml": whole, "prod.env": "A=1", "Makefile": "up:\n\tdocker compose --env-file prod.env up\n",
		}, "compose.yaml, compose.yaml"},
		{"an env file that is not committed", map[string]string{"compose.yaml": whole, "Makefile": "up:\n\tdocker compose --env-file .env.prod up\n"}, "compose.yaml"},
		{"included by another", map[string]string{"compose.yaml": "include: [db/compose.yaml]", "db/compose.yaml": whole}, "compose.yaml"},
		{"included, and started by itself too", map[string]string{
			"compose.yaml": "include: [db/compose.yaml]", "db/compose.yaml": whole, "db/up.sh": "docker compose -f compose.yaml up",
		}, "compose.yaml, db/compose.yaml"},
		{"included in a circle", map[string]string{"a.compose.yaml": "include: [b.compose.yaml]", "b.compose.yaml": "include: [a.compose.yaml]"}, "a.compose.yaml"},
		{"the same list twice", map[string]string{"compose.yaml": whole, "a.sh": "docker compose up", "b.sh": "docker compose -f compose.yaml up"}, "compose.yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := fstest.MapFS{}
			var files []discover.File
			for name, text := range test.files {
				root[name] = &fstest.MapFile{Data: []byte(text)}
				if source.FormatOf(name) != nil && !strings.HasPrefix(name, "vendor/") {
					files = append(files, discover.File{Path: name})
				}
			}
			slices.SortFunc(files, func(a, b discover.File) int { return strings.Compare(a.Path, b.Path) })
			folders := []string{".", ".github", ".github/workflows", "db", "ops", "scripts"}
			result := load.NewLoader(load.Options{Kinds: []kind.Kind{compose.Kind()}}).Documents(t.Context(), load.Input{Root: root, Files: files, Folders: folders})
			var got []string
			for _, doc := range result.Documents {
				var names []string
				names = append(names, doc.Facts.(*compose.Facts).Project.Deployment...)
				got = append(got, strings.Join(names, " + "))
			}
			want := strings.Split(test.want, ", ")
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

// TestTooManyDeploymentsAreSaid has one file more than a folder may be started with: it stands alone, and so does the script's call.
func TestTooManyDeploymentsAreSaid(t *testing.T) {
	root := fstest.MapFS{"compose.yaml": {Data: []byte(whole)}, "last.yaml": {Data: []byte(fragment)}}
	var script strings.Builder
	for i := range 50 {
		fmt.Fprintf(&script, "docker compose -f compose.yaml -f o%d.yaml up\n", i)
		root[fmt.Sprintf("o%d.yaml", i)] = &fstest.MapFile{Data: []byte(fragment)}
	}
	script.WriteString("docker compose -f compose.yaml -f last.yaml up\n")
	root["up.sh"] = &fstest.MapFile{Data: []byte(script.String())}
	result := load.Documents(t.Context(), root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: []kind.Kind{compose.Kind()}})
	said := 0
	for _, p := range result.Problems {
		if strings.Contains(p.Message, "ways of starting the project with this file are not looked at") {
			said++
		}
	}
	if said != 2 || len(result.Documents) < 50 {
		t.Errorf("%d documents, said %d times: %v", len(result.Documents), said, result.Problems)
	}
}
