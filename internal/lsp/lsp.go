// Package lsp lets editors talk to a scan: a server of the Language Server Protocol, which scans what an editor shows as if it
// were saved. It decides nothing about findings; the scan does, and the report masks them.
package lsp

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"

	"github.com/creachadair/jrpc2"

	"github.com/seclint/seclint/internal/scan"
)

// Options say what a server works with.
type Options struct {
	// Version is seclint's own version.
	Version string
	// Root returns the root of the scan for a folder: the folder itself or one above it, absolute.
	Root func(folder string) string
	// Settings reads the config in a root, which is at a folder of the disk ("" for none), and returns how to scan. What is wrong in
	// the config is among its errors as config.Errors.
	Settings func(root fs.FS, folder string) (scan.Options, error)
	// Defaults returns how to scan where the config cannot be used.
	Defaults func() scan.Options
	// Log is told what no client can be told.
	Log io.Writer
}

// ErrNoShutdown is returned when a client went away without shutdown.
var ErrNoShutdown = errors.New("the client went away without shutdown")

// Serve answers the messages that come in until the client says exit, goes away, or ctx ends. The reader may be read from even after
// that, because a read cannot be interrupted.
func Serve(ctx context.Context, in io.Reader, out io.Writer, opts Options) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	s := &server{
		opts: opts, ctx: ctx, encoding: utf16, documents: map[string]*document{}, published: map[string]string{},
		wake: make(chan struct{}, 1), exit: make(chan struct{}),
	}
	s.rpc = jrpc2.NewServer(s, &jrpc2.ServerOptions{
		AllowPush: true, DisableBuiltin: true, Concurrency: maxRequests, NewContext: func() context.Context { return ctx },
	})
	s.rpc.Start(newStream(in, out))
	var analyst sync.WaitGroup
	analyst.Go(s.analyse)
	defer s.close()
	defer analyst.Wait()
	defer cancel()
	ended := make(chan jrpc2.ServerStatus, 1)
	go func() { ended <- s.rpc.WaitStatus() }()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-s.exit:
	case status := <-ended:
		if status.Err != nil {
			return fmt.Errorf("talking to the client: %w", status.Err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase != shutDown {
		return ErrNoShutdown
	}
	return nil
}

// maxRequests is how many requests are answered at a time; most of them only wait for the analyst.
const maxRequests = 16
