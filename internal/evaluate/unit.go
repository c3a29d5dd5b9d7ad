package evaluate

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"

	"github.com/seclint/seclint/rules"
)

// UnitTest is the result of one rule in a _test.rego whose name begins with test_.
type UnitTest struct {
	// Name is package and name; File is where it stands, with its line.
	Name string
	File string
	// Failure says what went wrong, "" when nothing did.
	Failure string
	// Printed are the lines that it printed.
	Printed []string
}

// UnitTests runs the Rego unit tests of one origin, sorted by name. The error is for Rego that does not compile.
func UnitTests(ctx context.Context, cat *rules.Catalogue, origin string) ([]UnitTest, error) {
	boundBuiltins()
	modules, err := cat.Parse(cat.Modules(origin))
	if err != nil || len(modules) == 0 {
		return nil, err
	}
	store := inmem.New()
	txn, err := store.NewTransaction(ctx, storage.WriteParams)
	if err != nil {
		return nil, fmt.Errorf("cannot run unit tests: %w", err)
	}
	defer store.Abort(ctx, txn)
	compiler := ast.NewCompiler().WithCapabilities(rules.Capabilities()).WithEnablePrintStatements(true)
	results, err := tester.NewRunner().SetCompiler(compiler).SetStore(store).SetModules(modules).SetTimeout(DefaultDeadline).
		RaiseBuiltinErrors(true).CapturePrintOutput(true).RunTests(ctx, txn)
	if err != nil {
		return nil, fmt.Errorf("cannot run unit tests: %w", err)
	}
	var tests []UnitTest
	for r := range results {
		tests = append(tests, UnitTest{
			Name: strings.TrimPrefix(r.Package, "data.") + "." + r.Name,
			File: fmt.Sprintf("%s:%d", r.Location.File, r.Location.Row), Failure: unitFailure(r),
			Printed: strings.FieldsFunc(string(r.Output), func(c rune) bool { return c == '\n' }),
		})
	}
	slices.SortFunc(tests, func(a, b UnitTest) int { return strings.Compare(a.Name+a.File, b.Name+b.File) })
	return tests, nil
}

func unitFailure(r *tester.Result) string {
	switch {
	case r.Error != nil:
		return "error: " + r.Error.Error()
	case r.Fail:
		return "failed"
	case r.Skip:
		return "skipped: a test that does not run proves nothing"
	}
	return ""
}
