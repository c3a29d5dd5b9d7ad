package graph_test

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/graph"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/schema"
	"github.com/seclint/seclint/rules"
)

var update = flag.Bool("update", false, "write the golden files and the schema anew")

// golden compares text with a file.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); run with -update if it should:\n%s", file, diff)
	}
}

func catalogue(t testing.TB) *rules.Catalogue {
	t.Helper()
	all, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// stack returns the files of testdata/stack.txtar, with some text replaced by other text.
func stack(t testing.TB, replace ...string) fstest.MapFS {
	t.Helper()
	archive, err := txtar.ParseFile("testdata/stack.txtar")
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{}
	for _, f := range archive.Files {
		text := string(f.Data)
		for i := 0; i < len(replace); i += 2 {
			text = strings.ReplaceAll(text, replace[i], replace[i+1])
		}
		root[f.Name] = &fstest.MapFile{Data: []byte(text)}
	}
	return root
}

func mapOf(t testing.TB, root fstest.MapFS) *graph.Graph {
	t.Helper()
	g, _, err := scan.Graph(t.Context(), scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue(t)})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func written(t testing.TB, format string, g *graph.Graph) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := graph.Formats()[format](&b, g, report.Options{}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestFormats(t *testing.T) {
	g := mapOf(t, stack(t))
	for format := range graph.Formats() {
		if format == "png" || format == "html" {
			continue // the marks are those of svg, and internal/report tests the page
		}
		golden(t, filepath.Join("testdata", "stack."+format), written(t, format, g))
	}
}

func TestTheSameInputGivesTheSameBytes(t *testing.T) {
	for format := range graph.Formats() {
		a, b := written(t, format, mapOf(t, stack(t))), written(t, format, mapOf(t, stack(t)))
		if !bytes.Equal(a, b) {
			t.Errorf("%s differs between two runs", format)
		}
	}
}

// chains lists first and last hop of each chain.
func chains(g *graph.Graph) []string {
	var all []string
	for _, c := range g.Chains {
		sorts := make([]string, len(c.Hops))
		for i, hop := range c.Hops {
			sorts[i] = string(hop.Sort)
			if hop.File == "" || hop.Line == 0 {
				sorts[i] += " without a place"
			}
		}
		all = append(all, c.Rule+": "+c.Hops[1].Text+": "+strings.Join(sorts, " "))
	}
	return all
}

// TestChains changes one fact of the stack at a time.
func TestChains(t *testing.T) {
	const (
		socket  = `compose/docker-socket-mount: service "gateway": port service host`
		through = `compose/privileged: service "edge": port service network service host`
		network = `compose/host-namespace: service "probe": port service host`
	)
	tests := []struct {
		name    string
		replace []string
		want    []string
	}{
		{"as it is", nil, []string{socket, network, through}},
		{"published on loopback", []string{`"80:80"`, `"127.0.0.1:80:80"`}, []string{
			network, `compose/privileged: service "edge": port service network service host`,
			`compose/docker-socket-mount: service "edge": port service network service host`,
		}},
		{"no socket", []string{"/var/run/docker.sock:", "data:"}, []string{network, through}},
		{"not privileged", []string{"privileged: true", "privileged: false"}, []string{socket, network}},
		{"nothing leads to the back", []string{"networks: [front, back]", "networks: [front]"}, []string{socket, network}},
		{"no host network", []string{"network_mode: host", "restart: always"}, []string{socket, through}},
		{"only on an internal network", []string{"front:\n", "front: {internal: true}\n"}, []string{network}},
		{"an address that is not known", []string{`"80:80"`, `"${BIND}:80:80"`}, []string{network, socket, through}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got := chains(mapOf(t, stack(t, test.replace...)))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("chains (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHostRulesExist(t *testing.T) {
	all := catalogue(t)
	for _, id := range graph.HostRules() {
		if _, ok := all.Get(id); !ok {
			t.Errorf("there is no rule %s", id)
		}
	}
}

func TestDeploymentsOfOneChainAreJoined(t *testing.T) {
	const base = "services:\n  web:\n    image: nginx:1.27\n    privileged: true\n    ports: [\"80:80\"]\n"
	root := fstest.MapFS{
		"compose.yaml":      {Data: []byte(base)},
		"compose.prod.yaml": {Data: []byte("services:\n  web:\n    restart: always\n")},
	}
	g := mapOf(t, root)
	if len(g.Projects) != 2 {
		t.Fatalf("%d projects, want 2", len(g.Projects))
	}
	if len(g.Chains) != 1 || len(g.Chains[0].Deployments) != 2 {
		t.Errorf("chains are %+v, want one of both deployments", g.Chains)
	}
}

const (
	schemaFile = "../../schemas/graph.schema.json"
	schemaID   = "https://raw.githubusercontent.com/seclint/seclint/main/schemas/graph.schema.json"
)

func TestSchemaIsCurrent(t *testing.T) {
	text, err := schema.Of(reflect.TypeFor[graph.Graph](), schema.Options{
		ID: schemaID, Title: "seclint exposure map", Version: graph.SchemaVersion, Root: "../..",
		Values: map[reflect.Type]map[string]any{
			reflect.TypeFor[finding.Severity](): schema.Enum("critical", "high", "medium", "low", "note", "none"),
			reflect.TypeFor[finding.Level]():    schema.Enum("error", "warning"),
			reflect.TypeFor[graph.Exposure]():   schema.Enum("loopback", "peers", "host_loopback", "unknown", "one_address", "all_interfaces"),
			reflect.TypeFor[graph.HopSort]():    schema.Enum("port", "service", "network", "host"),
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	golden(t, schemaFile, text)
}

func TestWhatIsCountedElsewhereMakesNoChain(t *testing.T) {
	root := fstest.MapFS{"compose.yaml": {Data: []byte(`services:
  web:
    image: example/web:1
    ports: ["80:80"]
    privileged: true
    devices: ["/dev/mem:/dev/mem"]
    cap_add: [SYS_MODULE]
`)}}
	g := mapOf(t, root)
	if diff := cmp.Diff([]string{`compose/privileged: service "web": port service host`}, chains(g)); diff != "" {
		t.Errorf("chains (-want +got):\n%s", diff)
	}
	if held := g.Projects[0].Services[0].Host; len(held) < 2 {
		t.Errorf("the service holds %+v, want the parts too", held)
	}
}

func TestAChainIsAsBadAsThePortMakesIt(t *testing.T) {
	const socket = "    volumes: [\"/var/run/docker.sock:/var/run/docker.sock\"]\n"
	root := fstest.MapFS{"compose.yaml": {Data: []byte("services:\n" +
		"  open:\n    image: example/web:1\n    ports: [\"80:80\"]\n" + socket + "  inside:\n    image: example/web:1\n" + socket)}}
	got := map[bool]string{}
	for _, c := range mapOf(t, root).Chains {
		got[c.Direct] = c.Severity.String()
	}
	if diff := cmp.Diff(map[bool]string{true: "critical", false: "high"}, got); diff != "" {
		t.Errorf("severities of direct and other chains (-want +got):\n%s", diff)
	}
}
