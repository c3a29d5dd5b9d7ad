package cli

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
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

// impatient is a context that ends when it is asked for the nth time whether it did.
type impatient struct {
	context.Context
	end   context.CancelFunc
	left  atomic.Int64
	asked atomic.Int64
}

func (c *impatient) Err() error {
	c.asked.Add(1)
	if c.left.Add(-1) == 0 {
		c.end()
	}
	return c.Context.Err()
}

func newImpatient(ctx context.Context, n int64) *impatient {
	c := &impatient{}
	c.Context, c.end = context.WithCancel(ctx)
	c.left.Store(n)
	return c
}

// TestInterruptLeavesFilesWhole interrupts a fix of several files at one moment after the other: all are as before, or all are fixed, and
// nothing else is left.
func TestInterruptLeavesFilesWhole(t *testing.T) {
	t.Parallel()
	const before, after = "services: {web: {image: a, environment: {DEBUG: \"1\"}}}\n", "services: {web: {image: a, environment: {DEBUG: \"0\"}}}\n"
	names := []string{"a.yml", "b.yml", "c.yml"}
	fix := func(n int64) (code int, asked int64, texts []string) {
		dir := t.TempDir()
		for _, name := range names {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(before), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		ctx := newImpatient(t.Context(), n)
		defer ctx.end()
		s := &session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard}
		code = s.run(ctx, []string{"fix", "compose/debug-mode", dir})
		entries, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, entry := range entries {
			text, err := os.ReadFile(filepath.Join(dir, entry.Name()))
			if err != nil {
				t.Fatal(err)
			}
			texts = append(texts, string(text))
		}
		return code, ctx.asked.Load(), texts
	}
	_, asked, texts := fix(0)
	if strings.Join(texts, "") != strings.Repeat(after, len(names)) {
		t.Fatalf("without an interrupt the files are %q", texts)
	}
	interrupted := 0
	for n := int64(1); n <= asked; n += max(1, (asked-n)/10) {
		code, _, texts := fix(n)
		switch all := strings.Join(texts, ""); {
		case all == strings.Repeat(before, len(names)) && code == exitTrouble:
			interrupted++
		case all != strings.Repeat(after, len(names)):
			t.Errorf("interrupted at %d of %d, exit code %d, the files are %q", n, asked, code, texts)
		}
	}
	if interrupted == 0 {
		t.Error("no fix was interrupted")
	}
}
