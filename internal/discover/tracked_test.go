package discover

import (
	"os"
	"os/exec"
	"slices"
	"testing"
)

// TestTracked reads the indexes that git writes, in each version and with either hash.
func TestTracked(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	want := []string{"a/compose.yaml", "a/compose.yml", "b.yaml", "link"}
	for _, format := range []string{"sha1", "sha256"} {
		for _, version := range []string{"2", "3", "4"} {
			t.Run(format+" version "+version, func(t *testing.T) {
				dir := t.TempDir()
				run := func(args ...string) {
					t.Helper()
					cmd := exec.Command(git, args...)
					cmd.Dir = dir
					if out, err := cmd.CombinedOutput(); err != nil {
						t.Skipf("git %v: %v: %s", args, err, out)
					}
				}
				run("init", "-q", "--object-format="+format)
				for _, name := range want[:3] {
					if err := os.MkdirAll(dir+"/a", 0o755); err != nil {
						t.Fatal(err)
					}
					if err := os.WriteFile(dir+"/"+name, []byte(name), 0o644); err != nil {
						t.Fatal(err)
					}
				}
				if err := os.Symlink("b.yaml", dir+"/link"); err != nil {
					t.Skip(err)
				}
				run("add", ".")
				if version == "3" { // what git needs it for
					run("add", "-N", ".")
					run("update-index", "--skip-worktree", "b.yaml")
				}
				run("update-index", "--index-version", version)
				root, err := os.OpenRoot(dir)
				if err != nil {
					t.Fatal(err)
				}
				defer root.Close()
				if got, ok := tracked(root.FS()); !ok || !slices.Equal(got, want) {
					t.Errorf("tracked files are %q, %v, want %q", got, ok, want)
				}
			})
		}
	}
}

// FuzzIndex is about indexes that nobody's git wrote: they are refused or read, within their bounds.
func FuzzIndex(f *testing.F) {
	f.Add([]byte("DIRC\x00\x00\x00\x02\x00\x00\x00\x01"))
	f.Add(append([]byte("DIRC\x00\x00\x00\x04\x00\x00\x00\x02"), make([]byte, 200)...))
	f.Fuzz(func(t *testing.T, index []byte) {
		for _, hash := range []int{20, 32} {
			if files, err := readIndex(index, hash); err == nil && len(files) > len(index) {
				t.Errorf("%d files in %d bytes", len(files), len(index))
			}
		}
	})
}
