package report

import (
	"io"
	"path"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// Writer writes a report in one format. It returns the first error of w.
type Writer func(w io.Writer, r *Report, o Options) error

// Formats are the formats by the name that --format takes.
var Formats = map[string]Writer{
	"text":           Text,
	"concise":        Concise,
	"html":           HTML,
	"json":           JSON,
	"sarif":          SARIF,
	"github":         GitHub,
	"github-summary": GitHubSummary,
	"gitlab":         GitLab,
	"gitlab-sast":    GitLabSAST,
	"junit":          JUnit,
	"checkstyle":     Checkstyle,
	"markdown":       Markdown,
}

// Options say how to write a report. The zero value is right for a pipe.
type Options struct {
	// MinSeverity leaves milder findings out of every format; the counts stay whole. None leaves nothing out.
	MinSeverity finding.Severity
	// DisplayRoot stands in front of the paths of the report, which are relative to the scanned root, in what people read. JSON keeps
	// the report's paths.
	DisplayRoot string
	// Repository is the folder of the scanned root in its repository, "." for the repository itself and "" where there is none. What reads
	// a report for a repository, such as code scanning, wants paths from there.
	Repository string
	// WorkDir is for text: the working directory where it lies below the scanned root, slash-separated and relative to it.
	// Paths are shown as seen from there.
	WorkDir string
	// Timings adds how long each stage took, to text and json. Without it json does not depend on the clock.
	Timings bool

	// ShowSuppressed adds suppressed findings to all formats but json, which always holds them, and ShowInformational informational ones to
	// all but json and sarif.
	ShowSuppressed    bool
	ShowInformational bool

	// Color is for text: use ANSI colours.
	Color bool
	// Width is for text: the columns to fit into; 0 means 80.
	Width int
	// Quiet is for text: one line for each finding, each error and each sort of thing that was not looked at.
	Quiet bool
	// GroupBy is for text: file, rule or service; "" means file.
	GroupBy string
	// Statistics is for text: a table of rules and severities stands in the place of the findings.
	Statistics bool
	// LinkRoot is for text: the URL of the scanned root, which makes places links of the terminal (OSC 8); "" for none.
	LinkRoot string
	// Verbose is for text and github: leave nothing out for the sake of brevity, and show known findings.
	Verbose bool

	// SourceURL is for markdown and github-summary: where the repository's files can be seen, "" for nowhere.
	SourceURL string

	// Category is for sarif: what tells this run from others of the same commit, "" for none.
	Category string

	// Help is for sarif and html: it returns a rule's page in Markdown. Nil means a page made of description and remediation.
	Help func(*rules.Rule) string
}

// Place returns a root-relative path as the user would write it.
func (o Options) Place(file string) string {
	if file == "" {
		return file
	}
	up, dir := "", o.WorkDir
	for dir != "" && dir != "." && !strings.HasPrefix(file, dir+"/") {
		up, dir = up+"../", path.Dir(dir)
	}
	if dir != "" && dir != "." {
		file = strings.TrimPrefix(file, dir+"/")
	}
	return path.Join(o.DisplayRoot, up+file)
}

// InRepository returns a root-relative path as seen from the repository. Where there is none, it is seen from the working directory, or
// from the root itself when that lies outside.
func (o Options) InRepository(file string) string {
	root := o.Repository
	if root == "" {
		root = path.Clean(o.DisplayRoot)
		if path.IsAbs(root) || root == ".." || strings.HasPrefix(root, "../") {
			root = "."
		}
	}
	if file == "" {
		return file
	}
	return strings.TrimLeft(path.Join(root, file), "/")
}

// selects reports whether the severity filter lets a finding through.
func (o Options) selects(f *finding.Finding) bool { return f.Severity >= o.MinSeverity }

// shows reports whether a format for people shows a finding.
func (o Options) shows(f *finding.Finding) bool {
	switch {
	case !o.selects(f):
		return false
	case f.Suppressed != nil:
		return o.ShowSuppressed
	case f.State == finding.Unchanged:
		return o.Verbose
	}
	return f.Severity > finding.None || o.ShowInformational
}

// severityName returns the severity of a finding as people read it.
func severityName(f *finding.Finding) string {
	name := f.Severity.String()
	if f.Severity == finding.None {
		name = "informational"
	}
	if f.Suppressed != nil {
		return "suppressed " + name
	}
	if f.State == finding.Unchanged {
		return "known " + name
	}
	return name
}

// rulesByID indexes the report's rules.
func (r *Report) rulesByID() map[string]*rules.Rule {
	byID := make(map[string]*rules.Rule, len(r.Rules))
	for _, rule := range r.Rules {
		byID[rule.ID] = rule
	}
	return byID
}
