package config_test

import (
	"strings"
	"testing"

	"github.com/bmatcuk/doublestar/v4"

	"github.com/seclint/seclint/internal/config"
)

func TestGlob(t *testing.T) {
	tests := []struct {
		glob, path string
		want       bool
	}{
		{"tests", "tests/a.yml", true},
		{"tests", "x/tests/a.yml", true},
		{"tests/", "x/tests/a.yml", true},
		{"/tests", "x/tests/a.yml", false},
		{"./tests", "tests/a.yml", true},
		{"./tests", "x/tests/a.yml", false},
		{"*.example.yml", "a/b.example.yml", true},
		{"*.example.yml", "a/b.yml", false},
		{"a/*.yml", "a/b.yml", true},
		{"a/*.yml", "a/b/c.yml", false},
		{"a/**", "a/b/c.yml", true},
		{"**/c.yml", "a/b/c.yml", true},
		{"{a,b}/c.yml", "b/c.yml", true},
		{"a/b", "a/b/c/d.yml", true},
		{".env*", ".env.local", true},
		{".devcontainer", ".devcontainer/compose.yml", true},
		{"a?", "a", false},
	}
	for _, test := range tests {
		g, err := config.CompileGlob(test.glob)
		if err != nil {
			t.Fatal(err)
		}
		if got := g.Match(test.path); got != test.want {
			t.Errorf("%q on %q: got %v", test.glob, test.path, got)
		}
	}
	if (config.Glob{}).Match("a") {
		t.Error("the zero glob matches")
	}
	for _, glob := range []string{"", " ", "/", "!a", "[", "..", "a/../b", `a\`} {
		if _, err := config.CompileGlob(glob); err == nil {
			t.Errorf("%q is accepted", glob)
		}
	}
}

// TestAlternativesAreThoseOfTheMatcher compares globs with {alternatives} with what the matcher makes of them.
func TestAlternativesAreThoseOfTheMatcher(t *testing.T) {
	t.Parallel()
	names := []string{"a", "b", "ab", "a,b", "{a}", "a/b", "a/c/b", "abc", "", "x", "ax", "bx", "[", "a]b"}
	for _, pattern := range []string{
		"{a,b}", "{a,b}x", "x{a,b,}", "{a,{b,c}x}", "{a,b}{b,c,}", `\{a\}`, `{a,\{a\}}`, "[{]a}", "{[a,]b,x}", "{a/**,x}", "*{b,c}", "{,a}{,b}{,c}",
		"{a", "a}", "{a,b}}", "{[,]a,b}", "{a,[b],]}",
	} {
		g, err := config.CompileGlob("/" + pattern)
		if valid := doublestar.ValidatePattern(pattern); (err == nil) != valid {
			t.Errorf("%q: error %v, but the matcher takes it: %t", pattern, err, valid)
		}
		for _, name := range names {
			if want, _ := doublestar.Match(pattern, name); err == nil && !strings.Contains(name, "/") && name != "" && g.Match(name) != want {
				t.Errorf("%q on %q: %t, want %t", pattern, name, !want, want)
			}
		}
	}
}
