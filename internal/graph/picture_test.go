package graph_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/graph"
	"github.com/seclint/seclint/internal/picture"
	"github.com/seclint/seclint/internal/report"
)

// town is a project of so many services as large ones are: a proxy with routes, open ports, a few ways to the host, and most services
// with nothing of it.
func town(services int) fstest.MapFS {
	var b strings.Builder
	b.WriteString("services:\n  proxy:\n    image: traefik:v3.1\n    ports: [\"80:80\", \"443:443\"]\n    networks: [front, back]\n" +
		"    volumes: [\"/var/run/docker.sock:/var/run/docker.sock:ro\"]\n")
	for i := 1; i < services; i++ {
		fmt.Fprintf(&b, "  service-%02d:\n    image: registry.example/team/service-%02d:1.%d\n    networks: [%s]\n", i, i, i, []string{"back", "data"}[i%2])
		switch {
		case i%9 == 0:
			fmt.Fprintf(&b, "    labels: {traefik.enable: \"true\", traefik.http.routers.r%d.rule: \"Host(`s%d.example`)\"}\n", i, i)
		case i%5 == 0:
			fmt.Fprintf(&b, "    ports: [\"%d:8080\"]\n", 8000+i)
		case i%31 == 0:
			b.WriteString("    privileged: true\n")
		}
	}
	b.WriteString("networks: {front: {}, back: {}, data: {internal: true}}\n")
	return fstest.MapFS{"compose.yaml": {Data: []byte(b.String())}}
}

// lines lists the edges of a panel.
func lines(p *picture.Panel) []string {
	names := strings.NewReplacer(picture.Left, "LEFT", picture.Right, "RIGHT", "service ", "")
	styles := map[picture.Style]string{picture.Solid: "->", picture.Dashed: "~>", picture.Dotted: ".>"}
	var all []string
	for _, e := range p.Edges {
		all = append(all, fmt.Sprintf("%s %s %s [%s] %s", names.Replace(e.From), styles[e.Style], names.Replace(e.To), e.Label, e.Severity))
	}
	return all
}

func TestPictureOfTheStack(t *testing.T) {
	p := graph.Picture(mapOf(t, stack(t)), report.Options{})
	if p.Title != "3 paths from the network to the host" || len(p.Panels) != 1 {
		t.Fatalf("the title is %q over %d panels", p.Title, len(p.Panels))
	}
	want := []string{
		"LEFT -> gateway [:80] high",
		"gateway -> RIGHT [docker.sock] high",
		"LEFT -> probe [host network] high",
		"probe -> RIGHT [network_mode: host] high",
		"LEFT -> edge [192.0.2.7:443] critical",
		"edge ~> backup [back] critical",
		"backup -> RIGHT [privileged] critical",
		"edge .> api [proxy] none",
		"LEFT -> helper [192.0.2.7:443] none",
	}
	if diff := cmp.Diff(want, lines(&p.Panels[0])); diff != "" {
		t.Errorf("edges (-want +got):\n%s", diff)
	}
	colours := map[string]string{}
	for _, n := range p.Panels[0].Nodes {
		colours[n.Lines[0]] = n.Severity.String()
	}
	if diff := cmp.Diff(map[string]string{
		"gateway": "high", "probe": "high", "edge": "critical", "backup": "critical", "api": "none", "helper": "none",
	}, colours); diff != "" {
		t.Errorf("boxes (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]picture.List{
		{Title: "2 services not reachable from the network and on no path", Items: []string{"agent", "db"}},
	}, p.Panels[0].Lists); diff != "" {
		t.Errorf("lists (-want +got):\n%s", diff)
	}
}

// TestLargePicture draws 94 services: every one is in the picture once, and few of them as boxes.
func TestLargePicture(t *testing.T) {
	p := graph.Picture(mapOf(t, town(94)), report.Options{}).Panels[0]
	seen := map[string]int{}
	for _, n := range p.Nodes {
		seen[n.Lines[0]]++
	}
	if n := len(p.Nodes); n < 8 || n > 30 {
		t.Errorf("%d services have boxes of their own", n)
	}
	for _, l := range p.Lists {
		for _, item := range l.Items {
			name, _, _ := strings.Cut(item, " ")
			seen[name]++
		}
	}
	if len(seen) != 94 {
		t.Errorf("%d services are in the picture, want 94", len(seen))
	}
	for name, n := range seen {
		if n != 1 {
			t.Errorf("%s is in the picture %d times", name, n)
		}
	}
	for _, e := range p.Edges {
		if e.Style == picture.Dashed && e.Severity == 0 {
			t.Errorf("%s and %s share a network, but no path leads through it", e.From, e.To)
		}
	}
}

func TestDeployment(t *testing.T) {
	const web = "services:\n  web:\n    image: nginx:1.27\n    ports: [\"127.0.0.1:80:80\"]\n"
	root := fstest.MapFS{
		"compose.yaml":       {Data: []byte(web)},
		"compose.prod.yaml":  {Data: []byte("services:\n  web:\n    ports: [\"443:443\"]\n    privileged: true\n")},
		"compose.dev.yaml":   {Data: []byte("services:\n  web:\n    restart: always\n")},
		"other/compose.yaml": {Data: []byte(web)},
	}
	g := mapOf(t, root)
	tests := []struct {
		name   string
		want   []string
		chains int
	}{
		{"", []string{"compose.yaml + compose.prod.yaml", ""}, 1},
		{"compose.prod.yaml", []string{"compose.yaml + compose.prod.yaml"}, 1},
		{"compose.yaml + compose.dev.yaml", []string{"compose.yaml + compose.dev.yaml"}, 0},
	}
	for _, test := range tests {
		one, err := g.Deployment(test.name)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, p := range one.Projects {
			got = append(got, p.Deployment)
		}
		if diff := cmp.Diff(test.want, got); diff != "" || len(one.Chains) != test.chains {
			t.Errorf("%q: %d chains, deployments (-want +got):\n%s", test.name, len(one.Chains), diff)
		}
	}
	if _, err := g.Deployment("compose.test.yaml"); err == nil || !strings.Contains(err.Error(), "compose.yaml + compose.prod.yaml") {
		t.Errorf("the error about a name that no project has is %v", err)
	}
}
