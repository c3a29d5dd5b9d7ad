package finding

import (
	"fmt"
	"strings"
)

// Severity says how bad a finding is in its context.
type Severity uint8

// The severities, from mildest to worst. None is informational: the finding stays in the report with its reason.
const (
	None Severity = iota
	Note
	Low
	Medium
	High
	Critical
)

// Lowered returns the severity one level down. A note stays one, and so does what is informational.
func (s Severity) Lowered() Severity {
	if s <= Note {
		return s
	}
	return s - 1
}

var severityNames = [...]string{"none", "note", "low", "medium", "high", "critical"}

// String returns the lower-case name.
func (s Severity) String() string { return severityNames[s] }

// ParseSeverity reads a name as written in METADATA, flags and config. The error lists the valid names.
func ParseSeverity(name string) (Severity, error) {
	for i, n := range severityNames {
		if strings.EqualFold(n, name) {
			return Severity(i), nil
		}
	}
	return None, fmt.Errorf("unknown severity %q: want critical, high, medium, low, note or none", name)
}

// MarshalText implements encoding.TextMarshaler.
func (s Severity) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (s *Severity) UnmarshalText(text []byte) error {
	parsed, err := ParseSeverity(string(text))
	*s = parsed
	return err
}
