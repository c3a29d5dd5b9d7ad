package rules

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// Capabilities returns what a policy may use: everything that OPA has but network, clock, randomness and the environment,
// so that the same input always gives the same findings and a policy cannot carry anything away.
func Capabilities() *ast.Capabilities {
	c := ast.CapabilitiesForThisVersion()
	c.Builtins = slices.DeleteFunc(c.Builtins, func(b *ast.Builtin) bool { return b.Nondeterministic || forbidden[b.Name] })
	c.AllowNet = []string{}
	return c
}

// forbidden are the built-ins that fetch schemas, turn a few bytes into gigabytes, or compare a token with the clock; OPA does not
// mark all of them as nondeterministic.
var forbidden = map[string]bool{
	"json.match_schema": true, "json.verify_schema": true, "net.cidr_expand": true, "providers.aws.sign_req": true,
	"io.jwt.decode_verify": true,
}

// CompileOptions say how to compile.
type CompileOptions struct {
	// Strict refuses what OPA's strict mode refuses, such as unused variables.
	Strict bool
	// Print keeps calls of print(); without it they are left out.
	Print bool
}

// Compile compiles the policies of some rules with everything that they refer to, and nothing else. Errors name file, line
// and column.
func (c *Catalogue) Compile(some []*Rule, opts CompileOptions) (*ast.Compiler, error) {
	modules := make([]*Module, len(some))
	for i, rule := range some {
		modules[i] = rule.Policy
	}
	parsed, err := c.Parse(modules)
	if err != nil {
		return nil, err
	}
	return compile(parsed, opts)
}

func compile(parsed map[string]*ast.Module, opts CompileOptions) (*ast.Compiler, error) {
	compiler := ast.NewCompiler().WithCapabilities(Capabilities()).WithStrict(opts.Strict).
		WithEnablePrintStatements(opts.Print)
	if compiler.Compile(parsed); compiler.Failed() {
		return nil, compileError(compiler.Errors)
	}
	return compiler, nil
}

// Parse parses modules with everything that they refer to. It returns them by Module.Key.
func (c *Catalogue) Parse(modules []*Module) (map[string]*ast.Module, error) {
	p := &parser{catalogue: c, parsed: map[string]*ast.Module{}, options: ast.ParserOptions{
		RegoVersion: ast.RegoV1, Capabilities: Capabilities(),
	}}
	for _, m := range modules {
		p.module(m)
	}
	if len(p.errs) > 0 {
		return nil, compileError(p.errs)
	}
	return p.parsed, nil
}

// parser parses modules and, in turn, the packages that they refer to.
type parser struct {
	catalogue *Catalogue
	options   ast.ParserOptions
	parsed    map[string]*ast.Module
	errs      ast.Errors
}

func (p *parser) module(m *Module) {
	if _, done := p.parsed[m.Key()]; done {
		return
	}
	p.parsed[m.Key()] = nil
	parsed, err := p.parse(m)
	if err != nil {
		delete(p.parsed, m.Key())
		var errs ast.Errors
		if !errors.As(err, &errs) {
			errs = ast.Errors{ast.NewError(ast.ParseErr, ast.NewLocation(nil, m.File(), 1, 1), "%s", err)}
		}
		p.errs = append(p.errs, errs...)
		return
	}
	p.parsed[m.Key()] = parsed
	ast.WalkRefs(parsed, func(ref ast.Ref) bool {
		if name, ok := referredPackage(ref); ok {
			for _, used := range p.catalogue.modules[name] {
				p.module(used)
			}
		}
		return false
	})
}

func (p *parser) parse(m *Module) (*ast.Module, error) {
	text := m.Text()
	if m.IsData() {
		var err error
		if text, err = m.dataRego(); err != nil {
			return nil, err
		}
	}
	return ast.ParseModuleWithOpts(m.File(), text, p.options)
}

// referredPackage returns the package of a reference such as data.lib.exposure.loopback.
func referredPackage(ref ast.Ref) (string, bool) {
	if len(ref) < 3 || !ref[0].Equal(ast.DefaultRootDocument) {
		return "", false
	}
	family, ok := ref[1].Value.(ast.String)
	name, ok2 := ref[2].Value.(ast.String)
	return "data." + string(family) + "." + string(name), ok && ok2
}

// compileError says everything that is wrong, one line for each error, sorted by place.
func compileError(errs ast.Errors) error {
	lines := map[string]bool{}
	for _, e := range errs {
		if e.Location == nil {
			lines[e.Message] = true
			continue
		}
		lines[fmt.Sprintf("%s:%d:%d: %s", e.Location.File, e.Location.Row, e.Location.Col, strings.ReplaceAll(e.Message, "\n", " "))] = true
	}
	return errors.New("cannot compile policies:\n" + strings.Join(slices.Sorted(maps.Keys(lines)), "\n"))
}
