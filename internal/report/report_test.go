package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

var update = flag.Bool("update", false, "write the golden files and the schema anew")

// golden compares got with a file in testdata.
func golden(t *testing.T, name string, got []byte) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s differs (-want +got); run with -update if it should:\n%s", file, diff)
	}
}

// write returns a report in one format.
func write(t testing.TB, format string, r *Report, o Options) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := Formats[format](&b, r, o); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// span returns the span of the first occurrence of a text in a file.
func span(f *source.File, text string) source.Span {
	at := strings.Index(string(f.Content), text)
	if at < 0 {
		panic("no " + text + " in " + f.Path)
	}
	return f.Span(at, at+len(text))
}

var (
	privileged = &rules.Rule{
		ID: "compose/privileged", Title: "Privileged container", Severity: finding.Critical, Pack: "default",
		Description: "A privileged container has every capability and every host device.\nIt is root on the host one step away.\n",
		Situations:  map[string]rules.Situation{"sandboxed": {Severity: finding.High, Because: "the service runs under gVisor, which keeps its own kernel boundary"}},
		Remediation: "Remove `privileged: true` and add only the capabilities that the service needs.\n\nMore words.\n",
		CWE:         []int{250, 22}, Kinds: []string{"compose"}, Aliases: []string{"kics:ae5b6871"},
		References: []string{"https://docs.docker.com/reference/compose-file/services/#privileged"},
	}
	password = &rules.Rule{
		ID: "compose/literal-secret", Title: "Secret in plain text", Severity: finding.Medium, Pack: "default",
		Description: "A secret in a compose file is read by everybody who reads the repository.",
		Remediation: "Take the value from a secret file or an unset variable.", CWE: []int{798}, Kinds: []string{"compose"},
	}
	readOnly = &rules.Rule{
		ID: "compose/writable-root", Title: "Writable root file system", Severity: finding.Low, Pack: "strict",
		Description: "A writable root file system lets an intruder stay.", Remediation: "Set `read_only: true`.",
		Kinds: []string{"compose"}, Parameters: map[string]any{"allow": []any{}},
	}
	ours = &rules.Rule{
		ID: "acme/labels", Title: "Missing owner label", Severity: finding.Note, Pack: "default", Origin: "policies",
		Description: "Every service has an owner.", Remediation: "Add the label `owner`.", Kinds: []string{"compose"},
		References: []string{"https://acme.example/labels"},
	}
)

const compose = `services:
  web:
    image: nginx:1.27
    privileged: true
    environment:
      DB_PASSWORD: ${DB_PASSWORD:-hunter2}
      API_URL: https://bob:hunter2@api.example/v1
    ports:
      - "8080:80"
  db:
    image: postgres:17
  cache:
    image: valkey:8
  queue:
    image: rabbitmq:4
  mail:
    image: mailpit:1
`

// sample is a report with one of everything.
func sample() *Report {
	main := source.NewFile("deploy/compose.yml", []byte(compose))
	other := source.NewFile("deploy/a b#1.yml", []byte("services:\n\tweb:\n\t\tprivileged:\ttrue # 密码 here\n"))
	broken := source.NewFile("broken.yml", []byte("services:\n  web: [\n"))
	r := &Report{
		Version: "1.2.3", FailOn: finding.High, Elapsed: 1234 * time.Millisecond,
		Rules:  []*rules.Rule{ours, password, privileged, readOnly},
		Stages: []Stage{{"load", 200 * time.Millisecond}, {"evaluate", time.Second}},
		Coverage: Coverage{Files: []FileCoverage{
			{Path: "broken.yml", Kind: "compose", State: Broken, Reason: "did not find the end of the list"},
			{Path: "deploy/a b#1.yml", Kind: "compose", State: Partial, Reason: "one variable is not set"},
			{Path: "deploy/compose.yml", Kind: "compose", State: Assessed},
			{Path: "huge.yml", State: Unsupported, Reason: "larger than 4 MB"},
		}},
		Problems: []finding.Problem{
			{Level: finding.Warning, Path: "deploy/a b#1.yml", At: span(other, "privileged"), Message: "variable TAG is not set", Hint: "Set it in .env or give it a default."},
			{Level: finding.Error, Path: "broken.yml", At: span(broken, "["), Message: "did not find the end of the list", Hint: "Close the bracket."},
			{Level: finding.Error, Rule: "acme/labels", Message: "the policy did not finish within 5s"},
			{Level: finding.Error, Path: "huge.yml", Message: "larger than 4 MB"},
		},
	}
	add := func(rule *rules.Rule, at source.Span, path source.Path, message string) *finding.Finding {
		r.Findings = append(r.Findings, finding.Finding{
			Rule: rule.ID, Severity: rule.Severity, Document: at.Path(), At: at, Path: path, Message: message,
			Fingerprint: strings.Repeat("ab", 4) + strings.Repeat("0", len(r.Findings)),
		})
		return &r.Findings[len(r.Findings)-1]
	}
	f := add(privileged, span(other, "privileged:\ttrue"), source.Path{"services", "web", "privileged"}, `service "web" runs privileged`)
	f.Severity, f.Situation, f.Because = finding.High, "sandboxed", privileged.Situations["sandboxed"].Because
	for _, name := range []string{"web", "db", "cache", "queue", "mail"} {
		at := span(main, "  "+name+":\n    image: ")
		at.Start.Column += 2
		add(readOnly, at, source.Path{"services", name}, `service "`+name+`" has a writable root file system`)
	}
	f = add(privileged, span(main, "privileged: true"), source.Path{"services", "web", "privileged"}, `service "web" runs privileged`)
	f.Related = []finding.Related{{At: span(main, `"8080:80"`), Message: "port 8080 is published on all interfaces"}}
	add(password, span(main, "DB_PASSWORD: ${DB_PASSWORD:-hunter2}"), source.Path{"services", "web", "environment", "DB_PASSWORD"},
		`service "web" gives DB_PASSWORD a default in plain text, so that everybody who can read this file knows it`)
	f = add(password, span(main, "https://bob:hunter2@api.example/v1"), source.Path{"services", "web", "environment", "API_URL"}, `service "web" has a password in API_URL`)
	f.Suppressed = &finding.Suppression{Kind: "external", Reason: "test account", At: span(other, "services")}
	f = add(ours, span(main, "db:"), source.Path{"services", "db"}, `service "db" has no owner`)
	f.Suppressed = &finding.Suppression{Kind: "inSource", Reason: "owned by ops"}
	f = add(privileged, span(main, "image: postgres:17"), source.Path{"services", "db", "image"}, `service "db" would run privileged`)
	f.Severity, f.Situation, f.Because = finding.None, "unused", "no profile starts it"
	f = add(password, span(main, "image: valkey:8"), source.Path{"services", "cache", "image"}, `service "cache" has no password`)
	f.PartOf = "compose/privileged"
	return r
}

// everything shows all that a format can show.
var everything = Options{ShowSuppressed: true, ShowInformational: true, Verbose: true, Timings: true, Width: 100, DisplayRoot: "stack"}

// TestGolden holds one whole report for each format; what an option changes in it is asserted in options_test.go.
func TestGolden(t *testing.T) {
	tests := []struct {
		file, format string
		options      Options
	}{
		{"text.txt", "text", Options{}},
		{"text-quiet.txt", "text", Options{Quiet: true}},
		{"report.json", "json", Options{}},
		{"report.sarif.json", "sarif", Options{DisplayRoot: "stack"}},
		{"github.txt", "github", Options{DisplayRoot: "stack"}},
		{"github-summary.md", "github-summary", Options{DisplayRoot: "stack"}},
		{"gitlab.json", "gitlab", Options{DisplayRoot: "stack"}},
		{"gitlab-sast.json", "gitlab-sast", Options{DisplayRoot: "stack"}},
		{"junit.xml", "junit", Options{DisplayRoot: "stack"}},
		{"checkstyle.xml", "checkstyle", Options{DisplayRoot: "stack"}},
		{"markdown.md", "markdown", Options{DisplayRoot: "stack"}},
	}
	for _, test := range tests {
		t.Run(test.file, func(t *testing.T) {
			golden(t, test.file, write(t, test.format, withChain(sample()), test.options))
		})
	}
}

func TestNoFormatShowsTheSecret(t *testing.T) {
	for format := range Formats {
		for _, o := range []Options{{}, everything, {Width: 50}, {Color: true}, {Quiet: true}, {MinSeverity: finding.Medium}} {
			if bytes.Contains(write(t, format, sample(), o), []byte("hunter2")) {
				t.Errorf("%s %+v: the secret is in the output", format, o)
			}
		}
	}
}

func TestSameBytes(t *testing.T) {
	for format := range Formats {
		first, later := sample(), sample()
		later.Elapsed *= 2
		if format == "text" || format == "gitlab-sast" { // whose schema demands times
			later.Elapsed = first.Elapsed
		}
		if a, b := write(t, format, first, Options{}), write(t, format, later, Options{}); !bytes.Equal(a, b) {
			t.Errorf("%s: two runs differ", format)
		}
	}
}

type fullDisk struct{}

func (fullDisk) Write([]byte) (int, error) { return 0, os.ErrClosed }

func TestWriteError(t *testing.T) {
	for format, writer := range Formats {
		if err := writer(fullDisk{}, sample(), Options{}); err == nil {
			t.Errorf("%s: no error from a writer that fails", format)
		}
	}
}
