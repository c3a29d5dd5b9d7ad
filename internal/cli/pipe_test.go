//go:build unix

package cli

import (
	"context"
	"errors"
	"io"
	"path/filepath"
	"syscall"
	"testing"
)

func TestInterruptEndsTheWaitForAReader(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(path, 0o600); err != nil {
		t.Skip(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := writeFile(ctx, path, func(io.Writer) error { t.Error("written although nothing reads"); return nil })
	if !errors.Is(err, errInterrupted) {
		t.Errorf("error %v, want %v", err, errInterrupted)
	}
}
