package rules

import (
	"context"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/rego"
)

// The policies are read here as `opa eval --bundle policies` reads them: data of libraries is then no Rego.
func TestPoliciesAreABundleOfOPA(t *testing.T) {
	t.Parallel()
	const query = `data.lib.image.describe("ghcr.io/org/postgres:16")`
	result, err := rego.New(rego.LoadBundle("../policies"), rego.Query(query), rego.Strict(true)).Eval(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if len(result) != 1 {
		t.Fatalf("%s is undefined", query)
	}
	if described := result[0].Expressions[0].Value.(map[string]any); described["product"] != "postgresql" {
		t.Errorf("%s = %v, want the product postgresql", query, described)
	}
}

func TestLoadRefusesDataThatIsNoTable(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ file, text, want string }{
		"no object":    {"lib/a/data.json", `[1]`, "lib/a/data.json: cannot read the tables of data.lib.a"},
		"bad name":     {"lib/a/data.json", `{"x-y": 1}`, `letters, digits and underscores: "x-y"`},
		"not in a lib": {"fam/rule/data.json", `{"x": 1}`, "only a library has data"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := Load(Source{Origin: "mine", FS: fstest.MapFS{test.file: {Data: []byte(test.text)}}})
			if err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("error = %v, want one with %q", err, test.want)
			}
		})
	}
}
