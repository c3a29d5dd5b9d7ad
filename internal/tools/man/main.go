// Command man writes the manual pages of seclint and its commands into a folder.
package main

import (
	"fmt"
	"os"

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

// write writes a page for each command. SOURCE_DATE_EPOCH sets their date.
func write(folder string) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	root := cli.Command()
	root.DisableAutoGenTag = true
	return doc.GenManTree(root, &doc.GenManHeader{Title: "SECLINT", Section: "1", Source: "seclint", Manual: "seclint"}, folder)
}
