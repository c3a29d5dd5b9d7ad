package cli

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/lsp"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/rules"
)

const lspHelp = `lsp is a language server for editors: it speaks the Language Server Protocol on
standard input and output. What an editor shows is scanned as if it were saved,
together with the rest of its project. Each folder of the workspace is scanned
with the .seclint.yaml in its root.

docs/editors.md shows how editors start it.

It exits with 0 after shutdown and exit, with 1 when the editor went away
without, as the protocol says, and with 2 when it could not go on.`

// lspOptions are the flags of lsp as they were written.
type lspOptions struct {
	scanOptions
	stdio bool
}

func newLSP(s *session) *cobra.Command {
	o := &lspOptions{}
	c := &cobra.Command{
		Use:     "lsp",
		Short:   "serve an editor: findings while you type",
		Long:    lspHelp,
		Example: "  seclint lsp",
		Args:    cobra.NoArgs,
		RunE:    func(c *cobra.Command, _ []string) error { return s.lsp(c.Context(), o) },
	}
	f := c.Flags()
	f.SortFlags = false
	f.StringSliceVar(&o.packs, "pack", nil, "run the rules of this `PACK` too: default or strict")
	f.StringArrayVar(&o.policies, "policies", nil, "add the rules in `DIR`, repeatable")
	o.inputFlags(f)
	for _, name := range []string{"config", "stdin-filename", "allow-empty"} { // of one scan
		_ = f.MarkHidden(name)
	}
	f.BoolVar(&o.stdio, "stdio", true, "speak on standard input and output, as it always does")
	_ = f.MarkHidden("stdio") // many editors add it
	completeWords(c, "pack", rules.PackDefault, rules.PackStrict)
	return c
}

// lsp serves an editor until it leaves.
func (s *session) lsp(ctx context.Context, o *lspOptions) error {
	if o.config != "" {
		return usage(errors.New("lsp takes no --config"), "each root has its own .seclint.yaml; --no-config ignores them")
	}
	if err := o.limits(); err != nil {
		return err
	}
	fallback, err := o.settingsFrom(nil, "") // flags that are wrong are wrong in every root
	if err != nil {
		return err
	}
	err = lsp.Serve(ctx, s.stdin, s.stdout, lsp.Options{
		Version:  currentVersion().number,
		Root:     func(folder string) string { return rootAbove(folder, func(string) bool { return false }) },
		Settings: func(root fs.FS, folder string) (scan.Options, error) { return o.inRoot(ctx, root, folder) },
		Defaults: func() scan.Options {
			opts := fallback
			opts.Today = time.Now().UTC()
			return opts
		},
		Log: s.stderr,
	})
	switch {
	case errors.Is(err, lsp.ErrNoShutdown):
		s.code = exitFindings // which the protocol asks for
		return nil
	case ctx.Err() != nil:
		return nil
	}
	return err
}

// inRoot returns how to scan a root, which is at a folder of the disk or, for "", on none.
func (o *lspOptions) inRoot(ctx context.Context, root fs.FS, folder string) (scan.Options, error) {
	name := ""
	if !o.noConfig {
		var err error
		if name, err = config.Find(root); err != nil {
			return scan.Options{}, err
		}
	}
	opts, err := o.settingsFrom(root, name)
	if err != nil || opts.Config.Baseline == "" {
		return opts, err
	}
	opts.BaselineName = opts.Config.Baseline
	if opts.Baseline, err = baseline.Read(root, filepath.ToSlash(opts.Config.Baseline)); err != nil {
		return opts, err
	}
	if opts.Baseline == nil {
		opts.Baseline = []baseline.Entry{}
	}
	opts.Renamed = renamedBy(ctx, folder)
	return opts, nil
}
