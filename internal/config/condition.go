package config

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Condition is something that can be looked up in the scanned files: exactly one of its tests is set.
type Condition struct {
	// At is where it is written, Text what is written there, in one line.
	At   source.Span
	Text string
	// Files are where to look, empty for the files of the finding.
	Files Glob

	// Exposure compares the exposure of what the finding is about, which Level names.
	Exposure string
	Level    string
	// Absent is a rule, or a glob, that finds nothing there.
	Absent string
	// Matches and NotMatches are looked for in the text without its comments.
	Matches, NotMatches *regexp.Regexp
	// Setting, Key and Constant name a value that Expect is about: a setting of any form by its name, a key path, a constant or
	// default of a program.
	Setting, Key, Constant string
	Expect                 []Demand
	// Document is a file that has to exist; triage makes this condition of what a waiver calls its doc.
	Document string
	// Required is a variable of the environment without which nothing starts.
	Required string
}

// levels are the exposures that conditions name, and what the catalogue of rules calls them.
var levels = []string{"loopback", "peers", "host_loopback", "one_address", "all_interfaces"}

// maxPattern bounds a regular expression in bytes.
const maxPattern = 512

// conditionShape is a condition in one line or as a mapping.
type conditionShape struct{}

func (s conditionShape) decode(d *decoder, n *source.Node) (Condition, bool) {
	var c Condition
	ok := true
	switch {
	case n.Kind == source.Mapping:
		before := len(d.errs)
		s.object().decodeInto(d, n, &c)
		if ok = len(d.errs) == before; ok && c.tests() != 1 {
			d.fail(n.Span, "", "want exactly one of exposure, absent, matches, not_matches, contains, not_contains, setting, path, constant and env_required")
			ok = false
		}
		if named := c.Setting != "" || c.Key != "" || c.Constant != ""; ok && named != (c.Expect != nil) {
			d.fail(n.Span, "", "setting, path and constant go with expect, such as {setting: DEBUG, expect: {eq: false}}")
			ok = false
		}
		c.Text = oneLine(n)
	case n.Kind == source.String:
		c, ok = s.line(d, n)
		c.Text = n.Str()
	default:
		d.wrongType(n, "a condition such as \"exposure <= host_loopback\", or a mapping")
		return c, false
	}
	c.At = n.Span
	return c, ok
}

// tests counts what the condition asks.
func (c *Condition) tests() int {
	n := 0
	for _, is := range []bool{
		c.Exposure != "", c.Absent != "", c.Matches != nil, c.NotMatches != nil, c.Setting != "", c.Key != "", c.Constant != "", c.Required != "",
	} {
		if is {
			n++
		}
	}
	return n
}

// oneLine returns a mapping as it is written, in one line.
func oneLine(n *source.Node) string {
	if n.Span.IsZero() {
		return ""
	}
	f := n.Span.File
	return strings.Join(strings.Fields(string(f.Content[f.Offset(n.Span.Start):f.Offset(n.Span.End)])), " ")
}

// The forms of a condition in one line.
var (
	exposureLine = lazyregexp.New(`^exposure\s*(==|=|!=|<=|>=|<|>)\s*(\S+)$`)
	absentLine   = lazyregexp.New(`^(?:rule\s+)?absent:?\s+(\S+)$`)
	valueLine    = lazyregexp.New(`^(setting|path|constant)\s+(\S+)\s*(==|=|!=|<=|>=|<|>)\s*(.+)$`)
	fileLine     = lazyregexp.New(`^file\s+(\S+)\s+(contains|lacks)\s+(.+)$`)
	requiredLine = lazyregexp.New(`^env\s+(\w+)\s+required$`)
)

func (conditionShape) line(d *decoder, n *source.Node) (c Condition, ok bool) {
	line := strings.TrimSpace(n.Str())
	if found := exposureLine.FindStringSubmatch(line); found != nil {
		c.Exposure = symbols[found[1]]
		c.Level, ok = level(d, n, found[2])
		return c, ok
	}
	if found := absentLine.FindStringSubmatch(line); found != nil {
		c.Absent, ok = absentRule(d, n, found[1])
		return c, ok
	}
	if found := valueLine.FindStringSubmatch(line); found != nil {
		switch found[1] {
		case "setting":
			c.Setting = found[2]
		case "path":
			c.Key = found[2]
		default:
			c.Constant = found[2]
		}
		demand := Demand{Operator: symbols[found[3]], Value: scalar(found[4])}
		c.Expect = []Demand{demand}
		if _, ok := compareAny(fmt.Sprint(demand.Value), fmt.Sprint(demand.Value)); !ok && demandOperators[demand.Operator] == "amount" {
			d.fail(n.Span, "", "%s wants a number, a duration such as 24h, or a version such as 1.2, got %q", found[3], found[4])
			return c, false
		}
		return c, true
	}
	if found := fileLine.FindStringSubmatch(line); found != nil {
		glob, err := CompileGlob(found[1])
		if err != nil {
			d.fail(n.Span, "", "%s", err)
			return c, false
		}
		c.Files = glob
		pattern := regexp.MustCompile(regexp.QuoteMeta(strings.Trim(found[3], `"'`)))
		if found[2] == "contains" {
			c.Matches = pattern
		} else {
			c.NotMatches = pattern
		}
		return c, true
	}
	if found := requiredLine.FindStringSubmatch(line); found != nil {
		c.Required = found[1]
		return c, true
	}
	d.noCondition(n, line)
	return c, false
}

// conditionForms are the forms of a condition in one line, by their first words.
var conditionForms = [][2]string{
	{"exposure", "exposure <= LEVEL"}, {"absent", "absent RULE"}, {"setting", "setting NAME == VALUE"}, {"path", "path KEY.PATH == VALUE"},
	{"constant", "constant NAME == VALUE"}, {"file", "file GLOB contains TEXT, file GLOB lacks TEXT"}, {"env", "env NAME required"},
}

// noCondition reports a line that has none of the forms: the one that its first word stands for, or all.
func (d *decoder) noCondition(n *source.Node, line string) {
	first, _, _ := strings.Cut(line, " ")
	var words, forms []string
	for _, form := range conditionForms {
		if form[0] == first {
			d.fail(n.Span, "", "malformed condition %q: want %s", line, form[1])
			return
		}
		words, forms = append(words, form[0]), append(forms, form[1])
	}
	d.fail(n.Span, nearest(first, words), "unknown condition %q: want %s", line, strings.Join(forms, ", "))
}

// scalar is the value of a condition in one line: a truth, or a text, of which comparing takes numbers.
func scalar(text string) any {
	switch text = strings.Trim(text, `"'`); text {
	case "true", "false":
		return text == "true"
	}
	return text
}

// level reads the name of an exposure.
func level(d *decoder, n *source.Node, word string) (string, bool) {
	for i, name := range levels {
		if word == name || word == fmt.Sprintf("E%d", i) {
			return name, true
		}
	}
	d.fail(n.Span, nearest(word, levels), "unknown exposure %q: want %s", word, strings.Join(levels, ", "))
	return "", false
}

// absentRule checks the rule of a condition: one that does not exist would always be fulfilled.
func absentRule(d *decoder, n *source.Node, id string) (string, bool) {
	if d.catalogue != nil && len(d.catalogue.Match(id)) == 0 {
		d.fail(n.Span, d.catalogue.Suggest(id), "unknown rule %q", id)
		return "", false
	}
	return id, true
}

func (conditionShape) schema() schema {
	mapping := conditionShape{}.object().schema()
	with := []string{"expect"}
	mapping["oneOf"] = anyRequired("exposure", "absent", "matches", "not_matches", "contains", "not_contains", "setting", "path", "constant", "env_required")
	mapping["dependentRequired"] = schema{"setting": with, "path": with, "constant": with}
	mapping["dependentSchemas"] = schema{"expect": schema{"anyOf": anyRequired("setting", "path", "constant")}}
	return schema{"anyOf": []any{schema{"type": "string", "minLength": 1}, mapping}}
}

// anyRequired returns a schema for each of the keys, which says that it is there.
func anyRequired(keys ...string) []any {
	var all []any
	for _, key := range keys {
		all = append(all, schema{"required": []string{key}})
	}
	return all
}

func (conditionShape) object() object[Condition] {
	return object[Condition]{fields: []field[Condition]{
		member("file", "Where to look, as a glob from the scanned root; the files of the finding without it.",
			globShape{}, func(c *Condition, v Glob) { c.Files = v }),
		member("exposure", "How far what the finding is about may be reached at most, such as host_loopback or \"<= E2\".",
			exposureShape{}, func(c *Condition, v exposureTest) { c.Exposure, c.Level = v.operator, v.level }),
		member("absent", "A rule that finds nothing there.", ruleShape{}, func(c *Condition, v string) { c.Absent = v }),
		member("matches", "A regular expression that fits something there; comments do not count.",
			patternShape{}, func(c *Condition, v *regexp.Regexp) { c.Matches = v }),
		member("not_matches", "A regular expression that fits nothing there; comments do not count.",
			patternShape{}, func(c *Condition, v *regexp.Regexp) { c.NotMatches = v }),
		member("contains", "A text that is there; comments do not count.",
			textShape{}, func(c *Condition, v at[string]) { c.Matches = regexp.MustCompile(regexp.QuoteMeta(v.value)) }),
		member("not_contains", "A text that is not there; comments do not count.",
			textShape{}, func(c *Condition, v at[string]) { c.NotMatches = regexp.MustCompile(regexp.QuoteMeta(v.value)) }),
		member("setting", "The name of a setting: of a variable of the environment, or of a setting of a program.",
			textShape{}, func(c *Condition, v at[string]) { c.Setting = v.value }),
		member("path", "The key path of a setting in a file, such as services.web.read_only.",
			textShape{}, func(c *Condition, v at[string]) { c.Key = v.value }),
		member("constant", "The name of a constant or default of a program, such as Settings.host.",
			textShape{}, func(c *Condition, v at[string]) { c.Constant = v.value }),
		member("expect", "What the setting, path or constant has to be.",
			demandsShape{}, func(c *Condition, v []Demand) { c.Expect = v }),
		member("env_required", "A variable of the environment without which nothing starts: ${NAME:?} in Compose, no default in a program.",
			textShape{}, func(c *Condition, v at[string]) { c.Required = v.value }),
	}}
}

// exposureTest is an exposure with an operator.
type exposureTest struct {
	operator string
	level    string
}

// exposureShape is an exposure, alone or behind an operator.
type exposureShape struct{}

func (exposureShape) decode(d *decoder, n *source.Node) (exposureTest, bool) {
	if n.Kind != source.String {
		d.wrongType(n, "an exposure such as host_loopback")
		return exposureTest{}, false
	}
	word := strings.TrimSpace(n.Str())
	operator := AtMost
	if found := exposureLine.FindStringSubmatch("exposure " + word); found != nil {
		operator, word = symbols[found[1]], found[2]
	}
	name, ok := level(d, n, word)
	return exposureTest{operator, name}, ok
}

func (exposureShape) schema() schema { return schema{"type": "string", "minLength": 1} }

// ruleShape is the id of a rule or a glob.
type ruleShape struct{}

func (ruleShape) decode(d *decoder, n *source.Node) (string, bool) {
	if n.Kind != source.String || n.Str() == "" {
		d.wrongType(n, "the id of a rule")
		return "", false
	}
	return absentRule(d, n, n.Str())
}

func (ruleShape) schema() schema { return schema{"type": "string", "minLength": 1} }

// patternShape is a regular expression of Go.
type patternShape struct{}

func (patternShape) decode(d *decoder, n *source.Node) (*regexp.Regexp, bool) {
	if n.Kind != source.String || n.Str() == "" || len(n.Str()) > maxPattern {
		d.wrongType(n, fmt.Sprintf("a regular expression of at most %d bytes", maxPattern))
		return nil, false
	}
	pattern, err := regexp.Compile(n.Str())
	if err != nil {
		d.fail(n.Span, "", "%s", strings.Replace(err.Error(), "error parsing regexp", "wrong regular expression", 1))
		return nil, false
	}
	return pattern, true
}

func (patternShape) schema() schema {
	return schema{"type": "string", "minLength": 1, "maxLength": maxPattern}
}
