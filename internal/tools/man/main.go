// Command man writes the manual pages of seclint and its commands into DIR/man1, and what shells complete its commands with into
// DIR/completions.
package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/spf13/cobra/doc"

	"github.com/seclint/seclint/internal/cli"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: man DIR")
		os.Exit(2)
	}
	if err := write(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "man:", err)
		os.Exit(1)
	}
}

// write writes a page for each command and a script for each shell. SOURCE_DATE_EPOCH sets the date of the pages.
func write(folder string) error {
	pages, scripts := filepath.Join(folder, "man1"), filepath.Join(folder, "completions")
	for _, each := range []string{pages, scripts} {
		if err := os.MkdirAll(each, 0o755); err != nil {
			return err
		}
	}
	root := cli.Command()
	root.DisableAutoGenTag = true
	if err := doc.GenManTree(root, &doc.GenManHeader{Title: "SECLINT", Section: "1", Source: "seclint", Manual: "seclint"}, pages); err != nil {
		return err
	}
	return errors.Join(
		root.GenBashCompletionFileV2(filepath.Join(scripts, "seclint.bash"), true),
		root.GenZshCompletionFile(filepath.Join(scripts, "_seclint")),
		root.GenFishCompletionFile(filepath.Join(scripts, "seclint.fish"), true),
	)
}
