package config

import (
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Assertion says what has to be set, released, or there.
type Assertion struct {
	ID string
	// At is where it is written.
	At    source.Span
	Files []Glob
	// Root is the name of another checkout, "" for the scanned root.
	Root string
	// Setting is a name, Path a route in a tree, Pattern what to look for in the text: at most one of them is set.
	Setting, Path string
	Pattern       *regexp.Regexp
	Demands       []Demand
	// Default is the value where nothing sets it, nil where none is known.
	Default any
	// Acquire and Release find what has to be paired.
	Acquire, Release *regexp.Regexp
	// Exists wants a file, Contains wants each pattern in each of the files, Lacks none of them.
	Exists          bool
	Contains, Lacks []*regexp.Regexp
	Reason          string
	Severity        finding.Severity
	HasSeverity     bool
}

// Allowlist says which names may be registered.
type Allowlist struct {
	ID          string
	At          source.Span
	Files       []Glob
	Root        string
	Pattern     *regexp.Regexp
	Allowed     map[string]bool
	Denied      []*regexp.Regexp
	Reason      string
	Severity    finding.Severity
	HasSeverity bool
}

// Contract says what one side sends and another has to handle.
type Contract struct {
	ID       string
	At       source.Span
	Expected []string
	// Producers and Consumers are where names are sent and handled.
	Producers, Consumers []Party
	// Ignored are names that nobody has to handle, Critical those without which it is worse.
	Ignored, Critical map[string]bool
	// Wildcard finds a handler for everything, nil for none.
	Wildcard    *regexp.Regexp
	Reason      string
	Severity    finding.Severity
	HasSeverity bool
}

// Party is one side of a contract in one checkout.
type Party struct {
	Root    string
	Files   []Glob
	Pattern *regexp.Regexp
	At      source.Span
}

// Declared returns the ids of the assertions, allow-lists and contracts.
func (c *Config) Declared() []string {
	var ids []string
	for _, a := range c.Assertions {
		ids = append(ids, a.ID)
	}
	for _, a := range c.Allowlists {
		ids = append(ids, a.ID)
	}
	for _, a := range c.Contracts {
		ids = append(ids, a.ID)
	}
	return ids
}

func fileGlobs() list[Glob] { return list[Glob]{item: globShape{}, nonEmpty: true} }

func regexes() list[*regexp.Regexp] { return list[*regexp.Regexp]{item: regexShape{}, nonEmpty: true} }

func assertionShape() checked[Assertion] {
	return checked[Assertion]{object: object[Assertion]{
		required: []string{"id", "files"},
		fields: []field[Assertion]{
			member("id", "A short name, unique among assertions, allow-lists and contracts. A tracker item that has it is about this.", idShape{}, func(a *Assertion, v string) { a.ID = v }),
			member("files", "The files that are looked at, as globs from the root.", fileGlobs(), func(a *Assertion, v []Glob) { a.Files = v }),
			member("root", "The checkout that they are in, by its name in --root NAME=DIR. Without it the scanned root.", idShape{}, func(a *Assertion, v string) { a.Root = v }),
			member("setting", "The name of a setting: of a variable of the environment, a field of a class of settings, or a constant. It is read as the "+
				"program reads it, from the defaults in code, dotenv files, Dockerfiles, Compose and units; the one that is in force counts.", stringShape{}, func(a *Assertion, v string) { a.Setting = v }),
			member("path", "A route in YAML, JSON, TOML or properties, such as pathDefaults.recordDeleteAfter; * stands for any key or item.", stringShape{}, func(a *Assertion, v string) { a.Path = v }),
			member("pattern", "A regular expression; expect then speaks of its first group.", regexShape{}, func(a *Assertion, v *regexp.Regexp) { a.Pattern = v }),
			member("expect", "What has to be so, by operator: all of them.", demandsShape{}, func(a *Assertion, v []Demand) { a.Demands = v }),
			member("default", "The value where nothing sets it.", anyShape{}, func(a *Assertion, v any) { a.Default = v }),
			member("acquire", "A regular expression for what takes something, such as start_stream\\((\\w+)\\). Every name of its group needs a release in the same files.",
				regexShape{}, func(a *Assertion, v *regexp.Regexp) { a.Acquire = v }),
			member("release", "A regular expression for what gives it back.", regexShape{}, func(a *Assertion, v *regexp.Regexp) { a.Release = v }),
			member("exists", "Whether at least one of the files has to exist.", flagShape{}, func(a *Assertion, v bool) { a.Exists = v }),
			member("contains", "Regular expressions that each of the files has to contain.", regexes(), func(a *Assertion, v []*regexp.Regexp) { a.Contains = v }),
			member("lacks", "Regular expressions that none of the files may contain.", regexes(), func(a *Assertion, v []*regexp.Regexp) { a.Lacks = v }),
			member("reason", "Why it has to be so; part of the finding.", stringShape{}, func(a *Assertion, v string) { a.Reason = v }),
			member("severity", "The severity of a finding; medium without it.", severities(), func(a *Assertion, v finding.Severity) { a.Severity, a.HasSeverity = v, true }),
		},
	}, check: func(d *decoder, n *source.Node, a *Assertion) { a.At = n.Span; d.checkAssertion(n, a) }}
}

// checkAssertion reports an assertion that demands nothing, or several things at once.
func (d *decoder) checkAssertion(n *source.Node, a *Assertion) {
	subjects := 0
	for _, is := range []bool{a.Setting != "", a.Path != "", a.Pattern != nil, a.Acquire != nil} {
		if is {
			subjects++
		}
	}
	others := a.Exists || a.Contains != nil || a.Lacks != nil
	switch {
	case n.Get("acquire") != nil != (n.Get("release") != nil):
		d.fail(n.Span, "", "acquire and release go together")
	case subjects > 1:
		d.fail(n.Span, "", "want one of setting, path, pattern, and acquire with release")
	case subjects == 1 && a.Acquire == nil && a.Demands == nil && n.Get("expect") == nil:
		d.fail(n.Span, "", "missing key %q", "expect")
	case subjects == 0 && !others && len(d.errs) == 0:
		d.fail(n.Span, "", "demands nothing: want setting, path or pattern with expect, acquire with release, exists, contains, or lacks")
	case subjects == 0 && n.Get("expect") != nil && len(d.errs) == 0:
		d.fail(n.Get("expect").Span, "", "expect goes with setting, path or pattern")
	}
}

func allowlistShape() checked[Allowlist] {
	return checked[Allowlist]{object: object[Allowlist]{
		required: []string{"id", "files", "pattern"},
		fields: []field[Allowlist]{
			member("id", "A short name, unique among assertions, allow-lists and contracts.", idShape{}, func(a *Allowlist, v string) { a.ID = v }),
			member("files", "The files that are looked at, as globs from the root.", fileGlobs(), func(a *Allowlist, v []Glob) { a.Files = v }),
			member("root", "The checkout that they are in, by its name in --root NAME=DIR.", idShape{}, func(a *Allowlist, v string) { a.Root = v }),
			member("pattern", "A regular expression whose first group is the name, such as register\\((\\w+)\\(.", groupShape{}, func(a *Allowlist, v *regexp.Regexp) { a.Pattern = v }),
			member("allowed", "The names that may be there.", names(), func(a *Allowlist, v []string) { a.Allowed = set(v) }),
			member("denied", "Regular expressions for what may be in none of the files.", regexes(), func(a *Allowlist, v []*regexp.Regexp) { a.Denied = v }),
			member("reason", "Why there is a list; part of the finding.", stringShape{}, func(a *Allowlist, v string) { a.Reason = v }),
			member("severity", "The severity of a finding; low without it.", severities(), func(a *Allowlist, v finding.Severity) { a.Severity, a.HasSeverity = v, true }),
		},
	}, check: func(d *decoder, n *source.Node, a *Allowlist) {
		a.At = n.Span
		if n.Get("allowed") == nil && n.Get("denied") == nil {
			d.fail(n.Span, "", "missing key %q", "allowed")
		}
	}}
}

func contractShape() checked[Contract] {
	return checked[Contract]{object: object[Contract]{
		required: []string{"id", "consumers"},
		fields: []field[Contract]{
			member("id", "A short name, unique among assertions, allow-lists and contracts.", idShape{}, func(c *Contract, v string) { c.ID = v }),
			member("expected", "The names that have to be handled, beside those that producers send.", names(), func(c *Contract, v []string) { c.Expected = v }),
			member("producers", "Where names are sent: {files, pattern}, or a list of these.", partiesShape{}, func(c *Contract, v []Party) { c.Producers = v }),
			member("consumers", "Where names are handled: {files, pattern}, or a list of these.", partiesShape{}, func(c *Contract, v []Party) { c.Consumers = v }),
			member("ignore", "Names that nobody has to handle.", names(), func(c *Contract, v []string) { c.Ignored = set(v) }),
			member("critical", "Names without a handler for which it is high.", names(), func(c *Contract, v []string) { c.Critical = set(v) }),
			member("wildcard", "A regular expression for a handler of everything else, in the files of consumers.", regexShape{}, func(c *Contract, v *regexp.Regexp) { c.Wildcard = v }),
			member("reason", "Why it has to be so; part of the finding.", stringShape{}, func(c *Contract, v string) { c.Reason = v }),
			member("severity", "The severity of a finding; medium without it.", severities(), func(c *Contract, v finding.Severity) { c.Severity, c.HasSeverity = v, true }),
		},
	}, check: func(d *decoder, n *source.Node, c *Contract) {
		c.At = n.Span
		if n.Get("expected") == nil && n.Get("producers") == nil {
			d.fail(n.Span, "", "want expected, producers, or both")
		}
	}}
}

// partiesShape is one party or a list of them.
type partiesShape struct{}

func (p partiesShape) decode(d *decoder, n *source.Node) ([]Party, bool) {
	if n.Kind == source.Sequence {
		return list[Party]{item: p.one(), nonEmpty: true}.decode(d, n)
	}
	party, ok := p.one().decode(d, n)
	return []Party{party}, ok
}

func (p partiesShape) schema() schema {
	return schema{"anyOf": []any{p.one().schema(), list[Party]{item: p.one(), nonEmpty: true}.schema()}}
}

func (partiesShape) one() checked[Party] {
	return checked[Party]{object: object[Party]{
		required: []string{"files", "pattern"},
		fields: []field[Party]{
			member("root", "The checkout that the files are in, by its name in --root NAME=DIR.", idShape{}, func(p *Party, v string) { p.Root = v }),
			member("repo", "The same as root.", idShape{}, func(p *Party, v string) { p.Root = v }),
			member("files", "The files, as globs from the root.", fileGlobs(), func(p *Party, v []Glob) { p.Files = v }),
			member("pattern", "A regular expression whose first group is the name.", groupShape{}, func(p *Party, v *regexp.Regexp) { p.Pattern = v }),
		},
	}, check: func(_ *decoder, n *source.Node, p *Party) { p.At = n.Span }}
}

// unique reports ids that are there twice.
func (d *decoder) unique(c *Config) {
	seen := map[string]source.Span{}
	look := func(id string, at source.Span) {
		if first, twice := seen[id]; twice && id != "" {
			d.fail(at, "", "the id %q is taken at line %d", id, first.Start.Line)
		}
		seen[id] = at
	}
	for _, a := range c.Assertions {
		look(a.ID, a.At)
	}
	for _, a := range c.Allowlists {
		look(a.ID, a.At)
	}
	for _, a := range c.Contracts {
		look(a.ID, a.At)
	}
}

// checked is an object with a look at all of it.
type checked[T any] struct {
	object object[T]
	check  func(d *decoder, n *source.Node, value *T)
}

func (c checked[T]) decode(d *decoder, n *source.Node) (value T, ok bool) {
	before := len(d.errs)
	if value, ok = c.object.decode(d, n); n.Kind == source.Mapping && ok {
		c.check(d, n, &value)
	}
	return value, len(d.errs) == before
}

func (c checked[T]) schema() schema { return c.object.schema() }

func set(words []string) map[string]bool {
	found := make(map[string]bool, len(words))
	for _, word := range words {
		found[word] = true
	}
	return found
}

// idShape is a short name.
type idShape struct{}

var idPattern = lazyregexp.New(`^[A-Za-z0-9][\w.-]{0,79}$`)

func (idShape) decode(d *decoder, n *source.Node) (string, bool) {
	if n.Kind != source.String || !idPattern.MatchString(n.Str()) {
		d.wrongType(n, "a short name of letters, digits, dots, underscores and dashes")
		return "", false
	}
	return n.Str(), true
}

func (idShape) schema() schema { return schema{"type": "string", "pattern": idPattern.String()} }

// stringShape is a text that is not empty.
type stringShape struct{}

func (stringShape) decode(d *decoder, n *source.Node) (string, bool) {
	if n.Kind != source.String || n.Str() == "" {
		d.wrongType(n, "a text")
		return "", false
	}
	return n.Str(), true
}

func (stringShape) schema() schema { return schema{"type": "string", "minLength": 1} }

func names() list[string] { return list[string]{item: nameShape{}, nonEmpty: true} }

// nameShape is a name, which YAML may take for something else, as on.
type nameShape struct{}

func (nameShape) decode(d *decoder, n *source.Node) (string, bool) {
	if n.Kind == source.Mapping || n.Kind == source.Sequence || n.Kind == source.Null {
		d.wrongType(n, "a name")
		return "", false
	}
	return n.Text, true
}

func (nameShape) schema() schema { return schema{"type": []string{"string", "number", "boolean"}} }

// anyShape is a scalar or a list of scalars.
type anyShape struct{}

func (anyShape) decode(d *decoder, n *source.Node) (any, bool) {
	if n.Kind == source.Mapping || n.Kind == source.Null {
		d.wrongType(n, "a value")
		return nil, false
	}
	return n.Value(), true
}

func (anyShape) schema() schema {
	return schema{"type": []string{"string", "number", "boolean", "array"}}
}

// maxRegex bounds a regular expression.
const maxRegex = 1000

// regexShape is a regular expression of RE2.
type regexShape struct{}

func (regexShape) decode(d *decoder, n *source.Node) (*regexp.Regexp, bool) {
	if n.Kind != source.String || n.Str() == "" {
		d.wrongType(n, "a regular expression")
		return nil, false
	}
	if len(n.Str()) > maxRegex {
		d.fail(n.Span, "", "regular expression has %d bytes: at most %d are allowed", len(n.Str()), maxRegex)
		return nil, false
	}
	compiled, err := regexp.Compile("(?m)" + n.Str())
	if err != nil {
		d.fail(n.Span, "", "malformed regular expression: %s", regexError(err))
		return nil, false
	}
	return compiled, true
}

func regexError(err error) string {
	return strings.ReplaceAll(strings.TrimPrefix(err.Error(), "error parsing regexp: "), "`(?m)", "`")
}

func (regexShape) schema() schema {
	return schema{"type": "string", "minLength": 1, "maxLength": maxRegex}
}

// groupShape is a regular expression with a group.
type groupShape struct{ regexShape }

func (g groupShape) decode(d *decoder, n *source.Node) (*regexp.Regexp, bool) {
	compiled, ok := g.regexShape.decode(d, n)
	if ok && compiled.NumSubexp() == 0 {
		d.fail(n.Span, "", "the regular expression has no group (...) for the name")
		return nil, false
	}
	return compiled, ok
}
