package report

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
)

// evil is what a scanned file may hold to fool a reader: escape sequences, a title, a link, bidirectional overrides,
// zero-width characters, C1 controls, line breaks, workflow commands and invalid UTF-8.
const evil = "a\x1b[31mred\x1b]0;title\x07\x1b]8;;http://x\x1b\\ \u202eevil\u2066 zero\u200bwidth\ufeff \u009b31m \x7f\r\n::error file=x::y %0A ##[error]z \xff ::warning x [l](http://evil) \U000e0041 ]]> & <img src=x> ![p](http://p) | @all ``` `c` *b*"

func hostile() *Report {
	name := "dir\n::error::x\x1b[2J:,%/" + evil + ".yml"
	f := source.NewFile(name, []byte("services: # "+strings.ReplaceAll(evil, "\n", "")+"\r\n\tweb: \u202ex\r\n  ::error::no\n"))
	at := f.Span(0, 40)
	return &Report{
		Findings: []finding.Finding{
			{Rule: "a/b", Severity: finding.High, Message: evil, Because: evil, Document: name, At: at,
				Related: []finding.Related{{At: at, Message: evil}}, Path: source.Path{evil, 1}},
			{Rule: "a/b", Severity: finding.None, Message: evil, Document: name, At: f.Span(len(f.Content)-8, len(f.Content))},
			{Rule: "a/b", Severity: finding.Low, Message: "::error::" + evil, At: f.Span(0, len(f.Content)),
				Suppressed: &finding.Suppression{Kind: "inSource", Reason: evil, At: at}},
		},
		Problems: []finding.Problem{
			{Level: finding.Error, Path: name, At: at, Message: evil, Hint: evil},
			{Level: finding.Warning, Path: name, Message: "::stop-commands::x " + evil},
		},
		Coverage: Coverage{Files: []FileCoverage{{Path: name, State: Broken, Reason: evil}}},
	}
}

var startsCommand = regexp.MustCompile(`(?m)^\s*::[A-Za-z-]+[ :]|##\[`)

// checkHarmless fails when an output holds a character that a terminal acts upon or hides.
func checkHarmless(t *testing.T, out []byte) {
	t.Helper()
	if !utf8.Valid(out) {
		t.Errorf("invalid UTF-8 in %q", out)
	}
	for _, r := range string(out) {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == 0x2028 || r == 0x2029) {
			t.Errorf("%U in the output:\n%q", r, out)
			return
		}
	}
}

func TestHostileText(t *testing.T) {
	all := Options{ShowSuppressed: true, ShowInformational: true, Verbose: true}
	quiet := all
	quiet.Quiet = true
	for _, o := range []Options{all, quiet} {
		out := write(t, "text", hostile(), o)
		checkHarmless(t, out)
		if found := startsCommand.Find(out); found != nil {
			t.Errorf("%q starts a workflow command in\n%s", found, out)
		}
		for _, want := range []string{`\x1b[31mred`, `\u202e`, `\u200b`, `\x9b31m`, `\xff`, `\U000e0041`, `\x3a:warning x`, `\x3a:error::a`} {
			if !bytes.Contains(out, []byte(want)) {
				t.Errorf("no %s in\n%s", want, out)
			}
		}
	}
}

func TestHostileGitHub(t *testing.T) {
	out := write(t, "github", hostile(), Options{ShowSuppressed: true, ShowInformational: true})
	checkHarmless(t, out)
	lines := strings.Split(strings.TrimSuffix(string(out), "\n"), "\n")
	if len(lines) != 8 {
		t.Fatalf("%d lines for the totals, 3 findings, 2 problems, what was not assessed and what is suppressed:\n%s", len(lines), out)
	}
	shape := regexp.MustCompile(`^::(error|warning|notice) (\w+=[^:,]*,)*title=[^:,]*::`)
	for i, line := range lines {
		if !shape.MatchString(line) {
			t.Errorf("not an annotation: %s", line)
		}
		if strings.Contains(line, "%\n") || i > 0 && !strings.Contains(line, "%250A") {
			t.Errorf("a percent sign is not escaped: %s", line)
		}
	}
	if !strings.Contains(lines[3], `file=dir\n\x3a%3Aerror`) && !strings.Contains(lines[3], `file=dir\n%3A%3Aerror`) {
		t.Errorf("colons are not escaped in the path: %s", lines[3])
	}
}

func TestHostileJSON(t *testing.T) {
	for _, format := range []string{"json", "sarif"} {
		out := write(t, format, hostile(), Options{})
		checkHarmless(t, out)
		if !json.Valid(out) {
			t.Errorf("%s: invalid JSON", format)
		}
	}
	var report struct{ Findings []struct{ Message string } }
	if err := json.Unmarshal(write(t, "json", hostile(), Options{}), &report); err != nil {
		t.Fatal(err)
	}
	if want := strings.ToValidUTF8(evil, "\ufffd"); report.Findings[0].Message != want {
		t.Errorf("the message changed on its way: %q, want %q", report.Findings[0].Message, want)
	}
}

func FuzzText(f *testing.F) {
	f.Add("services:\n  web:\n    password: hunter2\n", 12, 30, uint8(80))
	f.Add(evil, 3, 40, uint8(20))
	f.Add("\t密码\t👩‍👩‍👧 e\u0301\u0301\r\n-----BEGIN KEY-----\nabc", 1, 9, uint8(45))
	f.Add(strings.Repeat("x y", 2000), 3000, 3010, uint8(60))
	f.Fuzz(func(t *testing.T, content string, start, end int, width uint8) {
		file := source.NewFile("f\x1b.yml", []byte(content))
		start = max(0, min(start, len(content)))
		end = max(start, min(end, len(content)))
		at := file.Span(start, end)
		r := &Report{Findings: []finding.Finding{{Rule: "a/b", Severity: finding.High, Message: content, At: at}}}
		for format := range Formats {
			checkHarmless(t, write(t, format, r, Options{Width: int(width)}))
		}
	})
}
