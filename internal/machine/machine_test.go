package machine

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/checkout"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/rules"
)

const role = `expected:
- role: m
  listeners:
  - {port: 22, name: ssh}
  - {port: 53, protocol: udp}
  - {process: rpc.statd}
  - {port: 111, only: [portmapper]}
  running: [pve-firewall]
inventory:
- {host: h, role: m, seen: %s}
`

func look(t *testing.T, seen, text string) Result {
	t.Helper()
	cat, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	root := fstest.MapFS{".seclint.yaml": {Data: fmt.Appendf(nil, role, seen)}, seen: {Data: []byte(text)}}
	c, err := config.Read(root, ".seclint.yaml", cat)
	if err != nil {
		t.Fatal(err)
	}
	return Compare(Input{Config: c, Catalogue: cat, Main: checkout.Open(context.Background(), "", root)})
}

// What is on the list is informational, the excess a finding, and what cannot be decided a note.
func TestCompare(t *testing.T) {
	t.Parallel()
	runs := "services: [{name: pve-firewall, running: true}]\n"
	for text, want := range map[string][]string{
		"listeners: [{port: 22}]\n" + runs:                                                         {"none assessed"},
		"listeners: [{port: 53, protocol: udp}]\n" + runs:                                          {"none assessed"},
		"listeners: [{port: 53, protocol: tcp}]\n" + runs:                                          {"medium assessed"},
		"listeners: [{port: 40000, process: rpc.statd}]\n" + runs:                                  {"none assessed"},
		"listeners: [{port: 111, services: [portmapper]}]\n" + runs:                                {"none assessed"},
		"listeners: [{port: 111, services: [portmapper, nfs]}]\n" + runs:                           {"medium assessed"},
		"listeners: [{port: 111}]\n" + runs:                                                        {"note partial"},
		"listeners: [{port: 9, address: '127.0.0.1'}]\n" + runs:                                    nil,
		"listeners: [{port: 9, address: '[::1]'}]\n" + runs:                                        nil,
		"listeners: [{port: 22}]\nservices: [{name: pve-firewall.service, state: active}]\n":       {"none assessed"},
		"listeners: [{port: 22}]\nservices: [{name: pve-firewall, enabled: true, running: false}]": {"none assessed", "medium assessed"},
		"listeners: [{port: 22}]\n":                                                                {"none partial", "note partial"},
	} {
		r := look(t, "a.yaml", text)
		var got []string
		for _, f := range r.Findings {
			got = append(got, fmt.Sprintf("%s %s", f.Severity, r.Assets[0].State))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%s: got %v, want %v", text, got, want)
		}
	}
}

func TestWhatSaysNothingIsBroken(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "a: [", "x: 1\n"} {
		if r := look(t, "a.yaml", text); r.Assets[0].State != "broken" || len(r.Problems) != 1 || !r.Problems[0].IsUnassessed {
			t.Errorf("%q: %+v", text, r)
		}
	}
}

func TestOutputOfCommands(t *testing.T) {
	t.Parallel()
	r := look(t, "a.txt", `udp UNCONN 0 0 0.0.0.0:53 0.0.0.0:* users:(("dnsmasq",pid=1,fd=4))
LISTEN 0 128 [::]:8006 [::]:* users:(("pveproxy",pid=9,fd=6))
LISTEN 0 128 127.0.0.1%lo:631 0.0.0.0:*
  pve-firewall.service loaded active running Proxmox VE firewall
`)
	var got []string
	for _, f := range r.Findings {
		got = append(got, fmt.Sprintf("%d %s", f.At.Start.Line, f.Severity))
	}
	if !slices.Equal(got, []string{"1 none", "2 medium"}) {
		t.Errorf("got %v", got)
	}
}
