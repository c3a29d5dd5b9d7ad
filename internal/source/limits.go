package source

import "fmt"

// Limits bounds what a reader builds out of one untrusted file.
type Limits struct {
	// MaxDepth is how many mappings and sequences may be inside each other, aliases expanded.
	MaxDepth int
	// MaxNodes is how many values a file may have, aliases and merge keys expanded.
	MaxNodes int
}

// DefaultLimits returns limits that no config written by people reaches.
func DefaultLimits() Limits { return Limits{MaxDepth: 200, MaxNodes: 250_000} }

// SyntaxError says where and why a file could not be read. Its message never has a value of the file.
type SyntaxError struct {
	At      Span
	Message string
}

// Error returns path:line:column: message.
func (e *SyntaxError) Error() string { return e.At.String() + ": " + e.Message }

func errDuplicate(key string, at Span, first Span) error {
	return &SyntaxError{At: at, Message: fmt.Sprintf("key %q is already set at line %d", key, first.Start.Line)}
}

func errDepth(at Span, l Limits) error {
	return &SyntaxError{At: at, Message: fmt.Sprintf("values stand more than %d levels deep inside each other", l.MaxDepth)}
}

func errNodes(at Span, l Limits) error {
	return &SyntaxError{At: at, Message: fmt.Sprintf("more than %d values once aliases are expanded", l.MaxNodes)}
}
