package scan_test

import (
	"context"
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

const (
	clean      = "services:\n  web:\n    image: nginx:1.27\n"
	privileged = clean + "    privileged: true\n"
)

// files makes a root from paths and contents in turn.
func files(pairs ...string) fstest.MapFS {
	root := fstest.MapFS{}
	for i := 0; i < len(pairs); i += 2 {
		root[pairs[i]] = &fstest.MapFile{Data: []byte(pairs[i+1])}
	}
	return root
}

// options are the options to run one built-in rule on a root, with the user's policies beside it.
func options(t *testing.T, root fs.FS, user ...fs.FS) job {
	t.Helper()
	from := []rules.Source{{FS: policies.FS}}
	only := []string{"compose/privileged"}
	for _, fsys := range user {
		from = append(from, rules.Source{Origin: "mine", FS: fsys})
		only = append(only, "house/*")
	}
	catalogue, err := rules.Load(from...)
	if err != nil {
		t.Fatal(err)
	}
	settings := config.Default()
	if err := settings.Select(only, nil, catalogue); err != nil {
		t.Fatal(err)
	}
	return job{scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue, Config: settings}}
}

// job is one scan.
type job struct {
	scan.Snapshot
	scan.Options
}

func (j job) run(ctx context.Context) (*report.Report, error) {
	return scan.Run(ctx, j.Snapshot, j.Options)
}

func run(t *testing.T, opts job) *report.Report {
	t.Helper()
	r, err := opts.run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// places returns rule and place of the findings.
func places(r *report.Report) []string {
	var all []string
	for _, f := range r.Findings {
		all = append(all, f.Rule+" "+f.At.String())
	}
	return all
}

func messages(r *report.Report) string {
	var all []string
	for _, p := range r.Problems {
		all = append(all, p.Level.String()+": "+p.Message)
	}
	return strings.Join(all, "\n")
}

func TestRunFindsInAllFiles(t *testing.T) {
	r := run(t, options(t, files("b/compose.yml", privileged, "a/compose.yml", privileged, "c/compose.yml", clean)))
	want := []string{"compose/privileged a/compose.yml:4:5", "compose/privileged b/compose.yml:4:5"}
	if diff := cmp.Diff(want, places(r)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if len(r.Rules) != 1 || r.Rules[0].ID != "compose/privileged" {
		t.Errorf("the report names %d rules", len(r.Rules))
	}
}

func TestRunStages(t *testing.T) {
	opts := options(t, files("compose.yml", clean))
	var begun []string
	opts.Progress = func(stage string, _ int) { begun = append(begun, stage) }
	r := run(t, opts)
	var timed []string
	for _, s := range r.Stages {
		timed = append(timed, s.Name)
	}
	if diff := cmp.Diff(begun, timed); diff != "" || !slices.Contains(timed, "evaluate") {
		t.Errorf("stages (-begun +timed):\n%s", diff)
	}
}

func TestTheOverlayReplacesAFile(t *testing.T) {
	opts := options(t, files("compose.yml", privileged, "other/compose.yml", privileged))
	opts.Overlay = map[string][]byte{"compose.yml": []byte(clean)}
	if r := run(t, opts); len(r.Findings) != 0 {
		t.Errorf("an overlay alone gives %v", places(r))
	}
	opts.Paths = []string{"."}
	want := []string{"compose/privileged other/compose.yml:4:5"}
	if diff := cmp.Diff(want, places(run(t, opts))); diff != "" {
		t.Errorf("an overlay in a walked folder (-want +got):\n%s", diff)
	}
}

func TestNothingToCheckIsAnError(t *testing.T) {
	opts := options(t, files("README.md", "text"))
	if got := messages(run(t, opts)); !strings.HasPrefix(got, "error: nothing to check") {
		t.Errorf("problems are %q", got)
	}
	opts.AllowEmpty = true
	if got := messages(run(t, opts)); got != "" {
		t.Errorf("with AllowEmpty, problems are %q", got)
	}
}

func TestCoverageNamesWhatWasLeftOut(t *testing.T) {
	opts := options(t, files("compose.yml", clean, "notes.json", "{}", "large/compose.yml", clean+strings.Repeat("#", 200)))
	opts.MaxFileSize = 100
	opts.Paths = []string{"compose.yml", "notes.json", "large"}
	var got []string
	for _, f := range run(t, opts).Coverage.Files {
		got = append(got, f.Path+" "+string(f.State))
	}
	want := []string{"compose.yml assessed", "large/compose.yml unsupported", "notes.json unsupported"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("coverage (-want +got):\n%s", diff)
	}
}

// policy is a policy house/<name> with the given body.
func policy(name, body string) fstest.MapFS {
	text := `# METADATA
# title: Test
# description: |
#   Test.
# scope: package
# custom:
#   severity: high
#   kinds: [compose]
#   remediation: |
#     Test.
package house["` + name + `"]

findings contains {"path": ["services"], "message": "\"stack\" is tested"} if {
	` + body + `
}
`
	return files("house/"+name+"/"+name+".rego", text)
}

func TestAPolicyThatDoesNotCompileStopsNoOther(t *testing.T) {
	opts := options(t, files("compose.yml", privileged), policy("broken", "input.document.services[name] == unknown"))
	r := run(t, opts)
	if diff := cmp.Diff([]string{"compose/privileged compose.yml:4:5"}, places(r)); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	if len(r.Problems) == 0 {
		t.Fatal("no problem")
	}
	p := r.Problems[0]
	if p.Level != finding.Error || p.Rule != "house/broken" || !strings.HasPrefix(p.Message, "mine/house/broken/broken.rego:14:") ||
		strings.Contains(p.Message, "\n") {
		t.Errorf("the problem is %+v", p)
	}
}

func TestAUserPolicyRunsBesideOurs(t *testing.T) {
	opts := options(t, files("compose.yml", privileged), policy("mine", "input.document.services"))
	want := []string{"house/mine compose.yml:1:1", "compose/privileged compose.yml:4:5"}
	if diff := cmp.Diff(want, places(run(t, opts))); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
}

func TestRunStopsWhenCancelled(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	reason := errors.New("enough")
	cancel(reason)
	if _, err := options(t, files("compose.yml", clean)).run(ctx); !errors.Is(err, reason) {
		t.Errorf("error is %v", err)
	}
}

func TestEarlierProblemsAreReported(t *testing.T) {
	opts := options(t, files("compose.yml", clean))
	opts.Problems = []finding.Problem{{Level: finding.Error, Message: "a policy is gone"}}
	if got := messages(run(t, opts)); got != "error: a policy is gone" {
		t.Errorf("problems are %q", got)
	}
}
