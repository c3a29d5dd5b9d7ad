package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// settings reads the config, loads the rules that it and the flags name, and returns how to scan; flags beat the config. Policies
// that cannot be used are among the problems.
func (o *scanOptions) settings(root *os.Root) (scan.Options, error) {
	at, name, err := o.configFile(root)
	if err != nil {
		return scan.Options{}, err
	}
	return o.settingsFrom(at, name)
}

// settingsFrom is settings with the config that has a name in a folder; "" is none.
func (o *scanOptions) settingsFrom(at fs.FS, name string) (scan.Options, error) {
	from, err := sources(o.policies)
	if err != nil {
		return scan.Options{}, err
	}
	if name != "" {
		own, err := o.configSources(at, name)
		if err != nil {
			return scan.Options{}, err
		}
		from = append(from, own...)
	}
	roots, err := openRoots(o.roots)
	if err != nil {
		return scan.Options{}, err
	}
	catalogue, err := rules.Load(from...)
	opts := scan.Options{
		Catalogue: catalogue, Config: config.Default(), Problems: problems(err),
		Roots: roots, NoGitignore: o.noGitignore, MaxFileSize: int64(o.maxFileSize) << 20, Deadline: o.deadline, EnvFiles: o.envPaths,
		AllowEmpty: o.allowEmpty, MinCoverage: o.minCoverage, Version: currentVersion().number, Today: time.Now().UTC(),
	}
	if name != "" {
		if opts.Config, err = config.Read(at, name, catalogue); err != nil {
			return scan.Options{}, errors.Join(append(messages(opts.Problems), err)...)
		}
	}
	return opts, o.over(opts.Config, catalogue)
}

// configFile returns the config's name and the folder that it is read from; the name is "" when there is none.
func (o *scanOptions) configFile(root *os.Root) (at fs.FS, name string, err error) {
	switch {
	case o.noConfig && o.config != "":
		return nil, "", usage(errors.New("--config and --no-config exclude each other"), "")
	case o.noConfig:
		return nil, "", nil
	case o.config == "":
		name, err = config.Find(root.FS())
		return root.FS(), name, err
	}
	folder, err := os.OpenRoot(filepath.Dir(o.config))
	if err != nil {
		return nil, "", fmt.Errorf("reading the config: %w", err)
	}
	return folder.FS(), filepath.Base(o.config), nil
}

// limits refuses numbers that are no limit.
func (o *scanOptions) limits() error {
	switch {
	case o.minCoverage < 0 || o.minCoverage > 100:
		return usage(fmt.Errorf("--min-coverage %d is no percentage", o.minCoverage), "want 0 to 100")
	case o.maxFileSize < 1:
		return usage(fmt.Errorf("--max-file-size %d leaves out every file", o.maxFileSize), "want 1 or more MB")
	case o.deadline <= 0:
		return usage(fmt.Errorf("--deadline %s leaves no time", o.deadline), "want a time such as 10s")
	}
	return nil
}

// configSources returns the folders of policies that a config names.
func (o *scanOptions) configSources(at fs.FS, name string) ([]rules.Source, error) {
	folders, err := config.Policies(at, name)
	if err != nil {
		return nil, err
	}
	var from []rules.Source
	for _, folder := range folders {
		from = append(from, rules.Source{Origin: folder, FS: source.Sub(at, folder), IsScanned: o.config == ""})
	}
	return from, nil
}

// over puts the flags over the config.
func (o *scanOptions) over(c *config.Config, catalogue *rules.Catalogue) error {
	if o.failOn != "" {
		severity, never, err := config.ParseFailOn(o.failOn)
		if err != nil {
			return usage(fmt.Errorf("--fail-on: %w", err), "")
		}
		c.SetFailOn(severity, never)
	}
	c.AllowUnassessed = c.AllowUnassessed || o.allowUnassessed
	for _, pack := range o.packs {
		if pack != rules.PackDefault && pack != rules.PackStrict {
			return usage(fmt.Errorf("unknown pack %q", pack), "packs are default and strict")
		}
		c.Packs = append(slices.Clone(c.Packs), pack)
	}
	for _, pattern := range o.excludes {
		glob, err := config.CompileGlob(pattern)
		if err != nil {
			return usage(fmt.Errorf("--exclude: %w", err), "")
		}
		c.Excludes = append(slices.Clone(c.Excludes), glob)
	}
	if err := c.Select(o.rules, o.disabled, catalogue); err != nil {
		return usage(err, "see seclint rules")
	}
	return nil
}

// messages turns problems back into errors, for a run that does not begin.
func messages(problems []finding.Problem) []error {
	var errs []error
	for _, p := range problems {
		errs = append(errs, errors.New(p.Message))
	}
	return errs
}
