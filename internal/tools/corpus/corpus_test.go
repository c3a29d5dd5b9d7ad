package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/source"
)

const stack = `services:
  web:
    image: nginx:1.27
    ports:
    - "80:80"
    - "443:443"
  db:
    image: postgres:16
`

func TestMisplaced(t *testing.T) {
	f := source.NewFile("compose.yml", []byte(stack))
	at := func(text string) source.Span {
		start := strings.Index(stack, text)
		return f.Span(start, start+len(text))
	}
	tests := []struct {
		name    string
		finding finding.Finding
		want    string
	}{
		{"on its key", finding.Finding{At: at("image: nginx:1.27"), Path: source.Path{"services", "web", "image"}}, ""},
		{"an item under its key", finding.Finding{At: at(`"443:443"`), Path: source.Path{"services", "web", "ports", 1}}, ""},
		{"an absence on the service", finding.Finding{At: at("db:"), Path: source.Path{"services", "db", "read_only"}}, ""},
		{"another service", finding.Finding{At: at("db:"), Path: source.Path{"services", "web", "read_only"}, Message: `service "web" is writable`},
			"neither the span nor its block holds what the message speaks of"},
		{"a general key proves nothing", finding.Finding{At: at("services:"), Path: source.Path{"services", "web"}},
			"neither the span nor its block holds what the message speaks of"},
		{"what the message quotes", finding.Finding{At: at("image: postgres:16"), Message: `image "postgres:16" is old`}, ""},
		{"an absent top key, at the top", finding.Finding{At: at("services:"), Path: source.Path{"volumes", "data"}}, ""},
		{"an absent top key, elsewhere", finding.Finding{At: at("image: postgres:16"), Path: source.Path{"volumes", "data"}},
			"neither the span nor its block holds what the message speaks of"},
		{"nowhere", finding.Finding{}, "no place"},
		{"empty", finding.Finding{At: f.Span(3, 3)}, "empty span"},
		{"outside", finding.Finding{At: source.Span{File: f, Start: source.Position{Line: 1, Column: 1}, End: source.Position{Line: 99, Column: 1}}}, "outside the file"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := misplaced(&test.finding, []byte(stack)); got != test.want {
				t.Errorf("misplaced is %q, want %q", got, test.want)
			}
		})
	}
	if got := misplaced(&tests[0].finding, []byte("other")); got != "the file on disk is another one" {
		t.Errorf("with another file on disk, misplaced is %q", got)
	}
}

func TestCheckFiles(t *testing.T) {
	at := source.NewFile("bad.yml", []byte("x")).Span(0, 1)
	r := &report.Report{
		Coverage: report.Coverage{Files: []report.FileCoverage{
			{Path: "good.yml", Kind: "compose", State: report.Assessed},
			{Path: "broken.yml", Kind: "compose", State: report.Broken},
			{Path: "workflow.yml", Kind: "compose", State: report.Assessed},
		}},
		Problems: []finding.Problem{{Path: "bad.yml", At: at}, {Path: "vague.yml"}},
	}
	tests := []struct {
		row  row
		want string
	}{
		{row{path: "good.yml", kind: "compose", valid: "ok"}, ""},
		{row{path: "broken.yml", kind: "compose", valid: "ok-needs-env"}, "not assessed"},
		{row{path: "absent.yml", kind: "compose", valid: "ok"}, "not assessed"},
		{row{path: "absent.yml", kind: "compose"}, ""},
		{row{path: "workflow.yml", kind: "lookalike"}, "taken for another kind"},
		{row{path: "good.yml", kind: "app"}, "taken for another kind"},
		{row{path: "bad.yml", kind: "compose", valid: "err"}, ""},
		{row{path: "vague.yml", kind: "compose", valid: "err"}, "problem without a line"},
		{row{path: "vague.yml", kind: "compose", sub: "named-empty", valid: "err"}, ""},
	}
	for _, test := range tests {
		got := ""
		if misses := checkFiles([]row{test.row}, r); len(misses) > 0 {
			got = misses[0].sort
		}
		if got != test.want {
			t.Errorf("%+v gives %q, want %q", test.row, got, test.want)
		}
	}
}

// TestRun scans a folder as make corpus does, once as its manifest says and once not.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"manifest.csv": "path,kind,sub,repo,valid\ncompose.yml,compose,named,a/b,ok\n",
		"compose.yml":  stack,
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	var out bytes.Buffer
	if err := run(dir, &out); err != nil || !strings.Contains(out.String(), "no misses") {
		t.Errorf("error %v, output:\n%s", err, out.String())
	}
	if err := os.WriteFile(filepath.Join(dir, "compose.yml"), []byte("services: ["), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := run(dir, &out); err == nil || err.Error() != "1 miss" {
		t.Errorf("with a broken file, the error is %v", err)
	}
}
