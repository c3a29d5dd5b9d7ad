package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/shard"
	"github.com/seclint/seclint/internal/source"
)

const mergeHelp = `merge makes one report of what seclint --shard INDEX/COUNT wrote, in every format and
with the exit code that one scan has. It reads the same files as the shards: run it in
the same checkout, with the same PATHs (--path) and flags, and with the same seclint.

It fails (exit 2) where a shard is missing, there twice, or of other files.`

// maxShard bounds a shard's file in bytes.
const maxShard = 256 << 20

func newMerge(s *session) *cobra.Command {
	o := &scanOptions{}
	var paths []string
	c := &cobra.Command{
		Use:   "merge SHARD...",
		Short: "make one report of the shards of a scan",
		Long:  mergeHelp,
		Example: `  seclint --shard 1/2 -o shard-1.json
  seclint --shard 2/2 -o shard-2.json
  seclint merge shard-*.json -f sarif=seclint.sarif`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(c *cobra.Command, args []string) error {
			if o.base != "" {
				return usage(errors.New("--base is for a scan of its own: a shard has the findings of one revision"), "")
			}
			var err error
			if o.shards, err = readShards(args); err != nil {
				return err
			}
			return s.scan(c.Context(), o, paths)
		},
	}
	o.flags(c)
	c.Flags().StringArrayVar(&paths, "path", nil, "a `PATH` that the shards looked at, repeatable (default: the current folder)")
	return c
}

func readShards(names []string) ([]*shard.File, error) {
	var files []*shard.File
	for _, name := range names {
		f, err := readShard(name)
		if err != nil {
			return nil, fmt.Errorf("reading the shard %s: %w", name, err)
		}
		files = append(files, f)
	}
	return files, nil
}

func readShard(name string) (*shard.File, error) {
	text, err := source.ReadRegular(os.DirFS(filepath.Dir(name)), filepath.Base(name), maxShard)
	if err != nil {
		return nil, err
	}
	return shard.Decode(text)
}

// shard evaluates the rules on one share of what args name and writes what they found.
func (s *session) shard(ctx context.Context, o *scanOptions, args []string) error {
	share, err := shard.ParseShare(o.shard)
	switch {
	case err != nil:
		return usage(fmt.Errorf("--shard: %w", err), "")
	case o.base != "":
		return usage(errors.New("--shard and --base exclude each other"), "judge a change in one run")
	case len(o.formats) > 0:
		return usage(errors.New("--shard has one format"), "give --format to seclint merge")
	}
	in, opts, err := s.prepare(ctx, o, args)
	if err != nil {
		return s.meantCommand(args, err)
	}
	defer in.root.Close()
	progress := startProgress(s.stderr)
	opts.Progress = progress.at
	found, err := scan.Shard(ctx, in.snapshot(), opts, share)
	progress.done()
	if ctx.Err() != nil {
		return errInterrupted
	}
	if err != nil {
		return err
	}
	text, err := report.EncodeJSON(found)
	if err != nil {
		return fmt.Errorf("encoding the shard: %w", err)
	}
	return s.writeOutput(ctx, o.output, func(w io.Writer) error { _, err := w.Write(text); return err })
}
