package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"
)

// grace is how long a command may take to end after the first interrupt. All stages look at their context, but what a scanned file
// can keep busy longer than that is code that does not: a library that parses it, or the reading of a pipe that nobody writes into.
const grace = time.Second

// errInterrupted is what an interrupted command says.
var errInterrupted = errors.New("interrupted: nothing is reported")

// run carries out the command that args name. When ctx ends and the command does not within the time of grace, it is left behind
// where it is: the program ends then.
func (s *session) run(ctx context.Context, args []string) int {
	done := make(chan int, 1)
	go func() { done <- s.execute(ctx, args) }()
	select {
	case code := <-done:
		return code
	case <-ctx.Done():
	}
	select {
	case code := <-done:
		return code
	case <-time.After(grace):
		fmt.Fprintf(s.stderr, "seclint: %s\n", errInterrupted)
		return exitTrouble
	}
}

// interruptible is a writer that fails once a context has ended, so that a file that is half written is not kept.
type interruptible struct {
	io.Writer
	ctx context.Context
}

// Write implements io.Writer.
func (w interruptible) Write(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, errInterrupted
	}
	return w.Writer.Write(p)
}
