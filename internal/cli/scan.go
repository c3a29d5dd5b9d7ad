package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/evaluate"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/shard"
	"github.com/seclint/seclint/internal/triage"
	"github.com/seclint/seclint/rules"
)

// scanOptions are the flags of scan as they were written.
type scanOptions struct {
	formats                 []string
	output                  string
	failOn, severity        string
	rules, disabled, packs  []string
	policies, excludes      []string
	roots                   []string
	envFiles                []string
	envPaths                []string // those of envFiles in the root
	config                  string
	noConfig, noGitignore   bool
	stdinFilename           string
	maxFileSize             int
	deadline                time.Duration
	allowEmpty              bool
	allowUnassessed         bool
	minCoverage             int
	color, category         string
	baseline, base          string
	noBaseline              bool
	shard                   string
	shards                  []*shard.File
	quiet, verbose          bool
	showSuppressed, timings bool
	groupBy                 string
	statistics              bool
}

func newScan(s *session) *cobra.Command {
	o := &scanOptions{}
	c := &cobra.Command{
		Use:     "scan [PATH...]",
		Short:   "look at files and folders (what seclint does when no command is named)",
		Long:    longHelp,
		Example: examples,
		Args:    cobra.ArbitraryArgs,
		RunE:    func(c *cobra.Command, args []string) error { return s.scan(c.Context(), o, args) },
	}
	o.flags(c)
	c.Flags().StringVar(&o.shard, "shard", "", "evaluate one share of the files, `INDEX/COUNT`, and write what it found for seclint merge")
	return c
}

func (o *scanOptions) flags(c *cobra.Command) {
	f := c.Flags()
	f.SortFlags = false
	f.StringArrayVarP(&o.formats, "format", "f", nil, "write `FORMAT[=FILE]`: text, concise, markdown, html, json, sarif, github, github-summary, gitlab, gitlab-sast, junit or checkstyle; repeatable, to write files beside what is printed")
	f.StringVarP(&o.output, "output", "o", "", "write to `FILE` what would go to standard output")
	f.StringVar(&o.failOn, "fail-on", "", "exit with 1 for findings at or above `LEVEL`: critical, high, medium, low, note or never (default high)")
	f.StringVar(&o.severity, "severity", "", "show only findings at or above `LEVEL`")
	f.StringSliceVar(&o.rules, "rule", nil, "run only these rules: `ID` or glob such as compose/*, repeatable")
	f.StringSliceVar(&o.disabled, "disable", nil, "leave these rules out: `ID` or glob, repeatable")
	f.StringSliceVar(&o.packs, "pack", nil, "run the rules of this `PACK` too: default or strict")
	f.StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	f.StringArrayVar(&o.roots, "root", nil, "a checkout beside the scanned root for trackers and contracts, as `NAME=DIR`, repeatable")
	o.inputFlags(f)
	f.IntVar(&o.minCoverage, "min-coverage", 0, "exit with 2 when less than `PERCENT` of the known assets were assessed; disabled and external ones stand apart")
	f.Var((*revision)(&o.base), "base", "judge the change since the git revision `REF` by config, waivers, baseline, policies, ignore files and comments as they are there")
	f.StringVar(&o.baseline, "baseline", "", "exit with 1 for findings only that `FILE` does not have, from seclint baseline or -f sarif")
	f.BoolVar(&o.noBaseline, "no-baseline", false, "compare with no baseline, whatever the config says")
	f.BoolVar(&o.showSuppressed, "show-suppressed", false, "show findings that a comment or the config suppresses")
	f.StringVar(&o.category, "sarif-category", "", "`NAME` that tells this run from others of the same commit, where a job uploads several SARIF logs")
	f.StringVar(&o.color, "color", "auto", "colour the text: `WHEN` is auto, always or never")
	f.StringVar(&o.groupBy, "group-by", "file", "group the text by `WHAT`: file, rule or service")
	f.BoolVar(&o.statistics, "statistics", false, "print a table of rules and severities in the place of the findings")
	f.BoolVarP(&o.quiet, "quiet", "q", false, "one line for each finding and for what was not looked at")
	f.BoolVarP(&o.verbose, "verbose", "v", false, "show informational findings, and every file")
	f.BoolVar(&o.timings, "timings", false, "show how long each stage took")
	o.completions(c)
}

// inputFlags adds the flags that every command has which looks at files: what to look at, and how.
func (o *scanOptions) inputFlags(f *pflag.FlagSet) {
	f.StringVar(&o.config, "config", "", "read the config from `FILE` (default .seclint.yaml in the root)")
	f.BoolVar(&o.noConfig, "no-config", false, "read no config")
	f.StringArrayVar(&o.excludes, "exclude", nil, "leave out what this `GLOB` matches, repeatable")
	f.BoolVar(&o.noGitignore, "no-gitignore", false, "look at what .gitignore leaves out")
	f.StringArrayVar(&o.envFiles, "env-file", nil, "take the variables of Compose projects from `FILE`, and not from .env, as docker compose --env-file does; repeatable, the last counts")
	f.StringVar(&o.stdinFilename, "stdin-filename", "", "the `PATH` that standard input stands for (default stdin.yaml)")
	f.IntVar(&o.maxFileSize, "max-file-size", discover.DefaultMaxSize>>20, "leave out files above this many `MB`")
	f.DurationVar(&o.deadline, "deadline", evaluate.DefaultDeadline, "stop the rules on one file after this `TIME`")
	f.BoolVar(&o.allowUnassessed, "allow-unassessed", false, "exit with 0 although a file of a known kind was not assessed, such as one that is too large")
	f.BoolVar(&o.allowEmpty, "allow-empty", false, "exit with 0 when there is nothing to look at")
}

// scan looks at what args name and writes the report.
func (s *session) scan(ctx context.Context, o *scanOptions, args []string) error {
	if o.shard != "" {
		return s.shard(ctx, o, args)
	}
	outputs, err := parseOutputs(o.formats, o.output)
	if err != nil {
		return err
	}
	if err := o.limits(); err != nil {
		return err
	}
	in, err := s.openInput(ctx, o, args)
	if err != nil {
		return s.meantCommand(args, err)
	}
	defer in.root.Close()
	progress := startProgress(s.stderr)
	run := o.run
	if o.base != "" {
		run = o.against
	}
	r, opts, err := run(ctx, in, progress.at)
	progress.done()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	display, err := o.display(in, opts.Config)
	if err != nil {
		return err
	}
	s.code = verdict(r, opts.Config)
	return s.write(ctx, r, outputs, display, o.color, in.dir)
}

// run scans the input and returns the report with how it was made.
func (o *scanOptions) run(ctx context.Context, in *input, progress func(string, int)) (*report.Report, scan.Options, error) {
	opts, err := o.settings(in.root)
	if err != nil {
		return nil, opts, err
	}
	if err := o.compare(ctx, in, &opts); err != nil {
		return nil, opts, err
	}
	if _, err := o.display(in, opts.Config); err != nil {
		return nil, opts, err
	}
	opts.Progress, opts.Shards = progress, o.shards
	r, err := scan.Run(ctx, in.snapshot(), opts)
	return r, opts, err
}

// meantCommand adds to the error about a path that is missing which command may have been meant.
func (s *session) meantCommand(args []string, err error) error {
	if !errors.Is(err, fs.ErrNotExist) || len(args) == 0 {
		return err
	}
	if names := s.root.SuggestionsFor(args[0]); len(names) > 0 {
		return usage(err, fmt.Sprintf("did you mean the command seclint %s?", names[0]))
	}
	return err
}

// verdict is the exit code of a report.
func verdict(r *report.Report, c *config.Config) int {
	if code := trouble(r.Problems); code != exitClean {
		return code
	}
	if triage.Fails(r.Findings, c) {
		return exitFindings
	}
	return exitClean
}

// trouble is the exit code of problems alone.
func trouble(problems []finding.Problem) int {
	for _, p := range problems {
		if p.Level == finding.Error {
			return exitTrouble
		}
	}
	return exitClean
}

// display reads the flags that say how to show a report.
func (o *scanOptions) display(in *input, c *config.Config) (report.Options, error) {
	from := c.ShowFrom
	if o.severity != "" {
		var err error
		if from, err = finding.ParseSeverity(o.severity); err != nil {
			return report.Options{}, usage(fmt.Errorf("--severity: %w", err), "")
		}
	}
	display := report.Options{
		DisplayRoot: in.display, WorkDir: in.workDir, Repository: in.repository, Category: o.category, Timings: o.timings, Quiet: o.quiet, Verbose: o.verbose,
		GroupBy: o.groupBy, Statistics: o.statistics,
		ShowSuppressed: o.showSuppressed, ShowInformational: o.verbose || from == finding.None, Help: rules.Markdown,
		SourceURL: sourceURL(os.Getenv),
	}
	if from > finding.Note { // below, informational findings would vanish from the formats for machines
		display.MinSeverity = from
	}
	switch {
	case o.color != "auto" && o.color != "always" && o.color != "never":
		return display, usage(fmt.Errorf("unknown --color %q", o.color), "want auto, always or never")
	case o.groupBy != "" && !slices.Contains(report.GroupBys(), o.groupBy):
		return display, usage(fmt.Errorf("unknown --group-by %q", o.groupBy), "want "+strings.Join(report.GroupBys(), ", "))
	}
	return display, nil
}

// write writes the report to all outputs. Where no text tells people what went wrong, standard error does.
func (s *session) write(ctx context.Context, r *report.Report, outputs []output, display report.Options, color, dir string) error {
	makeRoom(outputs)
	told := false
	for _, o := range outputs {
		if o.file != "" {
			display.Color, display.Width, display.LinkRoot = colours(color, nil), 0, ""
			err := writeFile(ctx, o.file, func(w io.Writer) error { return report.Formats[o.format](w, r, display) })
			if err != nil {
				return fmt.Errorf("writing %s: %w", o.file, err)
			}
			continue
		}
		told = o.format == "text" || o.format == "concise"
		display.Color = colours(color, s.stdout)
		display.Width = columns(s.stdout)
		if hasLinks(display.Color, s.stdout) {
			display.LinkRoot = fileURL(dir)
		}
		err := writeTo(s.stdout, func(w io.Writer) error { return report.Formats[o.format](w, r, display) })
		if err != nil {
			return fmt.Errorf("writing %s: %w", o.format, err)
		}
	}
	if err := summarize(r, outputs, display, os.Getenv("GITHUB_STEP_SUMMARY")); err != nil {
		return err
	}
	if !told {
		s.tell(r.Masked().Problems, display)
	}
	return nil
}

// tell prints those of masked problems that make the run exit with trouble.
func (s *session) tell(problems []finding.Problem, display report.Options) {
	for _, p := range problems {
		if p.Level != finding.Error {
			continue
		}
		where := ""
		switch {
		case !p.At.IsZero():
			where = fmt.Sprintf("%s:%d:%d: ", display.Place(p.At.Path()), p.At.Start.Line, p.At.Start.Column)
		case p.Path != "":
			where = display.Place(p.Path) + ": "
		}
		fmt.Fprintf(s.stderr, "seclint: %s\n", report.Clean(where+p.Message))
		if p.Hint != "" {
			fmt.Fprintf(s.stderr, "  %s\n", report.Clean(p.Hint))
		}
	}
}
