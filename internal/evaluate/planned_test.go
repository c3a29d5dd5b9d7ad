package evaluate

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

const privileged = "services:\n  web:\n    image: web\n    privileged: true\n"

// found evaluates one built-in rule on a Compose file and returns its messages.
func found(t *testing.T, from rules.Source) (e *Evaluator, messages []string) {
	t.Helper()
	cat, err := rules.Load(from)
	if err != nil {
		t.Fatal(err)
	}
	e = evaluator(t, cat, Options{Enabled: func(id string) bool { return id == "compose/privileged" }})
	doc := document(t, "compose.yml", privileged)
	doc.Kind = "compose"
	findings, problems := e.Documents(t.Context(), []*source.Document{doc}, nil, nil)
	if len(problems) > 0 {
		t.Fatal(problemTexts(problems))
	}
	return e, texts(findings)
}

func TestBuiltinPoliciesAreRunByTheirPlan(t *testing.T) {
	t.Parallel()
	e, planned := found(t, rules.Builtin())
	if e.planned == nil || e.opa.compiler != nil {
		t.Error("the built-in policies were compiled: is the plan stale? run make plan")
	}
	if len(planned) != 1 {
		t.Errorf("findings = %v", planned)
	}
	if _, compiled := found(t, rules.Source{FS: policies.FS}); strings.Join(compiled, "\n") != strings.Join(planned, "\n") {
		t.Errorf("planned %v, compiled %v", planned, compiled)
	}
}

// Somebody who writes a policy sees what it says now.
func TestAPlanOfOtherPoliciesIsNotUsed(t *testing.T) {
	t.Parallel()
	const file = "compose/privileged/privileged.rego"
	text, err := fs.ReadFile(policies.FS, file)
	if err != nil {
		t.Fatal(err)
	}
	changed := fstest.MapFS{file: {Data: []byte(strings.ReplaceAll(string(text), "findings contains", "findings contains {\"path\": [], \"message\": \"changed\"}\n\nfindings contains"))}}
	err = fs.WalkDir(policies.FS, "lib", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(policies.FS, name)
		changed[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	e, messages := found(t, rules.Source{FS: changed, Plan: policies.Plan})
	if e.planned != nil || !strings.Contains(strings.Join(messages, "\n"), "changed") {
		t.Errorf("the plan was used: %v", messages)
	}
	if e, messages := found(t, rules.Source{FS: policies.FS, Plan: policies.Plan[:100]}); e.planned != nil || len(messages) != 1 {
		t.Errorf("half a plan was used, or nothing: %v", messages)
	}
}

// A planned rule that breaks says where, as a compiled one does.
func TestAPlannedRuleThatBreaksSaysWhere(t *testing.T) {
	t.Parallel()
	r := &run{Evaluator: &Evaluator{deadline: DefaultDeadline}}
	err := fmt.Errorf("wrapped: %w", &plan.Error{Code: "eval_type_error", File: "a.rego", Row: 3, Column: 5, Message: "count: operand 1 must be a set"})
	if got, want := r.failure(&rules.Rule{ID: "test/a"}, err), "rule test/a broke: a.rego:3:5: count: operand 1 must be a set"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}
