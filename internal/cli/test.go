package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/fixture"
	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/rules"
)

func newTest(s *session) *cobra.Command {
	return &cobra.Command{
		Use:   "test DIR",
		Short: "run the fixtures of your own policies",
		Long: `test checks the policies in a folder the way the built-in ones are checked: METADATA, format and strict
compilation, the fixture of every rule, and the Rego unit tests beside them.

It exits with 1 when something fails, and with 2 when a policy cannot be used.`,
		Example: "  seclint test policies/",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return s.test(c.Context(), args[0]) },
	}
}

// test runs what stands beside the policies in a folder.
func (s *session) test(ctx context.Context, folder string) error {
	source, err := folderSource(folder)
	if err != nil {
		return err
	}
	catalogue, broken := rules.Load(rules.Builtin(), source)
	results, invalid := fixture.All(ctx, catalogue, source.Origin)
	failed := 0
	for _, r := range results {
		if !r.OK() {
			failed++
		}
	}
	err = writeTo(s.stdout, func(w io.Writer) error {
		for _, r := range results {
			writeResult(w, r)
		}
		_, err := fmt.Fprintf(w, "%d passed, %d failed\n", len(results)-failed, failed)
		return err
	})
	if failed > 0 {
		s.code = exitFindings
	}
	for _, p := range append(problems(broken), problems(invalid)...) {
		s.fail(errors.New(p.Message))
	}
	return err
}

// writeResult writes a line for a fixture or test, and below it what failed.
func writeResult(w io.Writer, r fixture.Result) {
	if r.OK() {
		fmt.Fprintf(w, "ok    %s\n", printable(r.Name))
		return
	}
	fmt.Fprintf(w, "FAIL  %s (%s)\n", printable(r.Name), printable(r.File))
	for _, failure := range r.Failures {
		indented := strings.ReplaceAll(strings.TrimRight(failure, "\n"), "\n", "\n      ")
		fmt.Fprintf(w, "      %s\n", printable(mask.Text(indented)))
	}
}
