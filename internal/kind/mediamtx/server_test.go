package mediamtx

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/open-policy-agent/opa/v1/ast"

	"github.com/seclint/seclint/policies"
)

// The kind says who listens where by the file alone, the policies what the environment makes of it: both know the servers.
func TestServersAreThoseOfThePolicies(t *testing.T) {
	const file = "lib/mediamtx/servers.rego"
	text, err := policies.FS.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var got any
	for _, rule := range ast.MustParseModule(string(text)).Rules {
		if rule.Head.Name == "known" {
			if got, err = ast.JSON(rule.Head.Value.Value); err != nil {
				t.Fatal(err)
			}
		}
	}
	var want []any
	for _, s := range servers {
		var addresses []any
		for _, a := range s.addresses {
			addresses = append(addresses, map[string]any{"setting": a.setting, "protocol": a.protocol, "with": a.with, "udp": a.udp})
		}
		want = append(want, map[string]any{"name": s.name, "stream": s.stream, "encryption": s.encryption, "addresses": addresses})
	}
	if diff := cmp.Diff(any(want), got); diff != "" {
		t.Errorf("%s knows other servers: %s", file, diff)
	}
}
