package plan

import (
	"bufio"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/test/cases"
	"github.com/open-policy-agent/opa/v1/test/cases/testdata"
	"github.com/open-policy-agent/opa/v1/util"
)

// TestCompliance runs the compliance suite that the OPA module of go.mod brings along. testdata/compliance.txt names the cases
// that must fail, by the reason; a case of it that passes fails the test, and so does any other that fails.
func TestCompliance(t *testing.T) {
	t.Parallel()
	all, exceptions := complianceCases(t), complianceExceptions(t)
	if len(all) < 2000 {
		t.Fatalf("the suite has %d cases: is that all of it?", len(all))
	}
	for _, c := range all {
		name := strings.TrimPrefix(c.Filename, "v1/") + ": " + c.Note
		excepted, isException := exceptions[name]
		delete(exceptions, name)
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			failure := runCase(t, c)
			switch {
			case !isException && failure != "":
				t.Error(failure)
			case isException && failure == "":
				t.Error("it passes: take it out of testdata/compliance.txt")
			case isException && !strings.Contains(failure, excepted):
				t.Errorf("it fails for another reason than %q: %s", excepted, failure)
			}
		})
	}
	for name := range exceptions {
		t.Errorf("testdata/compliance.txt: the suite has no case %s", name)
	}
}

// complianceCases returns the cases that are written in Rego v1, as the policies are.
func complianceCases(t *testing.T) []cases.TestCase {
	t.Helper()
	var all []cases.TestCase
	err := fs.WalkDir(testdata.V1, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := testdata.V1.ReadFile(name)
		if err != nil {
			return err
		}
		var set cases.Set
		if err := util.Unmarshal(text, &set); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for _, c := range set.Cases {
			c.Filename = name
			all = append(all, c)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// complianceExceptions returns a part of the failure of each case that must fail, by its name.
func complianceExceptions(t *testing.T) map[string]string {
	t.Helper()
	file, err := os.Open(path.Join("testdata", "compliance.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	exceptions, failure := map[string]string{}, ""
	for lines := bufio.NewScanner(file); lines.Scan(); {
		if heading, ok := strings.CutPrefix(lines.Text(), "== "); ok {
			failure = heading
		}
		if name, ok := strings.CutPrefix(lines.Text(), "- "); ok {
			exceptions[name] = failure
		}
	}
	return exceptions
}

// runCase plans a case, evaluates it and returns what is wrong with the result, "" for nothing.
func runCase(t *testing.T, c cases.TestCase) string {
	t.Helper()
	capabilities := ast.CapabilitiesForThisVersion(ast.CapabilitiesExperimentalKeywords(c.ExperimentalKeywords))
	query, err := queryModule(c.Query, capabilities)
	if err != nil {
		return err.Error()
	}
	modules := map[string]string{"query.rego": query}
	for i, module := range c.Modules {
		modules[fmt.Sprintf("test-%d.rego", i)] = module
	}
	program, err := build(t, "compliance/result", modules, capabilities)
	if err != nil {
		return err.Error()
	}
	m := NewMachine(program)
	if c.Data != nil {
		m.data = Names{}.FromGo(*c.Data)
	}
	input := caseInput(c)
	m.SetInput(FromTerm(input))
	got, err := m.Eval(t.Context(), "data.compliance.result", time.Minute)
	if c.WantError != nil || c.WantErrorCode != nil {
		return compareError(err, c)
	}
	if err != nil && !c.StrictError {
		return compareStrict(t, err, c, modules, input)
	}
	if err != nil {
		return err.Error()
	}
	return compareResult(t, got.(*Set), c)
}

// queryModule returns a module whose rule data.compliance.result is the set of the bindings that a query gives.
func queryModule(query string, capabilities *ast.Capabilities) (string, error) {
	body, err := ast.ParseBodyWithOpts(query, ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities})
	if err != nil {
		return "", err
	}
	var bindings []string
	for v := range body.Vars(ast.VarVisitorParams{SkipRefCallHead: true, SkipClosures: true}).Diff(ast.ReservedVars) {
		if !v.IsGenerated() && !v.IsWildcard() {
			bindings = append(bindings, fmt.Sprintf("%q: %s", string(v), string(v)))
		}
	}
	return fmt.Sprintf("package compliance\n\nresult contains {%s} if {\n%s\n}\n", strings.Join(bindings, ", "), query), nil
}

func caseInput(c cases.TestCase) *ast.Term {
	switch {
	case c.InputTerm != nil:
		return ast.MustParseTerm(*c.InputTerm)
	case c.Input != nil:
		return ast.NewTerm(ast.MustInterfaceToValue(*c.Input))
	}
	return nil
}

func compareError(got error, c cases.TestCase) string {
	failure, ok := got.(*Error)
	if !ok {
		return fmt.Sprintf("error = %v, want one of the policies", got)
	}
	if c.WantErrorCode != nil && failure.Code != *c.WantErrorCode {
		return fmt.Sprintf("error code = %s, want %s", failure.Code, *c.WantErrorCode)
	}
	// As OPA's evaluator shows it.
	shown := fmt.Sprintf("%s:%d: %s: %s", failure.File, failure.Row, failure.Code, failure.Message)
	if c.WantError != nil && !strings.Contains(shown, *c.WantError) {
		return fmt.Sprintf("error = %s, want %s", shown, *c.WantError)
	}
	return ""
}

// compareStrict compares the error of a case whose result is for built-ins that are undefined when they fail. Our machine stops
// there, as OPA's evaluator does when it is strict, in which mode it runs our policies.
func compareStrict(t *testing.T, got error, c cases.TestCase, modules map[string]string, input *ast.Term) string {
	t.Helper()
	options := []func(*rego.Rego){rego.Query("data.compliance.result"), rego.StrictBuiltinErrors(true), rego.SetRegoVersion(ast.RegoV1)}
	for name, module := range modules {
		options = append(options, rego.Module(name, module))
	}
	if c.Data != nil {
		options = append(options, rego.Store(inmem.NewFromObject(*c.Data)))
	}
	if input != nil {
		options = append(options, rego.ParsedInput(input.Value))
	}
	_, want := rego.New(options...).Eval(t.Context())
	if want == nil {
		return got.Error()
	}
	text := want.Error()
	return compareError(got, cases.TestCase{WantError: &text})
}

func compareResult(t *testing.T, got *Set, c cases.TestCase) string {
	t.Helper()
	want, have := ast.NewSet(), ast.NewSet()
	for _, bindings := range *c.WantResult {
		want.Add(ast.NewTerm(ast.MustInterfaceToValue(bindings)))
	}
	for _, item := range got.Items() {
		bindings, err := ast.JSON(Term(item).Value)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range bindings.(map[string]any) {
			if c.SortBindings {
				slices.SortFunc(v.([]any), util.Compare)
			}
		}
		have.Add(ast.NewTerm(ast.MustInterfaceToValue(bindings)))
	}
	if have.Compare(want) != 0 {
		return fmt.Sprintf("result = %v, want %v", have, want)
	}
	return ""
}
