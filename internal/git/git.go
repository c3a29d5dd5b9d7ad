// Package git asks the git program about a repository, without its work tree and without running anything that the repository's own
// config names: no hooks, filters, diff drivers, pagers or file monitors. It reads nothing but the object database, so that shallow
// clones serve as long as they have the commit.
package git

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// patience is how long one question may take.
const patience = time.Minute

// maxOutput bounds the answer to one question in bytes.
const maxOutput = 256 << 20

// Repository is a repository of git.
type Repository struct {
	// dir is the folder that paths are relative to, prefix where it is in the repository, with a slash at its end, or "".
	dir, prefix string
}

// ErrNone says that a folder is in no repository.
var ErrNone = errors.New("not in a git repository")

// Open returns the repository around a folder. Paths are relative to that folder from then on. The error is ErrNone where there is no
// repository, or says why git cannot be asked.
func Open(ctx context.Context, dir string) (*Repository, error) {
	r := &Repository{dir: dir}
	if _, err := exec.LookPath("git"); err != nil {
		return nil, errors.New("the git program is needed and not installed")
	}
	if !isInside(dir) {
		return nil, ErrNone
	}
	prefix, err := r.ask(ctx, "rev-parse", "--show-prefix")
	if err != nil {
		return nil, err
	}
	r.prefix = strings.TrimSuffix(string(prefix), "\n")
	return r, nil
}

// isInside reports whether there is a .git at or above a folder.
func isInside(dir string) bool {
	for {
		if _, err := os.Lstat(filepath.Join(dir, ".git")); err == nil {
			return true
		}
		parent := filepath.Dir(dir)
		if parent == dir {
			return false
		}
		dir = parent
	}
}

// Commit returns the hash of the commit that a revision names.
func (r *Repository) Commit(ctx context.Context, revision string) (string, error) {
	if strings.HasPrefix(revision, "-") || strings.ContainsAny(revision, "\x00\n") {
		return "", fmt.Errorf("%q is no revision", revision)
	}
	out, err := r.ask(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", revision+"^{commit}")
	if err != nil {
		return "", fmt.Errorf("git knows no commit %q%s", revision, r.whyUnknown(ctx, revision))
	}
	return strings.TrimSpace(string(out)), nil
}

// whyUnknown returns what to do about a revision that is no commit, "" where nothing is known to help.
func (r *Repository) whyUnknown(ctx context.Context, revision string) string {
	if _, err := r.ask(ctx, "rev-parse", "--verify", "--quiet", "--end-of-options", "refs/remotes/origin/"+revision+"^{commit}"); err == nil {
		return fmt.Sprintf(": did you mean \"origin/%s\"?", revision)
	}
	if out, err := r.ask(ctx, "rev-parse", "--is-shallow-repository"); err != nil || strings.TrimSpace(string(out)) != "true" {
		return ""
	}
	name, _, isRelative := strings.Cut(revision, "~")
	if before, _, ok := strings.Cut(name, "^"); ok {
		name, isRelative = before, true
	}
	if isRelative || name == "HEAD" || name == "@" {
		return ": the clone is shallow and ends before it: fetch more of it, as with git fetch --deepen=50"
	}
	return fmt.Sprintf(": a shallow clone needs it fetched first, as with git fetch --depth=1 origin %s", name)
}

// ask runs git in the folder and returns what it prints.
func (r *Repository) ask(ctx context.Context, args ...string) ([]byte, error) {
	return r.tell(ctx, nil, args...)
}

// tell is ask with something to read.
func (r *Repository) tell(ctx context.Context, input io.Reader, args ...string) ([]byte, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c := r.command(ctx, args...)
	c.Stdin = input
	var out limited
	var wrong bytes.Buffer
	c.Stdout, c.Stderr = &out, &wrong
	if err := c.Run(); err != nil {
		return nil, said(args[0], err, out.isOver, wrong.String())
	}
	return out.Bytes(), nil
}

// said is the error of a question.
func said(question string, err error, isOver bool, wrong string) error {
	if isOver {
		err = fmt.Errorf("it answers with more than %d MB", maxOutput>>20)
	}
	first, _, _ := strings.Cut(strings.TrimSpace(wrong), "\n")
	if strings.Contains(first, "dubious ownership") {
		first += ", which is another user's: let git read it with git config --global --add safe.directory and the folder"
	}
	return fmt.Errorf("asking git %s: %w: %s", question, err, strings.TrimPrefix(first, "fatal: "))
}

// command is git with arguments in the folder, with everything turned off that a repository can make it run.
func (r *Repository) command(ctx context.Context, args ...string) *exec.Cmd {
	quiet := []string{
		"--no-pager", "--no-optional-locks", "--literal-pathspecs", "-c", "core.fsmonitor=false", "-c", "core.hooksPath=" + os.DevNull, "-c", "diff.external=",
		"-c", "core.attributesFile=" + os.DevNull, "-c", "core.quotePath=false", "-c", "diff.renameLimit=2000",
		"-c", "log.showSignature=false", // it would run gpg.program
		"-c", "safe.bareRepository=explicit", // a repository among the files that are looked at, with a config of its own
	}
	c := exec.CommandContext(ctx, "git", append(quiet, args...)...)
	c.Dir = r.dir
	c.Env = append(environment(), "GIT_TERMINAL_PROMPT=0", "LC_ALL=C", "GIT_NO_LAZY_FETCH=1", "GIT_ALLOW_PROTOCOL=", "GIT_NO_REPLACE_OBJECTS=1")
	return c
}

// environment is that of the process without what sends git to another repository, as in a hook.
func environment() []string {
	var kept []string
	for _, pair := range os.Environ() {
		name, _, _ := strings.Cut(pair, "=")
		switch name {
		case "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES", "GIT_COMMON_DIR",
			"GIT_NAMESPACE", "GIT_PREFIX", "GIT_EXTERNAL_DIFF", "GIT_DIFF_OPTS", "GIT_PAGER", "GIT_TRACE":
			continue
		}
		kept = append(kept, pair)
	}
	return kept
}

// limited is a buffer that refuses what is too much.
type limited struct {
	bytes.Buffer
	isOver bool
}

func (l *limited) Write(p []byte) (int, error) {
	if l.Len()+len(p) > maxOutput {
		l.isOver = true
		return 0, io.ErrShortWrite
	}
	return l.Buffer.Write(p)
}
