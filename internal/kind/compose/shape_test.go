package compose

import (
	"testing"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/seclint/seclint/internal/source"
)

var shapeCases = []struct {
	name, text string
	want       verdict
}{
	{"plain", "services: {web: {image: nginx, ports: ['80:80', 443], environment: {A: 1, B: }, restart: always}}", valid},
	{"references", "services: {web: {image: x, depends_on: {db: {condition: service_healthy}}, ulimits: {nofile: {soft: 1, hard: 2}}}}", valid},
	{"one of several", "services: {web: {image: x, command: [a, b], env_file: [{path: a}, b], build: {context: .}, gpus: all}}", valid},
	{"extensions", "x-a: {b: [1, 1]}\nservices: {web: {x-c: 1, image: x, deploy: {x-d: }}}", valid},
	{"long syntax", "services: {web: {image: x, volumes: [{type: bind, source: a, target: /b}, {type: bind, source: a, target: /c}]}}", valid},
	{"resources", "networks: {a: {internal: true}, b: }\nvolumes: {c: {external: true}}\nsecrets: {d: {file: x}}\nservices: {}", valid},
	{"a name of a container", "services: {web: {image: x, container_name: web_1}}", valid},
	{"no such name of a container", "services: {web: {image: x, container_name: '-'}}", unsure},
	{"twice", "services: {web: {image: x, cap_add: [A, B, A]}}", unsure},
	{"twice in long syntax", "services: {web: {image: x, ports: [{target: 80, mode: host}, {mode: host, target: 80.0}]}}", unsure},
	{"none of the words", "services: {web: {image: x, depends_on: {db: {condition: never}}}}", unsure},
	{"a bound", "services: {web: {image: x, oom_score_adj: 7}}", unsure},
	{"a whole number with a point", "services: {web: {image: x, build: {context: .}, scale: 1.0}}", unsure},
	{"unknown at the top", "services: {}\nweb: {}", invalid},
	{"unknown in a service", "services: {web: {image: x, imagee: y}}", unsure},
	{"unknown below", "services: {web: {image: x, healthcheck: {tests: y}}}", invalid},
	{"wrong kind", "services: {web: {image: [x]}}", invalid},
	{"none of several", "services: {web: {image: x, command: {a: b}}}", invalid},
	{"missing", "services: {web: {image: x, post_start: [{user: root}]}}", invalid},
	{"a name of a service", "services: {'web server': {image: x}}", invalid},
	{"a list", "- services", invalid},
}

func TestShape(t *testing.T) {
	for _, test := range shapeCases {
		root := readOne(test.text)
		if root == nil {
			t.Fatalf("%s: cannot be read", test.name)
		}
		if got := fileShape.shape().check(root); got != test.want {
			t.Errorf("%s: verdict %d, want %d", test.name, got, test.want)
		}
		agrees(t, root)
	}
}

// FuzzShape holds the verdicts against compose-go's.
func FuzzShape(f *testing.F) {
	for _, test := range shapeCases {
		f.Add(test.text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if root := readOne(text); root != nil {
			agrees(t, root)
		}
	})
}

func readOne(text string) *source.Node {
	roots, err := source.ReadYAML(source.NewFile("compose.yaml", []byte(text)), source.DefaultLimits())
	if err != nil || len(roots) == 0 {
		return nil
	}
	return roots[0]
}

func agrees(t *testing.T, root *source.Node) {
	t.Helper()
	config, ok := plain(root).(map[string]any)
	if !ok {
		return
	}
	err := schema.Validate(config)
	if got := fileShape.shape().check(root); got == valid && err != nil || got == invalid && err == nil {
		t.Errorf("verdict %d, but compose-go says %v", got, err)
	}
}
