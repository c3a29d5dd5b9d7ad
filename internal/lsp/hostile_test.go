package lsp_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/creachadair/jrpc2"

	"github.com/seclint/seclint/internal/cli"
)

// message is what a client sends byte for byte, and how it is answered: with the code of an error, with ok, or not at all.
type message struct{ sent, answer string }

// framed puts the header of the base protocol in front of a message.
func framed(text string) string { return fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(text), text) }

func notice(text string) message { return message{framed(text), ""} }

func question(text, answer string) message { return message{framed(text), answer} }

const (
	initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`
	anyHover   = `{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///a"},"position":{"line":0,"character":0}}}`
)

var (
	greeting = question(initialize, "ok")
	ready    = notice(`{"jsonrpc":"2.0","method":"initialized","params":{}}`)
	farewell = question(`{"jsonrpc":"2.0","id":9,"method":"shutdown"}`, "ok")
	leaving  = notice(`{"jsonrpc":"2.0","method":"exit"}`)
)

func TestBrokenClients(t *testing.T) {
	t.Parallel()
	orderly := func(between ...message) []message {
		return slices.Concat([]message{greeting, ready}, between, []message{farewell, leaving})
	}
	tests := []struct {
		name string
		sent []message
		exit int
	}{
		{"nothing", nil, 1},
		{"an orderly one", orderly(), 0},
		{"gone without shutdown", []message{greeting, ready, leaving}, 1},
		{"gone without a word", []message{greeting, ready}, 1},
		{"no JSON", orderly(question(`{"jsonrpc`, "-32700")), 0},
		{"no message", orderly(question(`7`, "-32700"), question(`[]`, "-32600"), question(`{}`, "-32600")), 0},
		{"another version", orderly(question(`{"jsonrpc":"1.0","id":2,"method":"shutdown"}`, "-32600")), 0},
		{"deep nesting", orderly(question(strings.Repeat("[", 1<<20), "-32700")), 0},
		{"an unknown request", orderly(question(`{"jsonrpc":"2.0","id":2,"method":"textDocument/rename","params":{}}`, "-32601")), 0},
		{"an unknown notification", orderly(notice(`{"jsonrpc":"2.0","method":"$/strange"}`)), 0},
		{"an answer that nobody asked for", orderly(question(`{"jsonrpc":"2.0","id":7,"result":null}`, "-32600")), 0},
		{"parameters of another type", orderly(question(`{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"position":{"line":-1}}}`, "-32602")), 0},
		{"too early", slices.Concat([]message{question(anyHover, "-32002")}, orderly()), 0},
		{"too late", []message{greeting, farewell, question(anyHover, "-32600"), leaving}, 0},
		{"initialize twice", orderly(question(initialize, "-32600")), 0},
		{"documents that nobody opened", orderly(
			notice(`{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///a","version":2},"contentChanges":[{"text":"a"}]}}`),
			notice(`{"jsonrpc":"2.0","method":"textDocument/didSave","params":{"textDocument":{"uri":"file:///a"}}}`),
			notice(`{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///a"}}}`),
			question(anyHover, "ok")), 0},
		{"folders that do not exist", orderly(notice(`{"jsonrpc":"2.0","method":"workspace/didChangeWorkspaceFolders","params":{"event":{
			"added":[{"uri":"file:///no/such/folder","name":"a"},{"uri":"http://a/b","name":"b"},{"uri":"%%","name":"c"}],"removed":[]}}}`)), 0},
		{"a cancelled request that there is not", orderly(notice(`{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":"a"}}`)), 0},
		{"a message that is too large", orderly(question(strings.Repeat(" ", 33<<20), "-32600")), 0},
		{"a Content-Length that is too large for memory", []message{greeting, {"Content-Length: 9000000000000000000\r\n\r\n{}", "-32600"}}, 2},
		{"Content-Length is no number", []message{greeting, {"Content-Length: many\r\n\r\n{}", "-32700"}}, 2},
		{"Content-Length is too large a number", []message{greeting, {"Content-Length: 99999999999999999999\r\n\r\n{}", "-32700"}}, 2},
		{"Content-Length is negative", []message{greeting, {"Content-Length: -1\r\n\r\n{}", "-32700"}}, 2},
		{"no Content-Length", []message{greeting, {"Content-Type: x\r\n\r\n{}", "-32700"}}, 2},
		{"an endless header", []message{greeting, {strings.Repeat("a", 1<<16), "-32700"}}, 2},
		{"many fields in a header", []message{greeting, {strings.Repeat("a: b\r\n", 1<<10), "-32700"}}, 2},
		{"another program's protocol", []message{{"GET / HTTP/1.1\r\nHost: a\r\n\r\n", "-32700"}}, 2},
		{"the end within a message", []message{greeting, {"Content-Length: 100\r\n\r\n{}", ""}}, 2},
		{"the end within a header", []message{greeting, {"Content-Len", ""}}, 2},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			toServer, fromClient := io.Pipe()
			toClient, fromServer := io.Pipe()
			var stderr strings.Builder
			exit := make(chan int, 1)
			go func() {
				code := cli.Main([]string{"lsp"}, toServer, fromServer, &stderr)
				fromServer.Close()
				toServer.Close()
				exit <- code
			}()
			in := bufio.NewReader(toClient)
			for _, m := range test.sent {
				if m.answer == "" {
					io.WriteString(fromClient, m.sent)
					continue
				}
				go io.WriteString(fromClient, m.sent) // which the server need not read to its end
				if got := answer(t, in); got != m.answer {
					t.Fatalf("%.200s is answered with %s, want %s", m.sent, got, m.answer)
				}
			}
			if n := len(test.sent); n == 0 || test.sent[n-1] != leaving {
				fromClient.Close()
			}
			go io.Copy(io.Discard, in)
			if got := <-exit; got != test.exit || strings.Contains(stderr.String(), "goroutine") {
				t.Errorf("exit code %d, want %d, standard error: %s", got, test.exit, stderr.String())
			}
		})
	}
}

// answer reads up to the next answer and returns the code of its error, or ok.
func answer(t *testing.T, in *bufio.Reader) string {
	t.Helper()
	for {
		var length int
		if _, err := fmt.Fscanf(in, "Content-Length: %d\r\n\r\n", &length); err != nil {
			return err.Error()
		}
		text := make([]byte, length)
		if _, err := io.ReadFull(in, text); err != nil {
			return err.Error()
		}
		var got struct {
			Method string
			Error  *jrpc2.Error
		}
		switch err := json.Unmarshal(text, &got); {
		case err != nil:
			t.Fatalf("%v in %s", err, text)
		case got.Error != nil:
			return fmt.Sprint(int(got.Error.Code))
		case got.Method == "":
			return "ok"
		}
	}
}
