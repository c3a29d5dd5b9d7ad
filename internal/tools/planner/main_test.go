package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

func TestPlanIsInStepWithThePolicies(t *testing.T) {
	t.Parallel()
	cat, err := rules.Load(rules.Source{FS: os.DirFS("../../../policies")})
	if err != nil {
		t.Fatal(err)
	}
	program, err := assemble(cat)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(program.Encode(cat.Digest()), policies.Plan) {
		t.Error("policies/builtin.plan is stale: run make plan")
	}
}

const policy = "# METADATA\n# title: T\n# description: D\n# scope: package\n# custom: {severity: low, remediation: R}\npackage test.a\n\n"

// variable is a body that OPA plans and that no program executes.
const variable = `t.p := 1

t.q := 2

f(x) := x

g(k) := [f(1), data.test.a.t[k]]

findings contains y if {
	some v in input.list
	y := g("p") with f as v
}
`

func TestWriteSaysWhatCannotBePlanned(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		"findings contains 1 if input.x == y": "a.rego:8",
		variable:                              "a.rego:14:16: a reference with a computed path is in the scope of a with that replaces a function by a variable",
	} {
		policies, file := t.TempDir(), filepath.Join(t.TempDir(), "plan")
		if err := os.MkdirAll(filepath.Join(policies, "test", "a"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(policies, "test", "a", "a.rego"), []byte(policy+body+"\n"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := write(policies, file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error = %v, want one with %q", body, err, want)
		}
		if _, err := os.Stat(file); err == nil {
			t.Error("a plan was written all the same")
		}
	}
}

func TestDumpPrintsTheProgramOfARule(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	if err := dump(&got, "../../../policies", "compose/privileged"); err != nil {
		t.Fatal(err)
	}
	if want := "g0.data.compose.privileged.findings(): memoised for each input\n  block\n"; !strings.HasPrefix(got.String(), want) {
		t.Errorf("it begins %.200q, want %q", got.String(), want)
	}
	if err := dump(&got, "../../../policies", "compose/none"); err == nil || !strings.Contains(err.Error(), "compose/none") {
		t.Errorf("error = %v", err)
	}
}
