package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/schemas"
)

func newSchema(s *session) *cobra.Command {
	names := schemas.Names()
	return &cobra.Command{
		Use:   "schema NAME",
		Short: "print the JSON Schema of what seclint reads or writes: " + strings.Join(names, ", "),
		Example: `  seclint schema config > .vscode/seclint.schema.json
  seclint schema report`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoFileComp),
		RunE: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				_, err := fmt.Fprintln(s.stdout, strings.Join(names, "\n"))
				return err
			}
			text, ok := schemas.Read(args[0])
			if !ok {
				return usage(fmt.Errorf("there is no schema %q", args[0]), "schemas are "+strings.Join(names, ", "))
			}
			_, err := s.stdout.Write(text)
			return err
		},
	}
}
