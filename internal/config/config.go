// Package config knows seclint's own settings: how .seclint.yaml is read and checked, and what it says about a rule in a
// file. It does not know what a finding is for.
package config

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Config is the settings of a run. Its exported fields may be changed after reading, as flags do.
type Config struct {
	// Path is the file that was read, or "".
	Path string
	// Excludes are globs of files and folders that are not looked at.
	Excludes []Glob
	// IncludeGenerated looks at files that a program wrote too.
	IncludeGenerated bool
	// AllowUnassessed makes it no error where what is known to be of a kind was not assessed.
	AllowUnassessed bool
	// FailOn is the threshold: a finding at or above it fails the run, unless Never is set.
	FailOn finding.Severity
	Never  bool
	// NeverBy is the config file that sets Never, "" where a flag does.
	NeverBy string
	// ShowFrom is the mildest severity that people are shown.
	ShowFrom finding.Severity
	// Packs are the packs in force; default always is.
	Packs []string
	// Policies are folders of the user's own policies, slash-separated and relative to the root of the config file.
	Policies []string
	// Trackers are the lists that people keep of security work.
	Trackers []NamedFiles
	// Assertions, Allowlists and Contracts are what people declare has to be so.
	Assertions []Assertion
	Allowlists []Allowlist
	Contracts  []Contract
	// Expected is what may be reached, by role; Inventory are the machines that are known.
	Expected  []ExpectedRole
	Inventory []Host
	// Roles are the roles of services that their names, runtimes and images do not tell.
	Roles Roles
	// Waivers are the decisions about findings, those of the config file before those of the files that it names.
	Waivers []Waiver
	// Baseline is the file with the findings that are known, slash-separated and relative to the root of the config file, or "".
	Baseline string

	waiverFiles []at[string]
	// failAt, showAt and allowAt are where the file sets FailOn, ShowFrom and AllowUnassessed; zero where it does not, or a flag goes
	// over it.
	failAt, showAt, allowAt source.Span
	rules                   map[string]setting // by rule id, globs expanded
	overrides               []override
	only                    map[string]bool // nil when --rule was not given
	disabled                map[string]bool
}

// setting is what a config says about one rule.
type setting struct {
	state       state
	severity    finding.Severity
	hasSeverity bool
	parameters  map[string]any
	at          source.Span
}

// state is whether a setting turns its rule on, off, or leaves that to the pack.
type state uint8

const (
	inherit state = iota
	on
	off
)

// over returns the setting with what next says put over it.
func (s setting) over(next setting) setting {
	if next.state != inherit {
		s.state = next.state
	}
	if next.hasSeverity {
		s.severity, s.hasSeverity = next.severity, true
	}
	if next.parameters != nil {
		s.parameters = next.parameters
	}
	s.at = next.at
	return s
}

// override is settings for some paths only.
type override struct {
	paths []Glob
	rules map[string]setting
}

// Default returns the settings where no config says otherwise.
func Default() *Config {
	return &Config{FailOn: finding.High, ShowFrom: finding.Note, Packs: []string{rules.PackDefault}}
}

// SetFailOn puts a threshold over that of the file.
func (c *Config) SetFailOn(severity finding.Severity, never bool) {
	c.FailOn, c.Never, c.NeverBy, c.failAt = severity, never, "", source.Span{}
}

// Select puts the --rule and --disable flags over the config: only the rules that fit one of only are in force, whatever
// their pack, and none that fits one of disable. An error names every pattern that fits no rule.
func (c *Config) Select(only, disable []string, cat *rules.Catalogue) error {
	var errs Errors
	pick := func(patterns []string) map[string]bool {
		ids := map[string]bool{}
		for _, pattern := range patterns {
			matched := cat.Match(pattern)
			if len(matched) == 0 {
				errs = append(errs, &Error{Message: fmt.Sprintf("unknown rule %q", pattern), Suggestion: cat.Suggest(pattern)})
			}
			for _, rule := range matched {
				ids[rule.ID] = true
			}
		}
		return ids
	}
	if len(only) > 0 {
		c.only = pick(only)
	}
	if len(disable) > 0 {
		c.disabled = pick(disable)
	}
	return errs.err()
}

// IsSelective reports whether flags choose the rules, so that many kinds of file are left to another run.
func (c *Config) IsSelective() bool { return c.only != nil || c.disabled != nil }

// RuleEnabled reports whether a rule is in force in a file, by its slash-separated path from the scanned root.
func (c *Config) RuleEnabled(rule *rules.Rule, file string) bool {
	if !c.selected(rule) {
		return false
	}
	current := c.base(rule)
	for _, o := range c.overridesFor(rule, file) {
		if o.state != inherit {
			current = o.state
		}
	}
	return current == on
}

// RuleEnabledAnywhere reports whether a rule is in force in any file, so that it has to be evaluated at all.
func (c *Config) RuleEnabledAnywhere(rule *rules.Rule) bool {
	if !c.selected(rule) {
		return false
	}
	return c.base(rule) == on || slices.ContainsFunc(c.overrides, func(o override) bool {
		return o.rules[rule.ID].state == on
	})
}

// TurnedOff returns where an override turns a rule off that would be in force in a file without it; the zero span when
// none does.
func (c *Config) TurnedOff(rule *rules.Rule, file string) source.Span {
	var at source.Span
	current := c.base(rule)
	for _, o := range c.overridesFor(rule, file) {
		switch {
		case o.state == on:
			current, at = on, source.Span{}
		case o.state == off && current == on:
			current, at = off, o.at
		}
	}
	return at
}

// Severity returns the severity that the config gives a rule in a file; ok is false when it gives none.
func (c *Config) Severity(id, file string) (severity finding.Severity, ok bool) {
	current := c.rules[id]
	for _, o := range c.overrides {
		if MatchAny(o.paths, file) {
			current = current.over(o.rules[id])
		}
	}
	return current.severity, current.hasSeverity
}

// Parameters returns the parameters that the config sets for a rule, without the rule's defaults; nil when it sets none.
func (c *Config) Parameters(id string) map[string]any { return c.rules[id].parameters }

func (c *Config) selected(rule *rules.Rule) bool {
	return !c.disabled[rule.ID] && (c.only == nil || c.only[rule.ID])
}

// base is the state of a rule before overrides.
func (c *Config) base(rule *rules.Rule) state {
	switch s := c.rules[rule.ID].state; {
	case c.only[rule.ID]:
		return on
	case s != inherit:
		return s
	case rule.Pack != rules.PackStrict || slices.Contains(c.Packs, rule.Pack):
		return on
	}
	return off
}

func (c *Config) overridesFor(rule *rules.Rule, file string) []setting {
	var matched []setting
	for _, o := range c.overrides {
		if s, ok := o.rules[rule.ID]; ok && MatchAny(o.paths, file) {
			matched = append(matched, s)
		}
	}
	return matched
}

// ParseFailOn reads a threshold as flags and config write it: a severity, or never.
func ParseFailOn(text string) (severity finding.Severity, never bool, err error) {
	if text == "never" {
		return finding.None, true, nil
	}
	if severity, err = finding.ParseSeverity(text); err != nil || severity == finding.None {
		return 0, false, fmt.Errorf("unknown threshold %q: want critical, high, medium, low, note or never", text)
	}
	return severity, false, nil
}
