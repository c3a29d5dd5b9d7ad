package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/git"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
)

const baselineHelp = `baseline writes the findings that count into a file. With --baseline FILE, or
baseline: FILE in the config, later scans exit with 1 for other findings only, and
say how many of these are fixed.

The file is JSON, sorted, and meant to be committed and reviewed. Moved lines,
other quotes or order, and renamed files change nothing in it.

It exits with 0, and with 2 when it could not do or finish the job.`

func newBaseline(s *session) *cobra.Command {
	o := &scanOptions{}
	c := &cobra.Command{
		Use:   "baseline [PATH...]",
		Short: "write down the findings that there are, so that only new ones fail",
		Long:  baselineHelp,
		Example: `  seclint baseline                               write .seclint-baseline.json
  seclint --baseline .seclint-baseline.json      fail on new findings only`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return s.baseline(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` (default: that of the config, else "+baseline.File+" in the root)")
	f.StringSliceVar(&o.rules, "rule", nil, "write the findings of these rules only: `ID` or glob, repeatable")
	f.StringSliceVar(&o.packs, "pack", nil, "run the rules of this `PACK` too: default or strict")
	f.StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	o.inputFlags(f)
	return c
}

// baseline writes the findings of what args name into a file.
func (s *session) baseline(ctx context.Context, o *scanOptions, args []string) error {
	if err := o.limits(); err != nil {
		return err
	}
	in, err := s.openInput(ctx, o, args)
	if err != nil {
		return s.meantCommand(args, err)
	}
	defer in.root.Close()
	opts, err := o.settings(in.root)
	if err != nil {
		return err
	}
	file := o.output
	switch {
	case file != "":
	case opts.Config.Baseline != "":
		file = filepath.Join(o.configFolder(in.root), filepath.FromSlash(opts.Config.Baseline))
	default:
		file = filepath.Join(in.root.Name(), baseline.File)
	}
	r, err := scan.Run(ctx, in.snapshot(), opts)
	if err != nil {
		return err
	}
	r = r.Masked()
	entries := baseline.Of(r.Findings)
	text, err := baseline.Encode(entries)
	if err != nil {
		return fmt.Errorf("encoding the baseline: %w", err)
	}
	if file == "-" {
		_, err = s.stdout.Write(report.EscapeJSON(text))
		return err
	}
	if err := writeFile(ctx, file, func(w io.Writer) error {
		_, err := w.Write(report.EscapeJSON(text))
		return err
	}); err != nil {
		return fmt.Errorf("writing %s: %w", file, err)
	}
	s.tell(r.Problems, report.Options{DisplayRoot: in.display, WorkDir: in.workDir})
	s.code = trouble(r.Problems)
	noun := "findings"
	if len(entries) == 1 {
		noun = "finding"
	}
	fmt.Fprintf(s.stdout, "%d %s in %s: commit it, and scan with --baseline\n", len(entries), noun, report.Clean(filepath.Base(file)))
	return nil
}

// configFolder returns the folder that the files which the config names are relative to.
func (o *scanOptions) configFolder(root *os.Root) string {
	if o.config != "" {
		return filepath.Dir(o.config)
	}
	return root.Name()
}

// compare reads the baseline that a flag or the config names.
func (o *scanOptions) compare(ctx context.Context, in *input, opts *scan.Options) error {
	if o.noBaseline && o.baseline != "" {
		return usage(errors.New("--baseline and --no-baseline exclude each other"), "")
	}
	var err error
	switch {
	case o.noBaseline:
		return nil
	case o.baseline != "":
		opts.BaselineName = o.baseline
		opts.Baseline, err = readBaseline(filepath.Dir(o.baseline), filepath.Base(o.baseline))
	case opts.Config.Baseline != "":
		opts.BaselineName = opts.Config.Baseline
		opts.Baseline, err = readBaseline(o.configFolder(in.root), opts.Config.Baseline)
	default:
		return nil
	}
	if errors.Is(err, fs.ErrNotExist) {
		return usage(fmt.Errorf("%s: no such baseline", opts.BaselineName), "write it with seclint baseline -o "+opts.BaselineName)
	}
	opts.Renamed = renamedBy(ctx, in.root.Name())
	return err
}

// readBaseline reads a baseline below a folder, never nil without an error.
func readBaseline(folder, name string) ([]baseline.Entry, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	entries, err := baseline.Read(root.FS(), filepath.ToSlash(name))
	if entries == nil && err == nil {
		entries = []baseline.Entry{}
	}
	return entries, err
}

// renamedBy returns what asks git what files are called now; git is started when it is first asked.
func renamedBy(ctx context.Context, dir string) func(string) string {
	var renames map[string]string
	isAsked := false
	return func(file string) string {
		if !isAsked {
			isAsked = true
			if repository, err := git.Open(ctx, dir); err == nil {
				renames, _ = repository.Renames(ctx) // without it the names of files decide alone
			}
		}
		return renames[file]
	}
}
