package config_test

import (
	"testing"

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
