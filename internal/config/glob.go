package config

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Bounds of a glob: matching alternatives takes time exponential in their number.
const (
	maxGlobLength       = 512
	maxGlobAlternatives = 8
)

// Glob selects files and folders. It covers a path when it matches the path or one of the folders above it; a glob
// without a slash (a final one apart) matches names at any depth, any other the whole path from the scanned root. The zero Glob covers
// nothing.
type Glob struct {
	pattern string
	base    bool
}

// CompileGlob reads a glob with *, **, ?, [classes] and {alternatives}. The error says what is wrong with it.
func CompileGlob(text string) (Glob, error) {
	pattern := strings.TrimPrefix(strings.TrimPrefix(text, "."), "/")
	anchored := strings.HasPrefix(text, "/") || strings.HasPrefix(text, "./")
	if !anchored {
		pattern = text
	}
	pattern = strings.TrimSuffix(pattern, "/")
	switch {
	case strings.TrimSpace(pattern) == "":
		return Glob{}, errors.New("empty glob: want a pattern such as tests/** or *.example.yml")
	case strings.HasPrefix(pattern, "!"):
		return Glob{}, fmt.Errorf("glob %q cannot be negated: write the exception into .seclintignore", text)
	case len(pattern) > maxGlobLength:
		return Glob{}, fmt.Errorf("glob has %d bytes: at most %d are allowed", len(pattern), maxGlobLength)
	case strings.Count(pattern, "{") > maxGlobAlternatives:
		return Glob{}, fmt.Errorf("glob %q has more than %d groups of alternatives", text, maxGlobAlternatives)
	case pattern == ".." || strings.HasPrefix(pattern, "../") || strings.Contains(pattern, "/../"):
		return Glob{}, fmt.Errorf("glob %q leaves the scanned root", text)
	case !doublestar.ValidatePattern(pattern):
		return Glob{}, fmt.Errorf("malformed glob %q: a [ or { is not closed, or a \\ ends it", text)
	}
	return Glob{pattern: pattern, base: !anchored && !strings.Contains(pattern, "/")}, nil
}

// String returns the pattern.
func (g Glob) String() string { return g.pattern }

// Match reports whether the glob covers a slash-separated path relative to the scanned root.
func (g Glob) Match(name string) bool {
	if g.pattern == "" {
		return false
	}
	for ; name != "." && name != "/" && name != ""; name = path.Dir(name) {
		subject := name
		if g.base {
			subject = path.Base(name)
		}
		if doublestar.MatchUnvalidated(g.pattern, subject) {
			return true
		}
	}
	return false
}

// MatchAny reports whether one of the globs covers the path.
func MatchAny(globs []Glob, name string) bool {
	for _, g := range globs {
		if g.Match(name) {
			return true
		}
	}
	return false
}
