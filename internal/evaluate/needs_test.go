package evaluate

import (
	"testing"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

func TestCanFire(t *testing.T) {
	roots, err := source.ReadYAML(source.NewFile("f.yml", []byte("a: {b: [{dev.gvisor.flag.debug: 1}]}")), source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	keys := Keys([]*source.Document{{Kind: "compose", Root: roots[0]}})
	for _, test := range []struct {
		needs map[string][]string
		kind  string
		want  bool
	}{
		{nil, "compose", true},
		{map[string][]string{"compose": {"b"}}, "compose", true},
		{map[string][]string{"compose": {"x", "a"}}, "compose", true},
		{map[string][]string{"compose": {"x"}}, "compose", false},
		{map[string][]string{"compose": {"dev.gvisor.flag."}}, "compose", true},
		{map[string][]string{"compose": {"dev.gvisor."}}, "compose", true},
		{map[string][]string{"compose": {"gvisor."}}, "compose", false},
		{map[string][]string{"envoy": {"x"}}, "compose", true},
		{map[string][]string{"envoy": {"a"}}, "envoy", false},
	} {
		if got := canFire(&rules.Rule{Needs: test.needs}, test.kind, keys[test.kind]); got != test.want {
			t.Errorf("needs %v of %s: %v", test.needs, test.kind, got)
		}
	}
}
