package cli

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree makes the given files in a new folder, goes there, and returns the folder.
func tree(t *testing.T, files ...string) string {
	t.Helper()
	dir, err := filepath.EvalSymlinks(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	t.Chdir(dir)
	return dir
}

func TestLocate(t *testing.T) {
	tests := []struct {
		name    string
		files   []string
		args    []string
		absent  []string
		root    string
		paths   []string
		workDir string
		display string
		repo    string
	}{
		{"repository above", []string{".git/HEAD", "a/b/compose.yml"}, []string{"a/b"}, nil, ".", []string{"a/b"}, ".", "", "."},
		{"config nearer than repository", []string{".git/HEAD", "a/.seclint.yaml", "a/b/c.yml"}, []string{"a/b/c.yml"}, nil, "a", []string{"b/c.yml"}, "", "a", "a"},
		{"no mark, one folder", []string{"a/compose.yml"}, []string{"a"}, nil, "a", []string{"."}, "", "a", ""},
		{"no mark, one file", []string{"a/compose.yml"}, []string{"a/compose.yml"}, nil, "a", []string{"compose.yml"}, "", "a", ""},
		{"no mark, names with one beginning", []string{"app/c.yml", "app2/c.yml"}, []string{"app", "app2"}, nil, ".", []string{"app", "app2"}, ".", "", ""},
		{"standard input", []string{".git/HEAD"}, nil, []string{"new/compose.yml"}, ".", []string{"new/compose.yml"}, ".", "", "."},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			dir := tree(t, test.files...)
			got, err := locate(test.args, test.absent...)
			if err != nil {
				t.Fatal(err)
			}
			want := selection{dir: filepath.Join(dir, test.root), paths: test.paths, workDir: test.workDir, display: test.display, repository: test.repo}
			if diff := cmp.Diff(want, got, cmp.AllowUnexported(selection{})); diff != "" {
				t.Errorf("locate (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLocateFollowsNamedFoldersButNotFiles(t *testing.T) {
	dir := tree(t, "repo/.git/HEAD", "repo/secret.yml", "real/compose.yml")
	for link, to := range map[string]string{"repo/linked": "../real", "repo/file.yml": "../real/compose.yml"} {
		if err := os.Symlink(to, link); err != nil {
			t.Skip(err)
		}
	}
	got, err := locate([]string{"repo/linked"})
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "real"); got.dir != want {
		t.Errorf("root of a linked folder is %s, want %s", got.dir, want)
	}
	got, err = locate([]string{"repo/file.yml"})
	if err != nil {
		t.Fatal(err)
	}
	if want := filepath.Join(dir, "repo"); got.dir != want {
		t.Errorf("root of a linked file is %s, want %s", got.dir, want)
	}
}

func TestLocateNamesWhatIsMissing(t *testing.T) {
	tree(t)
	if _, err := locate([]string{"nowhere"}); err == nil || err.Error() != "nowhere: no such file or folder" {
		t.Errorf("error is %v", err)
	}
}
