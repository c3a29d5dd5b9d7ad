// Command scaffold writes the two files of a new built-in rule.
package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/seclint/seclint/internal/scaffold"
)

func main() {
	id := ""
	if len(os.Args) == 2 {
		id = os.Args[1]
	}
	written, err := scaffold.Rule("policies", id)
	if err != nil {
		fmt.Fprintln(os.Stderr, "scaffold:", err)
		os.Exit(1)
	}
	fmt.Println(strings.Join(written, "\n"))
}
