// Package cli turns a command line into a run: subcommands, flags, exit codes. It is the only package that prints errors.
package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os/signal"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/sirupsen/logrus"
	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/mask"
)

// The exit codes. Trouble beats findings; none depends on the format.
const (
	exitClean    = 0 // nothing at or above the threshold
	exitFindings = 1 // findings at or above the threshold
	exitTrouble  = 2 // the job could not be done, or not finished
)

// newIssue is where people report bugs.
const newIssue = "https://github.com/seclint/seclint/issues/new"

// session is one run of the program: its streams and what it exits with.
type session struct {
	stdin          io.Reader
	stdout, stderr io.Writer
	root           *cobra.Command
	code           int
}

// Main runs seclint with the arguments that follow the program's name and returns the exit code: 0 when nothing is at or
// above the threshold, 1 when something is, 2 when the job could not be done or finished.
func Main(args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	s := &session{stdin: stdin, stdout: stdout, stderr: stderr}
	logrus.SetOutput(io.Discard) // compose-go logs values of scanned files: what concerns people is in the report
	ctx, stop := signal.NotifyContext(context.Background(), syscall.SIGINT, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	return s.run(ctx, args)
}

// execute carries out the command that args name and returns the exit code. A crash is a bug that people can report.
func (s *session) execute(ctx context.Context, args []string) (code int) {
	defer func() {
		if cause := recover(); cause != nil {
			code = s.crashed(cause)
		}
	}()
	s.root = newRoot(s)
	s.root.SetArgs(args)
	if err := s.root.ExecuteContext(ctx); err != nil {
		s.fail(err)
	}
	return s.code
}

// usageError is a mistake on the command line, with what to do about it.
type usageError struct {
	error
	hint string
}

func (e usageError) Unwrap() error { return e.error }

// usage returns err as a mistake on the command line; hint may be "".
func usage(err error, hint string) error { return usageError{err, hint} }

// fail prints an error and what to do about it, and makes the run exit with trouble. A reader of standard output that
// went away is no trouble.
func (s *session) fail(err error) {
	if errors.Is(err, syscall.EPIPE) {
		return
	}
	s.code = exitTrouble
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintf(s.stderr, "seclint: %s\n", printable(mask.Text(line)))
	}
	var mistake usageError
	if errors.As(err, &mistake) && mistake.hint != "" {
		fmt.Fprintf(s.stderr, "  %s\n", printable(mask.Text(mistake.hint)))
	}
}

// crashed reports a bug in seclint itself.
func (s *session) crashed(cause any) int {
	fmt.Fprintf(s.stderr, "seclint: internal error: %s\n  This is a bug. Please report it, with what follows and the file that was scanned, at\n  %s\n\n%s",
		printable(mask.Text(fmt.Sprint(cause))), newIssue, printable(string(debug.Stack())))
	return exitTrouble
}

const longHelp = `seclint finds security misconfigurations in the config files of container stacks.

PATHs are files and folders, by default the current folder. Folders are walked
with .gitignore and .seclintignore; a file that is named is always looked at;
- reads standard input.

A variable stands for each flag: SECLINT_FAIL_ON=medium for --fail-on medium,
lists with commas. Flags beat variables, and variables beat the config.

It exits with 1 for findings at or above --fail-on, and with 2 when it could not
do or finish the job.`

const examples = `  seclint                                    scan the current folder
  seclint deploy/ compose.prod.yml           scan a folder and a file
  seclint -f sarif=seclint.sarif             print text and write SARIF
  seclint --fail-on medium --severity low    fail earlier, show more
  seclint --rule 'compose/*' --pack strict   choose rules
  seclint explain compose/privileged         why a rule exists, and what to do
  cat compose.yml | seclint - --stdin-filename compose.yml`

// Command returns the command line, for its documentation.
func Command() *cobra.Command {
	return newRoot(&session{stdin: strings.NewReader(""), stdout: io.Discard, stderr: io.Discard})
}

func newRoot(s *session) *cobra.Command {
	root := &cobra.Command{
		Use:           "seclint [PATH...]",
		Short:         "find security misconfigurations in the config files of container stacks",
		Long:          longHelp,
		Example:       examples,
		SilenceErrors: true,
		SilenceUsage:  true,
		// As far apart as cobra lets commands be when it suggests one by itself.
		SuggestionsMinimumDistance: 2,
		Args:                       cobra.ArbitraryArgs,
		PersistentPreRunE:          fromEnvironment,
	}
	root.SetIn(s.stdin)
	root.SetOut(s.stdout)
	root.SetErr(s.stderr)
	root.SetFlagErrorFunc(func(c *cobra.Command, err error) error {
		return usage(errors.New(strings.TrimSpace(err.Error())), "see "+c.CommandPath()+" --help")
	})
	root.PersistentFlags().BoolP("help", "h", false, "show this help")
	commands := []*cobra.Command{
		newScan(s), newGraph(s), newTrack(s), newReport(s), newInit(s), newRules(s), newExplain(s), newFix(s), newWaive(s), newBaseline(s), newMerge(s),
		newInputCommand(s), newTest(s), newNew(s), newSchema(s), newDoctor(s), newLSP(s), newVersion(s),
	}
	root.AddCommand(commands...)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, c := range root.Commands() {
		switch c.Name() {
		case "help":
			c.Short = "show help about a command"
		case "completion":
			c.Short = "write the completion script for a shell"
		}
	}
	root.SetUsageTemplate(strings.ReplaceAll(root.UsageTemplate(), ".FlagUsages", ".FlagUsagesWrapped 80"))
	makeDefault(root, newScan(s))
	root.Version = currentVersion().number
	root.SetVersionTemplate(versionText())
	root.InitDefaultVersionFlag()
	root.Flags().Lookup("version").Usage = "show which seclint this is"
	return root
}

// makeDefault makes the root do what a command does when no command is named.
func makeDefault(root, command *cobra.Command) {
	root.Flags().SortFlags = false
	root.Flags().AddFlagSet(command.Flags())
	root.RunE = command.RunE
	root.ValidArgsFunction = command.ValidArgsFunction
}
