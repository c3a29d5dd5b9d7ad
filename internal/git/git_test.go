package git_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/git"
)

// commit runs git in a folder.
func run(t *testing.T, dir string, args ...string) string {
	t.Helper()
	c := exec.Command("git", args...)
	c.Dir = dir
	c.Env = append(os.Environ(), "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org",
		"GIT_CONFIG_GLOBAL="+os.DevNull)
	out, err := c.CombinedOutput()
	if err != nil {
		t.Fatalf("git %s: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

func write(t *testing.T, dir, name, text string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// repository returns one with two commits: sub/a.yml, then renamed to sub/b.yml and to sub/c.yml.
func repository(t *testing.T) string {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("there is no git")
	}
	dir := t.TempDir()
	run(t, dir, "init", "-q", "-b", "main")
	write(t, dir, "sub/a.yml", strings.Repeat("a: line\n", 20))
	write(t, dir, "top.yml", "x: 1\n")
	run(t, dir, "add", ".")
	run(t, dir, "commit", "-q", "-m", "one")
	run(t, dir, "mv", "sub/a.yml", "sub/b.yml")
	run(t, dir, "commit", "-q", "-m", "two")
	run(t, dir, "mv", "sub/b.yml", "sub/c.yml")
	run(t, dir, "commit", "-q", "-m", "three")
	return dir
}

func TestRenames(t *testing.T) {
	t.Parallel()
	dir := repository(t)
	for folder, prefix := range map[string]string{".": "sub/", "sub": ""} {
		r, err := git.Open(t.Context(), filepath.Join(dir, folder))
		if err != nil {
			t.Fatal(err)
		}
		to, err := r.Renames(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if to[prefix+"a.yml"] != prefix+"c.yml" || to[prefix+"b.yml"] != prefix+"c.yml" || len(to) != 2 {
			t.Errorf("in %s: %v", folder, to)
		}
	}
}

func TestCommit(t *testing.T) {
	t.Parallel()
	dir := repository(t)
	r, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if hash, err := r.Commit(t.Context(), "HEAD~1"); err != nil || hash != run(t, dir, "rev-parse", "HEAD~1") {
		t.Errorf("got %s, %v", hash, err)
	}
	for _, revision := range []string{"nosuch", "--all", "HEAD\n", "HEAD:sub"} {
		if hash, err := r.Commit(t.Context(), revision); err == nil {
			t.Errorf("%q: got %s", revision, hash)
		}
	}
	if _, err := git.Open(t.Context(), t.TempDir()); !errors.Is(err, git.ErrNone) {
		t.Errorf("outside of a repository: %v", err)
	}
}

func TestTree(t *testing.T) {
	t.Parallel()
	dir := repository(t)
	if err := os.Symlink("../top.yml", filepath.Join(dir, "sub", "link.yml")); err != nil {
		t.Fatal(err)
	}
	run(t, dir, "add", ".")
	run(t, dir, "commit", "-q", "-m", "four")
	shallow := filepath.Join(t.TempDir(), "shallow")
	run(t, dir, "clone", "-q", "--depth", "1", "file://"+dir, shallow)
	for _, at := range []string{dir, shallow} {
		write(t, at, "top.yml", "changed: in the work tree\n")
		r, err := git.Open(t.Context(), at)
		if err != nil {
			t.Fatal(err)
		}
		commit, err := r.Commit(t.Context(), "HEAD")
		if err != nil {
			t.Fatal(err)
		}
		tree, err := r.Tree(t.Context(), commit)
		if err != nil {
			t.Fatal(err)
		}
		if err := fstest.TestFS(tree, "top.yml", "sub/c.yml", "sub/link.yml"); err != nil {
			t.Error(err)
		}
		if text, err := tree.ReadFile("sub/link.yml"); err != nil || string(text) != "x: 1\n" {
			t.Errorf("through a link: %q, %v", text, err)
		}
		if !tree.IsSame("top.yml", []byte("x: 1\n")) || tree.IsSame("top.yml", []byte("x: 2\n")) || tree.IsSame("no.yml", nil) {
			t.Error("IsSame is wrong")
		}
		tree.Close()
	}
	if r, err := git.Open(t.Context(), shallow); err != nil {
		t.Error(err)
	} else if _, err := r.Commit(t.Context(), "HEAD~1"); err == nil || !strings.Contains(err.Error(), "fetch") {
		t.Errorf("a commit that a shallow clone lacks: %v", err)
	}
}

// A repository can name programs in its own config: none of them is run.
func TestNothingOfTheRepositoryRuns(t *testing.T) {
	t.Parallel()
	dir := repository(t)
	mark := filepath.Join(t.TempDir(), "ran")
	program := filepath.Join(t.TempDir(), "program")
	if err := os.WriteFile(program, []byte("#!/bin/sh\ntouch '"+mark+"'\n"), 0o755); err != nil {
		t.Fatal(err)
	}
	signHead(t, dir)
	for _, key := range []string{
		"core.fsmonitor", "diff.external", "core.pager", "pager.log", "core.sshCommand", "core.gitProxy", "core.askPass", "core.editor", "core.alternateRefsCommand",
		"filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.textconv", "diff.x.command", "gpg.program", "gpg.ssh.program", "credential.helper",
		"uploadpack.packObjectsHook", "remote.origin.uploadpack",
	} {
		run(t, dir, "config", key, program)
	}
	for key, value := range map[string]string{
		"log.showSignature": "true", "alias.log": "!" + program, "alias.rev-parse": "!" + program, "alias.cat-file": "!" + program, "alias.ls-tree": "!" + program,
		"core.hooksPath": filepath.Dir(program), "core.repositoryFormatVersion": "1", "extensions.partialClone": "origin", "remote.origin.promisor": "true",
		"remote.origin.url": dir, "protocol.allow": "always", "submodule.recurse": "true", "status.submoduleSummary": "true",
	} {
		run(t, dir, "config", key, value)
	}
	write(t, dir, ".git/info/attributes", "* filter=x diff=x\n")
	ask(t, dir)
	if _, err := os.Stat(mark); err == nil {
		t.Error("a program of the repository was run")
	}
}

// ask asks everything that there is to ask. One blob is missing, which a partial clone would fetch.
func ask(t *testing.T, dir string) {
	t.Helper()
	r, err := git.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Renames(t.Context()); err != nil {
		t.Error(err)
	}
	commit, err := r.Commit(t.Context(), "HEAD")
	if err != nil {
		t.Fatal(err)
	}
	tree, err := r.Tree(t.Context(), commit)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	objects, err := filepath.Glob(filepath.Join(dir, ".git", "objects", "??", "*"))
	if err != nil || len(objects) == 0 {
		t.Fatalf("%v, %d objects", err, len(objects))
	}
	for _, object := range objects {
		if err := os.RemoveAll(object); err != nil {
			t.Fatal(err)
		}
	}
	_, _ = tree.ReadFile("top.yml")
}

// signHead makes the last commit one with a signature, which git may be told to verify.
func signHead(t *testing.T, dir string) {
	t.Helper()
	c := exec.Command("git", "cat-file", "commit", "HEAD")
	c.Dir = dir
	text, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	head, body, _ := strings.Cut(string(text), "\n\n")
	write(t, dir, "signed", head+"\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n abc\n -----END PGP SIGNATURE-----\n\n"+body)
	c = exec.Command("git", "hash-object", "-t", "commit", "-w", "signed")
	c.Dir = dir
	hash, err := c.Output()
	if err != nil {
		t.Fatal(err)
	}
	run(t, dir, "update-ref", "HEAD", strings.TrimSpace(string(hash)))
}

// A bare repository among the files of another has a config, too, which whoever wrote the files wrote.
func TestRepositoryAmongTheFilesIsNone(t *testing.T) {
	t.Parallel()
	dir := repository(t)
	inner := filepath.Join(dir, "inner")
	run(t, dir, "clone", "-q", "--bare", dir, inner)
	if _, err := git.Open(t.Context(), inner); err == nil || !strings.Contains(err.Error(), "bare") {
		t.Errorf("got %v", err)
	}
}
