package scaffold

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/fixture"
	"github.com/seclint/seclint/rules"
)

func TestScaffoldWritesARuleThatPasses(t *testing.T) {
	ids := []string{"compose/loose-thing", "compose/thing", "house/data", "house/input"}
	for _, keyword := range keywords {
		ids = append(ids, "house/"+keyword)
	}
	for _, id := range ids {
		t.Run(id, func(t *testing.T) { passes(t, id) })
	}
}

func passes(t *testing.T, id string) {
	dir := t.TempDir()
	if _, err := Rule(dir, id); err != nil {
		t.Fatal(err)
	}
	catalogue, err := rules.Load(rules.Source{Origin: dir, FS: os.DirFS(dir)})
	if err != nil {
		t.Fatal(err)
	}
	rule, ok := catalogue.Get(id)
	if !ok {
		t.Fatal("the catalogue does not hold the new rule")
	}
	if result := fixture.Check(t.Context(), catalogue, rule); !result.OK() {
		t.Errorf("the fixture fails: %s", strings.Join(result.Failures, "\n"))
	}
	if err := catalogue.Validate(dir); err != nil {
		t.Error(err)
	}
}

func TestScaffoldKeepsWhatIsThere(t *testing.T) {
	dir := t.TempDir()
	if _, err := Rule(dir, "compose/mine"); err != nil {
		t.Fatal(err)
	}
	policy := filepath.Join(dir, "compose", "mine", "mine.rego")
	if err := os.WriteFile(policy, []byte("mine"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := Rule(dir, "compose/mine"); err == nil {
		t.Error("a second scaffold gave no error")
	}
	if text, err := os.ReadFile(policy); err != nil || string(text) != "mine" {
		t.Errorf("the policy is now %q, %v", text, err)
	}
}

func TestScaffoldRefusesWhatIsNoRuleID(t *testing.T) {
	for _, id := range []string{"", "name", "Compose/x", "compose/../x", "compose/two words", "compose/x/y"} {
		if _, err := Rule(t.TempDir(), id); err == nil {
			t.Errorf("%q gave no error", id)
		}
	}
}
