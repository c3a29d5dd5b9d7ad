package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/fix"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/triage"
)

const fixHelp = `fix changes files as rules propose it: the text of what was found and nothing else,
so that comments, anchors, quotes and layout stay. The files are judged again
after each change; one that does not remove its finding, or that brings another
one, is withdrawn, and fix says why.

RULEs are ids or globs such as 'compose/*', by default all; PATHs are those of a
scan. Safe fixes are applied. Those after which something may not work any more
are listed, and applied with --unsafe: look at them with --unsafe --diff first.

It exits with 1 when findings at or above --fail-on are left, with --diff when
there is something to change, and with 2 when it could not do or finish the job.`

// fixOptions are the flags of fix as they were written.
type fixOptions struct {
	scanOptions
	diff, unsafe bool
}

func newFix(s *session) *cobra.Command {
	o := &fixOptions{}
	c := &cobra.Command{
		Use:   "fix [RULE...] [PATH...]",
		Short: "change files as rules propose it",
		Long:  fixHelp,
		Example: `  seclint fix --diff                          show what would change
  seclint fix                                 apply all safe fixes
  seclint fix compose/privileged deploy/      of one rule, in one folder
  seclint fix --unsafe --diff 'compose/*'     show the unsafe ones too`,
		Args: cobra.ArbitraryArgs,
		RunE: func(c *cobra.Command, args []string) error { return s.fix(c.Context(), o, args) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.BoolVar(&o.diff, "diff", false, "write what would change as a unified diff, with secrets masked, and change nothing")
	f.BoolVar(&o.unsafe, "unsafe", false, "apply fixes too after which something may not work any more")
	f.StringVar(&o.failOn, "fail-on", "", "exit with 1 when findings at or above `LEVEL` are left: critical, high, medium, low, note or never (default high)")
	f.StringSliceVar(&o.packs, "pack", nil, "run the rules of this `PACK` too: default or strict")
	f.StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	o.inputFlags(f)
	return c
}

// fix changes files as the rules among args propose it.
func (s *session) fix(ctx context.Context, o *fixOptions, args []string) error {
	if err := o.limits(); err != nil {
		return err
	}
	named, paths := splitRules(args)
	in, err := s.openInput(ctx, &o.scanOptions, paths)
	if err != nil {
		return err
	}
	defer in.root.Close()
	if in.snapshot().Overlay != nil {
		return usage(errors.New("standard input cannot be changed"), "name a file")
	}
	opts, err := o.settings(in.root)
	if err != nil {
		return err
	}
	chosen, err := chosenRules(named, opts)
	if err != nil {
		return err
	}
	progress := startProgress(s.stderr)
	opts.Progress = progress.at
	result, err := fix.Run(ctx, scan.Open(opts), in.snapshot(), fix.Options{
		Unsafe: o.unsafe, Choose: func(f *finding.Finding) bool { return len(chosen) == 0 || chosen[f.Rule] },
	})
	progress.done()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	return s.fixed(ctx, o, in, opts.Config, chosen, result)
}

// fixed shows or writes the result, and says how it went.
func (s *session) fixed(ctx context.Context, o *fixOptions, in *input, c *config.Config, chosen map[string]bool, result *fix.Result) error {
	display := report.Options{DisplayRoot: in.display, WorkDir: in.workDir}
	left := result.After.Masked()
	s.tell(left.Problems, display)
	if o.diff {
		s.code = trouble(left.Problems)
		if s.code == exitClean && len(result.Files) > 0 {
			s.code = exitFindings
		}
		if err := writeTo(s.stdout, func(w io.Writer) error { return result.Diff(w, display.Place, printable) }); err != nil {
			return err
		}
		return writeTo(s.stderr, func(w io.Writer) error { return summary(w, result, o, display) })
	}
	if err := fix.Write(ctx, in.root, result.Files); err != nil {
		if ctx.Err() != nil {
			return errors.New("interrupted: nothing was changed")
		}
		return err
	}
	s.code = trouble(left.Problems)
	var mine []finding.Finding
	for _, f := range left.Findings {
		if len(chosen) == 0 || chosen[f.Rule] {
			mine = append(mine, f)
		}
	}
	if s.code == exitClean && triage.Fails(mine, c) {
		s.code = exitFindings
	}
	return writeTo(s.stdout, func(w io.Writer) error { return summary(w, result, o, display) })
}

// splitRules tells rules from paths: what exists is a path, and what looks like an id or a glob of ids is a rule.
func splitRules(args []string) (named, paths []string) {
	for _, arg := range args {
		_, err := os.Lstat(arg)
		family, name, isID := strings.Cut(arg, "/")
		if errors.Is(err, fs.ErrNotExist) && isID && family != "" && name != "" && !strings.Contains(name, "/") && !strings.HasPrefix(arg, ".") {
			named = append(named, arg)
			continue
		}
		paths = append(paths, arg)
	}
	return named, paths
}

// chosenRules returns the ids of the rules that were named.
func chosenRules(named []string, opts scan.Options) (map[string]bool, error) {
	chosen := map[string]bool{}
	for _, name := range named {
		matched := opts.Catalogue.Match(name)
		if len(matched) == 0 {
			return nil, usage(fmt.Errorf("%s is neither a rule nor a file", name), suggestion(opts.Catalogue, name))
		}
		for _, r := range matched {
			chosen[r.ID] = true
		}
	}
	return chosen, nil
}

// summary says what was applied and what was not.
func summary(w io.Writer, result *fix.Result, o *fixOptions, display report.Options) error {
	line := func(f *finding.Finding, text string) {
		fmt.Fprintf(w, "  %s:%d: %s: %s\n", report.Clean(display.Place(f.At.Path())), f.At.Start.Line, report.Clean(f.Rule), report.Clean(text))
	}
	verb := "Fixed"
	if o.diff {
		verb = "Would fix"
	}
	fmt.Fprintf(w, "%s %s in %s\n", verb, count(len(result.Applied), "finding"), count(len(result.Files), "file"))
	for i := range result.Applied {
		line(&result.Applied[i], result.Applied[i].Fix.Title)
	}
	if n := len(result.Withdrawn); n > 0 {
		fmt.Fprintf(w, "Not fixed: %s\n", count(n, "finding"))
		for i := range result.Withdrawn {
			line(&result.Withdrawn[i].Finding, result.Withdrawn[i].Reason)
		}
	}
	if n := len(result.Unsafe); n > 0 {
		fmt.Fprintf(w, "Unsafe: %s (--unsafe --diff shows what would change)\n", count(n, "more fix"))
		for i := range result.Unsafe {
			fix := result.Unsafe[i].Fix
			line(&result.Unsafe[i], fix.Title+": "+fix.Unsafe)
		}
	}
	return nil
}

// count returns a number with its noun.
func count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "x"):
		return fmt.Sprintf("%d %ses", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
