package lsp_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/creachadair/jrpc2"
	"github.com/creachadair/jrpc2/channel"
	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/cli"
)

// patience is how long a test waits for what has to come: it ends a test that would never end, and no test measures by it.
const patience = 20 * time.Second

// editor is a client with a server that runs as the command does.
type editor struct {
	t      testing.TB
	dir    string
	client *jrpc2.Client
	code   chan int
	stderr bytes.Buffer

	mu        sync.Mutex
	news      chan struct{} // closed, and made anew, with each thing that the server says
	published map[string][]published
	calls     []string
	logs      []string
}

// published is what the server said of a file.
type published struct {
	URI         string
	Version     *int32
	Diagnostics []diagnostic
}

type diagnostic struct {
	Range              textRange
	Severity           int
	Code               string
	CodeDescription    struct{ Href string }
	Message            string
	RelatedInformation []struct {
		Location struct {
			URI   string
			Range textRange
		}
		Message string
	}
}

type textRange struct {
	Start position `json:"start"`
	End   position `json:"end"`
}

type position struct {
	Line      int `json:"line"`
	Character int `json:"character"`
}

func (r textRange) String() string {
	return fmt.Sprintf("%d:%d-%d:%d", r.Start.Line, r.Start.Character, r.End.Line, r.End.Character)
}

// folderOf writes the files of a txtar archive into a new folder, which is the root of a scan.
func folderOf(t testing.TB, archive string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(dir, ".git", "HEAD"), "ref: refs/heads/main\n")
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, filepath.Join(dir, filepath.FromSlash(f.Name)), string(f.Data))
	}
	return dir
}

func write(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// start starts a server and connects a client, which has said nothing yet.
func start(t testing.TB, dir string) *editor {
	t.Helper()
	toServer, fromClient := io.Pipe()
	toClient, fromServer := io.Pipe()
	e := &editor{t: t, dir: dir, code: make(chan int, 1), news: make(chan struct{}), published: map[string][]published{}}
	go func() {
		e.code <- cli.Main([]string{"lsp"}, toServer, fromServer, &e.stderr)
		fromServer.Close()
	}()
	e.client = jrpc2.NewClient(channel.LSP(toClient, fromClient), &jrpc2.ClientOptions{
		OnNotify: e.notified,
		OnCallback: func(_ context.Context, req *jrpc2.Request) (any, error) {
			e.mu.Lock()
			defer e.mu.Unlock()
			e.calls = append(e.calls, req.Method())
			e.tell()
			return nil, nil
		},
	})
	t.Cleanup(func() { e.client.Close() })
	return e
}

// everything are the capabilities of a client that can do what the server can.
const everything = `{
	"general": {"positionEncodings": ["utf-16"]},
	"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}, "workspaceEdit": {"documentChanges": true}},
	"textDocument": {
		"hover": {"contentFormat": ["markdown", "plaintext"]},
		"publishDiagnostics": {"relatedInformation": true, "codeDescriptionSupport": true}
	}
}`

// open starts a server for the folders of a workspace, as slash-separated paths below dir.
func open(t testing.TB, dir, capabilities string, folders ...string) *editor {
	t.Helper()
	e := start(t, dir)
	list := []any{}
	for _, f := range folders {
		list = append(list, map[string]any{"uri": e.uri(f), "name": f})
	}
	e.ask("initialize", map[string]any{"processId": nil, "rootUri": nil, "workspaceFolders": list, "capabilities": json.RawMessage(capabilities)}, nil)
	e.say("initialized", map[string]any{})
	return e
}

func (e *editor) uri(name string) string {
	return (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(e.dir, filepath.FromSlash(name)))}).String()
}

func (e *editor) tell() {
	close(e.news)
	e.news = make(chan struct{})
}

func (e *editor) notified(req *jrpc2.Request) {
	e.mu.Lock()
	defer e.mu.Unlock()
	defer e.tell()
	switch req.Method() {
	case "textDocument/publishDiagnostics":
		var p published
		if err := req.UnmarshalParams(&p); err != nil {
			e.t.Error(err)
		}
		e.published[p.URI] = append(e.published[p.URI], p)
	case "window/logMessage":
		e.logs = append(e.logs, req.ParamString())
	}
}

// ask sends a request and decodes its result.
func (e *editor) ask(method string, params, result any) {
	e.t.Helper()
	if err := e.try(method, params, result); err != nil {
		e.t.Fatalf("%s: %v\n%s", method, err, e.stderr.String())
	}
}

func (e *editor) try(method string, params, result any) error {
	ctx, cancel := context.WithTimeout(e.t.Context(), patience)
	defer cancel()
	response, err := e.client.Call(ctx, method, params)
	if err != nil || result == nil {
		return err
	}
	return response.UnmarshalResult(result)
}

// say sends a notification.
func (e *editor) say(method string, params any) {
	e.t.Helper()
	if err := e.client.Notify(e.t.Context(), method, params); err != nil {
		e.t.Fatalf("%s: %v", method, err)
	}
}

func (e *editor) didOpen(uri, language string, version int, text string) {
	e.t.Helper()
	e.say("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": uri, "languageId": language, "version": version, "text": text,
	}})
}

// replace sends the text of a document as a whole.
func (e *editor) replace(uri string, version int, text string) {
	e.t.Helper()
	e.change(uri, version, map[string]any{"text": text})
}

func (e *editor) change(uri string, version int, changes ...any) {
	e.t.Helper()
	e.say("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": changes,
	})
}

func (e *editor) close(uri string) {
	e.t.Helper()
	e.say("textDocument/didClose", map[string]any{"textDocument": map[string]any{"uri": uri}})
}

// await waits until what the server said meets a condition.
func (e *editor) await(what string, met func() bool) {
	e.t.Helper()
	deadline := time.After(patience)
	for {
		e.mu.Lock()
		isMet, news := met(), e.news
		e.mu.Unlock()
		if isMet {
			return
		}
		select {
		case <-news:
		case code := <-e.code:
			e.t.Fatalf("the server ended with %d, waiting for %s\n%s", code, what, e.stderr.String())
		case <-deadline:
			e.t.Fatalf("waited in vain for %s; the server said %v\n%s", what, e.published, e.stderr.String())
		}
	}
}

// version waits for what the server says of a version of an open file.
func (e *editor) version(uri string, version int32) []diagnostic {
	e.t.Helper()
	var last published
	e.await(fmt.Sprintf("version %d of %s", version, uri), func() bool {
		all := e.published[uri]
		if len(all) == 0 {
			return false
		}
		last = all[len(all)-1]
		return last.Version != nil && *last.Version >= version
	})
	return last.Diagnostics
}

// until waits until the last that was said of a file has certain lines.
func (e *editor) until(uri string, want ...string) {
	e.t.Helper()
	e.await(fmt.Sprintf("%s: %q", uri, want), func() bool {
		all := e.published[uri]
		if len(all) == 0 {
			return len(want) == 0
		}
		return strings.Join(lines(all[len(all)-1].Diagnostics), "\n") == strings.Join(want, "\n")
	})
}

// lines returns a line for each diagnostic: its rule, its range, its severity, and the first line of its message.
func lines(all []diagnostic) []string {
	var lines []string
	for _, d := range all {
		first, _, _ := strings.Cut(d.Message, "\n")
		lines = append(lines, fmt.Sprintf("%s %s %d %s", d.Code, d.Range, d.Severity, first))
	}
	return lines
}

// quit ends the connection as the protocol says and returns the exit code.
func (e *editor) quit() int {
	e.t.Helper()
	e.ask("shutdown", nil, nil)
	e.say("exit", nil)
	select {
	case code := <-e.code:
		return code
	case <-time.After(patience):
		e.t.Fatal("the server does not end")
		return 0
	}
}
