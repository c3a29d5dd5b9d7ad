package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestInterruptEndsWhatDoesNotLook reads standard input that nobody writes: no stage looks at its context then.
func TestInterruptEndsWhatDoesNotLook(t *testing.T) {
	t.Parallel()
	waiting, writer := io.Pipe()
	defer writer.Close()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	var stderr bytes.Buffer
	s := &session{stdin: waiting, stdout: io.Discard, stderr: &stderr}
	begun := time.Now()
	if code := s.run(ctx, []string{"-"}); code != exitTrouble {
		t.Errorf("exit code %d, want %d", code, exitTrouble)
	}
	if took := time.Since(begun); took > 2*grace {
		t.Errorf("the command ended after %s, want at most %s", took, 2*grace)
	}
	if !strings.Contains(stderr.String(), "interrupted: nothing is reported") {
		t.Errorf("standard error: %s", &stderr)
	}
}

func TestInterruptKeepsTheOldFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := writeFile(ctx, path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err })
	if !errors.Is(err, errInterrupted) {
		t.Errorf("error %v, want %v", err, errInterrupted)
	}
	if entries, err := os.ReadDir(filepath.Dir(path)); err != nil || len(entries) != 1 {
		t.Errorf("%d files are left (%v), want the report alone", len(entries), err)
	}
	if text, err := os.ReadFile(path); err != nil || string(text) != "old" {
		t.Errorf("the report is %q (%v), want the old one", text, err)
	}
}
