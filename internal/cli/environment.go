package cli

import (
	"encoding/csv"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// variablePrefix begins the variables that stand for flags: SECLINT_FAIL_ON for --fail-on.
const variablePrefix = "SECLINT_"

// scanOnly are the flags that commands have in common with scan and mean something else by.
var scanOnly = []string{"format", "output", "severity", "document"}

// variable returns the name of the variable that stands for a flag.
func variable(flag string) string {
	return variablePrefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// fromEnvironment sets the flags of a command that the command line does not from their variables. They come from who runs seclint: no
// scanned file can set them.
func fromEnvironment(c *cobra.Command, _ []string) error {
	isScan := c.Name() == "scan" || !c.HasParent()
	var failed error
	c.Flags().VisitAll(func(f *pflag.Flag) {
		value, ok := os.LookupEnv(variable(f.Name))
		if !ok || value == "" || f.Changed || f.Name == "help" || f.Name == "version" || failed != nil || !isScan && slices.Contains(scanOnly, f.Name) {
			return
		}
		if err := setAll(c.Flags(), f, value); err != nil {
			failed = usage(fmt.Errorf("%s=%s: %w", variable(f.Name), value, err), "")
		}
	})
	return failed
}

// setAll sets a flag; a list is separated by commas.
func setAll(flags *pflag.FlagSet, f *pflag.Flag, value string) error {
	if f.Value.Type() != "stringArray" {
		return flags.Set(f.Name, value)
	}
	values, err := csv.NewReader(strings.NewReader(value)).Read()
	if err != nil {
		return fmt.Errorf("want a list separated by commas: %w", err)
	}
	for _, one := range values {
		if err := flags.Set(f.Name, one); err != nil {
			return err
		}
	}
	return nil
}
