package cli

import (
	"bytes"
	"strings"
	"testing"
)

// bomb is a standard input that panics.
type bomb struct{}

func (bomb) Read([]byte) (int, error) { panic("boom \x1b[2J") }

func TestAPanicIsReportedAsABug(t *testing.T) {
	t.Chdir(t.TempDir())
	var stdout, stderr bytes.Buffer
	if code := Main([]string{"-"}, bomb{}, &stdout, &stderr); code != exitTrouble {
		t.Errorf("exit code is %d, want %d", code, exitTrouble)
	}
	for _, want := range []string{`seclint: internal error: boom \x1b[2J`, newIssue, "bomb"} {
		if !strings.Contains(stderr.String(), want) {
			t.Errorf("standard error lacks %q:\n%s", want, stderr.String())
		}
	}
	if stdout.Len() > 0 {
		t.Errorf("standard output holds %q", stdout.String())
	}
}

func TestStandardInputHasALimit(t *testing.T) {
	t.Chdir(t.TempDir())
	var stdout, stderr bytes.Buffer
	huge := strings.NewReader(strings.Repeat("a", 1<<20+1))
	if code := Main([]string{"-", "--max-file-size", "1"}, huge, &stdout, &stderr); code != exitTrouble {
		t.Errorf("exit code is %d, want %d", code, exitTrouble)
	}
	if !strings.Contains(stderr.String(), "standard input is larger than 1 MB") {
		t.Errorf("standard error is %q", stderr.String())
	}
}
