package evaluate

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

func TestMalformedFindingsAreKeptAndNamed(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ finding, want, problem string }{
		"no object":            {`"text"`, `a.yml:1:1 [medium ] A title`, "no object"},
		"no message":           {`{"path": ["services", "db"]}`, `a.yml:4:3 [medium ] A title`, "missing"},
		"message of bad type":  {`{"path": [], "message": 1}`, `a.yml:1:1 [medium ] A title`, "message is no text"},
		"no path":              {`{"message": "m"}`, `a.yml:1:1 [medium ] m`, "missing"},
		"path of bad type":     {`{"path": "services", "message": "m"}`, `a.yml:1:1 [medium ] m`, "path is no array"},
		"path with a fraction": {`{"path": ["services", 1.5], "message": "m"}`, `a.yml:1:1 [medium ] m`, "1.5, which is no index"},
		"path with an object":  {`{"path": ["services", {}], "message": "m"}`, `a.yml:1:1 [medium ] m`, "neither key nor index"},
		"unknown situation":    {`{"path": [], "message": "m", "situation": "x"}`, `a.yml:1:1 [medium ] m`, `situation "x" is not declared`},
		"unknown key":          {`{"path": [], "message": "m", "severity": "low"}`, `a.yml:1:1 [medium ] m`, `unknown key "severity"`},
		"unknown composite":    {`{"path": [], "message": "m", "part_of": "a/b"}`, `a.yml:1:1 [medium ] m`, "part_of names no rule"},
		"related of bad type":  {`{"path": [], "message": "m", "related": "x"}`, `a.yml:1:1 [medium ] m`, "related is no array"},
		"secret of bad type":   {`{"path": [], "message": "m", "secret": "x"}`, `a.yml:1:1 [medium ] m`, "secret is no array"},
		"secret with a key":    {`{"path": [], "message": "m", "secret": [{"path": ["services"], "at": 1}]}`, `a.yml:1:1 [medium ] m`, `secret has "at"`},
		"related elsewhere":    {`{"path": [], "message": "m", "related": [{"file": "x.yml", "path": []}]}`, `a.yml:1:1 [medium ] m`, "no document"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cat := catalogue(t, map[string]string{"a": say(test.finding)})
			got, problems := evaluator(t, cat, Options{}).Documents(t.Context(), []*source.Document{document(t, "a.yml", services)}, nil, nil)
			if diff := cmp.Diff([]string{"test/a " + test.want}, texts(got)); diff != "" {
				t.Error(diff)
			}
			if len(problems) != 1 || problems[0].Rule != "test/a" || !strings.Contains(problems[0].Message, test.problem) {
				t.Errorf("problems = %q, want %q", problemTexts(problems), test.problem)
			}
		})
	}
}

func TestMessagesAreOneHarmlessLine(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`service "wéb" 日本 🐳`: `service "wéb" 日本 🐳`,
		"a\nb\x1b[31m":       `a\nb\x1b[31m`,
		"rtl \u202e":         `rtl \u202e`,
		"bad \xff":           "bad \ufffd",
	} {
		if got := oneLine(in); got != want {
			t.Errorf("oneLine(%q) = %q, want %q", in, got, want)
		}
	}
	if got := oneLine(strings.Repeat("é", messageLimit)); len(got) > messageLimit+len("…") || !strings.HasSuffix(got, "é…") {
		t.Errorf("a long message ends in %q", got[len(got)-10:])
	}
}

func TestSecretPlaces(t *testing.T) {
	t.Parallel()
	cat := catalogue(t, map[string]string{"a": say(`{"path": [], "message": "m", "secret": [
		["a", "b"], {"path": ["words"], "text": "pw"}, ["copy"], ["copy"], ["absent"], [],
	]}`)})
	got, problems := evaluator(t, cat, Options{}).Documents(t.Context(), []*source.Document{
		document(t, "a.yml", "a: &a\n  b: x\n  c: {d: y, e: [z]}\nwords: run pw now\ncopy: *a\n"),
	}, nil, nil)
	if len(problems) > 0 || len(got) != 1 {
		t.Fatal(got, problemTexts(problems))
	}
	var secrets []string
	for _, s := range got[0].Secrets {
		secrets = append(secrets, s.At.String()+" "+s.At.Text()+" "+s.Text)
	}
	want := []string{"a.yml:2:6 x ", "a.yml:4:8 run pw now pw", "a.yml:3:10 y ", "a.yml:3:17 z "}
	if diff := cmp.Diff(want, secrets); diff != "" {
		t.Error(diff)
	}
}

func TestRelatedPlaces(t *testing.T) {
	t.Parallel()
	cat := catalogue(t, map[string]string{
		"other": say(`{"path": [], "message": "other"}`),
		"a": `findings contains {
	"path": ["copy", "image"], "message": "m", "part_of": "test/other", "fix": {"name": "part", "edits": [
		{"set": ["copy", "n"], "value": 1.5}, {"remove": ["copy"]}, {"add": ["l"], "value": [1, {"a": null}]}, {"rename": ["copy"], "to": "x"}, {"require": ["copy"], "variable": "V"},
	]},
	"related": [
		{"path": ["services"], "message": "here"}, {"file": "b.yml", "path": ["b"], "message": "there"}, {"path": ["services"], "message": "here"},
	],
} if input.file == "a.yml"`,
	})
	docs := []*source.Document{
		document(t, "a.yml", "services: &s\n  image: x\ncopy: *s\n"),
		document(t, "b.yml", "a: 1\n"),
		document(t, "b.yml", "\n\nb: 1\n"),
	}
	got, problems := evaluator(t, cat, Options{}).Documents(t.Context(), docs, nil, nil)
	if len(problems) > 0 {
		t.Fatal(problemTexts(problems))
	}
	f := got[slices.IndexFunc(got, func(f finding.Finding) bool { return f.Rule == "test/a" })]
	var related []string
	for _, r := range f.Related {
		related = append(related, r.At.String()+" "+r.Message)
	}
	want := []string{"a.yml:1:1 here", "b.yml:3:1 there", "a.yml:3:7 used here"}
	if diff := cmp.Diff(want, related); diff != "" {
		t.Error(diff)
	}
	if f.PartOf != "test/other" || f.At.String() != "a.yml:2:3" {
		t.Errorf("finding = %+v", f)
	}
	fix := &finding.Fix{Name: "part", Title: "Take a part away", Unsafe: "it may be missed", Edits: []finding.Edit{
		{Kind: finding.Set, Path: source.Path{"copy", "n"}, Value: 1.5}, {Kind: finding.Remove, Path: source.Path{"copy"}},
		{Kind: finding.Add, Path: source.Path{"l"}, Value: []any{int64(1), map[string]any{"a": nil}}},
		{Kind: finding.Rename, Path: source.Path{"copy"}, Name: "x"}, {Kind: finding.Require, Path: source.Path{"copy"}, Name: "V"},
	}}
	if diff := cmp.Diff(fix, f.Fix); diff != "" {
		t.Error(diff)
	}
}

func TestWhatDoesNotRunForRealWeighsLess(t *testing.T) {
	t.Parallel()
	example := source.Tag{Name: source.TagExample, Reason: "by its folder"}
	test := source.Tag{Name: source.TagTest, Reason: "by its name"}
	asleep := source.Tag{Name: source.TagInactive, Reason: "scaled to 0", Path: source.Path{"services", "db"}}
	for name, c := range map[string]struct {
		severity finding.Severity
		aware    bool // the situation has the name of the tag
		tags     []source.Tag
		path     source.Path
		want     finding.Severity
		said     int
	}{
		"no tag":                         {finding.High, false, nil, nil, finding.High, 0},
		"one level":                      {finding.Critical, false, []source.Tag{example}, nil, finding.High, 1},
		"one level for two tags":         {finding.High, false, []source.Tag{example, test}, nil, finding.Medium, 2},
		"a note stays one":               {finding.Note, false, []source.Tag{test}, nil, finding.Note, 1},
		"informational stays so":         {finding.None, false, []source.Tag{test}, nil, finding.None, 0},
		"inactive":                       {finding.Critical, false, []source.Tag{asleep}, source.Path{"services", "db", "image"}, finding.Note, 1},
		"inactive in an example":         {finding.Critical, false, []source.Tag{example, asleep}, source.Path{"services", "db"}, finding.Note, 2},
		"another service":                {finding.Critical, false, []source.Tag{asleep}, source.Path{"services", "dbx"}, finding.Critical, 0},
		"above the service":              {finding.Critical, false, []source.Tag{asleep}, source.Path{"services"}, finding.Critical, 0},
		"a situation that knows the tag": {finding.Low, true, []source.Tag{example}, nil, finding.Low, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := finding.Finding{Severity: c.severity, Path: c.path}
			if c.aware {
				f.Situation = source.TagExample
			}
			(&converter{doc: &source.Document{Tags: c.tags}}).weigh(&f)
			if f.Severity != c.want || len(f.Tags) != c.said {
				t.Errorf("got %s with %d tags, want %s with %d", f.Severity, len(f.Tags), c.want, c.said)
			}
		})
	}
}
