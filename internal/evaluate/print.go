package evaluate

import (
	"fmt"

	"github.com/open-policy-agent/opa/v1/topdown/print"
)

// Printed is a line that a policy wrote with print() while it was evaluated on a document.
type Printed struct {
	// Document is the path of the document's main file.
	Document string
	// At is file:line of the call in the Rego.
	At string
	// Text is the line, with <undefined> for what has no value.
	Text string
}

// maxPrinted bounds the lines that are kept of one document: a policy may print in a loop.
const maxPrinted = 1000

// printer collects what policies print on one document. It is OPA's print hook.
type printer struct {
	document string
	lines    []Printed
}

// Print keeps a line, or says once that there are more than it keeps.
func (p *printer) Print(call print.Context, text string) error {
	if len(p.lines) > maxPrinted {
		return nil
	}
	if len(p.lines) == maxPrinted {
		text = fmt.Sprintf("(more than %d lines were printed: the others are left out)", maxPrinted)
	}
	p.lines = append(p.lines, Printed{Document: p.document, At: fmt.Sprintf("%s:%d", call.Location.File, call.Location.Row), Text: text})
	return nil
}
