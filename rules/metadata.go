package rules

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// metadata decodes the METADATA in front of a policy's package clause into a rule. It reads the comment alone: a full
// parse of every policy would cost more than most runs.
type metadata struct {
	file string
	line int // of the line "# METADATA"
	rule *Rule
	errs []error
}

// readMetadata fills in the rule from the METADATA of its policy. The error joins everything that is wrong with it.
func readMetadata(rule *Rule) error {
	block, line := metadataBlock(rule.Policy.Text())
	d := &metadata{file: rule.Policy.File(), line: line, rule: rule}
	if line == 0 {
		return fmt.Errorf("%s:1: no METADATA in front of the package clause: add a comment block that starts with # METADATA", d.file)
	}
	return d.parse(block)
}

// parse fills in the rule from the YAML of its METADATA.
func (d *metadata) parse(block string) error {
	var doc yaml.Node
	if err := yaml.Unmarshal([]byte(block), &doc); err != nil {
		return d.syntax(err)
	}
	if len(doc.Content) == 0 {
		return fmt.Errorf("%s:%d: METADATA is empty: give at least title, description, custom.severity and custom.remediation", d.file, d.line)
	}
	d.rule.Pack = PackDefault
	d.rule.Kinds = []string{d.rule.Family()}
	d.top(doc.Content[0])
	return errors.Join(d.errs...)
}

// metadataBlock returns the YAML of the last METADATA comment in front of the package clause, and the line it starts on,
// 0 when there is none.
func metadataBlock(text string) (block string, line int) {
	var b strings.Builder
	inside, n := false, 0
	for l := range strings.SplitSeq(text, "\n") {
		n++
		l = strings.TrimSuffix(l, "\r")
		switch {
		case strings.HasPrefix(l, "package "):
			return b.String(), line
		case strings.TrimSpace(l) == "# METADATA":
			b.Reset()
			inside, line = true, n
		case !strings.HasPrefix(l, "#"):
			inside = false
		case inside:
			b.WriteString(strings.TrimPrefix(l[1:], " "))
			b.WriteByte('\n')
		}
	}
	return b.String(), line
}

var yamlLine = lazyregexp.New(`^yaml: (?:line (\d+): )?`)

func (d *metadata) syntax(err error) error {
	line := d.line + 1
	if m := yamlLine.FindStringSubmatch(err.Error()); m != nil && m[1] != "" {
		n, _ := strconv.Atoi(m[1])
		line = d.line + n
	}
	return fmt.Errorf("%s:%d: METADATA is no valid YAML: %s (write long text as a | block)", d.file, line, yamlLine.ReplaceAllString(err.Error(), ""))
}

func (d *metadata) fail(n *yaml.Node, format string, args ...any) {
	d.errs = append(d.errs, fmt.Errorf("%s:%d: METADATA: %s", d.file, d.line+n.Line, fmt.Sprintf(format, args...)))
}

// fields decodes a mapping key by key. Unknown and missing keys are errors.
func (d *metadata) fields(n *yaml.Node, where string, required []string, decode map[string]func(*yaml.Node)) {
	if n.Kind != yaml.MappingNode {
		d.fail(n, "%s must be a mapping", where)
		return
	}
	seen := map[string]bool{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		key, value := n.Content[i], n.Content[i+1]
		switch set := decode[key.Value]; {
		case seen[key.Value]:
			d.fail(key, "%s has the key %q twice", where, key.Value)
		case set == nil:
			d.fail(key, "%s has an unknown key %q: want one of %s", where, key.Value, strings.Join(sortedKeys(decode), ", "))
		default:
			set(value)
		}
		seen[key.Value] = true
	}
	for _, key := range required {
		if !seen[key] {
			d.fail(n, "%s lacks the key %q", where, key)
		}
	}
}

func (d *metadata) top(n *yaml.Node) {
	d.fields(n, "the top level", []string{"title", "description", "scope", "custom"}, map[string]func(*yaml.Node){
		"title":             func(n *yaml.Node) { d.rule.Title = d.line1(n, "title") },
		"description":       func(n *yaml.Node) { d.rule.Description = d.text(n, "description") },
		"related_resources": d.references,
		"scope": func(n *yaml.Node) {
			if n.Value != "package" {
				d.fail(n, "scope must be package, because the package is the rule")
			}
		},
		"custom": d.custom,
	})
}

func (d *metadata) custom(n *yaml.Node) {
	r := d.rule
	d.fields(n, "custom", []string{"severity", "remediation"}, map[string]func(*yaml.Node){
		"severity":    func(n *yaml.Node) { r.Severity = d.severity(n) },
		"situations":  d.situations,
		"fixes":       d.fixes,
		"remediation": func(n *yaml.Node) { r.Remediation = d.text(n, "remediation") },
		"cwe":         func(n *yaml.Node) { r.CWE = list[int](d, n, "cwe", "whole numbers, such as [250, 269]") },
		"pack":        d.pack,
		"precision":   d.precision,
		"parameters":  d.parameters,
		"aliases":     func(n *yaml.Node) { r.Aliases = list[string](d, n, "aliases", "strings such as ruff:S104") },
		"formerly": func(n *yaml.Node) {
			r.Formerly = list[string](d, n, "formerly", "ids that the rule had, such as [compose/old-name]")
		},
		"kinds": func(n *yaml.Node) { r.Kinds = list[string](d, n, "kinds", "names of kinds, such as [compose, envoy]") },
	})
}

func (d *metadata) severity(n *yaml.Node) finding.Severity {
	severity, err := finding.ParseSeverity(n.Value)
	if err != nil {
		d.fail(n, "%s", err)
	}
	return severity
}

func (d *metadata) situations(n *yaml.Node) {
	d.rule.Situations = make(map[string]Situation, len(n.Content)/2)
	d.named(n, "situations", d.situation)
}

func (d *metadata) fixes(n *yaml.Node) {
	d.rule.Fixes = make(map[string]Fix, len(n.Content)/2)
	d.named(n, "fixes", d.fix)
}

// named decodes a mapping from names that METADATA chooses.
func (d *metadata) named(n *yaml.Node, where string, entry func(name string, n *yaml.Node)) {
	decode := map[string]func(*yaml.Node){}
	if n.Kind == yaml.MappingNode {
		for i := 0; i+1 < len(n.Content); i += 2 {
			name := n.Content[i].Value
			decode[name] = func(n *yaml.Node) { entry(name, n) }
		}
	}
	d.fields(n, where, nil, decode)
}

func (d *metadata) fix(name string, n *yaml.Node) {
	var f Fix
	if !kebab.MatchString(name) {
		d.fail(n, "fix %q is not written in kebab-case, such as bind-loopback", name)
	}
	where := "fix " + name
	d.fields(n, where, []string{"title"}, map[string]func(*yaml.Node){
		"title":  func(n *yaml.Node) { f.Title = d.line1(n, where+": title") },
		"unsafe": func(n *yaml.Node) { f.Unsafe = d.line1(n, where+": unsafe") },
	})
	d.rule.Fixes[name] = f
}

// One spelling, so that the same situation is found by one search in every family and in the JSON of users.
var kebab = lazyregexp.New(`^[a-z0-9]+(-[a-z0-9]+)*$`)

func (d *metadata) situation(name string, n *yaml.Node) {
	var s Situation
	if !kebab.MatchString(name) {
		d.fail(n, "situation %q is not written in kebab-case, such as host-loopback", name)
	}
	where := "situation " + name
	d.fields(n, where, []string{"severity", "because"}, map[string]func(*yaml.Node){
		"severity": func(n *yaml.Node) { s.Severity = d.severity(n) },
		"because":  func(n *yaml.Node) { s.Because = d.line1(n, where+": because") },
	})
	d.rule.Situations[name] = s
}

func (d *metadata) pack(n *yaml.Node) {
	d.rule.Pack = n.Value
	if n.Value != PackDefault && n.Value != PackStrict {
		d.fail(n, "unknown pack %q: want %s or %s", n.Value, PackDefault, PackStrict)
	}
}

// precisions are the words that code scanning has.
var precisions = []string{"very-high", "high", "medium", "low"}

func (d *metadata) precision(n *yaml.Node) {
	d.rule.Precision = n.Value
	if !slices.Contains(precisions, n.Value) {
		d.fail(n, "unknown precision %q: want one of %s", n.Value, strings.Join(precisions, ", "))
	}
}

func (d *metadata) parameters(n *yaml.Node) {
	if err := n.Decode(&d.rule.Parameters); err != nil {
		d.fail(n, "parameters must be a mapping of names to defaults")
	}
}

func (d *metadata) references(n *yaml.Node) {
	if n.Kind != yaml.SequenceNode {
		d.fail(n, "related_resources must be a list of URLs")
	}
	for _, item := range n.Content {
		u, err := url.Parse(item.Value)
		if err != nil || item.Kind != yaml.ScalarNode || u.Host == "" || !slices.Contains([]string{"http", "https"}, u.Scheme) {
			d.fail(item, "related_resources must hold plain http or https URLs")
			continue
		}
		d.rule.References = append(d.rule.References, item.Value)
	}
}

// text returns a non-empty string without the white space around it.
func (d *metadata) text(n *yaml.Node, where string) string {
	text := strings.TrimSpace(n.Value)
	if n.Kind != yaml.ScalarNode || text == "" || n.Tag == "!!null" {
		d.fail(n, "%s must be a text that is not empty", where)
	}
	return text
}

// line1 is text that must be one line.
func (d *metadata) line1(n *yaml.Node, where string) string {
	text := d.text(n, where)
	if strings.ContainsAny(text, "\n\r") {
		d.fail(n, "%s must be one line", where)
	}
	return text
}

func list[T any](d *metadata, n *yaml.Node, where, want string) []T {
	var values []T
	if err := n.Decode(&values); err != nil || n.Kind != yaml.SequenceNode || len(values) == 0 {
		d.fail(n, "%s must be a list of %s", where, want)
	}
	return values
}
