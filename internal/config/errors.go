package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/source"
)

// Error is one thing wrong with a config.
type Error struct {
	// At is the place; zero for a flag.
	At source.Span
	// Message says what is wrong.
	Message string
	// Suggestion is what was probably meant, or "".
	Suggestion string
}

// Error returns path:line:column: message, with the suggestion.
func (e *Error) Error() string {
	text := e.Message
	if !e.At.IsZero() {
		text = e.At.String() + ": " + text
	}
	if e.Suggestion != "" {
		text += fmt.Sprintf(": did you mean %q?", e.Suggestion)
	}
	return text
}

// Errors is everything wrong with a config, in the order of the file.
type Errors []*Error

// Error returns one line per error.
func (e Errors) Error() string {
	lines := make([]string, len(e))
	for i, err := range e {
		lines[i] = err.Error()
	}
	return strings.Join(lines, "\n")
}

// err returns the errors in the order of the file, nil when there is none. They quote the config: its secrets are hidden.
func (e Errors) err() error {
	if len(e) == 0 {
		return nil
	}
	masker := mask.New(nil, nil)
	for _, err := range e {
		if !err.At.IsZero() {
			masker.Know(err.At.File)
		}
		err.Message = masker.Message(err.Message, err.At.Path())
	}
	slices.SortStableFunc(e, func(a, b *Error) int {
		return cmp.Or(cmp.Compare(a.At.Path(), b.At.Path()), cmp.Compare(a.At.Start.Line, b.At.Start.Line), cmp.Compare(a.At.Start.Column, b.At.Start.Column))
	})
	return e
}

// nearest returns the word that was probably meant, or "" when none is near.
func nearest(word string, words []string) string {
	best, found := min(max(2, len(word)/3), len(word)-1)+1, ""
	for _, w := range words {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(w)); d < best {
			best, found = d, w
		}
	}
	return found
}
