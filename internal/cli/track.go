package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/mask"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/tracker"
	"github.com/seclint/seclint/rules"
)

const trackHelp = `track reads the lists that people keep of security work, and says of each item
what a scan of the root around them says: still there, gone, accepted, moved, or
not decided by any look at files. Without FILE it reads the trackers of the
config.

It exits with 1 where an item is closed and still there, or accepted for a
reason that is not true, and with 2 when it could not do or finish the job.`

// trackOptions are the flags of track as they were written.
type trackOptions struct {
	scanOptions
	format string
	update bool
	init   string
}

func newTrack(s *session) *cobra.Command {
	o := &trackOptions{}
	c := &cobra.Command{
		Use:   "track [FILE.md...]",
		Short: "compare the items of a Markdown tracker with what a scan finds",
		Long:  trackHelp,
		Example: `  seclint track SECURITY.md                  a table of the items, and what to do about them
  seclint track SECURITY.md --update         move the lines of evidence that moved
  seclint track --init SECURITY.md           write a tracker of what is there now
  seclint track backlog.md --root brain=../brain -f json`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return s.track(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringVarP(&o.format, "format", "f", "text", "write `FORMAT`: text, json or markdown")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` what would go to standard output")
	f.BoolVar(&o.update, "update", false, "write the lines that evidence has moved to into the trackers")
	f.StringVar(&o.init, "init", "", "write a tracker of what is found to `FILE`, which must not exist")
	f.StringArrayVar(&o.roots, "root", nil, "a checkout beside the scanned root, as `NAME=DIR`, repeatable")
	f.StringSliceVar(&o.packs, "pack", nil, "run the rules of this `PACK` too: default or strict")
	f.StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	o.inputFlags(f)
	completeWords(c, "format", slices.Sorted(maps.Keys(tracker.Formats()))...)
	return c
}

// track compares the trackers that args name, and writes what became of their items.
func (s *session) track(ctx context.Context, o *trackOptions, args []string) error {
	write := tracker.Formats()[o.format]
	if write == nil {
		return usage(fmt.Errorf("unknown format %q", o.format), "formats are text, json and markdown")
	}
	if o.init != "" && (o.update || len(args) > 0) {
		return usage(errors.New("--init writes a new tracker: it goes with no FILE and without --update"), "")
	}
	in, opts, err := s.prepare(ctx, &o.scanOptions, withFolder(args))
	if err != nil {
		return err
	}
	defer in.root.Close()
	opts.AllowEmpty = true
	named := in.paths[:len(args)]
	if len(named) == 0 && o.init == "" && len(opts.Config.Trackers) == 0 {
		return usage(errors.New("no tracker is named, and the config names none"), "name a file, as in seclint track SECURITY.md, or write one with --init")
	}
	rep, result, err := scan.Track(ctx, in.around(), opts, named)
	switch {
	case ctx.Err() != nil:
		return errInterrupted
	case err != nil:
		return err
	}
	if s.code = trouble(rep.Problems); len(result.Documents) < len(named) {
		s.code = exitTrouble
	}
	display := report.Options{DisplayRoot: in.display, WorkDir: in.workDir}
	s.tell(rep.Masked().Problems, display)
	if o.init != "" {
		return s.initial(ctx, o.init, rep, opts.Catalogue)
	}
	return s.tracked(ctx, o, in, result, write, display)
}

// withFolder returns the trackers with the current folder behind them where they are below it and no mark of a root is around them: then
// this folder is what they are about.
func withFolder(args []string) []string {
	at, err := locate(args)
	if err != nil || len(args) == 0 || at.display == "" {
		return args // the current folder is in the root, or there is none
	}
	marked := slices.ContainsFunc(rootMarks(), func(mark string) bool {
		_, err := os.Lstat(filepath.Join(at.dir, mark))
		return err == nil
	})
	if marked || strings.HasPrefix(at.display, "..") {
		return args
	}
	return append(slices.Clone(args), ".")
}

// tracked writes the state, and with --update the trackers.
func (s *session) tracked(ctx context.Context, o *trackOptions, in *input, result *tracker.Result, write tracker.Writer, display report.Options) error {
	state := result.State()
	if err := s.writeOutput(ctx, o.output, func(w io.Writer) error { return write(w, state, display.Place) }); err != nil {
		return err
	}
	if o.update {
		if err := s.updated(ctx, in, result, display); err != nil {
			return err
		}
	}
	if s.code == exitClean && state.Fails() {
		s.code = exitFindings
	}
	return nil
}

// updated writes the trackers in which evidence has moved.
func (s *session) updated(ctx context.Context, in *input, result *tracker.Result, display report.Options) error {
	changed := result.Updated()
	for _, name := range slices.Sorted(maps.Keys(changed)) {
		err := writeFile(ctx, filepath.Join(in.dir, filepath.FromSlash(name)), func(w io.Writer) error {
			_, err := w.Write(changed[name])
			return err
		})
		if err != nil {
			return fmt.Errorf("writing %s: %w", name, err)
		}
		fmt.Fprintf(s.stderr, "seclint: moved evidence in %s\n", printable(display.Place(name)))
	}
	return nil
}

// initial writes a new tracker. One that exists is what people wrote: it is not replaced.
func (s *session) initial(ctx context.Context, name string, rep *report.Report, catalogue *rules.Catalogue) error {
	if _, err := os.Lstat(name); err == nil {
		return usage(fmt.Errorf("%s exists", name), "name a new file, or compare this one: seclint track "+name)
	}
	masker := mask.New(rep.Findings, rep.Problems)
	text := tracker.Initial(rep.Findings, catalogue, masker)
	err := writeFile(ctx, name, func(w io.Writer) error {
		_, err := io.WriteString(w, text)
		return err
	})
	if err == nil {
		_, err = fmt.Fprintf(s.stdout, "wrote %s: compare it with seclint track\n", report.Clean(name))
	}
	return err
}

// openRoots opens the checkouts of --root.
func openRoots(named []string) ([]scan.Root, error) {
	var roots []scan.Root
	for _, value := range named {
		name, dir, ok := strings.Cut(value, "=")
		if !ok || name == "" || dir == "" || strings.ContainsAny(name, "/:\\ ") {
			return nil, usage(fmt.Errorf("--root %s names no checkout", value), "write --root NAME=DIR")
		}
		if slices.ContainsFunc(roots, func(r scan.Root) bool { return r.Name == name }) {
			return nil, usage(fmt.Errorf("two roots are called %s", name), "")
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			return nil, usage(fmt.Errorf("--root %s: no such folder", value), "")
		}
		roots = append(roots, scan.Root{Name: name, FS: root.FS()})
	}
	return roots, nil
}
