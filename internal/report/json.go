package report

import (
	"bytes"
	"encoding/json"
	"io"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// SchemaVersion is the version of the JSON report. A new field raises the second number, any other change the first.
const SchemaVersion = "1.3"

// homepage is where people find out what seclint is.
const homepage = "https://github.com/seclint/seclint"

// jsonReport is the report as JSON. All paths are slash-separated and relative to the scanned root. All positions start at
// 1 and count Unicode code points; an end is the first position behind the text.
type jsonReport struct {
	// Version of this shape: a new field raises the second number, any other change the first.
	SchemaVersion string   `json:"schema_version"`
	Tool          jsonTool `json:"tool"`
	// Findings at or above min_severity in their final order, informational and suppressed ones included.
	Findings []jsonFinding `json:"findings"`
	// What stopped the tool from looking, or narrowed its view.
	Problems []jsonProblem `json:"problems"`
	// What was looked at and what was not.
	Coverage jsonCoverage `json:"coverage"`
	// The rules that were evaluated, by id.
	Rules []jsonRule `json:"rules"`
	// The numbers of the headline. They do not depend on min_severity.
	Counts jsonCounts `json:"counts"`
	// What in the config keeps findings from being seen or counted, beside the suppressions that the findings have: rules that are off,
	// severities that are set, thresholds.
	Hiding []Hiding `json:"hiding"`
	// The severity from which on findings make the exit code 1, or never.
	FailOn threshold `json:"fail_on"`
	// What the findings were compared with.
	Before *jsonBefore `json:"before,omitempty"`
	// The severity below which findings were left out, when one was asked for.
	MinSeverity *finding.Severity `json:"min_severity,omitempty"`
	// How long the run took; only when asked for, so that the same input gives the same bytes.
	Timings *jsonTimings `json:"timings,omitempty"`
}

// threshold is a severity or never.
type threshold string

// jsonTool says who wrote the report.
type jsonTool struct {
	Name           string `json:"name"`
	Version        string `json:"version"`
	InformationURI string `json:"information_uri"`
}

// jsonFinding is a rule that fired at a place.
type jsonFinding struct {
	// Id of the rule, such as compose/privileged.
	Rule string `json:"rule"`
	// Severity in context; none is informational.
	Severity finding.Severity `json:"severity"`
	// The named context that set the severity; absent when the rule's own severity holds.
	Situation string `json:"situation,omitempty"`
	// Why the situation changes the severity.
	Because string `json:"because,omitempty"`
	// Why the severity is lower than that, by what the file or the service is for.
	Tags []jsonTag `json:"tags,omitempty"`
	// What is wrong, in one line.
	Message string `json:"message"`
	// What to do about this finding, where the policy can say it of the file at hand; else the remediation of the rule says it.
	Remediation string `json:"remediation,omitempty"`
	// Main file of the document; file may be another one that the document is made of.
	Document string `json:"document"`
	// Ways of starting the project in which the finding holds; none when there is only one.
	Deployments []string `json:"deployments,omitempty"`
	// Route in the document: mapping keys and sequence indices.
	Path source.Path `json:"path"`
	jsonPlace
	// The text at the place, with secrets masked; long texts are cut.
	Snippet string `json:"snippet,omitempty"`
	// Other places that belong to the finding, in order of importance.
	Related []jsonRelated `json:"related"`
	// What seclint fix would write instead; absent where there is nothing, or nothing that can be written there.
	Fix *jsonFix `json:"fix,omitempty"`
	// Identity of the finding across edits; hex.
	Fingerprint string `json:"fingerprint"`
	// Whether a baseline, or the revision before a change, has the finding too: new or unchanged; absent where nothing was compared. An
	// unchanged one does not count.
	State finding.State `json:"state,omitempty"`
	// Id of the composite rule that counts this finding.
	PartOf string `json:"part_of,omitempty"`
	// Whether the severity in context is none.
	Informational bool `json:"informational"`
	// Whether somebody decided that the finding need not count.
	Suppressed  bool             `json:"suppressed"`
	Suppression *jsonSuppression `json:"suppression,omitempty"`
}

// jsonTag is a reason for which a finding weighs less.
type jsonTag struct {
	// One of example, test, development, generated, which lower the severity by one level together, and inactive, which makes it a
	// note at most.
	Name string `json:"name"`
	// Why the tag is there.
	Because string `json:"because"`
}

// jsonPlace is a stretch of a file.
type jsonPlace struct {
	File  string          `json:"file"`
	Start source.Position `json:"start"`
	End   source.Position `json:"end"`
}

// jsonRelated is another place that belongs to a finding.
type jsonRelated struct {
	jsonPlace
	Message string `json:"message"`
}

// jsonSuppression says who decided that a finding need not count, and why.
type jsonSuppression struct {
	// Whether it is a comment in the scanned file or stands in the config.
	Kind   suppressionKind `json:"kind"`
	Reason string          `json:"reason"`
	// What a waiver says of itself: its status, such as ACCEPTED, and its id, owner, document and last day.
	Status  string `json:"status,omitempty"`
	Waiver  string `json:"waiver,omitempty"`
	Owner   string `json:"owner,omitempty"`
	Doc     string `json:"doc,omitempty"`
	Expires string `json:"expires,omitempty"`
	// Where it is written.
	At *jsonPlace `json:"at,omitempty"`
}

// suppressionKind is inSource or external.
type suppressionKind string

// jsonProblem is something that stopped the tool from looking.
type jsonProblem struct {
	// Only an error changes the exit code.
	Level finding.Level `json:"level"`
	File  string        `json:"file,omitempty"`
	// Start and end are absent when the problem has no place in the file.
	Start *source.Position `json:"start,omitempty"`
	End   *source.Position `json:"end,omitempty"`
	Rule  string           `json:"rule,omitempty"`
	// What was wrong, in one line.
	Message string `json:"message"`
	// What to do about it.
	Hint string `json:"hint,omitempty"`
}

// jsonRule is a rule that was evaluated.
type jsonRule struct {
	ID       string           `json:"id"`
	Title    string           `json:"title"`
	Severity finding.Severity `json:"severity"`
	// The contexts that change the severity, by name.
	Situations map[string]jsonSituation `json:"situations"`
	Pack       string                   `json:"pack"`
	// The kinds of document that the rule looks at.
	Kinds []string `json:"kinds"`
	// Numbers of the weaknesses, most fitting first.
	CWE []int `json:"cwe"`
	// The same rule in other tools.
	Aliases    []string `json:"aliases"`
	References []string `json:"references"`
	// What to do about a finding, in Markdown.
	Remediation string `json:"remediation,omitempty"`
	// The folder of a user's policy; absent for a built-in rule.
	Origin string `json:"origin,omitempty"`
}

// jsonSituation is a context that changes a rule's severity.
type jsonSituation struct {
	Severity finding.Severity `json:"severity"`
	Because  string           `json:"because"`
}

// jsonCounts are the numbers of the headline: parts of a composite count once, as the composite.
type jsonCounts struct {
	Critical      int `json:"critical"`
	High          int `json:"high"`
	Medium        int `json:"medium"`
	Low           int `json:"low"`
	Note          int `json:"note"`
	Informational int `json:"informational"`
	Suppressed    int `json:"suppressed"`
	// Findings that a baseline, or the revision before a change, has too, and those that are gone since.
	Known    int `json:"known"`
	Fixed    int `json:"fixed"`
	Errors   int `json:"errors"`
	Warnings int `json:"warnings"`
}

// jsonBefore is what the findings were compared with.
type jsonBefore struct {
	// The file of a baseline, or a revision.
	Name       string `json:"name"`
	IsRevision bool   `json:"is_revision"`
	// The findings that are gone.
	Fixed []baseline.Entry `json:"fixed"`
}

// jsonTimings says how long the run took.
type jsonTimings struct {
	ElapsedSeconds float64     `json:"elapsed_seconds"`
	Stages         []jsonStage `json:"stages"`
}

// jsonStage is the time that one stage of the pipeline took.
type jsonStage struct {
	Name           string  `json:"name"`
	ElapsedSeconds float64 `json:"elapsed_seconds"`
}

// JSON writes the whole report in a documented shape: schemas/report.schema.json.
func JSON(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	counts := r.Count()
	out := jsonReport{
		SchemaVersion: SchemaVersion,
		Tool:          jsonTool{Name: "seclint", Version: r.Version, InformationURI: homepage},
		Findings:      jsonFindings(r, o),
		Problems:      jsonProblems(r),
		Coverage:      coverageOf(r),
		Rules:         jsonRules(r.Rules),
		Counts: jsonCounts{
			Critical: counts.BySeverity[finding.Critical], High: counts.BySeverity[finding.High],
			Medium: counts.BySeverity[finding.Medium], Low: counts.BySeverity[finding.Low],
			Note: counts.BySeverity[finding.Note], Informational: counts.Informational, Suppressed: counts.Suppressed,
			Known:  counts.Known,
			Errors: r.problemCount(finding.Error), Warnings: r.problemCount(finding.Warning),
		},
		FailOn: threshold(r.FailOn.String()),
		Hiding: append([]Hiding{}, r.Hiding...),
	}
	if r.Never {
		out.FailOn = "never"
	}
	if r.Before != nil {
		out.Before = &jsonBefore{Name: r.Before.Name, IsRevision: r.Before.IsRevision, Fixed: append([]baseline.Entry{}, r.Before.Fixed...)}
		out.Counts.Fixed = len(r.Before.Fixed)
	}
	if o.MinSeverity > finding.None {
		out.MinSeverity = &o.MinSeverity
	}
	if o.Timings {
		out.Timings = timingsOf(r)
	}
	return writeJSON(w, out)
}

// writeJSON writes a value indented, without characters that harm a terminal.
func writeJSON(w io.Writer, value any) error {
	encoded, err := EncodeJSON(value)
	if err != nil {
		return err
	}
	_, err = w.Write(encoded)
	return err
}

// EncodeJSON returns a value as indented JSON with a line break behind it, without characters that harm a terminal.
func EncodeJSON(value any) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(value)
	return EscapeJSON(b.Bytes()), err
}

// snippetLines is how many lines of a span json and sarif quote.
const snippetLines = 10

func jsonFindings(r *Report, o Options) []jsonFinding {
	list := []jsonFinding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if !o.selects(f) {
			continue
		}
		out := jsonFinding{
			Rule: f.Rule, Severity: f.Severity, Situation: f.Situation, Because: f.Because, Tags: tagsOf(f), Message: f.Message, Remediation: f.Remediation,
			Document: f.Document, Deployments: f.Deployments, Path: append(source.Path{}, f.Path...), jsonPlace: placeOf(f.At), Related: []jsonRelated{},
			Fix: jsonFixOf(f), Fingerprint: f.Fingerprint, PartOf: f.PartOf, State: f.State,
			Informational: f.Severity == finding.None, Suppressed: f.Suppressed != nil,
		}
		if !f.At.IsZero() {
			out.Snippet = r.snippet(f.At, snippetLines)
		}
		for _, related := range f.Related {
			out.Related = append(out.Related, jsonRelated{jsonPlace: placeOf(related.At), Message: related.Message})
		}
		if s := f.Suppressed; s != nil {
			out.Suppression = &jsonSuppression{
				Kind: suppressionKind(s.Kind), Reason: s.Reason, Status: s.Status, Waiver: s.Waiver, Owner: s.Owner, Doc: s.Doc, Expires: s.Expires,
			}
			if !s.At.IsZero() {
				at := placeOf(s.At)
				out.Suppression.At = &at
			}
		}
		list = append(list, out)
	}
	return list
}

func placeOf(s source.Span) jsonPlace {
	return jsonPlace{File: s.Path(), Start: s.Start, End: s.End}
}

func jsonProblems(r *Report) []jsonProblem {
	list := []jsonProblem{}
	for i := range r.Problems {
		p := &r.Problems[i]
		out := jsonProblem{Level: p.Level, File: p.Path, Rule: p.Rule, Message: p.Message, Hint: p.Hint}
		if !p.At.IsZero() {
			out.File, out.Start, out.End = p.At.Path(), &p.At.Start, &p.At.End
		}
		list = append(list, out)
	}
	return list
}

func jsonRules(list []*rules.Rule) []jsonRule {
	out := []jsonRule{}
	for _, rule := range list {
		situations := map[string]jsonSituation{}
		for name, s := range rule.Situations {
			situations[name] = jsonSituation(s)
		}
		out = append(out, jsonRule{
			ID: rule.ID, Title: rule.Title, Severity: rule.Severity, Situations: situations, Pack: rule.Pack,
			Kinds: append([]string{}, rule.Kinds...), CWE: append([]int{}, rule.CWE...),
			Aliases: append([]string{}, rule.Aliases...), References: append([]string{}, rule.References...),
			Remediation: rule.Remediation, Origin: rule.Origin,
		})
	}
	return out
}

func timingsOf(r *Report) *jsonTimings {
	out := &jsonTimings{ElapsedSeconds: r.Elapsed.Seconds(), Stages: []jsonStage{}}
	for _, stage := range r.Stages {
		out.Stages = append(out.Stages, jsonStage{Name: stage.Name, ElapsedSeconds: stage.Elapsed.Seconds()})
	}
	return out
}

func tagsOf(f *finding.Finding) []jsonTag {
	var tags []jsonTag
	for _, tag := range f.Tags {
		tags = append(tags, jsonTag{tag.Name, tag.Reason})
	}
	return tags
}
