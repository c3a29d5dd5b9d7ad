package compose_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/load"
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
		{"the same list twice", map[string]string{"compose.yaml": whole, "a.sh": "docker compose up", "b.sh": "docker compose -f compose.yaml up"}, "compose.yaml"},
	} {
		t.Run(test.name, func(t *testing.T) {
			root := fstest.MapFS{}
			var files []discover.File
			for name, text := range test.files {
				root[name] = &fstest.MapFile{Data: []byte(text)}
				files = append(files, discover.File{Path: name})
			}
			slices.SortFunc(files, func(a, b discover.File) int { return strings.Compare(a.Path, b.Path) })
			result := load.Documents(t.Context(), root, files, load.Options{Kinds: []kind.Kind{compose.Kind()}})
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
