package load_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/load"
)

// TestInsets is about configuration in the texts of a Compose file: what document it becomes, and where its parts are.
func TestInsets(t *testing.T) {
	t.Parallel()
	const admin = "admin: {address: {socket_address: {address: 0.0.0.0, port_value: 9901}}}"
	for name, test := range map[string]struct {
		compose string
		others  map[string]string
		want    []string
	}{
		"a config with content": {
			"services:\n  edge: {image: x, configs: [{source: conf, target: /etc/envoy/envoy.yaml}]}\nconfigs:\n  conf:\n    content: |\n      " + admin + "\n",
			nil, []string{"envoy configs.conf.content admin:6:7 port_value:6:60 by edge at /etc/envoy/envoy.yaml"},
		},
		"what its words tell, for nobody": {
			"services: {edge: {image: x}}\nconfigs:\n  conf:\n    content: |\n      # comment\n      static_resources: {}\n      " + admin + "\n",
			nil, []string{"envoy configs.conf.content admin:7:7 port_value:7:60"},
		},
		"in quotes": {
			"services: {edge: {image: x, configs: [conf]}}\nconfigs:\n  conf: {content: '" + admin + "'}\n",
			nil, []string{"envoy configs.conf.content admin:3:19 port_value:3:19 by edge at /conf"},
		},
		"variables, and a literal dollar": {
			"services: {edge: {image: x, configs: [conf]}}\nconfigs:\n  conf:\n    content: |\n      node: {id: \"$$x\", cluster: y}\n      " + strings.Replace(admin, "9901", "${PORT:-9902}", 1) + "\n",
			nil, []string{"envoy configs.conf.content admin:6:7 port_value:6:60=9902 node:5:7 by edge at /conf"},
		},
		"another kind": {
			"services: {cam: {image: x, configs: [{source: conf, target: /mediamtx.yml}]}}\nconfigs:\n  conf:\n    content: |\n      api: yes\n      paths: {all: }\n",
			nil, []string{"mediamtx configs.conf.content by cam at /mediamtx.yml"},
		},
		"of no kind": {"services: {edge: {image: x, configs: [conf]}}\nconfigs: {conf: {content: 'hello: world'}}\n", nil, nil},
		"an argument": {
			"services:\n  edge:\n    image: x\n    command:\n    - envoy\n    - --config-yaml\n    - |\n      " + admin + "\n",
			nil, []string{"envoy services.edge.command[2] admin:8:7 port_value:8:60 by edge at "},
		},
		"an argument with its option": {
			"services:\n  edge:\n    image: x\n    entrypoint: [envoy]\n    command: [\"--config-yaml=" + admin + "\"]\n",
			nil, []string{"envoy services.edge.command[0] admin:5:15 port_value:5:15 by edge at "},
		},
		"an argument over a file": {
			"services:\n  edge:\n    image: x\n    volumes: [./conf:/etc/envoy]\n    command: [-c, /etc/envoy/envoy.yaml, --config-yaml, \"" + strings.Replace(admin, "9901", "9902", 1) + "\"]\n",
			map[string]string{"conf/envoy.yaml": "node: {id: a, cluster: b}\nadmin:\n  accessLogPath: /dev/null\n  address: {socketAddress: {address: 127.0.0.1, portValue: 9901}}\nstatic_resources: {}\n"},
			[]string{"envoy services.edge.command[3] admin:5:57 port_value:5:57=9902 node:1:1 by edge at "},
		},
		"an argument over content": {
			"services:\n  edge:\n    image: x\n    configs: [{source: conf, target: /e.yaml}]\n    command: [--config-path, /e.yaml, --config-yaml, \"" + admin + "\"]\nconfigs:\n  conf:\n    content: |\n      node: {id: a, cluster: b}\n      static_resources: {}\n",
			nil, []string{"envoy configs.conf.content node:9:7 by edge at /e.yaml", "envoy services.edge.command[3] admin:5:54 port_value:5:54 node:9:7 by edge at "},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root := fstest.MapFS{"compose.yaml": {Data: []byte(test.compose)}}
			for name, text := range test.others {
				root[name] = &fstest.MapFile{Data: []byte(text)}
			}
			result := load.Documents(t.Context(), root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: all.Kinds()})
			var got []string
			for _, doc := range result.Documents {
				if doc.Inset == nil {
					continue
				}
				text := doc.Kind + " " + doc.Inset.Path.String()
				for _, path := range [][]any{{"admin"}, {"admin", "address", "socket_address", "port_value"}, {"node"}} {
					if doc.Root.At(path...) == nil {
						continue
					}
					at := doc.Root.Locate(path).At
					text += fmt.Sprintf(" %s:%d:%d", path[len(path)-1], at.Start.Line, at.Start.Column)
					if n := doc.Root.At(path...); n.Text != "" && n.Text != "9901" {
						text += "=" + n.Text
					}
				}
				for _, use := range doc.Inset.Uses {
					text += " by " + use.Service + " at " + use.Container
				}
				got = append(got, text)
			}
			if !slices.Equal(got, test.want) {
				t.Errorf("got\n%s\nwant\n%s\nproblems: %v", strings.Join(got, "\n"), strings.Join(test.want, "\n"), result.Problems)
			}
		})
	}
}

func TestATextThatCannotBeReadIsSaid(t *testing.T) {
	t.Parallel()
	root := fstest.MapFS{"compose.yaml": {Data: []byte("services: {edge: {image: x, configs: [{source: conf, target: /envoy.yaml}]}}\nconfigs:\n  conf:\n    content: |\n      static_resources: {\n")}}
	result := load.Documents(t.Context(), root, []discover.File{{Path: "compose.yaml"}}, load.Options{Kinds: all.Kinds()})
	if len(result.Problems) != 1 || !strings.Contains(result.Problems[0].Message, "looks like envoy, but") || result.Problems[0].At.Start.Line < 5 {
		t.Errorf("problems: %v", result.Problems)
	}
}
