package triage

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/governance"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// maxPlaces bounds how many places a finding about a waiver names.
const maxPlaces = 5

// waived is a waiver at work.
type waived struct {
	*config.Waiver
	// rule is the id of the rule as it is now.
	rule string
	// invalid says why it has no effect, "" where it has; at is the place that says so.
	invalid string
	at      source.Span
	matched int
	// spared are findings that it fits and does not hide because it is too broad.
	spared []*finding.Finding
	// unmet are the conditions that were false, in the order in which they were.
	unmet []*unmet
}

// unmet is a condition that is false, with what shows it and the findings that count again by it.
type unmet struct {
	condition *config.Condition
	outcome   outcome
	findings  []*finding.Finding
}

// waive marks the findings that waivers hide, and returns what is wrong with the waivers as findings.
func waive(findings []*finding.Finding, in Input) []finding.Finding {
	if len(in.Config.Waivers) == 0 {
		return nil
	}
	world := newWorld(findings, in)
	all := make([]*waived, len(in.Config.Waivers))
	for i := range in.Config.Waivers {
		all[i] = &waived{Waiver: &in.Config.Waivers[i], rule: in.Config.Waivers[i].Rule}
		if rule, ok := in.Catalogue.Get(all[i].rule); ok {
			all[i].rule = rule.ID // it may be a former one
		}
		all[i].check(in)
	}
	for _, f := range findings {
		for _, w := range all {
			w.apply(f, world)
		}
	}
	var found []finding.Finding
	for _, w := range all {
		found = append(found, w.findings(in)...)
	}
	return found
}

// check finds out why the waiver has no effect whatever it fits.
func (w *waived) check(in Input) {
	say := func(at source.Span, format string, args ...any) {
		if w.invalid == "" {
			w.invalid, w.at = fmt.Sprintf(format, args...), at
			if at.IsZero() {
				w.at = w.At
			}
		}
	}
	if w.Rule != "" && len(in.Catalogue.Match(w.Rule)) == 0 {
		hint := ""
		if meant := in.Catalogue.Suggest(w.Rule); meant != "" {
			hint = fmt.Sprintf(": did you mean %q?", meant)
		}
		say(w.RuleAt, "names the unknown rule %q%s", w.Rule, hint)
	}
	if rule, ok := in.Catalogue.Get(w.Rule); ok && isAboutTriage(rule) {
		say(w.RuleAt, "is for %s, which no waiver hides", w.Rule)
	}
	if w.Rule == "" && w.Where.Fingerprint == "" {
		say(w.At, "names no rule")
	}
	switch {
	case w.Status == "":
		say(w.At, "has no status: want %s", strings.Join(config.Statuses(), ", "))
	case w.Status == config.Mitigated && len(w.Mitigations) == 0:
		say(w.At, "is MITIGATED and has no mitigations")
	case w.Status == config.Documented && w.Doc == "":
		say(w.At, "is DOCUMENTED and names no doc")
	case w.Reason == "" && w.Status != config.Mitigated:
		say(w.At, "has no reason")
	}
	if !w.Expires.IsZero() && in.Today.After(w.Expires.Add(24*time.Hour-1)) {
		say(w.ExpiresAt, "expired on %s", w.Expires.Format(time.DateOnly))
	}
}

// isAboutTriage reports whether a rule is about what hides findings: nothing hides its findings in turn.
func isAboutTriage(r *rules.Rule) bool {
	return r.IsDecided() && (r.Family() == "waiver" || r.Family() == "gate")
}

// isBroad reports whether the waiver is for more than one rule.
func (w *waived) isBroad() bool {
	return w.Rule == "" && w.Where.Fingerprint == "" || strings.ContainsAny(w.Rule, `*?[\`) || w.Rule != "" && !strings.Contains(w.Rule, "/")
}

// apply hides a finding that the waiver fits, where it has effect and everything that it rests on is so.
func (w *waived) apply(f *finding.Finding, world *world) {
	if !w.fitsRule(f.Rule) || !world.fits(w.Where, f) {
		return
	}
	w.matched++
	switch {
	case w.invalid != "":
		return
	case w.isBroad() && f.Severity > finding.Low:
		w.spared = append(w.spared, f)
		return
	}
	isMet := true
	for _, c := range w.resting() {
		if result := world.evaluate(c, f); !result.isMet {
			isMet = false
			w.note(c, result, f)
		}
	}
	if isMet && f.Suppressed == nil {
		f.Suppressed = w.suppression()
	}
}

// resting returns everything that the waiver rests on, the document that it names among it.
func (w *waived) resting() []*config.Condition {
	var all []*config.Condition
	for i := range w.Conditions {
		all = append(all, &w.Conditions[i])
	}
	for i := range w.Mitigations {
		all = append(all, &w.Mitigations[i])
	}
	if w.Doc != "" && !strings.Contains(w.Doc, "://") {
		all = append(all, &config.Condition{At: w.DocAt, Text: "doc: " + w.Doc, Document: documentFile(w.Doc)})
	}
	return all
}

// documentFile returns the file of a document, without the heading that it names.
func documentFile(doc string) string {
	file, _, _ := strings.Cut(doc, "#")
	return path.Clean(strings.TrimPrefix(strings.TrimSpace(file), "/"))
}

// note keeps that a condition is false for a finding.
func (w *waived) note(c *config.Condition, result outcome, f *finding.Finding) {
	i := slices.IndexFunc(w.unmet, func(u *unmet) bool { return u.condition.At == c.At && u.condition.Text == c.Text })
	if i < 0 {
		w.unmet = append(w.unmet, &unmet{condition: c, outcome: result})
		i = len(w.unmet) - 1
	}
	w.unmet[i].findings = append(w.unmet[i].findings, f)
	f.Related = append(f.Related, finding.Related{At: c.At, Message: fmt.Sprintf("counts again: waiver %q rests on this, which is not so", w.Name())})
}

func (w *waived) fitsRule(id string) bool {
	if w.rule == "" || w.rule == id || w.rule == "*" {
		return true
	}
	if !w.isBroad() {
		return false
	}
	glob := w.rule
	if !strings.Contains(glob, "/") {
		glob += "/*"
	}
	ok, err := path.Match(glob, id)
	return ok && err == nil
}

// suppression is what the waiver makes of a finding.
func (w *waived) suppression() *finding.Suppression {
	reason := w.Reason
	if reason == "" {
		var parts []string
		for i := range w.Mitigations {
			parts = append(parts, w.Mitigations[i].Text)
		}
		reason = "mitigated by " + strings.Join(parts, "; ")
	}
	s := &finding.Suppression{
		Kind: "external", Reason: reason, At: w.At, Status: string(w.Status), Waiver: w.ID, Owner: w.Owner, Doc: w.Doc,
	}
	if !w.Expires.IsZero() {
		s.Expires = w.Expires.Format(time.DateOnly)
	}
	return s
}

// findings returns what is wrong with the waiver.
func (w *waived) findings(in Input) []finding.Finding {
	var found []finding.Finding
	say := func(id string, at source.Span, message string, more ...string) *finding.Finding {
		f := governance.Finding(in.Catalogue, id, firstLine(at), fmt.Sprintf("waiver %q %s", w.Name(), message), append(w.Identity(), more...)...)
		found = append(found, f)
		return &found[len(found)-1]
	}
	if w.invalid != "" {
		say(rules.WaiverInvalid, w.at, w.invalid)
	}
	if message := w.tooBroad(); message != "" {
		f := say(rules.WaiverTooBroad, w.At, message)
		f.Related = places(w.spared, "is not hidden by it")
	}
	for _, u := range w.unmet {
		f := say(rules.WaiverConditionUnmet, u.condition.At, fmt.Sprintf("rests on %q, which is not so: %s", u.condition.Text, u.outcome.why), u.condition.Text)
		f.Related = append(u.outcome.places, places(u.findings, "counts again")...)
	}
	if w.matched == 0 && w.invalid == "" && w.isJudged(in) {
		say(rules.WaiverUnused, w.At, "matches no finding")
	}
	return found
}

// tooBroad says why the waiver hides more than what somebody has looked at, "" where it does not.
func (w *waived) tooBroad() string {
	switch {
	case w.invalid != "" && w.Rule != "":
		return ""
	case len(w.spared) > 0:
		return fmt.Sprintf("is for %s: it applies to severity low and below only, and not to %s",
			cmp.Or(w.Rule, "every rule"), counted(len(w.spared), "finding"))
	case w.Rule == "" && w.Where.Fingerprint == "":
		return "names no rule, so it would be for all of them"
	case !w.Where.IsNarrow() && w.Where.File.IsEverything():
		return fmt.Sprintf("is for %s in every file: name the file, or turn the rule off", w.Rule)
	}
	return ""
}

// isJudged reports whether what the waiver is for was looked for, with success, so that finding nothing means something.
func (w *waived) isJudged(in Input) bool {
	if !in.IsWhole {
		return false
	}
	enabled := w.Rule == ""
	for _, rule := range in.Catalogue.Match(cmp.Or(w.Rule, "*")) {
		enabled = enabled || in.Config.RuleEnabledAnywhere(rule)
	}
	return enabled && !slices.ContainsFunc(in.Problems, func(p finding.Problem) bool {
		return p.Level == finding.Error && (p.Path == "" || w.Where.File.IsEverything() || w.Where.File.Match(p.Path)) &&
			(p.Rule == "" || w.fitsRule(p.Rule))
	})
}

// places returns where findings are, of many the first.
func places(findings []*finding.Finding, message string) []finding.Related {
	var all []finding.Related
	for _, f := range findings[:min(len(findings), maxPlaces)] {
		all = append(all, finding.Related{At: f.At, Message: fmt.Sprintf("%s %s", f.Rule, message)})
	}
	return all
}

// firstLine returns a span without the lines after its first: a waiver is a mapping of several.
func firstLine(at source.Span) source.Span {
	if at.IsZero() || at.End.Line == at.Start.Line {
		return at
	}
	at.End = at.File.Position(at.File.Offset(source.Position{Line: at.Start.Line, Column: 1 << 20}))
	return at
}

func counted(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
