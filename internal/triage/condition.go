package triage

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/source"
)

// outcome is what became of a condition: whether it is so, else why not and where.
type outcome struct {
	isMet  bool
	why    string
	places []finding.Related
}

var met = outcome{isMet: true}

func no(places []finding.Related, format string, args ...any) outcome {
	return outcome{why: fmt.Sprintf(format, args...), places: places[:min(len(places), maxPlaces)]}
}

// evaluate looks up whether a condition is so for a finding. What the scan does not say is not so.
func (w *world) evaluate(c *config.Condition, f *finding.Finding) outcome {
	switch {
	case c.Document != "":
		if w.Files == nil || !w.Files.Exists(c.Document) {
			return no(nil, "there is no %s", c.Document)
		}
		return met
	case c.Exposure != "":
		return w.exposure(c, f)
	case c.Absent != "":
		return w.absent(c, f)
	case c.Matches != nil:
		return w.matches(c, f)
	case c.NotMatches != nil:
		return w.matchesNot(c, f)
	case c.Required != "":
		return w.required(c, f)
	}
	return w.value(c, f)
}

// exposure compares how far what the finding is about is reached.
func (w *world) exposure(c *config.Condition, f *finding.Finding) outcome {
	reached, known, where := w.reached(f)
	if !known || reached == link.Unknown {
		return no(where, "nothing in the scan says how far it is reached")
	}
	wanted := link.Loopback
	for wanted.String() != c.Level {
		wanted++
	}
	if !compares(c.Exposure, int(reached)-int(wanted)) {
		return no(where, "the exposure is %s", reached)
	}
	return met
}

// compares reports whether an operator is fulfilled by a comparison's result.
func compares(operator string, result int) bool {
	switch operator {
	case config.Equal:
		return result == 0
	case config.Unequal:
		return result != 0
	case config.AtMost:
		return result <= 0
	case config.AtLeast:
		return result >= 0
	case config.Below:
		return result < 0
	}
	return result > 0
}

// reached returns the exposure of what a finding is about: of its listener or service, else the widest of its document, and of what
// runs it. known is false where there is none.
func (w *world) reached(f *finding.Finding) (widest link.Exposure, known bool, where []finding.Related) {
	take := func(e link.Exposure, places ...finding.Related) {
		if !known || e > widest {
			widest, where = e, places
		}
		known = true
	}
	for _, doc := range w.documents[f.Document] {
		facts := w.Project.Facts(doc)
		if len(f.Path) > 1 && f.Path[0] == "services" {
			if s := facts.Services[fmt.Sprint(f.Path[1])]; s != nil {
				take(s.Exposure, w.ways(doc, s)...)
				continue
			}
		}
		listeners := slices.Clone(facts.Listeners)
		if own := slices.DeleteFunc(slices.Clone(listeners), func(l link.Listener) bool { return !startsWith(f.Path, l.Path) }); len(own) > 0 {
			listeners = own
		}
		for _, l := range listeners {
			take(l.Exposure, w.related(doc, l.Related)...)
		}
		if len(listeners) > 0 {
			continue
		}
		for _, consumer := range facts.Consumers {
			take(consumer.Exposure, w.consumer(doc, consumer)...)
		}
	}
	return widest, known, where
}

// consumer returns the places that show how far a service that uses a document is reached.
func (w *world) consumer(doc *source.Document, c link.Consumer) []finding.Related {
	var places []finding.Related
	for _, project := range w.documents[c.File] {
		if s := w.Project.Facts(project).Services[c.Service]; s != nil {
			places = append(places, w.ways(project, s)...)
		}
	}
	uses := link.Place{File: c.File, Path: c.Path, Message: fmt.Sprintf("service %q uses it", c.Service)}
	return append(places, w.related(doc, []link.Place{uses})...)
}

func startsWith(p, start source.Path) bool {
	return len(start) <= len(p) && slices.Equal(p[:len(start)], start)
}

// ways returns the places that show how far a service is reached.
func (w *world) ways(doc *source.Document, s *link.ServiceFacts) []finding.Related {
	var places []link.Place
	for _, p := range s.Ports {
		places = append(places, link.Place{Path: p.Path, Message: p.Message})
	}
	for _, way := range s.Ways {
		if way.File != "" || !slices.ContainsFunc(places, func(p link.Place) bool { return slices.Equal(p.Path, way.Path) }) {
			places = append(places, link.Place{File: way.File, Path: way.Path, Message: way.Message})
		}
	}
	return w.related(doc, places)
}

// related locates places, of which those without a file are in the document.
func (w *world) related(doc *source.Document, places []link.Place) []finding.Related {
	var all []finding.Related
	for _, p := range places {
		in := []*source.Document{doc}
		if p.File != "" {
			in = w.documents[p.File]
		}
		for _, d := range in {
			if at := w.locator(d).Locate(p.Path).At; !at.IsZero() {
				all = append(all, finding.Related{At: at, Message: p.Message})
				break
			}
		}
	}
	return all
}

// absent looks for findings of another rule; one that is hidden is there all the same.
func (w *world) absent(c *config.Condition, f *finding.Finding) outcome {
	other := waived{Waiver: &config.Waiver{Rule: c.Absent}, rule: c.Absent}
	var found []finding.Related
	for _, g := range w.findings {
		isThere := fileOf(g) == fileOf(f)
		if !c.Files.IsZero() {
			isThere = c.Files.Match(fileOf(g))
		}
		if g != f && isThere && g.Severity > finding.None && other.fitsRule(g.Rule) {
			found = append(found, finding.Related{At: g.At, Message: g.Message})
		}
	}
	if len(found) > 0 {
		return no(found, "%s found %s", c.Absent, counted(len(found), "case"))
	}
	for _, rule := range w.Catalogue.Match(c.Absent) {
		if !w.Config.RuleEnabledAnywhere(rule) {
			return no(nil, "%s is off, so nothing looked for it", rule.ID)
		}
	}
	return met
}

// equals takes the blanks around = away, which mean nothing where settings and arguments are written.
var equals = lazyregexp.New(`[ \t]*=[ \t]*`)

// occurrence returns where a pattern fits the text of a file, ok is false where it does nowhere.
func (w *world) occurrence(f *source.File, pattern *regexp.Regexp) (at source.Span, ok bool) {
	text := w.text(f)
	if found := pattern.FindStringIndex(text); found != nil {
		return f.Span(found[0], found[1]), true
	}
	tight := equals.ReplaceAllString(text, "=")
	found := pattern.FindStringIndex(tight)
	if found == nil {
		return source.Span{}, false
	}
	line := 1 + strings.Count(tight[:found[0]], "\n")
	start := f.Offset(source.Position{Line: int32(line), Column: 1})
	return f.Span(start, start+len(f.Line(line))), true
}

func (w *world) matches(c *config.Condition, f *finding.Finding) outcome {
	files := w.files(c, f)
	if len(files) == 0 {
		return no(nil, "no file fits %q", c.Files)
	}
	var places []finding.Related
	for _, file := range files {
		if _, ok := w.occurrence(file, c.Matches); ok {
			return met
		}
		places = append(places, finding.Related{At: file.Span(0, 0), Message: "nothing in this file fits"})
	}
	return no(places, "nothing in %s fits", nameOf(files))
}

func (w *world) matchesNot(c *config.Condition, f *finding.Finding) outcome {
	files := w.files(c, f)
	if len(files) == 0 {
		return no(nil, "no file fits %q", c.Files)
	}
	var places []finding.Related
	for _, file := range files {
		if at, ok := w.occurrence(file, c.NotMatches); ok {
			places = append(places, finding.Related{At: at, Message: "fits here"})
		}
	}
	if len(places) > 0 {
		return no(places, "it fits in %s:%d", places[0].At.Path(), places[0].At.Start.Line)
	}
	return met
}

func nameOf(files []*source.File) string {
	if len(files) == 1 {
		return files[0].Path
	}
	return counted(len(files), "file")
}

// required looks for what keeps a program or a project from starting without a variable.
func (w *world) required(c *config.Condition, f *finding.Finding) outcome {
	name := regexp.QuoteMeta(c.Required)
	asked := regexp.MustCompile(`\$\{` + name + `:?\?`)
	read := regexp.MustCompile(`\b(?:os\.)?environ\[\s*["']` + name + `["']\s*\]`)
	optional := regexp.MustCompile(`\$\{` + name + `(?::?[-+]|\})|\bgetenv\(\s*["']` + name + `["']|\benviron\.get\(\s*["']` + name + `["']`)
	var loose []finding.Related
	isAsked := false
	for _, file := range w.files(c, f) {
		for _, pattern := range []*regexp.Regexp{asked, read} {
			_, ok := w.occurrence(file, pattern)
			isAsked = isAsked || ok
		}
		if at, ok := w.occurrence(file, optional); ok {
			loose = append(loose, finding.Related{At: at, Message: fmt.Sprintf("starts without %s", c.Required)})
		}
	}
	switch {
	case len(loose) > 0:
		return no(loose, "%s:%d starts without %s", loose[0].At.Path(), loose[0].At.Start.Line, c.Required)
	case !isAsked:
		return no(nil, "nothing in %s asks for %s", describe(c, f), c.Required)
	}
	return met
}

// describe names where a condition looks.
func describe(c *config.Condition, f *finding.Finding) string {
	if !c.Files.IsZero() {
		return c.Files.String()
	}
	return path.Clean(fileOf(f))
}
