// Command trees prints a digest of the syntax tree of each source file below some folders, to compare the builds with and without cgo:
//
//	go run ./internal/tools/trees FOLDER... > one
//	CGO_ENABLED=0 go run -tags translated ./internal/tools/trees FOLDER... > other
//	diff one other
//
// `make trees` does that on CORPUS and on the project's own fixtures.
package main

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/syntax"
)

// languages are those that a grammar of tree-sitter reads, by the endings of their files.
var languages = map[string]syntax.Language{
	".py": syntax.Python, ".lua": syntax.Lua, ".ts": syntax.TypeScript, ".mts": syntax.TypeScript, ".cts": syntax.TypeScript,
	".tsx": syntax.TSX, ".jsx": syntax.TSX, ".js": syntax.TSX, ".mjs": syntax.TSX, ".cjs": syntax.TSX,
}

func main() {
	for _, folder := range os.Args[1:] {
		if err := filepath.WalkDir(folder, visit); err != nil {
			fmt.Fprintln(os.Stderr, "trees:", err)
			os.Exit(1)
		}
	}
}

// visit prints the digests of a file: of itself, or of the source files in a txtar archive.
func visit(name string, entry fs.DirEntry, err error) error {
	if err != nil || !entry.Type().IsRegular() {
		return err
	}
	isArchive := filepath.Ext(name) == ".txtar"
	if _, ok := languages[filepath.Ext(name)]; !ok && !isArchive {
		return nil
	}
	content, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if !isArchive {
		return show(name, content)
	}
	for _, file := range txtar.Parse(content).Files {
		if err := show(name+":"+file.Name, file.Data); err != nil {
			return err
		}
	}
	return nil
}

// show prints the digest of a source file with the number of its nodes.
func show(name string, content []byte) error {
	language, ok := languages[filepath.Ext(name)]
	if !ok {
		return nil
	}
	tree, err := syntax.Parse(language, content)
	if err != nil {
		fmt.Printf("%s: %v\n", name, err)
		return nil
	}
	digest := sha256.New()
	if err := json.NewEncoder(digest).Encode(tree); err != nil {
		return err
	}
	fmt.Printf("%s: %d nodes, %x\n", name, len(tree.Nodes), digest.Sum(nil)[:8])
	return nil
}
