package shard

import (
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// writer makes what a file has of findings.
type writer struct {
	files  map[*source.File]int
	masker *mask.Masker
	// lists are the numbers of lists of secrets, by their first.
	lists map[*finding.Secret]int
	err   error
}

func (w *writer) place(s source.Span) place {
	if s.IsZero() {
		return place{File: -1}
	}
	n, known := w.files[s.File]
	if !known && w.err == nil {
		w.err = fmt.Errorf("a finding is in %s, which no document is made of", s.Path())
	}
	return place{File: n, Start: s.Start, End: s.End}
}

func (w *writer) finding(f *finding.Finding) found {
	hide := func(text string, at source.Span) string {
		return w.masker.Message(text, at.Path(), f.At.Path(), f.Document)
	}
	out := found{
		Rule: f.Rule, Message: hide(f.Message, f.At), Document: f.Document, Deployments: f.Deployments, Path: append([]any{}, f.Path...), At: w.place(f.At),
		Situation: f.Situation, Because: f.Because, Severity: f.Severity, Remediation: hide(f.Remediation, f.At), Tags: f.Tags,
		Fingerprint: f.Fingerprint, Place: f.Place, Value: f.Value, PartOf: f.PartOf,
	}
	for _, r := range f.Related {
		out.Related = append(out.Related, related{w.place(r.At), hide(r.Message, r.At)})
	}
	if f.Fix != nil {
		out.Fix = &fix{Name: f.Fix.Name, Title: f.Fix.Title, Unsafe: f.Fix.Unsafe, Edits: []edit{}}
		for _, e := range f.Fix.Edits {
			value := encoded(e.Value, func(text string) string { return hide(text, f.At) })
			out.Fix.Edits = append(out.Fix.Edits, edit{Kind: e.Kind, Path: append([]any{}, e.Path...), Value: value, Name: e.Name})
		}
	}
	return out
}

// secrets returns the number of a list of secrets of a document. No text of a secret is written, but where it is.
func (w *writer) secrets(into *part, list []finding.Secret) int {
	if len(list) == 0 {
		return 0
	}
	if n, known := w.lists[&list[0]]; known {
		return n
	}
	places := []secret{}
	for _, s := range list {
		one := secret{At: w.place(s.At)}
		switch at := strings.Index(s.At.Text(), s.Text); {
		case at >= 0:
			one.From, one.To = at, at+len(s.Text)
		case !strings.ContainsAny(s.At.Text(), "\\\n'"):
			continue // it is not there, and cannot be there in another way of writing
		}
		places = append(places, one)
	}
	into.Secrets = append(into.Secrets, places)
	w.lists[&list[0]] = len(into.Secrets)
	return len(into.Secrets)
}

func (w *writer) problem(p finding.Problem) problem {
	return problem{
		IsError: p.Level == finding.Error, Path: p.Path, At: w.place(p.At), Rule: p.Rule, IsUnassessed: p.IsUnassessed,
		Message: w.masker.Message(p.Message, p.Path, p.At.Path()), Hint: w.masker.Message(p.Hint, p.Path, p.At.Path()),
	}
}

// encoded returns a value of an edit with its texts hidden where they are secret, and with numbers that tell whether they are whole.
func encoded(v any, hide func(string) string) any {
	switch x := v.(type) {
	case string:
		return hide(x)
	case float64:
		text := strconv.FormatFloat(x, 'g', -1, 64)
		if !strings.ContainsAny(text, ".e") {
			text += ".0"
		}
		return json.Number(text)
	case []any:
		list := make([]any, len(x))
		for i := range x {
			list[i] = encoded(x[i], hide)
		}
		return list
	case map[string]any:
		mapping := make(map[string]any, len(x))
		for key := range x {
			mapping[key] = encoded(x[key], hide)
		}
		return mapping
	}
	return v
}
