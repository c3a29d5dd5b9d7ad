package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// sastVersion is the release of GitLab's schemas for security reports that this report fits, https://gitlab.com/gitlab-org/security-products/security-report-schemas.
const sastVersion = "15.2.0"

type sastReport struct {
	Version         string              `json:"version"`
	Scan            sastScan            `json:"scan"`
	Vulnerabilities []sastVulnerability `json:"vulnerabilities"`
}

type sastScan struct {
	Analyzer  sastTool      `json:"analyzer"`
	Scanner   sastTool      `json:"scanner"`
	Type      string        `json:"type"`
	StartTime string        `json:"start_time"`
	EndTime   string        `json:"end_time"`
	Status    string        `json:"status"`
	Messages  []sastMessage `json:"messages"`
}

type sastTool struct {
	ID      string     `json:"id"`
	Name    string     `json:"name"`
	URL     string     `json:"url"`
	Version string     `json:"version"`
	Vendor  sastVendor `json:"vendor"`
}

type sastVendor struct {
	Name string `json:"name"`
}

type sastMessage struct {
	Level string `json:"level"`
	Value string `json:"value"`
}

type sastVulnerability struct {
	ID          string           `json:"id"`
	Name        string           `json:"name"`
	Description string           `json:"description"`
	Severity    string           `json:"severity"`
	Solution    string           `json:"solution,omitempty"`
	Identifiers []sastIdentifier `json:"identifiers"`
	Location    sastLocation     `json:"location"`
	Links       []sastLink       `json:"links,omitempty"`
	Details     map[string]any   `json:"details,omitempty"`
}

type sastIdentifier struct {
	Type  string `json:"type"`
	Name  string `json:"name"`
	Value string `json:"value"`
	URL   string `json:"url,omitempty"`
}

type sastLocation struct {
	File      string `json:"file"`
	StartLine int    `json:"start_line"`
	EndLine   int    `json:"end_line"`
}

type sastLink struct {
	URL string `json:"url"`
}

// sastTime is the only form of a time that the schema takes, in UTC.
const sastTime = "2006-01-02T15:04:05"

// GitLabSAST writes the report as one of static application security testing, which GitLab's vulnerability report and merge requests show.
// What could not be looked at, and what is hidden, are messages of the scan. It holds the times of the run, as it has to.
func GitLabSAST(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	tool := sastTool{ID: "seclint", Name: "seclint", URL: homepage, Version: semanticVersion(r.Version), Vendor: sastVendor{"seclint"}}
	started := r.Started.UTC()
	out := sastReport{Version: sastVersion, Vulnerabilities: []sastVulnerability{}, Scan: sastScan{
		Analyzer: tool, Scanner: tool, Type: "sast", Status: "success", Messages: []sastMessage{},
		StartTime: started.Format(sastTime), EndTime: started.Add(r.Elapsed.Round(time.Second)).Format(sastTime),
	}}
	if r.problemCount(finding.Error) > 0 {
		out.Scan.Status = "failure"
	}
	byID, chains := r.rulesByID(), r.chains()
	for _, e := range r.entries(o) {
		if e.finding == nil {
			out.Scan.Messages = append(out.Scan.Messages, sastMessage{sastLevel(e.problem.Level), e.said()})
			continue
		}
		rule := byID[e.finding.Rule]
		if rule == nil {
			rule = &rules.Rule{ID: e.finding.Rule, Title: e.finding.Rule}
		}
		v := sastFinding(&e, rule)
		if flows := sastFlows(chains[chainKey(e.finding.Rule, e.finding.At)], o); len(flows) > 0 {
			v.Details = map[string]any{"chain": map[string]any{"type": "code-flows", "name": "From an open port to the host", "items": flows}}
		}
		out.Vulnerabilities = append(out.Vulnerabilities, v)
	}
	lines := append([]string{r.verdict(), r.totals(o)}, r.overlooked(func(path string) string { return visible(o.InRepository(path)) })...)
	for _, line := range lines {
		out.Scan.Messages = append(out.Scan.Messages, sastMessage{"info", line})
	}
	return writeJSON(w, out)
}

// said is a problem in one line.
func (e *entry) said() string {
	text := strings.Join(append([]string{e.message}, e.notes...), ". ")
	if e.file != "" {
		text = fmt.Sprintf("%s:%d: %s", e.file, e.line, text)
	}
	return text
}

func sastLevel(level finding.Level) string {
	if level == finding.Error {
		return "fatal"
	}
	return "warn"
}

// solution returns what to do about a finding: what its policy says of the file at hand, and what the rule says.
func solution(f *finding.Finding, rule *rules.Rule) string {
	return strings.TrimSpace(markdownText(f.Remediation) + "\n\n" + strings.TrimSpace(rule.Remediation))
}

// sastFinding turns a finding into a vulnerability. GitLab renders descriptions as Markdown.
func sastFinding(e *entry, rule *rules.Rule) sastVulnerability {
	f := e.finding
	v := sastVulnerability{
		ID: uuid("vulnerability", f.Rule, f.Fingerprint, f.Message), Name: shortened(visible(rule.Title), 255), Severity: sastSeverity(f.Severity),
		Description: markdownText(e.message), Solution: shortened(solution(f, rule), 7000),
		Location:    sastLocation{cmp.Or(e.file, "."), e.line, max(e.lastLine, e.line)},
		Identifiers: []sastIdentifier{{Type: "seclint_rule", Name: visible(rule.ID), Value: visible(rule.ID), URL: HelpURI(rule)}},
	}
	for _, note := range e.notes {
		if !strings.HasPrefix(note, "Fix: ") {
			v.Description += "\n\n" + markdownText(note)
		}
	}
	if rule.Description != "" {
		v.Description += "\n\n" + strings.TrimSpace(rule.Description)
	}
	v.Description = shortened(v.Description, 1<<20)
	for _, cwe := range rule.CWE {
		v.Identifiers = append(v.Identifiers, sastIdentifier{
			Type: "cwe", Name: fmt.Sprintf("CWE-%d", cwe), Value: fmt.Sprint(cwe), URL: fmt.Sprintf("https://cwe.mitre.org/data/definitions/%d.html", cwe),
		})
	}
	for _, reference := range rule.References {
		v.Links = append(v.Links, sastLink{reference})
	}
	return v
}

func sastSeverity(s finding.Severity) string {
	return [...]string{finding.None: "Info", finding.Note: "Info", finding.Low: "Low", finding.Medium: "Medium",
		finding.High: "High", finding.Critical: "Critical"}[s]
}

// maxFlows is how many code flows GitLab takes.
const maxFlows = 10

// sastFlows turns chains into code flows.
func sastFlows(chains []*Chain, o Options) [][]any {
	var flows [][]any
	for _, c := range chains[:min(len(chains), maxFlows)] {
		var nodes []any
		for i, step := range c.Steps {
			if step.At.IsZero() {
				continue
			}
			sort := "propagation"
			switch i {
			case 0:
				sort = "source"
			case len(c.Steps) - 1:
				sort = "sink"
			}
			nodes = append(nodes, map[string]any{"type": "code-flow-node", "node_type": sort, "file_location": map[string]any{
				"type": "file-location", "file_name": visible(o.InRepository(step.At.Path())), "line_start": step.At.Start.Line,
			}})
		}
		if len(nodes) > 0 {
			flows = append(flows, nodes)
		}
	}
	return flows
}
