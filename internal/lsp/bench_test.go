package lsp_test

import (
	"os"
	"strings"
	"testing"
)

// BenchmarkKeystroke is what passes from a change of one character in the main file of the stack until the client hears of it: with
// the text as a whole, and with the change alone.
func BenchmarkKeystroke(b *testing.B) {
	dir := b.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../testdata/stack")); err != nil {
		b.Fatal(err)
	}
	text := fileText(b, dir, "compose.yaml")
	line := strings.Count(text[:strings.Index(text, "unless-stopped")], "\n")
	column := strings.Index(strings.Split(text, "\n")[line], "unless-stopped")
	b.Run("change", func(b *testing.B) {
		e := open(b, dir, everything, ".")
		uri := e.uri("compose.yaml")
		e.didOpen(uri, "dockercompose", 1, text)
		e.version(uri, 1)
		for n := int32(2); b.Loop(); n++ {
			at := position{line, column}
			e.change(uri, int(n), map[string]any{"range": textRange{at, at}, "text": "x"})
			e.version(uri, n)
		}
	})
	b.Run("whole text", func(b *testing.B) {
		e := open(b, dir, everything, ".")
		uri := e.uri("compose.yaml")
		e.didOpen(uri, "dockercompose", 1, text)
		e.version(uri, 1)
		for n := int32(2); b.Loop(); n++ {
			e.replace(uri, int(n), text+strings.Repeat("#", int(n)%80))
			e.version(uri, n)
		}
	})
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			e := open(b, dir, everything, ".")
			uri := e.uri("compose.yaml")
			e.didOpen(uri, "dockercompose", 1, text)
			e.version(uri, 1)
			e.quit()
		}
	})
}
