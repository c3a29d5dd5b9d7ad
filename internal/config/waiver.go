package config

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/source"
)

// Waiver is a decision about findings of a rule: they stay in every report and do not count, as long as what the decision rests on is
// so.
type Waiver struct {
	// At is the whole waiver in the config.
	At source.Span
	// ID is the name that people gave it, or "".
	ID string
	// Rule is the id of the rule as written, or a glob; "" where there is none.
	Rule   string
	RuleAt source.Span
	// Where says which of the rule's findings are meant.
	Where Where
	// Status is what was decided; "" where nothing says so.
	Status Status
	// Reason, Doc and Owner are as written, or "".
	Reason, Doc, Owner string
	DocAt              source.Span
	// Expires is the last day on which the waiver has effect, in UTC; the zero time means that it has no end.
	Expires   time.Time
	ExpiresAt source.Span
	// Conditions and Mitigations have to be fulfilled, or the findings count again.
	Conditions, Mitigations []Condition
}

// Name returns how people call the waiver: its id, or its rule.
func (w *Waiver) Name() string { return cmp.Or(w.ID, w.Rule, w.Where.Fingerprint, "without a rule") }

// Identity returns the words that make it the same waiver when it is moved in its file.
func (w *Waiver) Identity() []string {
	if w.ID != "" {
		return []string{w.ID}
	}
	return []string{w.Rule, w.Where.File.String(), w.Where.Symbol, w.Where.Path, w.Where.Fingerprint}
}

// Where says which findings of a rule a waiver is for. What is empty does not matter.
type Where struct {
	// File is the file of the finding.
	File Glob
	// Symbol is the name of a class, function, setting or service that the finding is in or about: Settings.host.
	Symbol string
	// Path is the route in the document, or the beginning of it, as reports show it: services.web.ports.
	Path string
	// Fingerprint is that of the finding, or its first 8 or more digits.
	Fingerprint string
	// Line is where the finding begins: a last resort, for it moves. 0 means any.
	Line int
}

// IsNarrow reports whether it says more than which files are meant.
func (w Where) IsNarrow() bool {
	return w.Symbol != "" || w.Path != "" || w.Fingerprint != "" || w.Line > 0
}

// Status is what somebody decided about a finding.
type Status string

// The statuses, as trackers write them.
const (
	// Documented means that it is so by design and that a document says so.
	Documented Status = "DOCUMENTED"
	// Acceptable and Accepted mean that the risk is taken.
	Acceptable Status = "ACCEPTABLE"
	Accepted   Status = "ACCEPTED"
	// Mitigated means that something else keeps the finding from mattering.
	Mitigated Status = "MITIGATED"
	// FalsePositive means that the finding is wrong.
	FalsePositive Status = "FALSE_POSITIVE"
)

// Statuses lists the statuses.
func Statuses() []string {
	return []string{string(Documented), string(Acceptable), string(Accepted), string(Mitigated), string(FalsePositive)}
}

func statuses() choice[Status] {
	return choice[Status]{what: "status", words: Statuses(), value: func(word string) Status { return Status(word) }}
}

func waiverShape() object[Waiver] {
	return object[Waiver]{fields: []field[Waiver]{
		member("id", "A name for the waiver.", textShape{}, func(w *Waiver, v at[string]) { w.ID = v.value }),
		member("rule", "The id of the rule whose findings are meant. A glob such as * applies to findings of severity low and below only.",
			textShape{}, func(w *Waiver, v at[string]) { w.Rule, w.RuleAt = v.value, v.at }),
		member("where", "Which of the rule's findings are meant.", whereShape(), func(w *Waiver, v Where) { w.Where = v }),
		member("status", "What was decided. DOCUMENTED needs doc, MITIGATED needs mitigations.",
			statuses(), func(w *Waiver, v Status) { w.Status = v }),
		member("reason", "Why the findings need not count. Without it a waiver has no effect, but for MITIGATED, where the mitigations say it.",
			textShape{}, func(w *Waiver, v at[string]) { w.Reason = v.value }),
		member("doc", "The document that describes it: a URL, or a file from the scanned root, which has to exist.",
			textShape{}, func(w *Waiver, v at[string]) { w.Doc, w.DocAt = v.value, v.at }),
		member("owner", "Who answers for it.", textShape{}, func(w *Waiver, v at[string]) { w.Owner = v.value }),
		member("expires", "The last day on which the waiver has effect: YYYY-MM-DD.",
			dateShape{}, func(w *Waiver, v at[time.Time]) { w.Expires, w.ExpiresAt = v.value, v.at }),
		member("conditions", "What has to be so; evaluated on every run. Where one is not, the findings count again.",
			list[Condition]{item: conditionShape{}}, func(w *Waiver, v []Condition) { w.Conditions = v }),
		member("mitigations", "What keeps the findings from mattering, in the same forms as conditions.",
			list[Condition]{item: conditionShape{}}, func(w *Waiver, v []Condition) { w.Mitigations = v }),
	}}
}

func whereShape() object[Where] {
	return object[Where]{fields: []field[Where]{
		member("file", "The file of the finding, as a glob from the scanned root.", globShape{}, func(w *Where, v Glob) { w.File = v }),
		member("symbol", "The class, function, setting or service that the finding is in or about, such as Settings.host.",
			textShape{}, func(w *Where, v at[string]) { w.Symbol = v.value }),
		member("path", "The key path of the finding, or the beginning of it, such as services.web.ports.",
			textShape{}, func(w *Where, v at[string]) { w.Path = v.value }),
		member("fingerprint", "The fingerprint of the finding, or at least its first 8 digits.",
			fingerprintShape{}, func(w *Where, v string) { w.Fingerprint = v }),
		member("line", "The line on which the finding begins: a last resort, for it moves.",
			lineShape{}, func(w *Where, v int) { w.Line = v }),
	}}
}

// waiversShape is a list of waivers with their places.
type waiversShape struct{}

func (waiversShape) decode(d *decoder, n *source.Node) ([]Waiver, bool) {
	all, ok := list[Waiver]{item: waiverShape()}.decode(d, n)
	for i := range all {
		all[i].At = n.Items[i].Value.Span
	}
	return all, ok
}

func (waiversShape) schema() schema { return list[Waiver]{item: waiverShape()}.schema() }

// waiverFile is what a file of waivers has.
type waiverFile struct{ waivers []Waiver }

func waiverFileShape() object[waiverFile] {
	return object[waiverFile]{required: []string{"waivers"}, fields: []field[waiverFile]{
		member("waivers", "The waivers.", waiversShape{}, func(f *waiverFile, v []Waiver) { f.waivers = v }),
	}}
}

// readWaivers adds the waivers of the files that the config names. Their mistakes are errors of the config.
func (d *decoder) readWaivers(root fs.FS, c *Config) {
	for _, f := range c.waiverFiles {
		node, err := parse(root, f.value)
		var wrong Errors
		switch {
		case errors.As(err, &wrong):
			d.errs = append(d.errs, wrong...)
			continue
		case err != nil:
			d.fail(f.at, "", "%s", strings.ReplaceAll(err.Error(), "reading the config ", "cannot read the file of waivers "))
			continue
		case node == nil:
			continue
		}
		file, _ := waiverFileShape().decode(d, node)
		c.Waivers = append(c.Waivers, file.waivers...)
	}
}

// textShape is a text that is not empty.
type textShape struct{}

func (textShape) decode(d *decoder, n *source.Node) (at[string], bool) {
	if n.Kind != source.String || strings.TrimSpace(n.Str()) == "" {
		d.wrongType(n, "a text")
		return at[string]{}, false
	}
	return at[string]{strings.TrimSpace(n.Str()), n.Span}, true
}

func (textShape) schema() schema { return schema{"type": "string", "minLength": 1} }

// dateShape is a day as YYYY-MM-DD.
type dateShape struct{}

func (dateShape) decode(d *decoder, n *source.Node) (at[time.Time], bool) {
	day, err := time.Parse(time.DateOnly, n.Text)
	if n.Kind == source.Mapping || n.Kind == source.Sequence || err != nil {
		d.fail(n.Span, likelyDate(n.Text), "want a day as YYYY-MM-DD, got %s", nodeName(n))
		return at[time.Time]{}, false
	}
	return at[time.Time]{day, n.Span}, true
}

// likelyDate returns what a day in another spelling was probably meant to be, "" for none.
func likelyDate(written string) string {
	for _, layout := range []string{"2006/01/02", "2006.01.02", "2006-1-2", "02.01.2006", "2.1.2006", "2 January 2006", "January 2, 2006", time.RFC3339, "20060102"} {
		if day, err := time.Parse(layout, strings.TrimSpace(written)); err == nil {
			return day.Format(time.DateOnly)
		}
	}
	return ""
}

func (dateShape) schema() schema { return schema{"type": "string", "format": "date"} }

// minFingerprint and maxFingerprint bound the digits of a fingerprint.
const (
	minFingerprint = 8
	maxFingerprint = 32
)

// fingerprintShape is the beginning of a fingerprint.
type fingerprintShape struct{}

func (fingerprintShape) decode(d *decoder, n *source.Node) (string, bool) {
	if !IsFingerprint(n.Text) { // one of digits alone is a number to YAML
		d.fail(n.Span, "", "want a fingerprint, %d to %d hex digits as -f json shows it, got %s", minFingerprint, maxFingerprint, nodeName(n))
		return "", false
	}
	return strings.ToLower(n.Text), true
}

// IsFingerprint reports whether a text is a fingerprint, or the beginning of one that is long enough to stand for it.
func IsFingerprint(text string) bool {
	return len(text) >= minFingerprint && len(text) <= maxFingerprint && strings.Trim(strings.ToLower(text), "0123456789abcdef") == ""
}

func (fingerprintShape) schema() schema {
	return schema{"type": []string{"string", "integer"}, "pattern": fmt.Sprintf("^[0-9a-fA-F]{%d,%d}$", minFingerprint, maxFingerprint)}
}

// lineShape is the number of a line.
type lineShape struct{}

func (lineShape) decode(d *decoder, n *source.Node) (int, bool) {
	line, ok := n.Scalar.(int64)
	if !ok || line < 1 || line > 1<<30 {
		d.wrongType(n, "the number of a line")
		return 0, false
	}
	return int(line), true
}

func (lineShape) schema() schema { return schema{"type": "integer", "minimum": 1} }

// fileShape is a file given relative to the config file; its value is relative to the root.
type fileShape struct{}

func (fileShape) decode(d *decoder, n *source.Node) (at[string], bool) {
	if n.Kind != source.String || n.Str() == "" {
		d.wrongType(n, "a file")
		return at[string]{}, false
	}
	file := path.Join(d.folderOf(n), n.Str())
	if path.IsAbs(n.Str()) || file == ".." || strings.HasPrefix(file, "../") {
		d.fail(n.Span, "", "file %q leads outside the scanned root", n.Str())
		return at[string]{}, false
	}
	return at[string]{file, n.Span}, true
}

func (fileShape) schema() schema { return schema{"type": "string", "minLength": 1} }
