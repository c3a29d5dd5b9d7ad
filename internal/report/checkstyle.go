package report

import (
	"cmp"
	"encoding/xml"
	"io"

	"github.com/seclint/seclint/internal/finding"
)

// checkstyle is a report in the format of Checkstyle, https://checkstyle.org/result_reports.html.
type checkstyle struct {
	XMLName xml.Name         `xml:"checkstyle"`
	Version string           `xml:"version,attr"`
	Files   []checkstyleFile `xml:"file"`
}

type checkstyleFile struct {
	Name   string            `xml:"name,attr"`
	Errors []checkstyleError `xml:"error"`
}

type checkstyleError struct {
	Line     int    `xml:"line,attr"`
	Column   int    `xml:"column,attr,omitempty"`
	Severity string `xml:"severity,attr"`
	Message  string `xml:"message,attr"`
	Source   string `xml:"source,attr"`
}

// Checkstyle writes the report as Checkstyle would, for the many programs that read that. What has no file is under the name seclint.
func Checkstyle(w io.Writer, r *Report, o Options) error {
	r = r.Masked()
	out := checkstyle{Version: "1.0"}
	index := map[string]int{}
	add := func(file string, e checkstyleError) {
		file = cmp.Or(file, problemRule)
		at, known := index[file]
		if !known {
			at = len(out.Files)
			index[file] = at
			out.Files = append(out.Files, checkstyleFile{Name: file})
		}
		out.Files[at].Errors = append(out.Files[at].Errors, e)
	}
	for _, e := range r.entries(o) {
		add(e.file, checkstyleError{e.line, e.column, checkstyleSeverity(&e), e.message, e.rule})
	}
	for _, line := range append([]string{r.verdict(), r.totals(o)}, r.overlooked(func(path string) string { return visible(o.InRepository(path)) })...) {
		add("", checkstyleError{1, 0, "info", line, problemRule})
	}
	return writeXML(w, out)
}

func checkstyleSeverity(e *entry) string {
	switch severity := e.severity(); {
	case !e.isCounted():
		return "info"
	case severity >= finding.High:
		return "error"
	case severity == finding.Medium, e.problem != nil:
		return "warning"
	}
	return "info"
}

// writeXML writes a value as an XML document.
func writeXML(w io.Writer, value any) error {
	text, err := xml.MarshalIndent(value, "", "  ")
	if err != nil {
		return err
	}
	_, err = io.WriteString(w, xml.Header+string(text)+"\n")
	return err
}
