package report

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"io"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// gitLabIssue is an issue of a code quality report, https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format.
type gitLabIssue struct {
	Description string         `json:"description"`
	CheckName   string         `json:"check_name"`
	Fingerprint string         `json:"fingerprint"`
	Severity    string         `json:"severity"`
	Location    gitLabLocation `json:"location"`
}

type gitLabLocation struct {
	Path  string      `json:"path"`
	Lines gitLabLines `json:"lines"`
}

type gitLabLines struct {
	Begin int `json:"begin"`
	End   int `json:"end"`
}

// GitLab writes the report as a code quality report of GitLab, which merge requests show. What has no file is at the root.
func GitLab(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	issues, seen := []gitLabIssue{}, map[string]int{}
	add := func(e *entry) {
		print := e.fingerprint()
		if seen[print]++; seen[print] > 1 { // GitLab shows one issue for each fingerprint
			print = hashed(print, fmt.Sprint(seen[print]))
		}
		description := e.message
		if e.finding != nil && e.finding.Because != "" {
			description += ": " + visible(e.finding.Because)
		}
		issues = append(issues, gitLabIssue{description, e.rule, print, gitLabSeverity(e),
			gitLabLocation{cmp.Or(e.file, "."), gitLabLines{e.line, max(e.lastLine, e.line)}}})
	}
	entries := r.entries(o)
	for i := range entries {
		add(&entries[i])
	}
	for _, line := range r.overlooked(func(path string) string { return visible(o.InRepository(path)) }) {
		add(&entry{rule: problemRule, message: line, line: 1})
	}
	return writeJSON(w, issues)
}

// gitLabSeverity is how GitLab calls the severity of an entry.
func gitLabSeverity(e *entry) string {
	if !e.isCounted() {
		return "info"
	}
	return [...]string{finding.None: "info", finding.Note: "info", finding.Low: "minor", finding.Medium: "major",
		finding.High: "critical", finding.Critical: "blocker"}[e.severity()]
}

// fingerprint identifies an entry across edits.
func (e *entry) fingerprint() string {
	if e.finding != nil && e.finding.Fingerprint != "" {
		return e.finding.Fingerprint
	}
	return hashed(e.rule, e.file, e.message)
}

// hashed returns a short hash of some texts.
func hashed(texts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(texts, "\x00")))
	return fmt.Sprintf("%x", sum[:16])
}
