package cli

import (
	"context"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/tracker"
)

const reportHelp = `report writes the state of the scanned root as a page for people: the findings,
what is accepted and why, the items of the trackers that the config names with
what the scan says of them, and what was looked at.

It exits with 0, and with 2 when it could not do or finish the job.`

// reportOptions are the flags of report as they were written.
type reportOptions struct {
	scanOptions
	format string
}

func newReport(s *session) *cobra.Command {
	o := &reportOptions{}
	c := &cobra.Command{
		Use:     "report [PATH...]",
		Short:   "write the state as a page of Markdown",
		Long:    reportHelp,
		Example: `  seclint report --format markdown -o STATE.md`,
		Args:    cobra.ArbitraryArgs,
		RunE:    func(c *cobra.Command, args []string) error { return s.report(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&o.format, "format", "f", "markdown", "write `FORMAT`: markdown")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` what would go to standard output")
	f.StringVar(&o.severity, "severity", "", "show only findings at or above `LEVEL`")
	f.StringArrayVar(&o.roots, "root", nil, "a checkout beside the scanned root, as `NAME=DIR`, repeatable")
	f.StringSliceVar(&o.packs, "pack", nil, "run the rules of this `PACK` too: default or strict")
	f.StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	o.color = "never"
	o.inputFlags(f)
	completeWords(c, "format", "markdown")
	return c
}

// report looks at what args name and writes the page.
func (s *session) report(ctx context.Context, o *reportOptions, args []string) error {
	if o.format != "markdown" {
		return usage(fmt.Errorf("unknown format %q", o.format), "the format is markdown; seclint scan writes the others")
	}
	in, opts, err := s.prepare(ctx, &o.scanOptions, args)
	if err != nil {
		return err
	}
	defer in.root.Close()
	display, err := o.display(in, opts.Config)
	if err != nil {
		return err
	}
	r, tracked, err := scan.Track(ctx, in.snapshot(), opts, nil)
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case err != nil:
		return err
	}
	s.code = trouble(r.Problems)
	s.tell(r.Masked().Problems, display)
	return s.writeOutput(ctx, o.output, func(w io.Writer) error {
		if err := report.Markdown(w, r, display); err != nil || len(tracked.Documents) == 0 {
			return err
		}
		_, err := io.WriteString(w, "\n")
		if err != nil {
			return err
		}
		return tracker.Markdown(w, tracked.State(), display.Place)
	})
}
