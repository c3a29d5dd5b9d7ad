package cli

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/lazyregexp"
)

// initText is the config that init writes: what is in a comment shows what can be set.
//
//go:embed init.yaml
var initText string

const initHelp = `init writes a .seclint.yaml in which everything that can be set is explained and
nothing is set that changes a scan, but for trackers that are there already. A
config that exists is not replaced.

--workflow adds a workflow for GitHub Actions, --pre-commit an entry for
pre-commit: both run a release, which is checked by its checksum.`

// initOptions are the flags of init.
type initOptions struct{ workflow, preCommit bool }

func newInit(s *session) *cobra.Command {
	o := &initOptions{}
	c := &cobra.Command{
		Use:     "init [DIR]",
		Short:   "write a commented .seclint.yaml",
		Long:    initHelp,
		Example: "  seclint init\n  seclint init --workflow --pre-commit",
		Args:    cobra.MaximumNArgs(1),
		RunE:    func(c *cobra.Command, args []string) error { return s.init(c.Context(), o, args) },
	}
	c.Flags().BoolVar(&o.workflow, "workflow", false, "write "+workflowFile+" too")
	c.Flags().BoolVar(&o.preCommit, "pre-commit", false, "write "+preCommitFile+" too")
	return c
}

// init writes the config into the folder that args name, the current one where they name none.
func (s *session) init(ctx context.Context, o *initOptions, args []string) error {
	dir := "."
	if len(args) == 1 {
		dir = args[0]
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return usage(fmt.Errorf("%s: no such folder", dir), "")
	}
	defer root.Close()
	if err := s.initConfig(ctx, root, dir, o.workflow || o.preCommit); err != nil {
		return err
	}
	if o.workflow {
		if err := s.extra(ctx, root, dir, workflowFile, initWorkflow); err != nil {
			return err
		}
	}
	if o.preCommit {
		return s.extra(ctx, root, dir, preCommitFile, initPreCommit)
	}
	return nil
}

// initConfig writes the config; one that exists is an error unless other files are asked for.
func (s *session) initConfig(ctx context.Context, root *os.Root, dir string, isBeside bool) error {
	for _, name := range config.Names() {
		if _, err := root.Lstat(name); !errors.Is(err, fs.ErrNotExist) {
			if isBeside {
				return nil
			}
			return usage(fmt.Errorf("%s exists", filepath.Join(dir, name)), "seclint reads it already")
		}
	}
	name := filepath.Join(dir, config.Names()[0])
	text := withTrackers(initText, trackersIn(ctx, root.FS()))
	return s.create(ctx, name, text)
}

// create writes a file, and says so.
func (s *session) create(ctx context.Context, name, text string) error {
	if err := writeFile(ctx, name, func(w io.Writer) error { _, err := io.WriteString(w, text); return err }); err != nil {
		return fmt.Errorf("writing %s: %w", name, err)
	}
	_, err := fmt.Fprintf(s.stdout, "wrote %s\n", printable(name))
	return err
}

// trackerName finds what people call their lists of security work.
var trackerName = lazyregexp.New(`(?i)(?:security|hardening).*(?:backlog|tracker|concerns|todo|findings|issues|remediation)|(?:backlog|tracker|concerns|findings|remediation).*security`)

// trackersIn returns the Markdown files that look like trackers, a few at most. SECURITY.md says how to report, most often: it is none by its name.
func trackersIn(ctx context.Context, root fs.FS) []string {
	found := discover.Walk(ctx, root, nil, discover.Options{Wanted: func(name string) bool { return strings.HasSuffix(strings.ToLower(name), ".md") }})
	var names []string
	for _, f := range found.Files {
		if trackerName.MatchString(filepath.Base(f.Path)) && len(names) < 5 {
			names = append(names, f.Path)
		}
	}
	return names
}

// withTrackers sets the trackers of a config.
func withTrackers(text string, names []string) string {
	if len(names) == 0 {
		return text
	}
	var b strings.Builder
	b.WriteString("trackers:\n")
	for _, name := range names {
		fmt.Fprintf(&b, "  - %q\n", name)
	}
	return strings.Replace(text, "# trackers: [SECURITY.md]\n", b.String(), 1)
}
