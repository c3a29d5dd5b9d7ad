package plan

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
)

var update = flag.Bool("update", false, "write the golden dump anew")

func dumped(t *testing.T) *Program {
	t.Helper()
	module, err := os.ReadFile("testdata/dump.rego")
	if err != nil {
		t.Fatal(err)
	}
	program, err := build(t, "t/result", map[string]string{"dump.rego": string(module)}, ast.CapabilitiesForThisVersion())
	if err != nil {
		t.Fatal(err)
	}
	return program
}

func TestDump(t *testing.T) {
	t.Parallel()
	var got bytes.Buffer
	if err := dumped(t).Dump(&got, ""); err != nil {
		t.Fatal(err)
	}
	const golden = "testdata/dump.txt"
	if *update {
		if err := os.WriteFile(golden, got.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if got.String() != string(want) {
		t.Errorf("the dump of testdata/dump.rego is not %s: run go test ./internal/plan -run TestDump -update\n%s", golden, got.String())
	}
}

func TestDumpOfADocument(t *testing.T) {
	t.Parallel()
	var got strings.Builder
	if err := dumped(t).Dump(&got, "data.t.public"); err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(got.String(), "g0.data.t.public(): ") || !strings.Contains(got.String(), "\n\ng0.data.t.loopback(a0): ") {
		t.Errorf("it does not begin with the rule, or lacks the function that the rule calls:\n%s", got.String())
	}
	if strings.Contains(got.String(), "owner") {
		t.Errorf("it has a function that the rule does not call:\n%s", got.String())
	}
	if err := dumped(t).Dump(&got, "data.t.none"); err == nil || !strings.Contains(err.Error(), "data.t.none") {
		t.Errorf("error = %v", err)
	}
}

type fullDisk struct{ error }

func (f fullDisk) Write([]byte) (int, error) { return 0, f.error }

func TestDumpReportsThatItCannotWrite(t *testing.T) {
	t.Parallel()
	full := errors.New("disk full")
	if err := dumped(t).Dump(fullDisk{full}, ""); !errors.Is(err, full) {
		t.Errorf("error = %v, want %v", err, full)
	}
}

func TestDumpKnowsEveryOperation(t *testing.T) {
	t.Parallel()
	program := dumped(t)
	d := &dumper{program: program, of: program.functions[0]}
	for do := opInvalid + 1; do < operationCount; do++ {
		if text := d.statement(&statement{do: do}); strings.HasPrefix(text, "operation") {
			t.Errorf("it prints a statement as %q", text)
		}
	}
}
