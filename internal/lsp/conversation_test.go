package lsp_test

import (
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// worker is a project in which the override decides over the base, which cannot be started alone.
const worker = `
-- compose.yaml --
services:
  worker:
    privileged: true
-- compose.override.yaml --
services:
  worker:
    image: alpine:3.22
    privileged: false
`

// unsaid is an override that leaves the decision to the base.
const unsaid = "services:\n  worker:\n    image: alpine:3.22\n"

// override is one that decides.
func override(value string) string { return unsaid + "    privileged: " + value + "\n" }

// The finding in the base, and in the override.
const (
	inBase = `compose/privileged 2:4-2:20 1 critical: service "worker" runs privileged`
	inOver = `compose/privileged 3:4-3:20 1 critical: service "worker" runs privileged`
)

// plain are the capabilities of a client that has none.
const plain = `{}`

// TestConversations holds what an editor says and what it must hear. The server scans the folder "." unless folders are named.
func TestConversations(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name, files  string
		capabilities string
		folders      []string
		talk         func(e *editor)
	}{
		{"an edit of the override moves a finding in the base", worker, everything, nil, func(e *editor) {
			base, over := e.uri("compose.yaml"), e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, override("false"))
			e.version(over, 1)
			e.until(base)
			e.replace(over, 2, override("true"))
			e.until(over, inOver)
			e.replace(over, 3, unsaid)
			e.until(base, inBase)
			e.until(over)
		}},
		{"closing without saving goes back to the disk", worker, everything, nil, func(e *editor) {
			base, over := e.uri("compose.yaml"), e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, unsaid)
			e.until(base, inBase)
			e.close(over)
			e.until(base)
		}},
		{"a new file counts before it is saved", worker, everything, nil, func(e *editor) {
			base, added := e.uri("compose.yaml"), e.uri("new/folder/compose.yaml")
			e.didOpen(added, "dockercompose", 1, "services:\n  a:\n    image: alpine:3.22\n    privileged: true\n")
			e.until(added, `compose/privileged 3:4-3:20 1 critical: service "a" runs privileged`)
			e.close(added)
			e.until(added)
			e.until(base)
		}},
		{"a change on the disk is taken up", worker, everything, nil, func(e *editor) {
			e.until(e.uri("compose.yaml"))
			write(e.t, filepath.Join(e.dir, "compose.override.yaml"), unsaid)
			e.say("workspace/didChangeWatchedFiles", map[string]any{"changes": []any{
				map[string]any{"uri": e.uri("compose.override.yaml"), "type": 2},
			}})
			e.until(e.uri("compose.yaml"), inBase)
		}},
		{"saving takes up what other programs changed", worker, plain, nil, func(e *editor) {
			base, over := e.uri("compose.yaml"), e.uri("compose.override.yaml")
			e.didOpen(base, "dockercompose", 1, fileText(e.t, e.dir, "compose.yaml"))
			e.version(base, 1)
			if err := os.Remove(filepath.Join(e.dir, "compose.override.yaml")); err != nil {
				e.t.Fatal(err)
			}
			e.say("textDocument/didSave", map[string]any{"textDocument": map[string]any{"uri": base}})
			e.until(base, inBase)
			e.until(over)
		}},
		{"changes come in pieces, counted in UTF-16", worker, everything, nil, func(e *editor) {
			over := e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, "services:\n  worker:\n    image: alpine:3.22\n    labels: {a: \"𝔘ü\"} # 𝔘\n    privileged: false # 𝔘 false\n")
			e.version(over, 1)
			e.change(over, 2,
				map[string]any{"range": textRange{position{3, 4}, position{4, 4}}, "text": ""},
				map[string]any{"range": textRange{position{3, 16}, position{3, 21}}, "text": "true"},
				map[string]any{"range": textRange{position{3, 25}, position{3, 31}}, "text": "!"},
			)
			e.until(over, inOver)
		}},
		{"a client may count in UTF-8", worker, `{"general": {"positionEncodings": ["utf-8", "utf-16"]}}`, nil, func(e *editor) {
			over := e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, "services: {worker: {image: alpine:3.22, labels: {a: ö𝔘}, privileged: true}}\n")
			e.until(over, `compose/privileged 0:61-0:77 1 critical: service "worker" runs privileged`)
		}},
		{"lines may end as on Windows", worker, everything, nil, func(e *editor) {
			over := e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, strings.ReplaceAll(override("false"), "\n", "\r\n"))
			e.version(over, 1)
			e.change(over, 2, map[string]any{"range": textRange{position{3, 16}, position{4, 0}}, "text": "true\r\n"})
			e.until(over, inOver)
		}},
		{"a text without a file is looked at", "", everything, []string{}, func(e *editor) {
			e.didOpen("untitled:Untitled-1", "dockercompose", 1, "services:\n  a:\n    image: alpine:3.22\n    privileged: true\n")
			e.until("untitled:Untitled-1", `compose/privileged 3:4-3:20 1 critical: service "a" runs privileged`)
			e.close("untitled:Untitled-1")
			e.until("untitled:Untitled-1")
		}},
		{"a file outside of a workspace has the files beside it", worker, everything, []string{}, func(e *editor) {
			base, over := e.uri("compose.yaml"), e.uri("compose.override.yaml")
			e.didOpen(base, "dockercompose", 1, fileText(e.t, e.dir, "compose.yaml"))
			e.version(base, 1)
			e.until(base)
			e.didOpen(over, "dockercompose", 1, override("true"))
			e.until(over, inOver)
			e.close(over)
			e.until(over)
			e.close(base)
			e.until(base)
		}},
		{"other views of a file are not looked at", worker, everything, nil, func(e *editor) {
			git := "git:" + strings.TrimPrefix(e.uri("compose.yaml"), "file:") + "?HEAD"
			e.didOpen(git, "dockercompose", 1, fileText(e.t, e.dir, "compose.yaml"))
			e.didOpen(e.uri("compose.yaml"), "dockercompose", 1, fileText(e.t, e.dir, "compose.yaml"))
			e.version(e.uri("compose.yaml"), 1)
			if said := e.published[git]; said != nil {
				e.t.Errorf("the server says %v", said)
			}
		}},
		{"a workspace has several folders", twoRoots, everything, []string{"a"}, func(e *editor) {
			a, b := e.uri("a/compose.yaml"), e.uri("b/compose.yaml")
			e.until(a, inOver)
			e.until(b)
			folder := []any{map[string]any{"uri": e.uri("b"), "name": "b"}}
			e.say("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": folder, "removed": []any{}}})
			e.until(b, inOver)
			e.say("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{"added": []any{}, "removed": folder}})
			e.until(b)
			e.until(a, inOver)
		}},
		{"a finding leads to other places and to its page", worker, everything, nil, func(e *editor) {
			over := e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, "services:\n  worker:\n    image: redis:7.4\n    ports: [\"6379:6379\"]\n")
			var found diagnostic
			e.version(over, 1)
			e.await("the store", func() bool {
				for _, d := range e.published[over][0].Diagnostics {
					if d.Code == "compose/unauthenticated-datastore" {
						found = d
					}
				}
				return found.Code != ""
			})
			if len(found.RelatedInformation) == 0 || found.RelatedInformation[0].Location.URI != over ||
				found.CodeDescription.Href != "https://github.com/seclint/seclint/blob/main/docs/rules/compose/unauthenticated-datastore.md" {
				e.t.Errorf("got %+v", found)
			}
		}},
		{"hovering shows the page of the rule", worker, everything, nil, func(e *editor) {
			over := e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, override("true"))
			var shown struct {
				Contents struct{ Kind, Value string }
				Range    textRange
			}
			e.ask("textDocument/hover", at(over, 3, 10), &shown)
			if shown.Contents.Kind != "markdown" || !strings.Contains(shown.Contents.Value, "`compose/privileged` · critical") || shown.Range.String() != "3:4-3:20" {
				e.t.Errorf("got %+v", shown)
			}
		}},
		{"a finding is fixed as its rule proposes, or ignored with a reason", worker, everything, nil, func(e *editor) {
			over := e.uri("compose.override.yaml")
			text := override("true")
			e.didOpen(over, "dockercompose", 1, text)
			var actions []struct {
				Title, Kind string
				Edit        struct {
					DocumentChanges []struct {
						TextDocument struct{ Version int }
						Edits        []struct {
							Range   textRange
							NewText string
						}
					}
				}
			}
			place := map[string]any{"start": position{3, 8}, "end": position{3, 8}}
			e.ask("textDocument/codeAction", map[string]any{
				"textDocument": map[string]any{"uri": over}, "range": place, "context": map[string]any{"diagnostics": []any{}, "only": []any{"quickfix"}},
			}, &actions)
			if len(actions) != 2 || actions[1].Edit.DocumentChanges[0].TextDocument.Version != 1 {
				e.t.Fatalf("got %+v", actions)
			}
			edit := actions[1].Edit.DocumentChanges[0].Edits[0]
			if edit.NewText != "  # seclint:ignore compose/privileged " || edit.Range.String() != "3:20-3:20" {
				e.t.Fatalf("got %+v", edit)
			}
			e.change(over, 2, map[string]any{"range": edit.Range, "text": edit.NewText})
			e.until(over, inOver, " 3:22-3:58 2 suppression of compose/privileged has no reason")
			e.change(over, 3, map[string]any{"range": textRange{position{3, 58}, position{3, 58}}, "text": "it builds images"})
			e.until(over)
			e.replace(over, 4, text)
			e.until(over, inOver)
			fix := actions[0].Edit.DocumentChanges[0].Edits[0]
			e.change(over, 5, map[string]any{"range": fix.Range, "text": fix.NewText})
			e.until(over)
			e.until(e.uri("compose.yaml"), inBase)
		}},
		{"comments that ignore findings are completed and explained", worker, everything, nil, func(e *editor) {
			over := e.uri("compose.override.yaml")
			e.didOpen(over, "dockercompose", 1, "# seclint:ignore compose/pri, compose/privileged why\n# compose/pri\n"+override("true"))
			if got := e.completes(over, 0, 28); !slices.Contains(got, "compose/privileged") || !slices.Contains(got, "waiver/unused") {
				e.t.Errorf("the first id: got %q", got)
			}
			if got := e.completes(over, 0, 48); !slices.Contains(got, "compose/privileged") {
				e.t.Errorf("the second id: got %q", got)
			}
			for _, place := range []position{{0, 51}, {1, 13}, {2, 3}} {
				if got := e.completes(over, place.Line, place.Character); len(got) > 0 {
					e.t.Errorf("%v: got %q", place, got)
				}
			}
			if got := e.hovers(over, 0, 40); !strings.Contains(got, "`compose/privileged` · critical") {
				e.t.Errorf("got %q", got)
			}
		}},
		{"the config is completed and explained", worker, everything, nil, func(e *editor) {
			file := e.uri(".seclint.yaml")
			e.didOpen(file, "yaml", 1, "fail-on: high\nrules:\n  compose/privileged: low\n  \npac\n")
			if got := e.completes(file, 4, 3); !slices.Contains(got, "packs") || slices.Contains(got, "rules") {
				e.t.Errorf("keys: got %q", got)
			}
			if got := e.completes(file, 0, 9); strings.Join(got, " ") != "critical high medium low note never" {
				e.t.Errorf("values: got %q", got)
			}
			e.replace(file, 2, "fail-on: high\nrules:\n  compose/privileged: low\n")
			if got := e.hovers(file, 0, 2); !strings.HasPrefix(got, "The mildest severity that makes the exit code 1.") {
				e.t.Errorf("a key: got %q", got)
			}
			if got := e.hovers(file, 2, 10); !strings.Contains(got, "`compose/privileged` · critical") {
				e.t.Errorf("a rule: got %q", got)
			}
		}},
		{"what is wrong in the config is shown there", worker, everything, nil, func(e *editor) {
			config, base := e.uri(".seclint.yaml"), e.uri("compose.yaml")
			e.didOpen(e.uri("compose.override.yaml"), "dockercompose", 1, unsaid)
			e.until(base, inBase)
			e.didOpen(config, "yaml", 1, "rules:\n  compose/privileged: low\n")
			e.until(base, `compose/privileged 2:4-2:20 3 low: service "worker" runs privileged`)
			e.replace(config, 2, "rules:\n  compose/privileged: lo\n")
			e.until(config, ` 1:22-1:24 1 `+`unknown setting "lo": want off, on, critical, high, medium, low, note, none`)
			e.until(base, `compose/privileged 2:4-2:20 3 low: service "worker" runs privileged`)
			e.close(config)
			e.until(base, inBase)
			e.until(config)
		}},
		{"a secret is masked", "-- compose.yaml --\nservices:\n  db:\n    image: postgres:17\n    environment: {POSTGRES_PASSWORD: hunter2-c0rrect-horse}\n", everything, nil, func(e *editor) {
			file := e.uri("compose.yaml")
			e.didOpen(file, "dockercompose", 1, fileText(e.t, e.dir, "compose.yaml"))
			all := e.version(file, 1)
			if len(all) == 0 {
				e.t.Fatal("no finding about the secret")
			}
			for _, d := range all {
				if strings.Contains(d.Message, "hunter2") {
					e.t.Errorf("shown: %s", d.Message)
				}
			}
		}},
		{"a link to the workspace is spelled as the client spells it", worker, everything, []string{}, func(e *editor) {
			if runtime.GOOS == "windows" {
				e.t.Skip("making a link needs a right on Windows")
			}
			linked := filepath.Join(e.t.TempDir(), "link")
			if err := os.Symlink(e.dir, linked); err != nil {
				e.t.Fatal(err)
			}
			e.dir = linked
			e.say("workspace/didChangeWorkspaceFolders", map[string]any{"event": map[string]any{
				"added": []any{map[string]any{"uri": e.uri("."), "name": "link"}}, "removed": []any{},
			}})
			e.didOpen(e.uri("compose.override.yaml"), "dockercompose", 1, unsaid)
			e.until(e.uri("compose.yaml"), inBase)
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			folders := test.folders
			if folders == nil {
				folders = []string{"."}
			}
			e := open(t, folderOf(t, test.files), test.capabilities, folders...)
			test.talk(e)
			if code := e.quit(); code != 0 || e.stderr.Len() > 0 {
				t.Errorf("exit code %d, standard error: %s", code, e.stderr.String())
			}
			registers := slices.Contains(e.calls, "client/registerCapability")
			if test.capabilities == plain && registers {
				t.Error("the server registers with a client that cannot")
			}
		})
	}
}

// twoRoots is a folder with two projects that have nothing to do with each other.
var twoRoots = "-- a/.git --\n-- b/.git --\n-- a/compose.yaml --\n" + override("true") + "-- b/compose.yaml --\n" + override("true")

// completes returns the labels that are offered at a place.
func (e *editor) completes(uri string, line, character int) []string {
	e.t.Helper()
	var items []struct{ Label string }
	e.ask("textDocument/completion", at(uri, line, character), &items)
	var labels []string
	for _, item := range items {
		labels = append(labels, item.Label)
	}
	return labels
}

// hovers returns what is shown at a place, "" for nothing.
func (e *editor) hovers(uri string, line, character int) string {
	e.t.Helper()
	var shown *struct{ Contents struct{ Value string } }
	e.ask("textDocument/hover", at(uri, line, character), &shown)
	if shown == nil {
		return ""
	}
	return shown.Contents.Value
}

func at(uri string, line, character int) any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}, "position": position{line, character}}
}

func fileText(t testing.TB, dir, name string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
