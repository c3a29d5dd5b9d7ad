package code

import (
	"strings"
	"testing"
)

func TestCountName(t *testing.T) {
	t.Parallel()
	for written, want := range map[string]string{
		`metrics["auth_failures"]`:          "metrics.auth_failures",
		`self.stats['login']["failed"]`:     "self.stats.login.failed",
		"metrics.auth_failures":             "metrics.auth_failures",
		"failures[client]":                  "failures[client]",
		strings.Repeat("a", maxCountName+1): "",
	} {
		if got := CountName(written); got != want {
			t.Errorf("CountName(%q) = %q, want %q", written, got, want)
		}
	}
}
