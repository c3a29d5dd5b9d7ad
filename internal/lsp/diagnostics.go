package lsp

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// maxRemarks bounds what is said about one file; editors show no more either.
const maxRemarks = 1000

// remark is something to say about a place in a file: a finding, or a problem.
type remark struct {
	diagnostic
	// rule is the rule of a finding, nil for a problem.
	rule *rules.Rule
	// fix is what the rule proposes to write, nil where it proposes nothing or that cannot be written.
	fix *proposal
}

// proposal is a fix in the files of the client.
type proposal struct {
	title  string
	isSafe bool
	edits  []fileEdit
}

// fileEdit is an edit of a file.
type fileEdit struct {
	uri string
	textEdit
}

// view turns a report into what a client shows.
type view struct {
	encoding encoding
	client   *capabilities
	project  *project
	report   *report.Report
	rules    map[string]*rules.Rule
	uri      func(name string) string
	texts    map[*source.File]*text
	remarks  map[string][]remark
	// elsewhere are messages that belong to no file.
	elsewhere []string
}

func newView(s *server, p *project, r *report.Report, uri func(name string) string) *view {
	v := &view{
		encoding: s.encoding, client: &s.client, project: p, report: r, uri: uri,
		rules: map[string]*rules.Rule{}, texts: map[*source.File]*text{}, remarks: map[string][]remark{},
	}
	for _, rule := range r.Rules {
		v.rules[rule.ID] = rule
	}
	return v
}

// build collects the remarks.
func (v *view) build() {
	from := v.project.options.Config.ShowFrom
	for i := range v.report.Findings {
		f := &v.report.Findings[i]
		if f.Severity >= from && f.Suppressed == nil && f.State != finding.Unchanged {
			v.finding(f)
		}
	}
	for i := range v.report.Problems {
		v.problem(&v.report.Problems[i])
	}
	v.wrongConfig(v.project.wrong)
	if told := strings.Join(v.elsewhere, "\n"); told == v.project.told {
		v.elsewhere = nil
	} else {
		v.project.told = told
	}
}

func (v *view) finding(f *finding.Finding) {
	rule := v.rules[f.Rule]
	lines := []string{f.Severity.String() + ": " + report.Clean(f.Message)}
	if f.Severity == finding.None {
		lines[0] = "informational: " + report.Clean(f.Message)
	}
	if f.Because != "" {
		lines = append(lines, "why: "+report.Clean(f.Because))
	}
	d := diagnostic{Severity: severityOf(f.Severity), Code: f.Rule, Source: "seclint", Data: f.Fingerprint}
	if fix := report.Remediation(f, rule); fix != "" {
		lines = append(lines, "fix: "+report.Clean(fix))
	}
	if rule != nil {
		if href := report.HelpURI(rule); v.client.TextDocument.PublishDiagnostics.CodeDescriptionSupport && isWeb(href) {
			d.CodeDescription = &codeDescription{Href: href}
		}
	}
	d.Message = strings.Join(lines, "\n")
	d.RelatedInformation = v.related(f)
	at, name := f.At, f.At.Path()
	if at.IsZero() {
		name = f.Document
	}
	v.add(name, at, remark{diagnostic: d, rule: rule, fix: v.proposal(f.Fix)})
}

// proposal returns what a fix comes to, nil for nothing.
func (v *view) proposal(fix *finding.Fix) *proposal {
	if fix == nil || fix.Obstacle != "" || len(fix.Changes) == 0 {
		return nil
	}
	p := &proposal{title: report.Clean(fix.Title), isSafe: fix.IsSafe()}
	if !p.isSafe {
		p.title += ": " + report.Clean(fix.Unsafe)
	}
	for _, c := range fix.Changes {
		p.edits = append(p.edits, fileEdit{v.uri(c.At.Path()), textEdit{Range: v.rangeOf(c.At), NewText: c.Text}})
	}
	return p
}

// related are the other places of a finding, for clients that lead there.
func (v *view) related(f *finding.Finding) []relatedInformation {
	if !v.client.TextDocument.PublishDiagnostics.RelatedInformation {
		return nil
	}
	var all []relatedInformation
	for _, r := range f.Related {
		if !r.At.IsZero() {
			place := location{URI: v.uri(r.At.Path()), Range: v.rangeOf(r.At)}
			all = append(all, relatedInformation{Location: place, Message: report.Clean(r.Message)})
		}
	}
	return all
}

func (v *view) problem(p *finding.Problem) {
	message := report.Clean(p.Message)
	if p.Hint != "" {
		message += "\nfix: " + report.Clean(p.Hint)
	}
	d := diagnostic{Severity: severityWarning, Code: p.Rule, Source: "seclint", Message: message}
	if p.Level == finding.Error {
		d.Severity = severityError
	}
	name := p.Path
	if !p.At.IsZero() {
		name = p.At.Path()
	}
	v.add(name, p.At, remark{diagnostic: d})
}

// wrongConfig says what is wrong with the config. What the scan says of it is about the config of before, and so is left out.
func (v *view) wrongConfig(err error) {
	if err == nil {
		return
	}
	name := v.configName()
	delete(v.remarks, name)
	var wrong config.Errors
	if !errors.As(err, &wrong) {
		v.add(name, source.Span{}, remark{diagnostic: diagnostic{Severity: severityError, Source: "seclint", Message: report.Clean(err.Error())}})
		return
	}
	for _, e := range wrong {
		message := report.Clean(e.Message)
		if e.Suggestion != "" {
			message += fmt.Sprintf("\nfix: did you mean %q?", report.Clean(e.Suggestion))
		}
		v.add(e.At.Path(), e.At, remark{diagnostic: diagnostic{Severity: severityError, Source: "seclint", Message: message}})
	}
}

// configName returns the name of the config file in the root, "" for none.
func (v *view) configName() string {
	for _, name := range config.Names() {
		if _, err := fs.Stat(v.project.settings.root, name); err == nil {
			return name
		}
	}
	return ""
}

// add says something about a file; what is about no file is said about the config, or in the client's log.
func (v *view) add(name string, at source.Span, r remark) {
	if name == "" {
		if name = v.configName(); name == "" {
			v.elsewhere = append(v.elsewhere, r.Message)
			return
		}
	}
	if !at.IsZero() {
		r.Range = v.rangeOf(at)
	}
	switch n := len(v.remarks[name]); {
	case n == maxRemarks:
		r = remark{diagnostic: diagnostic{Severity: severityWarning, Source: "seclint", Message: fmt.Sprintf("seclint has more to say: only the first %d are shown", n)}}
	case n > maxRemarks:
		return
	}
	v.remarks[name] = append(v.remarks[name], r)
}

func (v *view) rangeOf(at source.Span) textRange {
	t := v.texts[at.File]
	if t == nil {
		t = newText(at.File.Content)
		v.texts[at.File] = t
	}
	return t.textRange(at, v.encoding)
}

// diagnostics returns what the client shows, by URI.
func (v *view) diagnostics() map[string][]diagnostic {
	all := map[string][]diagnostic{}
	for name, remarks := range v.remarks {
		uri := v.uri(name)
		for _, r := range remarks {
			all[uri] = append(all[uri], r.diagnostic)
		}
	}
	return all
}

// severityOf maps five severities and the informational ones to what editors know.
func severityOf(s finding.Severity) int {
	switch s {
	case finding.Critical, finding.High:
		return severityError
	case finding.Medium:
		return severityWarning
	case finding.Low, finding.Note:
		return severityInformation
	}
	return severityHint
}

// isWeb reports whether an address leads to a page: an editor would carry out some others.
func isWeb(href string) bool {
	return strings.HasPrefix(href, "https://") || strings.HasPrefix(href, "http://")
}
