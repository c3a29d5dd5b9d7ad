package report

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"io"
	"strings"

	"github.com/seclint/seclint/internal/finding"
)

// junit is a report in the format that test reports have, as the schema of Jenkins' xUnit plugin describes it.
type junit struct {
	XMLName  xml.Name     `xml:"testsuites"`
	Name     string       `xml:"name,attr"`
	Tests    int          `xml:"tests,attr"`
	Failures int          `xml:"failures,attr"`
	Errors   int          `xml:"errors,attr"`
	Suites   []junitSuite `xml:"testsuite"`
}

type junitSuite struct {
	Name     string      `xml:"name,attr"`
	Tests    int         `xml:"tests,attr"`
	Failures int         `xml:"failures,attr"`
	Errors   int         `xml:"errors,attr"`
	Skipped  int         `xml:"skipped,attr"`
	Cases    []junitCase `xml:"testcase"`
	Out      string      `xml:"system-out,omitempty"`
}

type junitCase struct {
	Name    string        `xml:"name,attr"`
	Class   string        `xml:"classname,attr"`
	Failure *junitOutcome `xml:"failure"`
	Error   *junitOutcome `xml:"error"`
	Skipped *junitOutcome `xml:"skipped"`
	Out     string        `xml:"system-out,omitempty"`
}

type junitOutcome struct {
	Type    string `xml:"type,attr,omitempty"`
	Message string `xml:"message,attr"`
	Text    string `xml:",chardata"`
}

// JUnit writes the report as one of tests: a suite for each file, in which a finding that fails the scan is a failed test, a milder one a
// test with output, a suppressed one a skipped test, and an error a test that broke. A file without any of these passes.
func JUnit(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	o.ShowSuppressed = true // as skipped tests, which is what they are
	out := junit{Name: "seclint"}
	index := map[string]int{}
	suite := func(file string) *junitSuite {
		file = cmp.Or(file, problemRule)
		at, known := index[file]
		if !known {
			at = len(out.Suites)
			index[file] = at
			out.Suites = append(out.Suites, junitSuite{Name: file})
		}
		return &out.Suites[at]
	}
	for _, e := range r.entries(o) {
		s := suite(e.file)
		s.Cases = append(s.Cases, r.junitCase(&e))
	}
	for _, f := range r.Coverage.Files {
		if s := suite(visible(o.InRepository(f.Path))); len(s.Cases) == 0 {
			s.Cases = []junitCase{{Name: string(f.State), Class: problemRule, Out: visible(f.Reason)}}
		}
	}
	run := suite("")
	run.Cases = append(run.Cases, junitCase{Name: "seclint ran", Class: problemRule})
	lines := append([]string{r.verdict(), r.totals(o)}, r.overlooked(func(path string) string { return visible(o.InRepository(path)) })...)
	run.Out = strings.Join(lines, "\n")
	out.count()
	return writeXML(w, out)
}

// junitCase turns an entry into a test.
func (r *Report) junitCase(e *entry) junitCase {
	c := junitCase{Name: e.message, Class: e.rule}
	text := fmt.Sprintf("%s:%d:%d\n%s", cmp.Or(e.file, problemRule), e.line, max(e.column, 1), e.text())
	switch {
	case e.problem != nil && e.problem.Level == finding.Error:
		c.Error = &junitOutcome{"error", e.message, text}
	case e.finding != nil && e.finding.Suppressed != nil:
		c.Skipped = &junitOutcome{Message: visible(Justification(e.finding.Suppressed)), Text: text}
	case e.finding != nil && e.isCounted() && !r.Never && e.finding.Severity >= r.FailOn:
		c.Failure = &junitOutcome{e.finding.Severity.String(), e.message, text}
	default:
		c.Out = text
	}
	return c
}

// count counts the tests.
func (j *junit) count() {
	for i := range j.Suites {
		s := &j.Suites[i]
		for _, c := range s.Cases {
			s.Tests++
			switch {
			case c.Error != nil:
				s.Errors++
			case c.Failure != nil:
				s.Failures++
			case c.Skipped != nil:
				s.Skipped++
			}
		}
		j.Tests, j.Failures, j.Errors = j.Tests+s.Tests, j.Failures+s.Failures, j.Errors+s.Errors
	}
}
