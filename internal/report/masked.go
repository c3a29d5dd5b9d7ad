package report

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// Masked returns the report as it may be written: no text in it shows a secret, and lines of files are quoted through its masker.
// All formats write this one.
func (r *Report) Masked() *Report {
	if r.masked == nil {
		m := mask.New(r.Findings, r.Problems)
		m.Look()
		masked := *r
		masked.masker, masked.masked = m, &masked
		masked.Findings = slices.Clone(r.Findings)
		for i := range masked.Findings {
			maskFinding(m, &masked.Findings[i])
			maskFix(m, &masked.Findings[i])
		}
		masked.Problems = MaskedProblems(m, r.Problems)
		masked.Coverage = maskedCoverage(m, r.Coverage)
		masked.Before = maskedBefore(r.Before)
		r.masked = &masked
	}
	return r.masked
}

// maskFinding hides the secrets in the texts of a finding.
func maskFinding(m *mask.Masker, f *finding.Finding) {
	f.Message = m.Message(f.Message, f.At.Path(), f.Document)
	f.Because = mask.Text(f.Because)
	f.Remediation = m.Message(f.Remediation, f.At.Path(), f.Document)
	f.Tags = slices.Clone(f.Tags)
	for i := range f.Tags {
		f.Tags[i].Reason = mask.Text(f.Tags[i].Reason)
	}
	f.Related = slices.Clone(f.Related)
	for i := range f.Related {
		f.Related[i].Message = m.Message(f.Related[i].Message, f.Related[i].At.Path(), f.At.Path(), f.Document)
	}
	f.Deployments = slices.Clone(f.Deployments)
	for i := range f.Deployments {
		f.Deployments[i] = mask.Text(f.Deployments[i])
	}
	f.Path = slices.Clone(f.Path)
	for i := range f.Path {
		if key, ok := f.Path[i].(string); ok {
			f.Path[i] = mask.Source(key)
		}
	}
	if f.Suppressed != nil {
		s := *f.Suppressed
		s.Reason, s.Owner, s.Doc, s.Waiver = mask.Source(s.Reason), mask.Source(s.Owner), mask.Source(s.Doc), mask.Source(s.Waiver)
		f.Suppressed = &s
	}
}

// MaskedProblems returns problems with the secrets in their texts hidden.
func MaskedProblems(m *mask.Masker, problems []finding.Problem) []finding.Problem {
	masked := slices.Clone(problems)
	for i := range masked {
		p := &masked[i]
		p.Message = m.Message(p.Message, p.Path, p.At.Path())
		p.Hint = m.Message(p.Hint, p.Path, p.At.Path())
	}
	return masked
}

// maskedBefore hides what looks like a secret in what a baseline says, which anybody may have written.
func maskedBefore(b *Before) *Before {
	if b == nil {
		return nil
	}
	masked := *b
	masked.Fixed = slices.Clone(b.Fixed)
	for i := range masked.Fixed {
		e := &masked.Fixed[i]
		e.Message, e.Path = mask.Text(e.Message), mask.Source(e.Path)
	}
	return &masked
}

func maskedCoverage(m *mask.Masker, c Coverage) Coverage {
	c.Files, c.Assets = slices.Clone(c.Files), slices.Clone(c.Assets)
	for i := range c.Files {
		c.Files[i].Reason = m.Message(c.Files[i].Reason, c.Files[i].Path)
	}
	for i := range c.Assets {
		a := &c.Assets[i]
		a.Name, a.Reason = m.Message(a.Name, a.File), m.Message(a.Reason, a.File)
	}
	return c
}

// firstLine returns the part of a span that is on its first line, without white space behind it.
func (r *Report) firstLine(s source.Span) source.Span {
	if s.End.Line == s.Start.Line {
		return s
	}
	line, start := r.masker.Line(s.File, int(s.Start.Line)), int(s.Start.Column)-1
	if start >= line.Len() { // there is nothing on this line but its end
		return s
	}
	text := strings.TrimRightFunc(line.Cut(start, line.Len()), unicode.IsSpace)
	s.End = source.Position{Line: s.Start.Line, Column: s.Start.Column + int32(max(utf8.RuneCountInString(text), 1))}
	return s
}

// snippetWidth is how many characters of a line a snippet has.
const snippetWidth = 500

// snippet returns the text of a span without its secrets. At most maxLines lines are returned, and of each line what people may
// read; cuts are marked.
func (r *Report) snippet(s source.Span, maxLines int) string {
	var lines []string
	for n := s.Start.Line; n <= s.End.Line; n++ {
		if len(lines) == maxLines {
			lines = append(lines, "…")
			break
		}
		line := r.masker.Line(s.File, int(n))
		from, to := 0, line.Len()
		if n == s.End.Line {
			to = min(to, int(s.End.Column)-1)
		}
		if n == s.Start.Line {
			from = min(int(s.Start.Column)-1, to)
		}
		if to-from > snippetWidth {
			lines = append(lines, line.Cut(from, from+snippetWidth)+"…")
			continue
		}
		lines = append(lines, line.Cut(from, to))
	}
	return strings.Join(lines, "\n")
}
