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
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/rules"
)

// testOptions are the flags of test.
type testOptions struct {
	verbose, update bool
}

func newTest(s *session) *cobra.Command {
	o := &testOptions{}
	c := &cobra.Command{
		Use:   "test DIR",
		Short: "run the fixtures of your own policies",
		Long: `test checks the policies in a folder the way the built-in ones are checked: METADATA, format and strict
compilation, the fixture of every rule, and the Rego unit tests beside them. It shows what policies print().

It exits with 1 when something fails, and with 2 when a policy cannot be used.`,
		Example: "  seclint test policies/\n  seclint test --update policies/    write the findings of new cases",
		Args:    cobra.ExactArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return s.test(c.Context(), o, args[0]) },
	}
	c.Flags().BoolVarP(&o.verbose, "verbose", "v", false, "show the findings of each bad case, and the reason of each good one")
	c.Flags().BoolVar(&o.update, "update", false, "replace the want of each bad case by what the policy finds; read the difference before you keep it")
	return c
}

// test runs what is beside the policies in a folder.
func (s *session) test(ctx context.Context, o *testOptions, folder string) error {
	source, err := folderSource(folder)
	if err != nil {
		return err
	}
	catalogue, broken := rules.Load(rules.Builtin(), source)
	var written []string
	var run fixture.Options
	if o.update {
		run.Update = func(rule *rules.Rule, text []byte) error {
			written = append(written, rule.FixtureFile())
			return writeFile(ctx, rule.FixtureFile(), func(w io.Writer) error {
				_, err := w.Write(text)
				return err
			})
		}
	}
	results, invalid := fixture.All(ctx, catalogue, source.Origin, run)
	failed := 0
	for _, r := range results {
		if !r.OK() {
			failed++
		}
	}
	err = writeTo(s.stdout, func(w io.Writer) error {
		for _, file := range written {
			fmt.Fprintf(w, "wrote %s\n", printable(file))
		}
		t := &testReport{Writer: w, verbose: o.verbose, display: s.testDisplay()}
		for i := range results {
			if err := t.result(&results[i]); err != nil {
				return err
			}
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

// testDisplay says how to show the findings of cases: all of them, as far as the terminal allows.
func (s *session) testDisplay() report.Options {
	width, _ := terminalWidth(s.stdout)
	return report.Options{
		Color: colours("auto", s.stdout), Width: width, ShowSuppressed: true, ShowInformational: true, Verbose: true,
	}
}

// testReport writes what tests gave.
type testReport struct {
	io.Writer
	verbose bool
	display report.Options
}

// result writes a line for a fixture or unit test, and below it what failed, what was printed and, when asked for, its cases.
func (t *testReport) result(r *fixture.Result) error {
	if r.OK() {
		fmt.Fprintf(t, "ok    %s\n", printable(r.Name))
	} else {
		fmt.Fprintf(t, "FAIL  %s (%s)\n", printable(r.Name), printable(r.File))
	}
	for _, failure := range r.Failures {
		indented := strings.ReplaceAll(strings.TrimRight(failure, "\n"), "\n", "\n      ")
		fmt.Fprintf(t, "      %s\n", printable(mask.Text(indented)))
	}
	for _, line := range r.Printed {
		fmt.Fprintf(t, "      %s\n", report.Clean(line))
	}
	if t.verbose && len(r.Cases) > 0 {
		fmt.Fprintln(t)
	}
	for i := range r.Cases {
		if err := t.testCase(&r.Cases[i]); err != nil {
			return err
		}
	}
	return nil
}

// testCase writes a case: what was printed about it, and, when asked for, why it is there and what it gave.
func (t *testReport) testCase(c *fixture.Case) error {
	switch {
	case t.verbose && c.Why != "":
		fmt.Fprintf(t, "%s: %s\n", printable(c.Folder()), printable(c.Why))
	case t.verbose:
		fmt.Fprintf(t, "%s\n", printable(c.Folder()))
	case len(c.Printed) > 0:
		fmt.Fprintf(t, "      %s\n", printable(c.Folder()))
	}
	for _, p := range c.Printed {
		fmt.Fprintf(t, "        %s: %s\n", printable(p.At), report.Clean(p.Text))
	}
	if !t.verbose {
		return nil
	}
	fmt.Fprintln(t)
	display := t.display
	display.DisplayRoot = c.Side
	return report.Findings(t, c.Report, display)
}
