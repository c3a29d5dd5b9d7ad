package report

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/finding"
)

// withChain gives the sample a map.
func withChain(r *Report) *Report {
	end := r.Findings[6] // the privileged service
	r.Map = func() *Map {
		return &Map{
			Chains:  []Chain{{Rule: end.Rule, Steps: []Step{{Text: "port 8080", At: end.Related[0].At}, {Text: "service web"}, {Text: "privileged", At: end.At}}}},
			Mermaid: "flowchart LR\n  n0[\"web\"] --> n1[\"the host\"]\n",
		}
	}
	return r
}

// everyReport are the reports that every format has to write well.
func everyReport() map[string]*Report {
	return map[string]*Report{"sample": withChain(sample()), "empty": {}, "never": {Never: true}, "hostile": hostile(), "large": large(50)}
}

func TestXMLFitsSchemas(t *testing.T) {
	for format, file := range map[string]string{"junit": "junit-10.xsd", "checkstyle": "checkstyle.xsd"} {
		schema := compileXSD(t, "testdata/schemas/"+file)
		for name, r := range everyReport() {
			for _, o := range []Options{{}, everything} {
				if err := schema.validate(write(t, format, r, o)); err != nil {
					t.Errorf("%s, %s: %v", format, name, err)
				}
			}
		}
		text := write(t, format, sample(), Options{})
		for from, to := range map[string]string{` message=`: ` meaning=`, ` name=`: ` nom=`, `</testsuite>`: `<error message="x"></error></testsuite>`, ` line="4"`: ` line="0"`, ` severity="error"`: ` severity="fatal"`} {
			if spoilt := bytes.Replace(text, []byte(from), []byte(to), 1); !bytes.Equal(spoilt, text) && schema.validate(spoilt) == nil {
				t.Errorf("%s: the schema takes %s", format, to)
			}
		}
	}
}

func TestGitLabFitsSchemas(t *testing.T) {
	issue, sast := compileSchema(t, "testdata/schemas/codeclimate.json"), compileSchema(t, "testdata/schemas/sast-report-format-15.2.0.json")
	for name, r := range everyReport() {
		for _, o := range []Options{{}, everything} {
			var issues []json.RawMessage
			if err := json.Unmarshal(write(t, "gitlab", r, o), &issues); err != nil || issues == nil {
				t.Fatalf("%s: no list of issues: %v", name, err)
			}
			for _, text := range issues {
				if err := validate(t, issue, text); err != nil {
					t.Errorf("%s: %v in %s", name, err, text)
				}
			}
			if err := validate(t, sast, write(t, "gitlab-sast", r, o)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	text := write(t, "gitlab-sast", withChain(sample()), Options{})
	for from, to := range map[string]string{`"sast"`: `"dast"`, `"Critical"`: `"critical"`, `"sink"`: `"end"`, `"0001-01-01T`: `"0001-01-01 `, `"fatal"`: `"error"`} {
		spoilt := bytes.Replace(text, []byte(from), []byte(to), 1)
		if bytes.Equal(spoilt, text) || validate(t, sast, spoilt) == nil {
			t.Errorf("the schema takes %s", to)
		}
	}
}

// codeSpan finds code in Markdown, in which nothing has a meaning.
var codeSpan = regexp.MustCompile("````.*?````|`[^`\n]+`")

// TestHostileClients holds a whole hostile report for each format that is no text of a terminal; the page has tests of its own.
func TestHostileClients(t *testing.T) {
	for format := range Formats {
		if format == "text" || format == "concise" || format == "html" {
			continue
		}
		out := write(t, format, hostile(), Options{ShowSuppressed: true, ShowInformational: true})
		checkHarmless(t, out)
		golden(t, "hostile/"+format+".txt", out)
		if strings.HasPrefix(format, "markdown") || format == "github-summary" {
			text := codeSpan.ReplaceAll(bytes.ReplaceAll(out, []byte("\\`"), nil), nil)
			for _, mark := range []string{"<img", "@all", "![", "[l](", "\n::"} {
				if bytes.Contains(text, []byte(mark)) {
					t.Errorf("%s: %q is in\n%s", format, mark, text)
				}
			}
		}
	}
}

// unread is a report of a file that could not be read, and of nothing else.
func unread() *Report {
	return &Report{
		Problems: []finding.Problem{{Level: finding.Error, Path: "deploy/x.yml", Message: "cannot read file: permission denied"}},
		Coverage: Coverage{Files: []FileCoverage{{Path: "deploy/x.yml", State: Broken, Reason: "permission denied"}}},
	}
}

// TestNothingIsLost is about what is no finding: each format has it as an error, or as whatever it calls one.
func TestNothingIsLost(t *testing.T) {
	for format, want := range map[string]string{
		"text": "error: cannot read file", "concise": "cannot read file", "json": `"level": "error"`, "sarif": `"executionSuccessful": false`,
		"github":         "::error file=deploy/x.yml,title=seclint::cannot read file",
		"github-summary": "| error | `deploy/x.yml` | cannot read file",
		"markdown":       "| error | `deploy/x.yml` | cannot read file",
		"html":           "<li><b>error</b> cannot read file",
		"gitlab":         `"severity": "blocker"`,
		"gitlab-sast":    `"level": "fatal"`,
		"junit":          `<error type="error" message="cannot read file`,
		"checkstyle":     `severity="error" message="cannot read file`,
	} {
		out := write(t, format, unread(), Options{})
		if !bytes.Contains(out, []byte(want)) || !bytes.Contains(out, []byte("deploy/x.yml")) {
			t.Errorf("%s: no %s in\n%s", format, want, out)
		}
	}
	if len(Formats) != 12 {
		t.Errorf("%d formats: does the new one show what could not be read?", len(Formats))
	}
	// What was suppressed is named by each format, whether it shows the finding or not.
	for format := range Formats {
		if out := write(t, format, sample(), Options{}); !bytes.Contains(bytes.ToLower(out), []byte("suppress")) {
			t.Errorf("%s does not say that something is suppressed", format)
		}
	}
}

func TestGitHubWorstFirst(t *testing.T) {
	r := large(60)
	r.Problems = []finding.Problem{{Level: finding.Warning, Message: "w"}, {Level: finding.Error, Message: "cannot read"}}
	lines := strings.Split(strings.TrimSpace(string(write(t, "github", r, Options{}))), "\n")
	if !strings.HasPrefix(lines[0], "::notice title=seclint::FAIL: 1 error, so the result is incomplete; 50 findings at or above none (50 findings: 10 critical, 10 high,") {
		t.Errorf("the first line is %s", lines[0])
	}
	last := map[string]int{}
	for i, line := range lines {
		level, _, _ := strings.Cut(strings.TrimPrefix(line, "::"), " ")
		for rank, name := range []string{"seclint", "(critical)", "(high)", "(medium)", "(low)", "(note)"} {
			if strings.Contains(line, name+"::") {
				if rank < last[level] && rank > 0 {
					t.Errorf("line %d, %s, is behind something milder of level %s", i, line, level)
				}
				last[level] = rank
			}
		}
	}
	if !strings.HasPrefix(lines[1], "::error title=seclint::cannot read") {
		t.Errorf("no error in front of the findings: %s", lines[1])
	}
}

func TestGitLabFingerprintsAreUnique(t *testing.T) {
	r := large(10)
	for i := range r.Findings {
		r.Findings[i].Fingerprint, r.Findings[i].Message = "ab", "same"
	}
	var issues []struct{ Fingerprint string }
	if err := json.Unmarshal(write(t, "gitlab", r, everything), &issues); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, issue := range issues {
		if issue.Fingerprint == "" || seen[issue.Fingerprint] {
			t.Errorf("fingerprint %q is there twice", issue.Fingerprint)
		}
		seen[issue.Fingerprint] = true
	}
}

// TestJUnitFailsAsTheScanDoes holds the numbers of a test report to the exit code.
func TestJUnitFailsAsTheScanDoes(t *testing.T) {
	for name, test := range map[string]struct {
		report                    *Report
		failures, errors, skipped int
	}{
		"threshold": {sample(), 2, 3, 2}, "never": {func() *Report { r := sample(); r.Never = true; return r }(), 0, 3, 2}, "clean": {&Report{}, 0, 0, 0},
	} {
		var suites struct {
			Failures int `xml:"failures,attr"`
			Errors   int `xml:"errors,attr"`
			Suites   []struct {
				Skipped int `xml:"skipped,attr"`
			} `xml:"testsuite"`
		}
		if err := xml.Unmarshal(write(t, "junit", test.report, Options{}), &suites); err != nil {
			t.Fatal(err)
		}
		skipped := 0
		for _, s := range suites.Suites {
			skipped += s.Skipped
		}
		if got := fmt.Sprint(suites.Failures, suites.Errors, skipped); got != fmt.Sprint(test.failures, test.errors, test.skipped) {
			t.Errorf("%s: failures, errors, skipped are %s", name, got)
		}
	}
}

func TestMarkdownLinks(t *testing.T) {
	o := Options{Repository: "services/web", SourceURL: "https://github.com/acme/shop/blob/0123"}
	page := string(write(t, "markdown", sample(), o))
	for _, want := range []string{
		"[`services/web/deploy/a b#1.yml:3`](https://github.com/acme/shop/blob/0123/services/web/deploy/a%20b%231.yml#L3)",
		"[`compose/privileged`](<https://github.com/seclint/seclint/blob/main/docs/rules/compose/privileged.md>)",
		"[`acme/labels`](<https://acme.example/labels>)",
	} {
		if !strings.Contains(page, want) {
			t.Errorf("no %s in\n%s", want, page)
		}
	}
}

func TestMarkdownMarks(t *testing.T) {
	for text, want := range map[string]string{
		"a | b <b>x</b> & y": `a \| b &lt;b&gt;x&lt;/b&gt; &amp; y`, "![p](http://x)": `!\[p\](http://x)`, "@all `c` *b* _i_": "@<!-- -->all \\`c\\` \\*b\\* \\_i\\_",
		"two\nlines": "two lines", "a\x1bb": `a\\x1bb`, "#1 $x$ ~~y~~": `\#1 \$x\$ \~\~y\~\~`,
	} {
		if got := MarkdownCell(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
	for text, want := range map[string]string{"a.yml:3": "`a.yml:3`", "a`b|c": "``a`b\\|c``", "`x`": "`` `x` ``", "a\nb": "`a b`"} {
		if got := MarkdownCode(text); got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}
