package cli

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/seclint/seclint/internal/config"
)

// rootMarks returns the entries that make a folder the root of a scan.
func rootMarks() []string { return append(config.Names(), ".git") }

// selection is what the PATHs on the command line name: the folder that bounds every read, and the paths inside it.
type selection struct {
	// dir is the root, absolute.
	dir string
	// paths are slash-separated and relative to dir.
	paths []string
	// workDir is the working directory relative to dir where it is dir or lies below it; otherwise display is the way from
	// it to dir. Both are slash-separated.
	workDir, display string
	// repository is dir relative to the repository that it is in, slash-separated, "" where it is in none.
	repository string
}

// locate finds the root of the given PATHs: the nearest folder at or above all of them that has .git or .seclint.yaml,
// or else the folder that they have in common. Paths named in absent need not exist.
func locate(args []string, absent ...string) (selection, error) {
	return locateBut(args, func(string) bool { return false }, absent...)
}

// locateBut is locate without the folders that are not to be a root.
func locateBut(args []string, isNone func(dir string) bool, absent ...string) (selection, error) {
	cwd, err := os.Getwd()
	if err != nil {
		return selection{}, fmt.Errorf("finding the working directory: %w", err)
	}
	if cwd, err = filepath.EvalSymlinks(cwd); err != nil {
		return selection{}, fmt.Errorf("finding the working directory: %w", err)
	}
	var paths []string
	common := ""
	for _, arg := range args {
		path, dir, err := resolve(arg)
		if err != nil {
			return selection{}, err
		}
		paths, common = append(paths, path), commonFolder(common, dir)
	}
	for _, name := range absent {
		path, err := filepath.Abs(name)
		if err != nil {
			return selection{}, fmt.Errorf("resolving %s: %w", name, err)
		}
		paths, common = append(paths, path), commonFolder(common, existingFolder(filepath.Dir(path)))
	}
	t := selection{dir: rootAbove(common, isNone)}
	t.repository = inRepository(t.dir)
	for _, path := range paths {
		relative, err := filepath.Rel(t.dir, path)
		if err != nil {
			return selection{}, fmt.Errorf("resolving %s: %w", path, err)
		}
		t.paths = append(t.paths, filepath.ToSlash(relative))
	}
	workDir, err := filepath.Rel(t.dir, cwd)
	if err == nil && filepath.IsLocal(workDir) {
		t.workDir = filepath.ToSlash(workDir)
		return t, nil
	}
	display, err := filepath.Rel(cwd, t.dir)
	if err != nil {
		return selection{}, fmt.Errorf("resolving the working directory: %w", err)
	}
	t.display = filepath.ToSlash(display)
	return t, nil
}

// resolve returns the absolute path of a PATH and the folder it is in: the folder itself when it is one. Links on the
// way are followed, because they were asked for; a file that is a link itself stays one, so that it cannot lead out of
// the root unseen.
func resolve(arg string) (path, dir string, err error) {
	path, err = filepath.Abs(arg)
	if err != nil {
		return "", "", fmt.Errorf("resolving %s: %w", arg, err)
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return "", "", fmt.Errorf("resolving %s: %w", arg, err)
		}
		return path, path, nil
	}
	if _, err := os.Lstat(path); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			return "", "", missing(arg)
		}
		return "", "", fmt.Errorf("looking at %s: %w", arg, err)
	}
	dir, err = filepath.EvalSymlinks(filepath.Dir(path))
	if err != nil {
		return "", "", fmt.Errorf("resolving %s: %w", arg, err)
	}
	return filepath.Join(dir, filepath.Base(path)), dir, nil
}

// missing is the error about a PATH that does not exist.
type missing string

func (m missing) Error() string { return string(m) + ": no such file or folder" }
func (missing) Unwrap() error   { return fs.ErrNotExist }

// commonFolder returns the deepest folder that has both; a may be "" for none yet.
func commonFolder(a, b string) string {
	if a == "" {
		return b
	}
	for a != b && !strings.HasPrefix(b, strings.TrimSuffix(a, string(filepath.Separator))+string(filepath.Separator)) {
		parent := filepath.Dir(a)
		if parent == a {
			break
		}
		a = parent
	}
	return a
}

// existingFolder returns dir, or its nearest parent that exists.
func existingFolder(dir string) string {
	for {
		if resolved, err := filepath.EvalSymlinks(dir); err == nil {
			return resolved
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return dir
		}
		dir = parent
	}
}

// inRepository returns a folder relative to the nearest one at or above it that has .git, "" when none does.
func inRepository(dir string) string {
	for at := dir; ; {
		if _, err := os.Lstat(filepath.Join(at, ".git")); err == nil {
			relative, err := filepath.Rel(at, dir)
			if err != nil {
				return ""
			}
			return filepath.ToSlash(relative)
		}
		parent := filepath.Dir(at)
		if parent == at {
			return ""
		}
		at = parent
	}
}

// rootAbove returns the nearest folder at or above dir that has a root mark and is not to be left out, or dir when none does.
func rootAbove(dir string, isNone func(dir string) bool) string {
	for at := dir; ; {
		for _, mark := range rootMarks() {
			if _, err := os.Lstat(filepath.Join(at, mark)); err == nil && !isNone(at) {
				return at
			}
		}
		parent := filepath.Dir(at)
		if parent == at {
			return dir
		}
		at = parent
	}
}
