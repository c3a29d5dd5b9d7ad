package triage

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// maxDirectives bounds the suppressions of one file, which is not trusted.
const maxDirectives = 1000

// suppression is one subject of a comment, with the lines that it covers.
type suppression struct {
	subject  string
	family   string // "compose/" for compose/*, else ""
	reason   string
	at       source.Span
	from, to int
	used     bool
	// isForeign is set where the comment is meant for another tool, which may need it when nothing is hidden here.
	isForeign bool
}

func (s *suppression) covers(f *finding.Finding) bool {
	line := int(f.At.Start.Line)
	if line < s.from || line > s.to {
		return false
	}
	return f.Rule == s.subject || s.family != "" && strings.HasPrefix(f.Rule, s.family)
}

// bySource has the suppressions by the path of their file.
type bySource map[string][]*suppression

// suppressions reads those in the files of all documents, and reports those that have no effect.
func suppressions(in Input) (bySource, []finding.Problem) {
	found := bySource{}
	var problems []finding.Problem
	for _, group := range files(in.Documents) {
		f := group.file
		if !bytes.Contains(f.Content, []byte("seclint:")) && !hasForeign(f) {
			continue
		}
		r := &reader{file: f, catalogue: in.Catalogue}
		r.read(group.roots)
		found[f.Path] = r.found
		problems = append(problems, r.problems...)
	}
	return found, problems
}

// fileRoots is a file with the trees that it has a part in.
type fileRoots struct {
	file  *source.File
	roots []*source.Node
}

// files lists the files of the documents, each path once.
func files(documents []*source.Document) []*fileRoots {
	byPath := map[string]*fileRoots{}
	var order []*fileRoots
	for _, d := range documents {
		for _, f := range append([]*source.File{d.File}, d.Files...) {
			group := byPath[f.Path]
			if group == nil {
				group = &fileRoots{file: f}
				byPath[f.Path] = group
				order = append(order, group)
			}
			if !slices.Contains(group.roots, d.Root) {
				group.roots = append(group.roots, d.Root)
			}
		}
	}
	return order
}

// reader reads the suppressions of one file.
type reader struct {
	file      *source.File
	catalogue *rules.Catalogue
	found     []*suppression
	problems  []finding.Problem
}

func (r *reader) read(roots []*source.Node) {
	all := r.file.Comments()
	marker := source.FormatOf(r.file.Path).Marker()
	lines := newScopes(r.file, all, roots)
	count := 0
	for _, c := range all {
		d, ok, wrong, hint := parseDirective(c.Text, marker)
		if !ok {
			r.foreign(c, lines)
			continue
		}
		at := r.file.Span(c.Start, c.End)
		if count += max(1, len(d.subjects)); count > maxDirectives {
			r.problem(at, fmt.Sprintf("only the first %d suppressions of a file have effect", maxDirectives),
				"suppress whole families, or turn rules off for this path in .seclint.yaml")
			return
		}
		if wrong != "" {
			r.problem(at, wrong, hint)
			continue
		}
		from, to, ok := lines.of(c)
		if !ok {
			r.problem(at, "suppression stands in front of nothing", "put it on the line it is meant for, or directly above")
			continue
		}
		for _, subject := range d.subjects {
			if family, ok := r.subject(subject, at); ok {
				if rule, ok := r.catalogue.Get(subject); ok {
					subject = rule.ID // it may be a former one
				}
				r.found = append(r.found, &suppression{subject: subject, family: family, reason: d.reason, at: at, from: from, to: to})
			}
		}
	}
}

// subject checks a rule id or family; family is set for the latter.
func (r *reader) subject(subject string, at source.Span) (family string, ok bool) {
	if _, ok := r.catalogue.Get(subject); ok {
		return "", true
	}
	name, isFamily := strings.CutSuffix(subject, "/*")
	switch {
	case isFamily && !strings.ContainsAny(name, `*?[\/`) && len(r.catalogue.Match(subject)) > 0:
		return name + "/", true
	case strings.ContainsAny(subject, "*?") && !isFamily || subject == "all":
		r.problem(at, fmt.Sprintf("suppression of %.*s is too wide", maxQuoted, plain(subject)), "name rules, or a family such as compose/*")
		return "", false
	}
	hint := "seclint rules lists them"
	if suggestion := r.catalogue.Suggest(subject); suggestion != "" {
		hint = fmt.Sprintf("did you mean %s?", suggestion)
	}
	r.problem(at, fmt.Sprintf("suppression names the unknown rule %.*q", maxQuoted, subject), hint)
	return "", false
}

func (r *reader) problem(at source.Span, message, hint string) {
	r.problems = append(r.problems, finding.Problem{
		Level: finding.Warning, Path: r.file.Path, At: at, Message: message, Hint: hint,
	})
}

// apply marks the findings that are suppressed in the file where they stand. Of several comments the nearest counts.
func (b bySource) apply(findings []*finding.Finding) {
	for _, f := range findings {
		var nearest *suppression
		for _, s := range b[fileOf(f)] {
			if s.covers(f) && (nearest == nil || s.from >= nearest.from && (nearest.isForeign || !s.isForeign)) {
				nearest = s
			}
		}
		if nearest == nil {
			continue
		}
		nearest.used = true
		if f.Suppressed == nil {
			f.Suppressed = &finding.Suppression{Kind: "inSource", Reason: nearest.reason, At: nearest.at}
		}
	}
}

// unused reports the suppressions that hid nothing, where their rules were in force and could be evaluated.
func (b bySource) unused(in Input) []finding.Problem {
	var problems []finding.Problem
	for path, all := range b {
		for _, s := range all {
			if s.used || s.isForeign || !judged(s, path, in) {
				continue
			}
			problems = append(problems, finding.Problem{
				Level: finding.Warning, Path: path, At: s.at, Rule: ruleOf(s),
				Message: fmt.Sprintf("suppression of %s is unused", s.subject), Hint: "remove it",
			})
		}
	}
	return problems
}

// ruleOf returns the one rule of a suppression, "" for a family.
func ruleOf(s *suppression) string {
	if s.family != "" {
		return ""
	}
	return s.subject
}

// judged reports whether what a suppression stands for was looked for in its file, with success: only then is silence
// telling.
func judged(s *suppression, path string, in Input) bool {
	enabled := false
	for _, rule := range in.Catalogue.Match(s.subject) {
		enabled = enabled || in.Config.RuleEnabled(rule, path)
		for _, p := range in.Problems {
			if p.Level == finding.Error && (p.Path == path || p.Path == "") && (p.Rule == "" || p.Rule == rule.ID) {
				return false
			}
		}
	}
	return enabled
}
