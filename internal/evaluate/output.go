package evaluate

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/plan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// files finds documents by the path of any file that they are made of.
type files map[string][]*source.Document

func indexFiles(docs []*source.Document) files {
	index := files{}
	for _, doc := range docs {
		index[doc.File.Path] = append(index[doc.File.Path], doc)
	}
	for _, doc := range docs {
		for _, file := range doc.Files {
			if !slices.Contains(index[file.Path], doc) {
				index[file.Path] = append(index[file.Path], doc)
			}
		}
	}
	return index
}

// converter turns what policies say about one document into findings. Whatever is wrong with a finding becomes a problem,
// and the finding is kept with what can be read of it.
type converter struct {
	doc       *source.Document
	files     files
	catalogue *rules.Catalogue
	inForce   []*rules.Rule // of all kinds that the scan holds: another document may hold the composite
	locators  map[*source.Document]*source.Locator
	items     identities
	// secretsOf are what arrays of secrets came to, placesOf what objects with a related place did: many findings share them.
	secretsOf map[*plan.Array][]finding.Secret
	placesOf  map[*plan.Object]relatedPlace
	out       outcome
	// said are the problems that came up already.
	said map[finding.Problem]bool
	// answers are what the rules gave; incomplete says that a rule broke or was not evaluated.
	answers    []answer
	incomplete bool
}

// locator returns what locates paths in a document.
func (c *converter) locator(doc *source.Document) *source.Locator {
	if c.locators == nil {
		c.locators = map[*source.Document]*source.Locator{}
	}
	if c.locators[doc] == nil {
		c.locators[doc] = source.NewLocator(doc.Root)
	}
	return c.locators[doc]
}

func (c *converter) sorted() outcome {
	slices.SortStableFunc(c.out.findings, compareFindings)
	return c.out
}

// problem notes that a rule broke; what it says of many findings is said once.
func (c *converter) problem(rule *rules.Rule, message string) {
	p := finding.Problem{
		Level: finding.Error, Path: c.doc.File.Path, Rule: rule.ID, Message: message,
		Hint: fmt.Sprintf("mend %s, or turn the rule off", rule.Policy.File()),
	}
	if c.said == nil {
		c.said = map[finding.Problem]bool{}
	}
	if !c.said[p] {
		c.said[p] = true
		c.out.problems = append(c.out.problems, p)
	}
}

func (c *converter) findings(rule *rules.Rule, found plan.Value) {
	c.answers = append(c.answers, answer{rule, found})
	set, ok := found.(*plan.Set)
	if !ok {
		c.problem(rule, fmt.Sprintf("rule %s gave no set of findings", rule.ID))
		return
	}
	c.out.findings = slices.Grow(c.out.findings, len(set.Items()))
	for _, item := range set.Items() {
		if f := c.finding(rule, item); !c.doc.IsFragment || c.isKnown(f.Path) {
			c.out.findings = append(c.out.findings, f)
		}
	}
}

func (c *converter) finding(rule *rules.Rule, said plan.Value) finding.Finding {
	f := finding.Finding{Rule: rule.ID, Document: c.doc.File.Path, Severity: rule.Severity}
	if c.doc.Deployment != "" {
		f.Deployments = []string{c.doc.Deployment}
	}
	bad := func(format string, args ...any) {
		c.problem(rule, fmt.Sprintf("rule %s gave a malformed finding: %s", rule.ID, fmt.Sprintf(format, args...)))
	}
	object, ok := said.(*plan.Object)
	if !ok {
		bad("it is no object with path and message")
		object = plan.NewObject(nil)
	}
	if ok && (object.Get("path") == nil || object.Get("message") == nil) {
		bad("path or message is missing")
	}
	for _, pair := range object.Pairs() {
		value := pair.Value
		switch pair.Key {
		case "path":
			f.Path = readPath(value, bad)
		case "message":
			f.Message = readMessage(value, bad)
		case "situation":
			setSituation(&f, rule, value, bad)
		case "related":
			f.Related = c.related(value, bad)
		case "part_of":
			f.PartOf = c.partOf(value, bad)
		case "remediation":
			f.Remediation = readSentence(value, bad)
		case "secret":
			f.Secrets = c.secrets(value, bad)
		case "fix":
			f.Fix = readFix(rule, value, bad)
		default:
			bad("unknown key %s", show(pair.Key))
		}
	}
	if f.Message == "" {
		f.Message = rule.Title
	}
	c.weigh(&f)
	c.locate(&f)
	narrow(&f)
	beside := besides(f.Path, object.Get("related"))
	f.Fingerprint = fingerprint(&f, beside, c.locator(c.doc), c.items)
	f.Place, f.Value = place(&f, beside, c.locator(c.doc), c.items), value(&f, c.locator(c.doc))
	return f
}

// weigh lowers the severity of what is found in something that does not run for real: by one level, however many tags say so, and to a
// note where nothing starts it. A rule with a situation of the same name as a tag has taken it into account.
func (c *converter) weigh(f *finding.Finding) {
	if f.Severity == finding.None {
		return
	}
	severity := f.Severity
	for _, tag := range c.doc.Tags {
		switch {
		case !tag.Covers(f.Path) || tag.Name == f.Situation:
			continue
		case tag.Name == source.TagInactive:
			severity = min(severity, finding.Note)
		default:
			severity = min(severity, f.Severity.Lowered())
		}
		f.Tags = append(f.Tags, finding.Tag{Name: tag.Name, Reason: tag.Reason})
	}
	f.Severity = severity
}

// show writes a value in one line, as Rego would.
func show(v plan.Value) string { return oneLine(plan.Term(v).String()) }

// locate sets the place. Aliases and merges passed on the way are places where the text is used.
func (c *converter) locate(f *finding.Finding) {
	place := c.locator(c.doc).Locate(f.Path)
	f.At = place.At
	if f.At.IsZero() { // nothing on the way stands in a file
		f.At = c.doc.File.Span(0, 0)
	}
	for _, via := range place.Via {
		f.Related = append(f.Related, finding.Related{At: via, Message: "used here"})
	}
}

func readPath(v plan.Value, bad func(string, ...any)) source.Path {
	list, ok := v.(*plan.Array)
	if !ok {
		bad("path is no array")
		return nil
	}
	path := make(source.Path, 0, len(list.Items()))
	for _, item := range list.Items() {
		switch step := item.(type) {
		case string:
			path = append(path, step)
		case int64, json.Number:
			if n, ok := step.(int64); ok && n >= 0 {
				path = append(path, int(n))
				continue
			}
			bad("path holds %s, which is no index", show(step))
			return path
		default:
			bad("path holds something that is neither key nor index")
			return path
		}
	}
	return path
}

func readMessage(v plan.Value, bad func(string, ...any)) string {
	message, ok := v.(string)
	if !ok || message == "" {
		bad("message is no text")
	}
	return oneLine(message)
}

// readSentence reads what to do about a finding.
func readSentence(v plan.Value, bad func(string, ...any)) string {
	sentence, ok := v.(string)
	if !ok || sentence == "" {
		bad("remediation is no text")
	}
	return strings.TrimSuffix(oneLine(sentence), ".")
}

// messageLimit bounds a message in bytes: names in scanned files can be as long as their author likes.
const messageLimit = 2000

// oneLine writes out what is not printable: scanned files may hold line breaks and terminal escapes in any name.
func oneLine(s string) string {
	if len(s) > messageLimit {
		s = strings.ToValidUTF8(s[:messageLimit], "") + "…"
	}
	if utf8.ValidString(s) && strings.IndexFunc(s, unprintable) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if unprintable(r) {
			b.WriteString(strings.Trim(strconv.QuoteRuneToGraphic(r), "'"))
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

func unprintable(r rune) bool {
	return !unicode.IsGraphic(r) || unicode.Is(unicode.Zs, r) && r != ' ' && r != '\u00a0'
}

func setSituation(f *finding.Finding, rule *rules.Rule, v plan.Value, bad func(string, ...any)) {
	name, ok := v.(string)
	situation, declared := rule.Situations[name]
	if !ok || !declared {
		bad("situation %s is not declared in METADATA", show(v))
		return
	}
	f.Situation, f.Because, f.Severity = name, situation.Because, situation.Severity
}

// partOf returns the composite that counts the finding; "" where that rule is not in force, for then nobody would count it.
func (c *converter) partOf(v plan.Value, bad func(string, ...any)) string {
	id, _ := v.(string)
	composite, known := c.catalogue.Get(id)
	if !known {
		bad("part_of names no rule: %s", show(v))
		return ""
	}
	if !slices.Contains(c.inForce, composite) {
		return ""
	}
	return id
}

// itemsOf returns the items of an array or a set, which has an order too; ok is false for anything else.
func itemsOf(v plan.Value) (items []plan.Value, ok bool) {
	switch list := v.(type) {
	case *plan.Array:
		return list.Items(), true
	case *plan.Set:
		return list.Items(), true
	}
	return nil, false
}
