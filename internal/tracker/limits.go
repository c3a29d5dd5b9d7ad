package tracker

import (
	"bytes"
	"fmt"
)

// The limits of a tracker, which is not trusted: the time of the parser grows with the square of nesting and of columns.
const (
	maxSize      = 2 << 20
	maxIndent    = 100
	maxMarkers   = 30
	maxColumns   = 100
	maxLine      = 32 << 10
	maxItems     = 5000
	maxBackticks = 2000
)

// The limits of the comparison: the places of all items, the bytes of what is said of one, and the bytes of files that are searched for
// what items cite.
const (
	maxPlaces = 20_000
	maxText   = 20_000
	maxSought = 1 << 30
)

// check refuses what would take too long.
func check(content []byte) error {
	if len(content) > maxSize {
		return fmt.Errorf("has %d bytes: a tracker of more than %d is not read", len(content), maxSize)
	}
	number := 0
	for text := range bytes.Lines(content) {
		number++
		if problem := checkLine(text); problem != "" {
			return fmt.Errorf("line %d %s", number, problem)
		}
	}
	return nil
}

func checkLine(text []byte) string {
	if len(text) > maxLine {
		return fmt.Sprintf("has %d bytes: at most %d are read", len(text), maxLine)
	}
	rest := bytes.TrimLeft(text, " \t")
	markers := 0
	for n := marker(rest); n > 0; n = marker(rest) {
		rest = bytes.TrimLeft(rest[n:], " \t")
		markers++
	}
	indent := len(text) - len(rest)
	switch {
	case markers > maxMarkers:
		return "is nested too deep"
	case markers > 0 && indent > maxIndent+2*markers:
		return "is nested too deep"
	case bytes.Count(text, []byte("|")) > maxColumns:
		return fmt.Sprintf("has more than %d columns", maxColumns)
	case bytes.Count(text, []byte("`")) > maxBackticks:
		return "has too many code spans"
	}
	return ""
}

// marker returns how many bytes the mark of a quote or a list at the start takes, 0 for none.
func marker(text []byte) int {
	digits := 0
	for digits < len(text) && digits < 9 && text[digits] >= '0' && text[digits] <= '9' {
		digits++
	}
	switch {
	case digits > 0 && digits+1 < len(text) && (text[digits] == '.' || text[digits] == ')') && text[digits+1] == ' ':
		return digits + 2
	case len(text) > 1 && bytes.IndexByte([]byte("-*+"), text[0]) >= 0 && (text[1] == ' ' || text[1] == '\t'):
		return 2
	case len(text) > 0 && text[0] == '>':
		return 1
	}
	return 0
}
