package rules

import (
	"errors"
	"fmt"
	"maps"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

// Validate checks in the rules of one origin what Load does not look at: a whole fixture, strict and formatted Rego, and
// METADATA that declares exactly what the policy uses. The error joins everything that is wrong.
func (c *Catalogue) Validate(origin string) error {
	var errs []error
	for _, m := range c.Modules(origin) {
		if !m.IsData() {
			errs = append(errs, checkFormat(m))
		}
	}
	for _, rule := range c.rules {
		if rule.Origin == origin {
			errs = append(errs, checkFixture(rule))
		}
	}
	parsed, err := c.Parse(c.Modules(origin))
	if err != nil {
		return errors.Join(append(errs, err)...)
	}
	libraries := texts(parsed)
	for _, rule := range c.rules {
		if rule.Origin == origin {
			errs = append(errs, c.checkPolicy(rule, parsed[rule.Policy.Key()], libraries))
		}
	}
	_, err = compile(parsed, CompileOptions{Strict: true})
	return errors.Join(append(errs, err)...)
}

// texts returns the strings that libraries write out: a rule's situations may be named there.
func texts(parsed map[string]*ast.Module) map[string]bool {
	found := map[string]bool{}
	for _, module := range parsed {
		if module.Package.Path[1].Equal(ast.StringTerm(lib)) {
			addTexts(found, module)
		}
	}
	return found
}

func addTexts(found map[string]bool, module *ast.Module) {
	ast.WalkTerms(module, func(t *ast.Term) bool {
		if s, ok := t.Value.(ast.String); ok {
			found[string(s)] = true
		}
		return false
	})
}

func checkFormat(m *Module) error {
	formatted, err := format.SourceWithOpts(m.File(), []byte(m.Text()), format.Opts{RegoVersion: ast.RegoV1})
	if err == nil && string(formatted) != m.Text() {
		return fmt.Errorf("%s: not formatted: run opa fmt -w %s", m.File(), m.File())
	}
	return nil // what does not parse is reported with its place by Parse
}

func checkFixture(rule *Rule) error {
	file := rule.FixtureFile()
	if len(rule.Fixture()) == 0 {
		return fmt.Errorf("%s: rule %s has no fixture: add a txtar with bad/ and good/ cases", file, rule.ID)
	}
	f, err := ParseFixture(file, rule.Fixture())
	return errors.Join(append([]error{err}, f.Missing()...)...)
}

// checkPolicy compares METADATA with what the policy says, as far as that can be seen without running it.
func (c *Catalogue) checkPolicy(rule *Rule, policy *ast.Module, libraries map[string]bool) error {
	u := usage{catalogue: c, rule: rule, strings: maps.Clone(libraries), parameters: map[string]bool{}}
	u.objects(policy)
	u.refs(policy)
	addTexts(u.strings, policy)
	for _, name := range sortedKeys(rule.Situations) {
		if !u.strings[name] {
			u.fail(nil, "situation %q is declared in METADATA and never given: use it or take it out", name)
		}
	}
	for _, name := range sortedKeys(rule.Fixes) {
		if !u.strings[name] {
			u.fail(nil, "fix %q is declared in METADATA and never given: use it or take it out", name)
		}
	}
	for _, name := range sortedKeys(rule.Parameters) {
		if !u.parameters[name] && !u.dynamic {
			u.fail(nil, "parameter %q is declared in METADATA and never read: write input.parameters[%q].%s", name, rule.ID, name)
		}
	}
	return errors.Join(u.errs...)
}

// usage is what a policy can be seen to use.
type usage struct {
	catalogue  *Catalogue
	rule       *Rule
	strings    map[string]bool
	parameters map[string]bool
	dynamic    bool // parameters are read by a name that cannot be seen
	errs       []error
}

func (u *usage) fail(at *ast.Location, message string, args ...any) {
	place := u.rule.Policy.File()
	if at != nil {
		place = fmt.Sprintf("%s:%d:%d", place, at.Row, at.Col)
	}
	u.errs = append(u.errs, fmt.Errorf("%s: %s", place, fmt.Sprintf(message, args...)))
}

// objects looks at what is written out in finding objects.
func (u *usage) objects(policy *ast.Module) {
	ast.WalkTerms(policy, func(t *ast.Term) bool {
		object, ok := t.Value.(ast.Object)
		if !ok || object.Get(ast.StringTerm("message")) == nil {
			return false
		}
		if name, at, ok := literal(object, "situation"); ok {
			if _, declared := u.rule.Situations[name]; !declared {
				u.fail(at, "situation %q is not declared in METADATA", name)
			}
		}
		if id, at, ok := literal(object, "part_of"); ok {
			if _, known := u.catalogue.Get(id); !known {
				u.fail(at, "part_of names no rule: %q", id)
			}
		}
		return false
	})
}

// literal returns the string under a key that is written out.
func literal(object ast.Object, key string) (string, *ast.Location, bool) {
	term := object.Get(ast.StringTerm(key))
	if term == nil {
		return "", nil, false
	}
	s, ok := term.Value.(ast.String)
	return string(s), term.Location, ok
}

// refs looks at how parameters are read.
func (u *usage) refs(policy *ast.Module) {
	parameters := ast.MustParseRef("input.parameters")
	ast.WalkRefs(policy, func(ref ast.Ref) bool {
		if !ref.HasPrefix(parameters) || len(ref) < 3 {
			return false
		}
		id, literal := ref[2].Value.(ast.String)
		if literal && string(id) != u.rule.ID {
			u.fail(ref[0].Location, "reads the parameters of %s: a rule has input.parameters[%q] alone", string(id), u.rule.ID)
			return false
		}
		if len(ref) < 4 {
			u.dynamic = true
			return false
		}
		name, literal := ref[3].Value.(ast.String)
		u.dynamic = u.dynamic || !literal
		u.parameters[string(name)] = true
		if _, declared := u.rule.Parameters[string(name)]; literal && !declared {
			u.fail(ref[0].Location, "parameter %q is not declared in METADATA", string(name))
		}
		return false
	})
}
