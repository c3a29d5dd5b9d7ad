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

// inFull is how many findings of one rule in one file are quoted when the others take a line each.
const inFull = 3

// Text writes the report for people: findings by file with the worst first, problems, and a headline.
func Text(w io.Writer, r *Report, o Options) error {
	t := newText(w, r, o)
	shown := t.shown()
	if o.Quiet {
		t.lines(shown)
		return t.Flush()
	}
	for _, file := range byFile(shown) {
		t.file(file)
	}
	t.problems()
	t.headline()
	return t.Flush()
}

// Findings writes nothing but the findings of a report, each as Text does.
func Findings(w io.Writer, r *Report, o Options) error {
	t := newText(w, r, o)
	for _, file := range byFile(t.shown()) {
		t.groups(file)
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
		places: map[string]string{},
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
}

// printf writes; the buffer keeps the first error for Flush.
func (t *text) printf(format string, args ...any) { _, _ = fmt.Fprintf(t, format, args...) }

// Clean makes a text of a report fit for the terminal: its secrets masked and its control characters visible.
func Clean(text string) string { return visible(mask.Text(text)) }

// shown returns the findings to show.
func (t *text) shown() []*finding.Finding {
	var shown []*finding.Finding
	for i := range t.report.Findings {
		if f := &t.report.Findings[i]; t.options.shows(f) {
			shown = append(shown, f)
		}
	}
	return shown
}

// byFile groups findings by the file they stand in, in the order given, and puts the worst of each file first.
func byFile(findings []*finding.Finding) [][]*finding.Finding {
	index := map[string]int{}
	var files [][]*finding.Finding
	for _, f := range findings {
		i, ok := index[f.At.Path()]
		if !ok {
			i = len(files)
			index[f.At.Path()] = i
			files = append(files, nil)
		}
		files[i] = append(files[i], f)
	}
	for _, file := range files {
		sort.SliceStable(file, func(i, j int) bool { return rank(file[i]) > rank(file[j]) })
	}
	return files
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

// group is the key under which findings share their explanation.
type group struct{ rule, situation string }

// file writes the findings of one file below its name.
func (t *text) file(findings []*finding.Finding) {
	name := t.place(findings[0].At.Path())
	t.printf("%s %s\n", t.style.bold(name), t.style.faint("("+count(len(findings), "finding")+")"))
	t.tags(findings)
	t.printf("\n")
	t.groups(findings)
}

// tags says once for a file why findings in it weigh less.
func (t *text) tags(findings []*finding.Finding) {
	var said []finding.Tag
	for _, f := range findings {
		for _, tag := range f.Tags {
			if !slices.Contains(said, tag) {
				said = append(said, tag)
			}
		}
	}
	for i, tag := range said {
		if i == atMost && !t.options.Verbose {
			t.printf("  and %d more reasons for lower severities (-v shows all)\n", len(said)-i)
			return
		}
		effect := "one level lower: "
		if tag.Name == source.TagInactive {
			effect = "a note at most: "
		}
		t.indented("  ", 4, t.style.faint(effect+visible(tag.Reason)))
	}
}

// groups writes the findings of one file: those of one rule and situation together, where the first of them is.
func (t *text) groups(findings []*finding.Finding) {
	index := map[group]int{}
	var groups [][]*finding.Finding
	for _, f := range findings {
		key := group{f.Rule, fmt.Sprint(f.Situation, f.Severity, f.Suppressed != nil, f.State)}
		i, ok := index[key]
		if !ok {
			i = len(groups)
			index[key] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], f)
	}
	for _, g := range groups {
		t.group(g)
	}
}

// group writes findings that differ in place only.
func (t *text) group(findings []*finding.Finding) {
	full := len(findings)
	if full > inFull+1 && !t.options.Verbose { // one line more for one finding more would save nothing
		full = inFull
	}
	for i, f := range findings[:full] {
		t.finding(f, i == 0)
	}
	rest := findings[full:]
	if len(rest) == 0 {
		return
	}
	t.printf("%s: %d more of %s (-v shows each in full)\n", t.label(rest[0]), len(rest), visible(rest[0].Rule))
	for _, f := range rest {
		t.indented("  "+t.style.frame("-->")+" ", 6, fmt.Sprintf("%s %s", t.at(f.At), visible(f.Message)))
	}
	t.printf("\n")
}

// label names how much a finding matters.
func (t *text) label(f *finding.Finding) string {
	if f.Suppressed != nil {
		return t.style.faint(severityName(f))
	}
	return t.style.severity(f.Severity, severityName(f))
}

// finding writes one finding; explain adds what is the same for all findings of its group.
func (t *text) finding(f *finding.Finding, explain bool) {
	indent := len(severityName(f)) + 2
	lines := wrap(visible(f.Message)+" ["+visible(f.Rule)+"]", t.options.Width-indent)
	for i, line := range lines {
		if i == 0 {
			t.printf("%s: %s\n", t.label(f), t.style.bold(line))
		} else {
			t.printf("%*s%s\n", indent, "", t.style.bold(line))
		}
	}
	gutter := t.excerpt(f.At, func(s string) string { return t.style.severity(f.Severity, s) })
	if explain && f.Because != "" {
		t.note(gutter, "why", visible(f.Because))
	}
	if rule := t.rules[f.Rule]; explain && rule != nil && rule.Remediation != "" {
		t.note(gutter, "fix", visible(firstParagraph(rule.Remediation)))
	}
	for _, related := range f.Related {
		t.note(gutter, "see", fmt.Sprintf("%s (%s)", t.line(related.At), visible(related.Message)))
	}
	if len(f.Deployments) > 0 {
		t.note(gutter, "started as", visible(strings.Join(f.Deployments, "; ")))
	}
	if f.PartOf != "" {
		t.note(gutter, "part of", visible(f.PartOf))
	}
	if s := f.Suppressed; s != nil {
		t.note(gutter, "suppressed", visible(Justification(s))+t.written(s.At))
	}
	t.printf("\n")
}

// written says where a suppression stands.
func (t *text) written(at source.Span) string {
	if at.IsZero() {
		return ""
	}
	return " (" + t.line(at) + ")"
}

// note writes a remark under an excerpt.
func (t *text) note(gutter int, name, remark string) {
	prefix := fmt.Sprintf("%*s %s %s: ", gutter, "", t.style.frame("="), t.style.bold(name))
	if name == "see" {
		prefix = fmt.Sprintf("%*s %s %s ", gutter, "", t.style.frame("="), t.style.bold(name))
	}
	t.indented(prefix, gutter+3+len(name)+2, remark)
}

// indented writes wrapped text behind a prefix that is indent cells wide.
func (t *text) indented(prefix string, indent int, content string) {
	for i, line := range wrap(content, t.options.Width-indent) {
		if i > 0 {
			prefix = strings.Repeat(" ", indent)
		}
		t.printf("%s%s\n", prefix, line)
	}
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

// lines writes one line for each finding and error.
func (t *text) lines(findings []*finding.Finding) {
	for _, f := range findings {
		t.printf("%s: %s: %s [%s]\n", t.at(f.At), t.label(f), visible(f.Message), visible(f.Rule))
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
