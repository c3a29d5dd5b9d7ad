package cli

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"

	"github.com/seclint/seclint/internal/baseline"
	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/gate"
	"github.com/seclint/seclint/internal/git"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
)

// revision is the value of --base. An empty one, as of a variable that is not set, must not turn the gate off.
type revision string

// Set implements pflag.Value.
func (r *revision) Set(text string) error {
	if text == "" {
		return errors.New("want a revision of git, such as origin/main")
	}
	*r = revision(text)
	return nil
}

func (r *revision) String() string { return string(*r) }

// Type implements pflag.Value.
func (*revision) Type() string { return "REF" }

// against scans the work tree with everything that decides as it is in the revision of --base, and returns the report with how it was
// made.
func (o *scanOptions) against(ctx context.Context, in *input, progress func(string, int)) (*report.Report, scan.Options, error) {
	tree, err := revisionTree(ctx, in, "--base", o.base)
	if err != nil {
		return nil, scan.Options{}, err
	}
	defer tree.Close()
	after, err := o.settings(in.root)
	if err != nil {
		return nil, scan.Options{}, err
	}
	at, name, err := o.configIn(tree, in)
	if err != nil {
		return nil, scan.Options{}, err
	}
	opts, err := o.settingsFrom(at, name)
	if err != nil {
		return nil, scan.Options{}, fmt.Errorf("as of %s: %w", o.base, err)
	}
	opts.Progress = progress
	g := gate.Input{
		Revision: o.base, Tree: tree, Snapshot: in.snapshot(), Options: opts, After: after.Config, Catalogue: after.Catalogue,
	}
	if err := o.baselines(tree, in, &g); err != nil {
		return nil, scan.Options{}, err
	}
	r, err := gate.Run(ctx, g)
	return r, opts, err
}

// revisionTree returns the files of the revision that a flag names, in the scanned root.
func revisionTree(ctx context.Context, in *input, flag, revision string) (*git.Tree, error) {
	if in.overlay != nil {
		return nil, usage(fmt.Errorf("%s compares files of a repository, and standard input is none", flag), "name the file instead of -")
	}
	repository, err := git.Open(ctx, in.root.Name())
	if err != nil {
		return nil, usage(fmt.Errorf("%s %s: %w", flag, revision, err), "")
	}
	commit, err := repository.Commit(ctx, revision)
	if err != nil {
		return nil, usage(fmt.Errorf("%s: %w", flag, err), "")
	}
	return repository.Tree(ctx, commit)
}

// configIn returns the config's name in a revision and the folder that it is read from; the name is "" where it has none. A config
// outside of the scanned root is no part of the change.
func (o *scanOptions) configIn(tree *git.Tree, in *input) (at fs.FS, name string, err error) {
	if o.noConfig {
		return nil, "", nil
	}
	if o.config == "" {
		name, err = config.Find(tree)
		return tree, name, err
	}
	file, isInside := inside(in, o.config)
	if !isInside {
		return o.configFile(in.root)
	}
	if _, err := tree.Stat(file); err != nil {
		return nil, "", nil
	}
	return source.Sub(tree, path.Dir(file)), path.Base(file), nil
}

// inside returns the path of a file relative to the scanned root; ok is false where it is outside.
func inside(in *input, file string) (name string, ok bool) {
	absolute, err := filepath.Abs(file)
	if err != nil {
		return "", false
	}
	if folder, err := filepath.EvalSymlinks(filepath.Dir(absolute)); err == nil {
		absolute = filepath.Join(folder, filepath.Base(absolute))
	}
	name, err = filepath.Rel(in.dir, absolute)
	return filepath.ToSlash(name), err == nil && filepath.IsLocal(name)
}

// baselines reads the baseline of the revision, which decides, and that of the work tree, which may have more in it.
func (o *scanOptions) baselines(tree *git.Tree, in *input, g *gate.Input) error {
	before, after := g.Options.Config.Baseline, g.After.Baseline
	if o.baseline != "" {
		file, isInside := inside(in, o.baseline)
		if !isInside {
			var err error
			g.Options.Baseline, err = readBaseline(filepath.Dir(o.baseline), filepath.Base(o.baseline))
			return err
		}
		before, after = file, file
	}
	if o.noBaseline {
		return nil
	}
	if before != "" {
		entries, err := baseline.Read(tree, before)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("as of %s: %w", o.base, err)
		}
		g.Options.Baseline = entries
	}
	if after == "" {
		return nil
	}
	entries, err := baseline.Read(in.root.FS(), after)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	g.After.Baseline, g.AfterBaseline = after, entries
	return err
}

// isAddedRoot returns what reports whether a folder would be the root of a scan only because of a config that the revision of --base
// does not have: then the folder around it decides.
func (o *scanOptions) isAddedRoot(ctx context.Context) func(dir string) bool {
	if o.base == "" {
		return func(string) bool { return false }
	}
	return func(dir string) bool {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return false
		}
		repository, err := git.Open(ctx, dir)
		if err != nil {
			return false
		}
		commit, err := repository.Commit(ctx, o.base)
		if err != nil {
			return false
		}
		for _, name := range config.Names() {
			if repository.Has(ctx, commit, name) {
				return false
			}
		}
		return true
	}
}
