// Command seclint finds security misconfigurations in the config files of container stacks.
package main

import (
	"os"

	"github.com/seclint/seclint/internal/cli"
	_ "github.com/seclint/seclint/internal/garbage" // is collected less often
)

func main() {
	os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}
