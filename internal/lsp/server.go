package lsp

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"

	"github.com/creachadair/jrpc2"

	"github.com/seclint/seclint/internal/report"
)

// phase is where in its life a connection is.
type phase uint8

const (
	fresh phase = iota
	running
	shutDown
)

// The codes of errors that the protocol adds to those of JSON-RPC.
const (
	serverNotInitialized jrpc2.Code = -32002
	requestCancelled     jrpc2.Code = -32800
)

// server is one connection with a client.
type server struct {
	opts Options
	ctx  context.Context
	rpc  *jrpc2.Server
	// wake tells the analyst that something has changed.
	wake chan struct{}
	exit chan struct{}

	mu        sync.Mutex // of what follows
	phase     phase
	encoding  encoding
	client    capabilities
	folders   []string // of the workspace, absolute, as the client spells them
	documents map[string]*document
	projects  []*project
	// published is what the client was told last, by URI.
	published map[string]string
}

// handler answers a request or takes a notification.
type handler func(s *server, ctx context.Context, req *jrpc2.Request) (any, error)

// with makes a handler of a function that takes decoded parameters.
func with[P any](f func(s *server, ctx context.Context, params P) (any, error)) handler {
	return func(s *server, ctx context.Context, req *jrpc2.Request) (any, error) {
		var params P
		if err := req.UnmarshalParams(&params); err != nil {
			return nil, jrpc2.Errorf(jrpc2.InvalidParams, "%s: wrong parameters: %v", req.Method(), err)
		}
		return f(s, ctx, params)
	}
}

// noted makes a handler of a function for a notification, which has no answer.
func noted[P any](f func(s *server, params P)) handler {
	return with(func(s *server, _ context.Context, params P) (any, error) {
		f(s, params)
		return nil, nil
	})
}

// handlerOf returns what handles a method, nil for a method that is not known.
func handlerOf(method string) handler {
	switch method {
	case "initialize":
		return with((*server).initialize)
	case "initialized":
		return func(s *server, _ context.Context, _ *jrpc2.Request) (any, error) {
			s.initialized()
			return nil, nil
		}
	case "shutdown":
		return (*server).shutdown
	case "exit":
		return (*server).leave
	case "$/cancelRequest":
		return noted((*server).cancelRequest)
	case "textDocument/didOpen":
		return noted((*server).didOpen)
	case "textDocument/didChange":
		return noted((*server).didChange)
	case "textDocument/didSave":
		return noted((*server).didSave)
	case "textDocument/didClose":
		return noted((*server).didClose)
	case "workspace/didChangeWorkspaceFolders":
		return noted((*server).didChangeFolders)
	case "workspace/didChangeWatchedFiles":
		return noted((*server).didChangeFiles)
	case "textDocument/hover":
		return with((*server).hover)
	case "textDocument/completion":
		return with((*server).completion)
	case "textDocument/codeAction":
		return with((*server).codeActions)
	case "$/setTrace", "workspace/didChangeConfiguration":
		return func(*server, context.Context, *jrpc2.Request) (any, error) { return nil, nil }
	}
	return nil
}

// Assign implements jrpc2.Assigner.
func (s *server) Assign(_ context.Context, method string) jrpc2.Handler {
	h := handlerOf(method)
	if h == nil {
		return nil
	}
	return func(ctx context.Context, req *jrpc2.Request) (result any, err error) {
		defer func() {
			if cause := recover(); cause != nil {
				s.crashed(cause)
				err = jrpc2.Errorf(jrpc2.InternalError, "internal error in %s: please report it with what standard error says", req.Method())
			}
		}()
		if err := s.allows(req); err != nil {
			return nil, err
		}
		result, err = h(s, ctx, req)
		if ctx.Err() != nil && !req.IsNotification() {
			return nil, jrpc2.Errorf(requestCancelled, "%s was cancelled", req.Method())
		}
		if err != nil && req.IsNotification() {
			s.log(logError, err.Error())
		}
		return result, err
	}
}

// allows returns an error for what may not be asked yet, or any more.
func (s *server) allows(req *jrpc2.Request) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	method := req.Method()
	switch {
	case method == "exit":
		return nil
	case s.phase == fresh && method != "initialize":
		return jrpc2.Errorf(serverNotInitialized, "%s before initialize", method)
	case s.phase == running && method == "initialize":
		return jrpc2.Errorf(jrpc2.InvalidRequest, "initialize was already answered")
	case s.phase == shutDown:
		return jrpc2.Errorf(jrpc2.InvalidRequest, "%s after shutdown", method)
	}
	return nil
}

func (s *server) initialize(_ context.Context, params initializeParams) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = running
	s.client = params.Capabilities
	s.encoding = negotiate(params.Capabilities.General.PositionEncodings)
	switch {
	case params.WorkspaceFolders != nil:
		for _, folder := range params.WorkspaceFolders {
			s.addFolder(fileOf(folder.URI))
		}
	case params.RootURI != nil:
		s.addFolder(fileOf(*params.RootURI))
	case params.RootPath != nil:
		s.addFolder(*params.RootPath)
	}
	result := initializeResult{ServerInfo: serverInfo{Name: "seclint", Version: s.opts.Version}}
	c := &result.Capabilities
	c.PositionEncoding = s.encoding
	c.TextDocumentSync = syncOptions{OpenClose: true, Change: incremental, Save: true}
	c.HoverProvider = true
	c.CompletionProvider.TriggerCharacters = []string{":", "/", " "}
	c.CodeActionProvider.CodeActionKinds = []string{quickFix}
	c.Workspace.WorkspaceFolders.Supported, c.Workspace.WorkspaceFolders.ChangeNotifications = true, true
	return result, nil
}

// initialized begins the work: the client is now ready for messages.
func (s *server) initialized() {
	s.mu.Lock()
	s.arrange()
	watches := s.client.Workspace.DidChangeWatchedFiles.DynamicRegistration
	s.mu.Unlock()
	s.poke()
	if !watches {
		return
	}
	go func() { // the answer needs a reader that is not kept waiting
		params := registrationParams{[]registration{{
			ID: "files", Method: "workspace/didChangeWatchedFiles",
			// What a stack is made of has any name: env files, profiles and scripts are found by what names them.
			RegisterOptions: watchers{[]watcher{{GlobPattern: "**/*"}}},
		}}}
		if _, err := s.rpc.Callback(s.ctx, "client/registerCapability", params); err != nil && s.ctx.Err() == nil {
			s.log(logWarning, "the client does not watch files: changes outside of it are seen when a file is saved")
		}
	}()
}

func (s *server) shutdown(context.Context, *jrpc2.Request) (any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.phase = shutDown
	return nil, nil
}

func (s *server) leave(context.Context, *jrpc2.Request) (any, error) {
	close(s.exit)
	return nil, nil
}

func (s *server) cancelRequest(params cancelParams) { s.rpc.CancelRequest(string(params.ID)) }

// log tells the client something that is for its log and nowhere in a file.
func (s *server) log(level int, message string) {
	params := logMessageParams{Type: level, Message: "seclint: " + report.Clean(message)}
	if err := s.rpc.Notify(s.ctx, "window/logMessage", params); err != nil && !errors.Is(err, jrpc2.ErrConnClosed) {
		fmt.Fprintf(s.opts.Log, "seclint: %s\n", report.Clean(message))
	}
}

// crashed reports a defect of seclint itself.
func (s *server) crashed(cause any) {
	var stack strings.Builder
	for line := range strings.SplitSeq(string(debug.Stack()), "\n") {
		stack.WriteString(report.Clean(line) + "\n")
	}
	fmt.Fprintf(s.opts.Log, "seclint: internal error: %s\n%s", report.Clean(fmt.Sprint(cause)), stack.String())
	s.log(logError, "internal error: please report it with what standard error says")
}
