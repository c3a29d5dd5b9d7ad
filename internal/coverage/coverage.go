// Package coverage holds what a run says of the files it knew: which it looked at, which not, and why.
package coverage

// State says how far a file was looked at.
type State string

// The states of a file.
const (
	// Assessed means that every rule in force saw the whole file.
	Assessed State = "assessed"
	// Partial means that the file was looked at with a problem.
	Partial State = "partial"
	// Broken means that it could not be read or parsed.
	Broken State = "broken"
	// Skipped means that it was left out on purpose: too large, generated, excluded though named on the line.
	Skipped State = "skipped"
)

// File is the state of one file.
type File struct {
	Path  string `json:"path"`
	Kind  string `json:"kind,omitempty"`
	State State  `json:"state"`
	// Reason says why a file was not wholly assessed.
	Reason string `json:"reason,omitempty"`
}
