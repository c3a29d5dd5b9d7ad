package config

import (
	"errors"
	"fmt"
	"io/fs"
	"path"

	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// Names are the names of the config file, in the root of what is scanned.
func Names() []string { return []string{".seclint.yaml", ".seclint.yml"} }

// maxSize bounds the config file, which may come with the scanned files.
const maxSize = 1 << 20

// Find returns the path of the config file in the root, "" when there is none. Two of them are an error.
func Find(root fs.FS) (string, error) {
	var found []string
	for _, name := range Names() {
		if _, err := fs.Lstat(root, name); err == nil {
			found = append(found, name)
		} else if !errors.Is(err, fs.ErrNotExist) {
			return "", fmt.Errorf("looking for the config: %w", err)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("both %s and %s exist: keep one", found[0], found[1])
}

// Read reads a config file and checks it against the rules that exist. What is wrong with its content comes back as
// Errors, all at once.
func Read(root fs.FS, name string, cat *rules.Catalogue) (*Config, error) {
	t, err := readTree(root, name)
	if err != nil {
		return nil, err
	}
	c := Default()
	c.Path = name
	d := &decoder{catalogue: cat, folder: path.Dir(name), files: t.files, errs: t.errs}
	if t.root == nil {
		return c, d.errs.err()
	}
	configShape().decodeInto(d, t.root, c)
	d.readWaivers(root, c)
	d.unique(c)
	d.knownRoles(c)
	if err := d.errs.err(); err != nil {
		for _, file := range t.files {
			err = unquoted(root, file, err)
		}
		return nil, err
	}
	if c.Never {
		c.NeverBy = c.failAt.Path()
	}
	return c, nil
}

// unquoted returns an error about a config without its words where the config is a link: what it leads to may be any file, and
// nobody is to be shown that.
func unquoted(root fs.FS, name string, err error) error {
	var wrong Errors
	if !isLink(root, name) || !errors.As(err, &wrong) {
		return err
	}
	return fmt.Errorf("reading the config %s: it is a link to a file that is no valid config (line %d): write the config itself there",
		name, wrong[0].At.Start.Line)
}

// Policies returns the folders that a config names under policies, for the catalogue has to be loaded before Read can
// check the rest. It is silent about anything wrong with the content: Read reports it.
func Policies(root fs.FS, name string) ([]string, error) {
	t, err := readTree(root, name)
	if err != nil {
		return nil, err
	}
	folders, _ := list[string]{item: folderShape{}}.decode(&decoder{folder: path.Dir(name), files: t.files}, t.root.Get("policies"))
	return folders, nil
}

// parse returns the tree of a config file, nil when it is empty.
func parse(root fs.FS, name string) (*source.Node, error) {
	content, err := source.ReadRegular(root, name, maxSize)
	if err != nil {
		return nil, fmt.Errorf("reading the config %s: %w", name, err)
	}
	return parseText(name, content)
}

// parseText returns the tree of the text of a config, nil when it is empty.
func parseText(name string, content []byte) (*source.Node, error) {
	file := source.NewFile(name, content)
	roots, err := source.ReadYAML(file, source.DefaultLimits())
	var syntax *source.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return nil, Errors{{At: syntax.At, Message: syntax.Message}}.err()
	case err != nil:
		return nil, fmt.Errorf("reading the config: %w", err)
	case len(roots) == 0:
		return nil, nil
	case len(roots) > 1:
		return nil, Errors{{At: roots[1].Span, Message: "a config is one YAML document, this is the second"}}.err()
	}
	if roots[0].Kind == source.Null {
		return nil, nil
	}
	return roots[0], nil
}
