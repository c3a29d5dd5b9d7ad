package plan

import (
	"encoding/json"
	"testing"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/ir"
)

// compilePlan plans modules for an entry point, such as t/result.
func compilePlan(t testing.TB, entry string, modules map[string]string, capabilities *ast.Capabilities) (*ir.Policy, error) {
	t.Helper()
	b := &bundle.Bundle{Data: map[string]any{}}
	b.Manifest.Init()
	for name, text := range modules {
		module, err := ast.ParseModuleWithOpts(name, text, ast.ParserOptions{RegoVersion: ast.RegoV1, Capabilities: capabilities})
		if err != nil {
			return nil, err
		}
		b.Modules = append(b.Modules, bundle.ModuleFile{URL: name, Path: "/" + name, Parsed: module})
	}
	compiler := compile.New().WithTarget(compile.TargetPlan).WithPruneUnused(true).WithEntrypoints(entry).WithBundle(b).
		WithCapabilities(capabilities).WithRegoVersion(ast.RegoV1)
	if err := compiler.Build(t.Context()); err != nil {
		return nil, err
	}
	planned := &ir.Policy{}
	return planned, json.Unmarshal(compiler.Bundle().PlanModules[0].Raw, planned)
}

// build plans modules, stores the program and loads it.
func build(t testing.TB, entry string, modules map[string]string, capabilities *ast.Capabilities) (*Program, error) {
	t.Helper()
	planned, err := compilePlan(t, entry, modules, capabilities)
	if err != nil {
		return nil, err
	}
	assembled, err := Assemble(planned)
	if err != nil {
		return nil, err
	}
	program, _, err := Decode(assembled.Encode([32]byte{}))
	return program, err
}
