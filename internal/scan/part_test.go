package scan_test

import (
	"testing"

	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// An administration interface that a port publishes is one defect in two documents: it is counted at the file that opens it.
func TestADefectInTwoDocumentsIsCountedOnce(t *testing.T) {
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	root := files(
		"compose.yml", "services:\n  edge:\n    image: acme/edge:1.4\n    volumes: [\"./envoy.yaml:/e.yaml\"]\n    ports: [\"9901:9901\"]\n",
		"envoy.yaml", "admin: {address: {socket_address: {address: 0.0.0.0, port_value: 9901}}}\nstatic_resources: {}\n",
	)
	parts := map[string]string{}
	for _, f := range run(t, job{scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue}}).Findings {
		parts[f.Rule] = f.PartOf
	}
	for rule, want := range map[string]string{
		"envoy/admin-exposed":         "",
		"compose/admin-ui-exposed":    "envoy/admin-exposed",
		"compose/port-all-interfaces": "compose/admin-ui-exposed",
	} {
		if got, found := parts[rule]; !found || got != want {
			t.Errorf("%s is part of %q (found: %v), want %q", rule, got, found, want)
		}
	}
}
