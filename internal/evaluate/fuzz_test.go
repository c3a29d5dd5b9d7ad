package evaluate_test

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind/all"
	"github.com/seclint/seclint/internal/link"
	"github.com/seclint/seclint/internal/load"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

// FuzzPlan holds the plan of the built-in policies to OPA's own evaluator, on files that are nearly those of their fixtures.
func FuzzPlan(f *testing.F) {
	planned, compiled := everyRule(f, rules.Builtin()), everyRule(f, rules.Source{FS: policies.FS})
	seed(f)
	f.Fuzz(func(t *testing.T, name, text string) {
		if !fs.ValidPath(name) || len(text) > 20_000 {
			t.Skip()
		}
		root := fstest.MapFS{name: {Data: []byte(text)}}
		files, _ := discover.Files(t.Context(), root, []string{"."}, discover.Options{MaxSize: discover.DefaultMaxSize})
		loaded := load.Documents(t.Context(), root, files, load.Options{Kinds: all.Kinds(), MaxSize: discover.DefaultMaxSize})
		project := link.Link(t.Context(), loaded.Documents, loaded.Root, nil)
		got, gotProblems := planned.Documents(t.Context(), loaded.Documents, project, nil)
		want, wantProblems := compiled.Documents(t.Context(), loaded.Documents, project, nil)
		if diff := cmp.Diff(texts(want), texts(got)); diff != "" {
			t.Errorf("findings: %s", diff)
		}
		if len(gotProblems) != len(wantProblems) {
			t.Errorf("problems: %v, want %v", gotProblems, wantProblems)
		}
	})
}

// everyRule returns an evaluator of all rules.
func everyRule(f *testing.F, from rules.Source) *evaluate.Evaluator {
	f.Helper()
	catalogue, err := rules.Load(from)
	if err != nil {
		f.Fatal(err)
	}
	evaluator, err := evaluate.New(catalogue, evaluate.Options{})
	if err != nil {
		f.Fatal(err)
	}
	return evaluator
}

// seed adds the files of all fixtures.
func seed(f *testing.F) {
	f.Helper()
	fixtures, err := fs.Glob(policies.FS, "*/*/*.txtar")
	if err != nil || len(fixtures) == 0 {
		f.Fatal("no fixtures", err)
	}
	for _, fixture := range fixtures {
		data, err := fs.ReadFile(policies.FS, fixture)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(data).Files {
			if strings.Contains(file.Name, "/") {
				f.Add(file.Name[strings.LastIndex(file.Name, "/")+1:], string(file.Data))
			}
		}
	}
}

func texts(findings []finding.Finding) []string {
	var lines []string
	for _, f := range findings {
		var related []source.Span
		for _, r := range f.Related {
			related = append(related, r.At)
		}
		lines = append(lines, strings.Join([]string{f.Rule, f.At.String(), f.Severity.String(), f.Situation, f.Message, f.PartOf, spans(related)}, " "))
	}
	return lines
}

func spans(all []source.Span) string {
	var b strings.Builder
	for _, s := range all {
		b.WriteString(s.String() + " ")
	}
	return b.String()
}
