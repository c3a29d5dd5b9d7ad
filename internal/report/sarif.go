package report

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/owenrumney/go-sarif/v2/sarif"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// srcRoot is the base of all URIs in a log. It has no URI of its own: an absolute one would tie the log to a machine.
const srcRoot = "SRCROOT"

// limits are what GitHub takes of one run. What exceeds them makes the upload fail as a whole.
type limits struct {
	results   int // results in a run
	displayed int // results that GitHub shows; it picks the most severe ones itself
	rules     int // rules in a run
	tags      int // tags of a rule
	locations int // locations of a result
	steps     int // locations of a thread flow
	gzipped   int // bytes of the compressed log
}

// gitHub holds the documented limits; compression differs a little between tools, so the size keeps a distance to 10 MB.
var gitHub = limits{results: 25_000, displayed: 5_000, rules: 25_000, tags: 20, locations: 1_000, steps: 10_000, gzipped: 9_500_000}

// SARIF writes the report as a SARIF 2.1.0 log within GitHub's limits. What had to be cut is said in a notification.
func SARIF(w io.Writer, r *Report, o Options) error { return writeSARIF(w, r, o, gitHub) }

func writeSARIF(w io.Writer, r *Report, o Options, l limits) error {
	for {
		log, err := encodeLog(r, o, l)
		if err != nil {
			return fmt.Errorf("encoding sarif: %w", err)
		}
		size := len(log)
		if size > l.gzipped {
			size = gzipped(log)
		}
		if size <= l.gzipped || l.results <= 1 {
			_, err = w.Write(log)
			return err
		}
		kept := min(len(r.Findings), l.results)
		l.results = max(int(int64(kept)*int64(l.gzipped)/int64(size)*9/10), 1)
	}
}

// gzipped returns how many bytes a log takes when it is uploaded.
func gzipped(log []byte) int {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	_, _ = z.Write(log)
	_ = z.Close()
	return b.Len()
}

// logWriter builds one log.
type logWriter struct {
	options Options
	limits  limits
	report  *Report         // masked
	index   map[string]uint // of the descriptors in the log, by id
	cut     []string        // what was left out
	known   map[string]*rules.Rule
	chains  map[string][]*Chain
}

func encodeLog(r *Report, o Options, l limits) ([]byte, error) {
	r = r.Masked()
	lw := &logWriter{options: o, limits: l, report: r, index: map[string]uint{}, chains: r.chains()}
	findings := lw.pick(r)
	version := semanticVersion(r.Version)
	driver := sarif.NewDriver("seclint").WithInformationURI(homepage).WithVersion(version)
	driver.SemanticVersion = &version
	driver.Rules = lw.rules(r, findings)
	run := sarif.NewRun(*sarif.NewTool(driver))
	for _, f := range findings {
		run.Results = append(run.Results, lw.result(f))
	}
	run.Invocations = []*sarif.Invocation{lw.invocation(r)}
	if o.Category != "" {
		run.AutomationDetails = sarif.NewRunAutomationDetails().WithID(strings.TrimSuffix(o.Category, "/") + "/")
	}
	run.ColumnKind = "unicodeCodePoints"
	run.RedactionTokens = []string{mask.Mark}
	run.OriginalUriBaseIDs = map[string]*sarif.ArtifactLocation{
		srcRoot: sarif.NewArtifactLocation().WithDescriptionText("The root of the repository."),
	}
	run.Properties = sarif.Properties{"coverage": coverageProperties(r)}
	log, err := sarif.New(sarif.Version210)
	if err != nil {
		return nil, err
	}
	log.AddRun(run)
	return EncodeJSON(log)
}

// coverageProperties returns the percentage and the counts by state, without those that are zero.
func coverageProperties(r *Report) map[string]int {
	tally := r.Coverage.Tally()
	properties := map[string]int{"percent": tally.Percent()}
	for state, n := range tally {
		properties[string(state)] = n
	}
	return properties
}

// invocation says whether the run did its whole job, with one notification for each problem and for each cut.
func (lw *logWriter) invocation(r *Report) *sarif.Invocation {
	invocation := sarif.NewInvocation().WithExecutionSuccess(r.problemCount(finding.Error) == 0)
	for i := range r.Problems {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications, lw.notification(&r.Problems[i]))
	}
	for _, line := range r.overlooked(func(path string) string { return withoutLinks(visible(path)) }) {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications,
			sarif.NewNotification().WithLevel("note").WithTextMessage(line).
				WithDescriptor(sarif.NewReportingDescriptorReference().WithId("seclint/coverage")))
	}
	for _, cut := range lw.cut {
		invocation.ToolExecutionNotifications = append(invocation.ToolExecutionNotifications,
			sarif.NewNotification().WithLevel("warning").WithTextMessage(cut).
				WithDescriptor(sarif.NewReportingDescriptorReference().WithId("seclint/limits")))
	}
	return invocation
}

// notification turns a problem into a notification.
func (lw *logWriter) notification(p *finding.Problem) *sarif.Notification {
	message := withoutLinks(visible(p.Message))
	if p.Hint != "" {
		message += ". " + withoutLinks(visible(p.Hint))
	}
	n := sarif.NewNotification().WithLevel(p.Level.String()).WithTextMessage(message).
		WithDescriptor(sarif.NewReportingDescriptorReference().WithId("seclint/problem"))
	if p.Rule != "" {
		rule := sarif.NewReportingDescriptorReference().WithId(p.Rule)
		if index, ok := lw.index[p.Rule]; ok { // the plain id is that of the rule's own severity
			rule.Index = &index
		}
		n.WithAssociatedRule(rule)
	}
	switch {
	case !p.At.IsZero():
		n.Locations = []*sarif.Location{lw.location(p.At)}
	case p.Path != "":
		n.Locations = []*sarif.Location{sarif.NewLocationWithPhysicalLocation(
			sarif.NewPhysicalLocation().WithArtifactLocation(lw.artifact(p.Path)))}
	}
	return n
}

// result turns a finding into a result.
func (lw *logWriter) result(f *finding.Finding) *sarif.Result {
	id := lw.descriptorID(f)
	result := sarif.NewRuleResult(id).WithLevel(levelOf(f.Severity))
	if index, ok := lw.index[id]; ok {
		result.WithRuleIndex(int(index))
	}
	if f.Severity == finding.None {
		result.WithKind("informational")
	}
	result.Message = *sarif.NewTextMessage(lw.message(f))
	if !f.At.IsZero() {
		location := lw.keyLocation(f.At)
		if len(f.Path) > 0 && !isCode(f) {
			location.LogicalLocations = []*sarif.LogicalLocation{sarif.NewLogicalLocation().WithFullyQualifiedName(f.Path.String())}
		}
		result.Locations = []*sarif.Location{location}
	}
	result.Fixes = lw.sarifFixes(f)
	for i, related := range lw.related(f) {
		location := lw.location(related.At).WithId(i + 1)
		location.Message = sarif.NewTextMessage(withoutLinks(visible(related.Message)))
		result.RelatedLocations = append(result.RelatedLocations, location)
	}
	for _, chain := range lw.chains[chainKey(f.Rule, f.At)] {
		result.CodeFlows = append(result.CodeFlows, lw.codeFlow(chain))
	}
	if f.Fingerprint != "" {
		result.PartialFingerprints = map[string]any{baseline.FingerprintKey: f.Fingerprint}
		if f.Place != "" {
			result.PartialFingerprints[baseline.PlaceKey] = f.Place
		}
		if f.Value != "" {
			result.PartialFingerprints[baseline.ValueKey] = f.Value
		}
	}
	if f.Suppressed != nil {
		result.Suppressions = []*sarif.Suppression{lw.suppression(f)}
	}
	if f.State != "" {
		result.WithBaselineState(string(f.State))
	}
	result.Properties = resultProperties(f)
	return result
}

// resultProperties holds what SARIF has no field for.
func resultProperties(f *finding.Finding) sarif.Properties {
	properties := sarif.Properties{"rule": f.Rule, "severity": f.Severity.String(), "security-severity": securitySeverity(f.Severity)}
	for name, value := range map[string]string{"situation": f.Situation, "because": f.Because, "partOf": f.PartOf, "remediation": f.Remediation} {
		if value != "" {
			properties[name] = value
		}
	}
	if len(f.Deployments) > 0 {
		properties["deployments"] = f.Deployments
	}
	if len(f.Tags) > 0 {
		var names []string
		for _, tag := range f.Tags {
			names = append(names, tag.Name)
		}
		properties["tags"] = names
	}
	return properties
}

// isCode reports whether a finding is in a program, whose facts have paths that say nothing to people.
func isCode(f *finding.Finding) bool {
	format := source.FormatOf(f.At.Path())
	return format != nil && format.IsCode()
}

// maxLinks is how many related places the text of a result links to; the others are in the log too.
const maxLinks = 10

// message returns the text of a result. GitHub shows a related location only where the text links to it, and then without its message.
func (lw *logWriter) message(f *finding.Finding) string {
	text := withoutLinks(visible(f.Message))
	if f.Because != "" {
		text += ": " + withoutLinks(visible(f.Because))
	}
	related := lw.related(f)
	var links []string
	for i, place := range related[:min(len(related), maxLinks)] {
		what := place.Message
		if what == "" {
			what = fmt.Sprintf("%s:%d", place.At.Path(), place.At.Start.Line)
		}
		links = append(links, fmt.Sprintf("[%s](%d)", linkText.Replace(visible(what)), i+1))
	}
	if len(links) > 0 {
		text += ". Related: " + strings.Join(links, ", ")
	}
	if more := len(related) - maxLinks; more > 0 {
		text += fmt.Sprintf(" and %s", count(more, "more place"))
	}
	return text
}

var (
	linkText = strings.NewReplacer(`\`, `\\`, `[`, `\[`, `]`, `\]`)
	unlink   = strings.NewReplacer(`](`, `\](`)
)

// withoutLinks keeps text from a scanned file from becoming a link.
func withoutLinks(text string) string { return unlink.Replace(text) }

// related returns as many related places as a result may have.
func (lw *logWriter) related(f *finding.Finding) []finding.Related {
	return f.Related[:min(len(f.Related), max(lw.limits.locations-1, 0))]
}

// codeFlow turns a chain from an open port to the host into the steps that a client shows one by one.
func (lw *logWriter) codeFlow(c *Chain) *sarif.CodeFlow {
	flow := sarif.NewThreadFlow()
	for _, step := range c.Steps[:min(len(c.Steps), lw.limits.steps)] {
		if step.At.IsZero() { // such as the network that Compose makes by itself
			continue
		}
		location := lw.location(step.At)
		location.Message = sarif.NewTextMessage(withoutLinks(visible(step.Text)))
		flow.AddLocation(sarif.NewThreadFlowLocation().WithLocation(location))
	}
	return sarif.NewCodeFlow().WithTextMessage("from an open port to the host").WithThreadFlows([]*sarif.ThreadFlow{flow})
}

// suppression turns a suppression into SARIF's. go-sarif writes null for every field that is not set, which the schema
// refuses, so all of them are: the guid is derived, and a place that is not known is an empty location.
func (lw *logWriter) suppression(f *finding.Finding) *sarif.Suppression {
	s := f.Suppressed
	location := sarif.NewLocation()
	if !s.At.IsZero() {
		location = lw.location(s.At)
	}
	return sarif.NewSuppression(s.Kind).WithStatus("accepted").WithJustifcation(visible(Justification(s))).
		WithLocation(location).WithGuid(guid(f))
}

// location returns a span as a location with a masked snippet.
func (lw *logWriter) location(s source.Span) *sarif.Location {
	region := sarif.NewRegion().WithStartLine(int(s.Start.Line)).WithStartColumn(int(s.Start.Column)).
		WithEndLine(int(s.End.Line)).WithEndColumn(int(s.End.Column)).
		WithSnippet(sarif.NewArtifactContent().WithText(lw.report.snippet(s, snippetLines)))
	return sarif.NewLocationWithPhysicalLocation(
		sarif.NewPhysicalLocation().WithArtifactLocation(lw.artifact(s.Path())).WithRegion(region))
}

// keyLocation returns the place of a result. Code scanning shows a result in a pull request only where all of its lines are part of
// the change: what has several lines is marked on the first of them, which is that of its key, with the whole as context.
func (lw *logWriter) keyLocation(s source.Span) *sarif.Location {
	location := lw.location(s)
	key := lw.report.firstLine(s)
	if key == s {
		return location
	}
	physical := location.PhysicalLocation
	physical.ContextRegion, physical.Region = physical.Region, lw.location(key).PhysicalLocation.Region
	return location
}

// artifact returns a file as a relative, percent-encoded URI.
func (lw *logWriter) artifact(file string) *sarif.ArtifactLocation {
	segments := strings.Split(lw.options.InRepository(file), "/")
	for i, segment := range segments {
		segments[i] = strings.ReplaceAll(url.PathEscape(segment), ":", "%3A")
	}
	return sarif.NewSimpleArtifactLocation(strings.Join(segments, "/")).WithUriBaseId(srcRoot)
}

// levelOf returns the SARIF level of a severity, and securitySeverity the number that GitHub sorts by.
func levelOf(s finding.Severity) string {
	return [...]string{finding.None: "none", finding.Note: "note", finding.Low: "note", finding.Medium: "warning",
		finding.High: "error", finding.Critical: "error"}[s]
}

func securitySeverity(s finding.Severity) string {
	return [...]string{finding.None: "0.0", finding.Note: "0.5", finding.Low: "3.0", finding.Medium: "5.5",
		finding.High: "8.0", finding.Critical: "9.5"}[s]
}
