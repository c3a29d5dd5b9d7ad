package lsp

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"

	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

// TestACancelledRequestIsAnswered cancels a request that waits for a scan which does not end, and asks again once it does.
func TestACancelledRequestIsAnswered(t *testing.T) {
	t.Parallel()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	begun, goOn := make(chan struct{}, 8), make(chan struct{})
	settings := settingsOf(catalogue)
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	ended := make(chan error, 1)
	go func() {
		err := Serve(context.Background(), toServer, fromServer, Options{
			Root: func(folder string) string { return folder },
			Settings: func(root fs.FS, folder string) (scan.Options, error) {
				begun <- struct{}{}
				<-goOn
				return settings(root, folder)
			},
			Log: io.Discard,
		})
		fromServer.Close()
		ended <- err
	}()
	client := jrpc2.NewClient(channel.LSP(toClient, fromClient), nil)
	defer client.Close()
	call := func(ctx context.Context, method string, params any) error {
		_, err := client.Call(ctx, method, params)
		return err
	}
	if err := call(t.Context(), "initialize", map[string]any{"capabilities": map[string]any{}}); err != nil {
		t.Fatal(err)
	}
	for _, note := range []struct {
		method string
		params any
	}{
		{"initialized", map[string]any{}},
		{"textDocument/didOpen", map[string]any{"textDocument": map[string]any{"uri": "untitled:a.yaml", "languageId": "yaml", "version": 1, "text": "a: 1\n"}}},
	} {
		if err := client.Notify(t.Context(), note.method, note.params); err != nil {
			t.Fatal(err)
		}
	}
	<-begun
	place := map[string]any{"textDocument": map[string]any{"uri": "untitled:a.yaml"}, "position": map[string]any{"line": 0, "character": 0}}
	waiting := make(chan error, 1)
	go func() { waiting <- call(context.Background(), "textDocument/hover", place) }()
	cancelled := false
	for !cancelled {
		// The request may not have arrived yet: who cancels it too early cancels nothing.
		if err := client.Notify(t.Context(), "$/cancelRequest", map[string]any{"id": 2}); err != nil {
			t.Fatal(err)
		}
		select {
		case err := <-waiting:
			var answered *jrpc2.Error
			// The library answers by itself where the request had not begun, which its client takes for the end of a context.
			if !errors.Is(err, context.Canceled) && (!errors.As(err, &answered) || answered.Code != requestCancelled) {
				t.Errorf("got %v", err)
			}
			cancelled = true
		case <-time.After(20 * time.Millisecond):
		}
	}
	close(goOn)
	if err := call(t.Context(), "textDocument/hover", place); err != nil {
		t.Fatal(err)
	}
	if err := call(t.Context(), "shutdown", nil); err != nil {
		t.Fatal(err)
	}
	if err := client.Notify(t.Context(), "exit", nil); err != nil {
		t.Fatal(err)
	}
	if err := <-ended; err != nil {
		t.Error(err)
	}
}
