package report

import (
	"fmt"
	"html/template"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/coverage"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/picture"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// view makes a page of a masked report.
type view struct {
	report  *Report
	options Options
	anchors map[string]string // of the rules that have a page, by id
}

func (v *view) page() (*htmlPage, error) {
	p := &htmlPage{Title: "Security report", Version: visible(v.report.Version), HasFindings: true}
	if root := visible(v.options.DisplayRoot); root != "" && root != "." {
		p.Title += " of " + root
	}
	counts := v.report.Count()
	isPass, why := v.report.outcome()
	p.Verdict = &htmlVerdict{isPass, why}
	for _, severity := range worstFirst {
		p.Counts = append(p.Counts, htmlCount{severity.String(), severity.String(), counts.BySeverity[severity]})
	}
	if err := v.rules(p); err != nil {
		return nil, err
	}
	if v.report.Map != nil {
		if err := v.exposure(p, v.report.Map()); err != nil {
			return nil, err
		}
	}
	v.findings(p)
	v.problems(p)
	v.coverage(p)
	for _, s := range []struct {
		htmlSection
		is bool
	}{
		{htmlSection{"map", "Map"}, p.HasMap}, {htmlSection{"findings", "Findings"}, true}, {htmlSection{"problems", "Problems"}, len(p.Problems) > 0},
		{htmlSection{"coverage", "Coverage"}, true}, {htmlSection{"rules", "Rules"}, len(p.Pages) > 0},
	} {
		if s.is {
			p.Sections = append(p.Sections, s.htmlSection)
		}
	}
	return p, nil
}

type htmlChain struct {
	Class, Severity string
	Rule            ruleLink
	Deployments     string
	Steps           []htmlPlace
}

// htmlPlace is a text about a place.
type htmlPlace struct{ Text, Place string }

type ruleLink struct{ ID, Anchor string }

func (v *view) rule(id string) ruleLink { return ruleLink{visible(id), v.anchors[id]} }

// at returns path:line of a span as the user would write it, "" for nowhere.
func (v *view) at(at source.Span) string {
	if at.IsZero() {
		return ""
	}
	return fmt.Sprintf("%s:%d", visible(v.options.Place(at.Path())), at.Start.Line)
}

// exposure adds the map.
func (v *view) exposure(p *htmlPage, m *Map) error {
	if m == nil {
		return nil
	}
	if m.Picture != nil {
		var b strings.Builder
		if err := picture.Inline(&b, m.Picture(v.options)); err != nil {
			return err
		}
		p.Picture = template.HTML(b.String()) // its writer escapes all texts
	}
	p.HasMap = p.Picture != "" || len(m.Chains) > 0
	for i := range m.Chains {
		c := &m.Chains[i]
		chain := htmlChain{
			Class: c.Severity.String(), Severity: c.Severity.String(), Rule: v.rule(c.Rule), Deployments: visible(strings.Join(c.Deployments, "; ")),
		}
		for _, step := range c.Steps {
			chain.Steps = append(chain.Steps, htmlPlace{visible(step.Text), v.at(step.At)})
		}
		p.Chains = append(p.Chains, chain)
	}
	return nil
}

type htmlFinding struct {
	ID, Class, Level, Severity, Message string
	Rule                                ruleLink
	File, Place, Service                string
	Lines                               []htmlLine
	Because, Suppressed                 string
	Fix                                 []htmlPart
	Tags                                []string
	Related                             []htmlPlace
}

type htmlLevel struct {
	Name string
	IsOn bool
}

// levelSuppressed and levelInformational are what the filter calls findings that do not count.
const (
	levelSuppressed    = "suppressed"
	levelInformational = "informational"
	levelKnown         = "known"
)

func filterLevel(f *finding.Finding) string {
	switch {
	case f.Suppressed != nil:
		return levelSuppressed
	case f.State == finding.Unchanged:
		return levelKnown
	case f.Severity == finding.None:
		return levelInformational
	}
	return f.Severity.String()
}

// findings adds all findings that the severity filter lets through, the worst first; the page hides those that do not count.
func (v *view) findings(p *htmlPage) {
	known := v.report.rulesByID()
	var shown []*finding.Finding
	for i := range v.report.Findings {
		if f := &v.report.Findings[i]; v.options.selects(f) {
			shown = append(shown, f)
		}
	}
	slices.SortStableFunc(shown, worseFirst)
	levels := map[string]bool{}
	for i, f := range shown {
		h := v.finding(f, known[f.Rule])
		h.ID = fmt.Sprintf("finding-%d", i+1)
		levels[h.Level] = true
		p.Findings = append(p.Findings, h)
		p.Rules, p.Files = append(p.Rules, h.Rule.ID), append(p.Files, h.File)
		if h.Service != "" {
			p.Services = append(p.Services, h.Service)
		}
	}
	for _, list := range []*[]string{&p.Rules, &p.Files, &p.Services} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	for _, severity := range worstFirst {
		if levels[severity.String()] {
			p.Levels = append(p.Levels, htmlLevel{severity.String(), true})
		}
	}
	for _, name := range []string{levelInformational, levelKnown, levelSuppressed} {
		if levels[name] {
			p.Levels = append(p.Levels, htmlLevel{name, false})
		}
	}
}

func (v *view) finding(f *finding.Finding, rule *rules.Rule) htmlFinding {
	h := htmlFinding{
		Class: f.Severity.String(), Level: filterLevel(f), Severity: severityName(f), Message: visible(f.Message), Rule: v.rule(f.Rule),
		File: visible(v.options.Place(f.At.Path())), Place: v.at(f.At), Service: visible(subject(f)), Lines: v.lines(f.At),
		Because: visible(f.Because),
	}
	h.Fix = htmlParts(visible(Remediation(f, rule)))
	for _, tag := range f.Tags {
		h.Tags = append(h.Tags, visible(tag.Reason))
	}
	if f.Suppressed != nil {
		h.Suppressed = visible(Justification(f.Suppressed))
		if at := v.at(f.Suppressed.At); at != "" {
			h.Suppressed += " (" + at + ")"
		}
	}
	for _, related := range f.Related {
		h.Related = append(h.Related, htmlPlace{visible(related.Message), v.at(related.At)})
	}
	return h
}

// htmlPart is a part of a text: words, or code, which a text has between backticks.
type htmlPart struct {
	Text   string
	IsCode bool
}

// htmlParts divides a text. A backtick without another one is a backtick.
func htmlParts(text string) []htmlPart {
	var parts []htmlPart
	for text != "" {
		before, rest, opened := strings.Cut(text, "`")
		code, after, closed := strings.Cut(rest, "`")
		if !opened || !closed || code == "" {
			return append(parts, htmlPart{Text: text})
		}
		if before != "" {
			parts = append(parts, htmlPart{Text: before})
		}
		parts = append(parts, htmlPart{code, true})
		text = after
	}
	return parts
}

type htmlProblem struct{ Level, Text, Place, Hint string }

func (v *view) problems(p *htmlPage) {
	for _, level := range []finding.Level{finding.Error, finding.Warning} {
		for i := range v.report.Problems {
			problem := &v.report.Problems[i]
			if problem.Level != level {
				continue
			}
			place := v.at(problem.At)
			if place == "" {
				place = visible(v.options.Place(problem.Path))
			}
			p.Problems = append(p.Problems, htmlProblem{level.String(), visible(problem.Message), place, visible(problem.Hint)})
		}
	}
}

type htmlCoverage struct {
	Headline      string
	Said, LeftOut []string
	Open, Seen    []htmlAsset
}

type htmlAsset struct{ State, What, Place, Reason string }

func (v *view) coverage(p *htmlPage) {
	c := &v.report.Coverage
	name := func(file string) string { return visible(v.options.Place(file)) }
	h := &htmlCoverage{Headline: c.headline(), LeftOut: c.leftOutNames(name), Said: v.report.hiding(name, true)}
	if line := v.report.never(name); line != "" {
		h.Said = append([]string{line}, h.Said...)
	}
	add := func(state State, a htmlAsset) {
		if slices.Contains([]State{coverage.Assessed, coverage.External, coverage.Disabled}, state) {
			h.Seen = append(h.Seen, a)
		} else {
			h.Open = append(h.Open, a)
		}
	}
	for _, f := range c.Files {
		add(f.State, htmlAsset{string(f.State), visible(strings.TrimSpace(f.Kind + " file")), name(f.Path), visible(f.Reason)})
	}
	for _, a := range c.Assets {
		place := name(a.File)
		if a.Line > 0 {
			place = fmt.Sprintf("%s:%d", place, a.Line)
		}
		add(a.State, htmlAsset{string(a.State), visible(string(a.Sort) + " " + a.Name), place, visible(a.Reason)})
	}
	p.Coverage = h
}
