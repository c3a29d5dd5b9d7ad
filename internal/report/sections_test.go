package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// many returns a report of findings of several rules and severities, a few in each file, with messages of a length.
func many(findings, files, words int) *Report {
	r := &Report{FailOn: finding.High}
	for i := range 30 {
		r.Rules = append(r.Rules, &rules.Rule{
			ID: fmt.Sprintf("compose/rule-%d", i), Title: "A rule", Pack: "default",
			Remediation: strings.Repeat(fmt.Sprintf("remedy%d ", i), 25) + ".",
		})
	}
	for i := range findings {
		name := fmt.Sprintf("folder/stack%d/compose.yaml", i%files)
		file := source.NewFile(name, []byte("services:\n  web:\n    image: nginx\n"))
		rule := r.Rules[(i*7)%len(r.Rules)]
		r.Findings = append(r.Findings, finding.Finding{
			Rule: rule.ID, Severity: finding.Severity(1 + i%5), Document: name, At: span(file, "image: nginx"),
			Path: source.Path{"services", "web", "image"}, Message: fmt.Sprintf("service %d", i) + strings.Repeat(" mistake", words),
			Because: "it is so",
			Related: []finding.Related{{At: span(file, "web"), Message: "one"}, {At: span(file, "services"), Message: "two"}},
		})
	}
	return r
}

func TestHundredFindingsFitIntoFiveHundredLines(t *testing.T) {
	for _, width := range []int{80, 160} {
		for _, files := range []int{1, 7, 25, 100} {
			for _, words := range []int{2, 10, 60} {
				out := string(write(t, "text", many(100, files, words), Options{Width: width}))
				if n := strings.Count(out, "\n"); n > 500 {
					t.Errorf("%d lines for 100 findings in %d files with messages of %d words, %d columns", n, files, words, width)
				}
				if n := strings.Count(out, "fix: "); n < 10 && files < 100 && words < 60 || n == 0 {
					t.Errorf("only %d fixes in %d files with messages of %d words", n, files, words)
				}
			}
		}
	}
	for _, format := range []Options{{Quiet: true}, {}} {
		name := "text"
		if !format.Quiet {
			name = "concise"
		}
		if n := strings.Count(string(write(t, name, many(100, 7, 10), format)), "\n"); n != 100 {
			t.Errorf("%s: %d lines for 100 findings", name, n)
		}
	}
}

func TestFewFindingsAreWrittenInFull(t *testing.T) {
	out := string(write(t, "text", many(12, 3, 5), Options{}))
	if strings.Contains(out, "Brief") || strings.Contains(out, "  rule\n") || strings.Count(out, "-->") != 12 {
		t.Errorf("12 findings are not in full, or end with a table:\n%s", out)
	}
}

func TestTheSameFixIsSaidOnce(t *testing.T) {
	out := string(write(t, "text", many(100, 5, 5), Options{Verbose: true, Width: 1000}))
	for i := range 30 {
		if n := strings.Count(out, fmt.Sprintf("fix: remedy%d ", i)); n != 1 {
			t.Errorf("the fix of rule %d is there %d times", i, n)
		}
	}
}

// heads returns the lines with a number of findings, which begin the sections.
func heads(out string) []string {
	return regexp.MustCompile(`(?m)^.* \(\d+ findings?(?:;.*)?\)$`).FindAllString(out, -1)
}

func TestWorstFirst(t *testing.T) {
	r := many(50, 10, 3)
	for _, by := range GroupBys() {
		var got []int
		out := string(write(t, "text", r, Options{GroupBy: by}))
		for _, part := range strings.Split(out, "\n\n") {
			if regexp.MustCompile(`^(critical|high|medium|low|note): `).MatchString(part) && strings.Contains(part, "-->") {
				got = append(got, len(got))
			}
		}
		if len(got) == 0 || len(heads(out)) == 0 {
			t.Fatalf("%s: nothing is in full, or has no heading:\n%s", by, out)
		}
		previous := 0
		for _, head := range heads(out) {
			_, section, _ := strings.Cut(out, head+"\n")
			section = strings.TrimLeft(section, "\n")
			first := slices.IndexFunc(worstFirst, func(s finding.Severity) bool { return strings.HasPrefix(section, s.String()+": ") })
			if first < previous {
				t.Errorf("%s: the section %q begins with %s, and one before it with %s", by, head, worstFirst[first], worstFirst[previous])
			}
			previous = first
		}
	}
}

func TestGroupBy(t *testing.T) {
	for by, want := range map[string][]string{
		"":        {"deploy/compose.yml (7 findings)", "deploy/a b#1.yml (1 finding)"},
		"file":    {"deploy/compose.yml (7 findings)", "deploy/a b#1.yml (1 finding)"},
		"rule":    {"compose/privileged (2 findings)", "compose/literal-secret (1 finding)", "compose/writable-root (5 findings)"},
		"service": {`service "web" of deploy/compose.yml (3 findings)`, `service "web" of deploy/a b#1.yml (1 finding)`, `service "cache" of deploy/compose.yml (1 finding)`, `service "db" of deploy/compose.yml (1 finding)`, `service "mail" of deploy/compose.yml (1 finding)`, `service "queue" of deploy/compose.yml (1 finding)`},
	} {
		if got := heads(string(write(t, "text", sample(), Options{GroupBy: by}))); !slices.Equal(got, want) {
			t.Errorf("%q: sections %q, want %q", by, got, want)
		}
	}
}

func TestStatistics(t *testing.T) {
	out := string(write(t, "text", sample(), Options{Statistics: true}))
	want := `critical   high  medium    low  rule
       1      1       -      -  compose/privileged
       -      -       1      -  compose/literal-secret
       -      -       -      5  compose/writable-root
`
	if !strings.HasPrefix(out, want) || strings.Contains(out, "-->  deploy/compose.yml") {
		t.Errorf("want the table in the place of the findings:\n%s", out)
	}
	long := string(write(t, "text", many(60, 3, 2), Options{}))
	if !strings.Contains(long, "  rule\n") || !strings.Contains(long, "and 15 more rules (--statistics shows all)") {
		t.Errorf("a long report does not end with a table:\n%s", long)
	}
	if all := string(write(t, "text", many(60, 3, 2), Options{Statistics: true})); strings.Count(all, "  compose/rule-") != 30 {
		t.Errorf("not all rules are in the table:\n%s", all)
	}
}

func TestLinks(t *testing.T) {
	o := Options{LinkRoot: "file://host/home/me/stack"}
	linked := string(write(t, "text", sample(), o))
	link := regexp.MustCompile("\x1b]8;;([^\x1b]*)\x1b\\\\")
	if plain := string(write(t, "text", sample(), Options{})); link.ReplaceAllString(linked, "") != plain {
		t.Error("links change the text")
	}
	targets := map[string]bool{}
	for _, found := range link.FindAllStringSubmatch(linked, -1) {
		targets[found[1]] = true
	}
	for _, want := range []string{
		"file://host/home/me/stack/deploy/a%20b%231.yml", "file://host/home/me/stack/deploy/compose.yml",
		"https://github.com/seclint/seclint/blob/main/docs/rules/compose/privileged.md", "",
	} {
		if !targets[want] {
			t.Errorf("no link leads to %q: %v", want, targets)
		}
	}
	hostile := sample()
	hostile.Rules = append(hostile.Rules, &rules.Rule{ID: "x/y", Origin: "p", References: []string{"https://e.example/é"}})
	hostile.Findings[0].Rule = "x/y"
	if out := string(write(t, "text", hostile, o)); !strings.Contains(out, ";https://e.example/%C3%A9\x1b") {
		t.Errorf("a link is not in ASCII: %q", out)
	}
	hostile.Rules[len(hostile.Rules)-1].References = []string{"https://e.example/\x1b\\\x07"}
	if out := string(write(t, "text", hostile, o)); strings.Contains(out, "e.example") || strings.Contains(out, "\x07") {
		t.Errorf("a link holds what a terminal obeys: %q", out)
	}
}

func TestPartsCountOnlyWithTheirWhole(t *testing.T) {
	f := source.NewFile("compose.yml", []byte("services:\n  web: {}\n  db: {}\n"))
	of := func(rule, service string, severity finding.Severity) finding.Finding {
		return finding.Finding{Rule: rule, Severity: severity, Document: "compose.yml", At: span(f, service), Path: source.Path{"services", service}, Message: "m"}
	}
	part := of("a/part", "web", finding.High)
	part.PartOf = "a/whole"
	suppressed := of("a/whole", "web", finding.Critical)
	suppressed.Suppressed = &finding.Suppression{Kind: "inSource", Reason: "x"}
	for name, test := range map[string]struct {
		whole        []finding.Finding
		total, parts int
	}{
		"there":            {[]finding.Finding{of("a/whole", "web", finding.Critical)}, 1, 1},
		"of two":           {[]finding.Finding{of("a/whole", "db", finding.Critical), of("a/whole", "web", finding.Critical)}, 2, 1},
		"nowhere":          {nil, 1, 0},
		"suppressed":       {[]finding.Finding{suppressed}, 1, 0},
		"milder than that": {[]finding.Finding{of("a/whole", "web", finding.Low)}, 2, 0},
	} {
		r := &Report{Findings: append(slices.Clone(test.whole), part), FailOn: finding.High}
		if c := r.Count(); c.Total() != test.total || c.Parts != test.parts {
			t.Errorf("%s: %d findings and %d parts, want %d and %d", name, c.Total(), c.Parts, test.total, test.parts)
		}
		out := string(write(t, "text", r, Options{}))
		if strings.Count(out, "--> ") != test.total || strings.Count(out, "= includes ") != test.parts {
			t.Errorf("%s: what is shown is not what is counted:\n%s", name, out)
		}
	}
}

func TestManyFindingsFitWidth(t *testing.T) {
	for _, width := range []int{70, 80, 160} {
		for _, line := range strings.Split(string(write(t, "text", many(90, 9, 40), Options{Width: width})), "\n") {
			if displaywidth.String(line) > width {
				t.Errorf("%d cells in a width of %d: %s", displaywidth.String(line), width, line)
			}
		}
	}
}
