package finding

import "github.com/seclint/seclint/internal/source"

// Level says whether a problem stopped the job or only narrowed it.
type Level uint8

// The levels. Only Error changes the exit code.
const (
	// Warning means that something was looked at with less knowledge than it could have been: an unset variable, an
	// unused suppression.
	Warning Level = iota
	// Error means that something could not be looked at: an unreadable or unparsable file, a rule that crashed.
	Error
)

// String returns warning or error.
func (l Level) String() string {
	if l == Error {
		return "error"
	}
	return "warning"
}

// MarshalText implements encoding.TextMarshaler.
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// Problem is something that stopped seclint from looking.
type Problem struct {
	Level Level
	// Path is the file concerned, relative to the scanned root, or "" when no file is. It is set even where At is zero
	// because the file could not be read.
	Path string
	// At is the place, when there is one.
	At source.Span
	// Rule is the id of the rule concerned, or "".
	Rule string
	// Message says what was wrong; one line, no full stop.
	Message string
	// Hint says what to do about it, or "".
	Hint string
	// IsUnassessed is set where what is known to be of a kind was not assessed: an error that people may accept.
	IsUnassessed bool
}
