package config

import (
	"errors"
	"fmt"
	"path"
	"strings"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seclint/seclint/internal/source"
)

// Bounds of a glob: its bytes, and how many globs without alternatives it stands for.
const (
	maxGlobLength = 512
	maxGlobs      = 64
)

// Glob selects files and folders. It covers a path when it matches the path or one of the folders above it; a glob
// without a slash (a final one apart) matches names at any depth, any other the whole path from the scanned root. The zero Glob covers
// nothing.
type Glob struct {
	pattern string
	// plain are the globs without alternatives that it stands for: the matcher's time is exponential in the groups of alternatives.
	plain []string
	base  bool
	at    source.Span // in the config, zero for a flag
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
	case pattern == ".." || strings.HasPrefix(pattern, "../") || strings.Contains(pattern, "/../"):
		return Glob{}, fmt.Errorf("glob %q leaves the scanned root", text)
	case !doublestar.ValidatePattern(pattern):
		return Glob{}, fmt.Errorf("malformed glob %q: a [ or { is not closed, or a \\ ends it", text)
	}
	plain, ok := alternatives(pattern)
	if !ok {
		return Glob{}, fmt.Errorf("glob %q stands for more than %d globs without {alternatives}", text, maxGlobs)
	}
	return Glob{pattern: pattern, plain: plain, base: !anchored && !strings.Contains(pattern, "/")}, nil
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
		for _, pattern := range g.plain {
			if doublestar.MatchUnvalidated(pattern, subject) {
				return true
			}
		}
	}
	return false
}

// alternatives returns the globs that a valid glob with {alternatives} stands for; ok is false where there are too many.
func alternatives(pattern string) (plain []string, ok bool) {
	open, at := -1, []int(nil) // where the first group begins, and its parts end
	depth := 0
	for i := 0; i < len(pattern); i++ {
		switch c := pattern[i]; {
		case c == '\\':
			i++
		case c == '[':
			for i++; i < len(pattern) && pattern[i] != ']'; i++ {
				if pattern[i] == '\\' {
					i++
				}
			}
		case c == '{':
			if depth++; depth == 1 {
				open = i
			}
		case depth == 1 && (c == ',' || c == '}'):
			at = append(at, i)
			if c == '}' {
				return combined(pattern, open, at)
			}
		case c == '}':
			depth--
		}
	}
	return []string{pattern}, true
}

// combined returns what a glob stands for whose first group of alternatives begins at an offset, and whose alternatives end at others.
func combined(pattern string, open int, ends []int) (plain []string, ok bool) {
	from := open + 1
	for _, end := range ends {
		more, ok := alternatives(pattern[:open] + pattern[from:end] + pattern[ends[len(ends)-1]+1:])
		if plain = append(plain, more...); !ok || len(plain) > maxGlobs {
			return nil, false
		}
		from = end + 1
	}
	return plain, true
}

// IsZero reports whether the glob is absent.
func (g Glob) IsZero() bool { return g.pattern == "" }

// IsEverything reports whether the glob is absent or made of nothing but wildcards, so that it says nothing of which files are meant.
func (g Glob) IsEverything() bool { return strings.Trim(g.pattern, "*/.") == "" }

// MatchAny reports whether one of the globs covers the path.
func MatchAny(globs []Glob, name string) bool {
	for _, g := range globs {
		if g.Match(name) {
			return true
		}
	}
	return false
}
