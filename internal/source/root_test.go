package source_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/source"
)

// scanned returns a folder with files in folders and links between them, and a file outside.
func scanned(t *testing.T) (root *os.Root, dir string) {
	t.Helper()
	around := t.TempDir()
	dir = filepath.Join(around, "root")
	for name, text := range map[string]string{"a": "0", "one/a": "1", "one/b": "2", "one/two/a": "3", "three/a": "4", "../outside": "secret"} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for link, target := range map[string]string{
		"one/same": "b", "one/up": "../three/a", "one/out": "../../outside", "one/absolute": filepath.Join(around, "outside"), "linked": "one/two",
		"one/gone": "nothing", "one/loop": "loop",
	} {
		if err := os.Symlink(filepath.FromSlash(target), filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Skip("no symbolic links here:", err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return root, dir
}

// Root reads what root.FS reads, whatever was read before, and what that refuses it refuses with the same error.
func TestRootIsFS(t *testing.T) {
	t.Parallel()
	root, dir := scanned(t)
	got, want := source.Root(root), root.FS()
	names := []string{
		"a", "one/a", "one/same", "one/b", "one/two/a", "one/up", "three/a", "one/out", "one/a", "one/absolute", "linked/a", "one/gone", "one/loop",
		"one", "nothing/a", "a/b", "../outside", "/a", "one/../a", "one//a", "", ".", "three/a",
	}
	for _, name := range names {
		text, err := fs.ReadFile(got, name)
		same, sameErr := fs.ReadFile(want, name)
		if string(text) != string(same) || (err == nil) != (sameErr == nil) {
			t.Errorf("%q: %q, %v; want %q, %v", name, text, err, same, sameErr)
		}
	}
	for _, link := range []string{"one/out", "one/absolute", "one/up", "one/gone", "one/loop"} {
		if err := os.Remove(filepath.Join(dir, filepath.FromSlash(link))); err != nil {
			t.Fatal(err)
		}
	}
	if err := fstest.TestFS(got, "a", "one/b", "one/two/a", "linked"); err != nil {
		t.Error(err)
	}
}

// A folder that is replaced while it is being read is the one that it was or the one that it is, and nothing outside of the root.
func TestRootOfReplacedFolder(t *testing.T) {
	t.Parallel()
	root, dir := scanned(t)
	files := source.Root(root)
	if _, err := fs.ReadFile(files, "one/a"); err != nil {
		t.Fatal(err)
	}
	if err := os.RemoveAll(filepath.Join(dir, "one")); err != nil {
		t.Skip("a folder that is open cannot be removed here:", err)
	}
	if err := os.Symlink(filepath.Dir(dir), filepath.Join(dir, "one")); err != nil {
		t.Fatal(err)
	}
	if text, err := fs.ReadFile(files, "one/outside"); err == nil {
		t.Errorf("read %q outside of the root", text)
	}
}
