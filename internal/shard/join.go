package shard

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// Join returns the parts of all shards of a scan of the documents. The error says which shards are missing, there twice, or of a scan of
// something else.
func Join(files []*File, inputs string, docs []*source.Document) ([]evaluate.Part, error) {
	if err := complete(files); err != nil {
		return nil, err
	}
	r := &reader{files: listed(docs)}
	shares := Assign(docs, len(files))
	var parts []evaluate.Part
	for _, f := range files {
		if f.Inputs != inputs {
			return nil, fmt.Errorf("shard %d/%d is of other files, rules or settings than these: scan and merge the same commit with the same flags and the same seclint", f.Index, f.Count)
		}
		for _, p := range f.Parts {
			if p.Document < 0 || p.Document >= len(docs) || shares[p.Document] != f.Index {
				return nil, fmt.Errorf("shard %d/%d has a document that is not in its share", f.Index, f.Count)
			}
			parts = append(parts, r.part(p))
		}
	}
	return parts, r.err
}

// complete reports shards that are missing or there twice.
func complete(files []*File) error {
	if len(files) == 0 {
		return errors.New("there are no shards to merge")
	}
	count, seen := files[0].Count, map[int]bool{}
	for _, f := range files {
		switch {
		case f.Count != count:
			return fmt.Errorf("shard %d/%d is of another number of shards than %d/%d", f.Index, f.Count, files[0].Index, count)
		case seen[f.Index]:
			return fmt.Errorf("shard %d/%d is there twice", f.Index, f.Count)
		}
		seen[f.Index] = true
	}
	var missing []string
	for i := 1; i <= count && len(missing) < 10; i++ {
		if !seen[i] {
			missing = append(missing, fmt.Sprintf("%d/%d", i, count))
		}
	}
	if missing != nil {
		return fmt.Errorf("missing: %s", strings.Join(missing, ", "))
	}
	slices.SortFunc(files, func(a, b *File) int { return cmp.Compare(a.Index, b.Index) })
	return nil
}

// reader makes findings of what a file has.
type reader struct {
	files []*source.File
	err   error
}

func (r *reader) span(p place) source.Span {
	if p.File < 0 {
		return source.Span{}
	}
	if p.File >= len(r.files) {
		r.fail()
		return source.Span{}
	}
	return source.Span{File: r.files[p.File], Start: p.Start, End: p.End}
}

func (r *reader) fail() {
	if r.err == nil {
		r.err = errors.New("a shard has places that there are not")
	}
}

func (r *reader) part(p part) evaluate.Part {
	out := evaluate.Part{Document: p.Document}
	lists := make([][]finding.Secret, len(p.Secrets))
	for i := range p.Secrets {
		lists[i] = r.secrets(p.Secrets[i])
	}
	for i := range p.Findings {
		one := r.finding(&p.Findings[i])
		if n := p.Findings[i].Secrets; n > 0 && n <= len(lists) {
			one.Secrets = lists[n-1]
		}
		out.Findings = append(out.Findings, one)
	}
	for _, said := range p.Problems {
		level := finding.Warning
		if said.IsError {
			level = finding.Error
		}
		out.Problems = append(out.Problems, finding.Problem{
			Level: level, Path: said.Path, At: r.span(said.At), Rule: said.Rule, Message: said.Message, Hint: said.Hint, IsUnassessed: said.IsUnassessed,
		})
	}
	return out
}

func (r *reader) secrets(places []secret) []finding.Secret {
	list := make([]finding.Secret, len(places))
	for i, s := range places {
		list[i].At = r.span(s.At)
		if text := list[i].At.Text(); s.From >= 0 && s.From < s.To && s.To <= len(text) {
			list[i].Text = text[s.From:s.To]
		}
	}
	return list
}

func (r *reader) finding(f *found) finding.Finding {
	out := finding.Finding{
		Rule: f.Rule, Message: f.Message, Document: f.Document, Deployments: f.Deployments, Path: r.path(f.Path), At: r.span(f.At), Situation: f.Situation,
		Because: f.Because, Severity: f.Severity, Remediation: f.Remediation, Tags: f.Tags, Fingerprint: f.Fingerprint, Place: f.Place, Value: f.Value, PartOf: f.PartOf,
	}
	for _, other := range f.Related {
		out.Related = append(out.Related, finding.Related{At: r.span(other.At), Message: other.Message})
	}
	if f.Fix != nil {
		out.Fix = &finding.Fix{Name: f.Fix.Name, Title: f.Fix.Title, Unsafe: f.Fix.Unsafe}
		for _, e := range f.Fix.Edits {
			out.Fix.Edits = append(out.Fix.Edits, finding.Edit{Kind: e.Kind, Path: r.path(e.Path), Value: evaluate.EditValue(e.Value), Name: e.Name})
		}
	}
	return out
}

// path reads the steps of a route: keys and indices.
func (r *reader) path(steps []any) source.Path {
	path := make(source.Path, 0, len(steps))
	for _, step := range steps {
		switch s := step.(type) {
		case string:
			path = append(path, s)
		case json.Number:
			n, err := s.Int64()
			if err != nil || n < 0 {
				r.fail()
			}
			path = append(path, int(n))
		default:
			r.fail()
		}
	}
	return path
}
