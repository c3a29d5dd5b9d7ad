// Command planner writes the plan of the built-in policies. `make plan` runs it; its test fails when the plan is stale.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/ir"

	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/rules"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: planner POLICIES FILE")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "planner:", err)
		os.Exit(1)
	}
}

// write plans the policies of a folder into a file.
func write(policies, file string) error {
	cat, err := rules.Load(rules.Source{FS: os.DirFS(policies)})
	if err != nil {
		return err
	}
	stored, err := store(cat)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, stored, 0o644)
}

// store returns the plan of a catalogue's policies as plan.Decode reads it.
func store(cat *rules.Catalogue) ([]byte, error) {
	planned, err := compilePlan(cat)
	if err != nil {
		return nil, fmt.Errorf("cannot plan the policies: %w", err)
	}
	program, err := plan.Assemble(planned)
	if err != nil {
		return nil, fmt.Errorf("cannot plan the policies: %w", err)
	}
	return program.Encode(cat.Digest()), nil
}

// compilePlan is `opa build --target plan` with the findings of every rule as entry points.
func compilePlan(cat *rules.Catalogue) (*ir.Policy, error) {
	var modules []*rules.Module
	var findings []string
	for _, rule := range cat.All() {
		modules = append(modules, rule.Policy)
		findings = append(findings, rule.ID+"/findings")
	}
	parsed, err := cat.Parse(modules)
	if err != nil {
		return nil, err
	}
	policies := &bundle.Bundle{Data: map[string]any{}}
	policies.Manifest.Init()
	for key, module := range parsed {
		policies.Modules = append(policies.Modules, bundle.ModuleFile{URL: key, Path: "/" + key, Parsed: module})
	}
	compiler := compile.New().WithTarget(compile.TargetPlan).WithPruneUnused(true).WithEntrypoints(findings...).
		WithBundle(policies).WithCapabilities(rules.Capabilities()).WithRegoVersion(ast.RegoV1)
	if err := compiler.Build(context.Background()); err != nil {
		return nil, err
	}
	planned := &ir.Policy{}
	return planned, json.Unmarshal(compiler.Bundle().PlanModules[0].Raw, planned)
}
