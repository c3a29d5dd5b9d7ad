package graph_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/graph"
	"github.com/seclint/seclint/internal/report"
)

// mapOfText returns the map of a Compose file.
func mapOfText(t *testing.T, text string) *graph.Graph {
	t.Helper()
	return mapOf(t, fstest.MapFS{"compose.yml": {Data: []byte(text)}})
}

// What a change opens is new: chains, ports, powers and networks. What is on other lines, or closed, is not.
func TestSince(t *testing.T) {
	t.Parallel()
	const before = "services:\n  web: {image: nginx, ports: ['80:80'], networks: [a]}\n  job: {image: job, privileged: true, networks: [b]}\nnetworks: {a: {}, b: {}}\n"
	for name, test := range map[string]struct {
		after        string
		chains, kept int
		closed       int
		marks        []string // what is new of which service
	}{
		"nothing":          {"# a remark\n" + before, 0, 0, 0, nil},
		"a port":           {strings.Replace(before, "'80:80'", "'80:80', '81:80'", 1), 0, 0, 0, []string{"web entry"}},
		"a way to root":    {strings.Replace(before, "ports: ['80:80']", "ports: ['80:80'], privileged: true", 1), 1, 0, 0, []string{"web host"}},
		"a shared network": {strings.Replace(before, "networks: [a]", "networks: [a, b]", 1), 1, 0, 0, []string{"web network"}},
		"a service":        {strings.Replace(before, "services:\n", "services:\n  new: {image: n, pid: host, ports: ['9:9'], networks: [a]}\n", 1), 1, 0, 0, []string{"new service", "new entry", "new host", "new network"}},
		"a port moved":     {strings.Replace(before, "'80:80'", "'8080:80'", 1), 0, 0, 0, []string{"web entry"}},
		"loopback only":    {strings.Replace(before, "'80:80'", "'127.0.0.1:80:80'", 1), 0, 0, 0, []string{"web entry"}},
	} {
		now := mapOfText(t, test.after).Since(mapOfText(t, before), "main")
		if len(now.Chains) != test.chains || now.Compared.Kept != test.kept || now.Compared.Closed != test.closed {
			t.Errorf("%s: %d chains, %+v", name, len(now.Chains), now.Compared)
		}
		if got := marksOf(now); !slices.Equal(got, test.marks) {
			t.Errorf("%s: %q is new, want %q", name, got, test.marks)
		}
	}
	opened := strings.Replace(before, "networks: [a]", "networks: [a, b]", 1)
	if back := mapOfText(t, before).Since(mapOfText(t, opened), "main"); len(back.Chains) != 0 || back.Compared.Closed != 1 {
		t.Errorf("a chain that is closed: %d chains, %+v", len(back.Chains), back.Compared)
	}
	if same := mapOfText(t, opened).Since(mapOfText(t, opened), "main"); len(same.Chains) != 0 || same.Compared.Kept != 1 {
		t.Errorf("a chain that is kept: %d chains, %+v", len(same.Chains), same.Compared)
	}
}

func marksOf(g *graph.Graph) []string {
	var marks []string
	for _, p := range g.Projects {
		for _, s := range p.Services {
			for what, isNew := range map[string]bool{
				"1 service": s.New, "2 entry": slices.ContainsFunc(s.Entries, func(e graph.Entry) bool { return e.New }),
				"3 host": slices.ContainsFunc(s.Host, func(a graph.Access) bool { return a.New }), "4 network": len(s.NewNetworks) > 0,
			} {
				if isNew {
					marks = append(marks, what[:1]+s.Name+what[1:])
				}
			}
		}
	}
	slices.Sort(marks)
	for i := range marks {
		marks[i] = marks[i][1:]
	}
	return marks
}

// Every format says what the map was compared with, or shows what is new.
func TestFormatsOfADifference(t *testing.T) {
	t.Parallel()
	g := mapOfText(t, "services:\n  web: {image: nginx, ports: ['80:80', '81:81']}\n  job: {image: job, privileged: true}\n").
		Since(mapOfText(t, "services:\n  web: {image: nginx, ports: ['80:80']}\n"), "main")
	for format, want := range map[string]string{
		"text": "New chains from an open port to the host since main (0 as before, 0 closed): 1", "svg": "1 new path from the network to the host since main",
		"mermaid": "  classDef critical fill:#", "json": `"revision": "main"`, "html": "1 new path from the network",
	} {
		var b strings.Builder
		if err := graph.Formats()[format](&b, g, report.Options{}); err != nil || !strings.Contains(b.String(), want) {
			t.Errorf("%s: %v, no %q in\n%.3000s", format, err, want, b.String())
		}
		if format == "json" && !json.Valid([]byte(b.String())) {
			t.Error("no JSON")
		}
		if format == "mermaid" {
			if err := checkMermaid(b.String()); err != nil {
				t.Error(err)
			}
		}
	}
}
