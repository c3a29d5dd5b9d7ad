// Command planner writes the plan of the built-in policies. `make plan` runs it; its test fails when the plan is stale.
//
//	planner POLICIES FILE        write the plan of the policies in a folder
//	planner -dump [RULE]         print the plan of policies/ for people, of one rule such as compose/privileged or of all
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	"github.com/open-policy-agent/opa/v1/compile"
	"github.com/open-policy-agent/opa/v1/ir"

	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/rules"
)

func main() {
	dumps := flag.Bool("dump", false, "print the plan of policies/ for people instead of writing it")
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: planner POLICIES FILE\n       planner -dump [RULE]") }
	flag.Parse()
	var err error
	switch args := flag.Args(); {
	case *dumps && len(args) <= 1:
		err = dump(os.Stdout, "policies", strings.Join(args, ""))
	case !*dumps && len(args) == 2:
		err = write(args[0], args[1])
	default:
		flag.Usage()
		os.Exit(2)
	}
	if err != nil {
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
	program, err := assemble(cat)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, program.Encode(cat.Digest()), 0o644)
}

// dump prints the plan of a rule in a folder of policies, of all when id is "".
func dump(w io.Writer, policies, id string) error {
	cat, err := rules.Load(rules.Source{FS: os.DirFS(policies)})
	if err != nil {
		return err
	}
	document := ""
	if id != "" {
		rule, ok := cat.Get(id)
		if !ok {
			return fmt.Errorf("cannot dump %s: %s has no such rule", id, policies)
		}
		document = rule.Findings()
	}
	program, err := assemble(cat)
	if err != nil {
		return err
	}
	return program.Dump(w, document)
}

// assemble returns the program of a catalogue's policies.
func assemble(cat *rules.Catalogue) (*plan.Program, error) {
	planned, err := compilePlan(cat)
	if err != nil {
		return nil, fmt.Errorf("cannot plan the policies: %w", err)
	}
	program, err := plan.Assemble(planned)
	if err != nil {
		return nil, fmt.Errorf("cannot plan the policies: %w", err)
	}
	return program, nil
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
