package report

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"sort"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Text writes the report for people: findings by file with the worst first, problems, and a headline.
func Text(w io.Writer, r *Report, o Options) error {
	t := newText(w, r, o)
	shown := t.shown()
	switch {
	case o.Quiet:
		t.lines(shown, false)
		return t.Flush()
	case o.Statistics:
		t.statistics(shown, true)
	default:
		t.plan(shown)
		t.sections(shown)
	}
	t.problems()
	if !o.Statistics && len(shown) > longReport {
		t.statistics(shown, false)
	}
	t.headline()
	return t.Flush()
}

// Concise writes one line for each finding, with the address of its rule's page.
func Concise(w io.Writer, r *Report, o Options) error {
	t := newText(w, r, o)
	t.lines(t.shown(), o.LinkRoot == "")
	return t.Flush()
}

// Findings writes nothing but the findings of a report, each in full.
func Findings(w io.Writer, r *Report, o Options) error {
	o.Verbose = true
	t := newText(w, r, o)
	shown := t.shown()
	t.plan(shown)
	for _, file := range byFile(shown) {
		t.entries(file.findings)
	}
	return t.Flush()
}

func newText(w io.Writer, r *Report, o Options) *text {
	r = r.Masked()
	if o.Width <= 0 {
		o.Width = 80
	}
	o.Width = max(o.Width, 40)
	return &text{
		Writer: bufio.NewWriter(w), report: r, options: o, style: style(o.Color), rules: r.rulesByID(),
		places: map[string]string{}, full: map[*finding.Finding]bool{}, said: map[saying]bool{},
		counted: map[*finding.Finding]*finding.Finding{}, parts: map[*finding.Finding][]*finding.Finding{},
	}
}

// text writes one report.
type text struct {
	*bufio.Writer
	report  *Report
	options Options
	style   style
	rules   map[string]*rules.Rule
	places  map[string]string // of files, as the user would write them

	full    map[*finding.Finding]bool // that are written in full
	said    map[saying]bool           // what need not be said again
	briefly int                       // how many are not
	counted map[*finding.Finding]*finding.Finding
	parts   map[*finding.Finding][]*finding.Finding

	tally   lineCounter
	counter *bufio.Writer // to tally
}

// printf writes; the buffer keeps the first error for Flush.
func (t *text) printf(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) }

// Clean makes a text of a report fit for the terminal: its secrets masked and its control characters visible.
func Clean(text string) string { return visible(mask.Text(text)) }

// shown returns the findings to show. Those that are counted with another one are named there, and apart when verbose.
func (t *text) shown() []*finding.Finding {
	var shown []*finding.Finding
	wholes := t.report.wholes()
	for i := range t.report.Findings {
		f := &t.report.Findings[i]
		if !t.options.shows(f) {
			continue
		}
		if whole, isPart := wholes[i]; isPart {
			w := &t.report.Findings[whole]
			t.counted[f] = w
			t.parts[w] = append(t.parts[w], f)
			if !t.options.Verbose {
				continue
			}
		}
		shown = append(shown, f)
	}
	return shown
}

// rank orders findings by severity; suppressed ones come behind all others.
func rank(f *finding.Finding) int {
	if f.Suppressed != nil {
		return int(f.Severity) - 100
	}
	if f.State == finding.Unchanged {
		return int(f.Severity) - 50
	}
	return int(f.Severity)
}

// label names how much a finding matters.
func (t *text) label(f *finding.Finding) string {
	if f.Suppressed != nil {
		return t.style.faint(severityName(f))
	}
	return t.style.severity(f.Severity, severityName(f))
}

// place returns a file's path as the user would write it, fit for the terminal.
func (t *text) place(file string) string {
	place, known := t.places[file]
	if !known {
		place = visible(t.options.Place(file))
		t.places[file] = place
	}
	return place
}

// at returns path:line:column, and line path:line, as the user would write them.
func (t *text) at(s source.Span) string {
	return fmt.Sprintf("%s:%d:%d", t.place(s.Path()), s.Start.Line, s.Start.Column)
}

func (t *text) line(s source.Span) string {
	return fmt.Sprintf("%s:%d", t.place(s.Path()), s.Start.Line)
}

// lines writes one line for each finding and error; with the address of the rule's page where it is wanted.
func (t *text) lines(findings []*finding.Finding, addresses bool) {
	findings = slices.Clone(findings)
	sort.SliceStable(findings, func(i, j int) bool { return rank(findings[i]) > rank(findings[j]) })
	for _, f := range findings {
		t.printf("%s: %s: %s [%s]", t.linkAt(f.At), t.label(f), marked(f), t.linkRule(f.Rule))
		if rule := t.rules[f.Rule]; addresses && rule != nil && HelpURI(rule) != "" {
			t.printf(" %s", visible(HelpURI(rule)))
		}
		t.printf("\n")
	}
	for i := range t.report.Problems {
		if p := &t.report.Problems[i]; p.Level == finding.Error {
			t.printf("%s%s: %s\n", t.prefix(p), t.style.bad("error"), visible(p.Message))
		}
	}
	for _, line := range t.report.overlooked(t.place) {
		t.printf("%s\n", line)
	}
}

// prefix returns the place of a problem with a colon and a blank behind it, or nothing.
func (t *text) prefix(p *finding.Problem) string {
	switch {
	case !p.At.IsZero():
		return t.at(p.At) + ": "
	case p.Path != "":
		return t.place(p.Path) + ": "
	}
	return ""
}

// firstParagraph returns the first paragraph of Markdown on one line, without the full stop at its end.
func firstParagraph(text string) string {
	var words []string
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		if strings.TrimSpace(line) == "" {
			break
		}
		words = append(words, strings.Fields(line)...)
	}
	return strings.TrimSuffix(strings.Join(words, " "), ".")
}
