package plan

import (
	"errors"
	"fmt"

	"github.com/open-policy-agent/opa/v1/topdown"
)

// ErrDeadline is the error of a document that took too long to compute.
var ErrDeadline = errors.New("deadline exceeded")

// errUnreadable is the error of a function whose stored body Encode did not write.
var errUnreadable = errors.New("a function of the plan cannot be read: plan the policies anew")

// Error is an error in a policy that occurred while it was executed, such as a conflict or a failing built-in.
type Error struct {
	// Code is that of OPA's evaluator for the same error, such as topdown.ConflictErr.
	Code string
	// File is the Rego file; Row and Column start at 1.
	File        string
	Row, Column int
	Message     string
}

func (e *Error) Error() string {
	return fmt.Sprintf("%s:%d:%d: %s", e.File, e.Row, e.Column, e.Message)
}

// fail notes what went wrong, and where in the policies.
func (m *Machine) fail(at place, code, message string) outcome {
	m.err = &Error{Code: code, File: m.program.files[at.file], Row: int(at.row), Column: int(at.column), Message: message}
	return failed
}

// failBuiltin notes the error of a built-in, unless it ended because the machine has to.
func (m *Machine) failBuiltin(at place, name string, err error) {
	if m.err != nil {
		return
	}
	var known *topdown.Error
	if errors.As(err, &known) {
		m.fail(at, known.Code, known.Message)
		return
	}
	m.fail(at, topdown.BuiltinErr, name+": "+err.Error())
}
