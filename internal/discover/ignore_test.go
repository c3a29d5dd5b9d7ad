package discover

import (
	"bytes"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// ignoreCases holds what .gitignore files can say; each must leave out what git leaves out.
var ignoreCases = map[string]struct {
	ignore string
	files  []string
	kept   []string
}{
	"name at any depth":        {"a.yml", []string{"a.yml", "x/a.yml", "b.yml"}, []string{"b.yml"}},
	"anchored":                 {"/a.yml", []string{"a.yml", "x/a.yml"}, []string{"x/a.yml"}},
	"slash in the middle":      {"x/a.yml", []string{"x/a.yml", "y/x/a.yml"}, []string{"y/x/a.yml"}},
	"folder only":              {"x/", []string{"x/a.yml", "y/x/a.yml", "z/x"}, []string{"z/x"}},
	"everything inside":        {"x/**\n!x/keep.yml", []string{"x/a.yml", "x/keep.yml", "x/y/keep.yml"}, []string{"x/keep.yml"}},
	"children, one kept":       {"x/*\n!x/keep/", []string{"x/a.yml", "x/keep/a.yml", "x/drop/a.yml"}, []string{"x/keep/a.yml"}},
	"folders in between":       {"a/**/b", []string{"a/b", "a/x/b", "a/x/y/b", "b"}, []string{"b"}},
	"leading double star":      {"**/a/b", []string{"a/b", "x/a/b", "a/x/a/b", "a/x/b"}, []string{"a/x/b"}},
	"double star in a name":    {"a**b", []string{"ab", "axb", "a/b"}, []string{"a/b"}},
	"star stays in a folder":   {"x/*.yml", []string{"x/a.yml", "x/y/a.yml"}, []string{"x/y/a.yml"}},
	"question mark":            {"a?.yml", []string{"ab.yml", "a.yml", "abc.yml"}, []string{"a.yml", "abc.yml"}},
	"classes":                  {"[ab][!0-9].yml", []string{"ax.yml", "b1.yml", "cx.yml"}, []string{"b1.yml", "cx.yml"}},
	"posix class":              {"a[[:digit:]].yml", []string{"a1.yml", "ab.yml"}, []string{"ab.yml"}},
	"braces are plain":         {"{a,b}.yml", []string{"a.yml", "{a,b}.yml"}, []string{"a.yml"}},
	"later wins":               {"*.yml\n!a.yml\na.*", []string{"a.yml", "b.yml", "a.txt", "c.txt"}, []string{"c.txt"}},
	"comments and blanks":      {"# a.yml\n\n   \nb.yml", []string{"a.yml", "b.yml"}, []string{"a.yml"}},
	"escaped hash":             {`\#a.yml`, []string{"#a.yml", "a.yml"}, []string{"a.yml"}},
	"escaped bang":             {`\!a.yml`, []string{"!a.yml", "a.yml"}, []string{"a.yml"}},
	"trailing spaces":          {"a.yml   ", []string{"a.yml", "b.yml"}, []string{"b.yml"}},
	"protected space":          {`a\ `, []string{"a ", "a"}, []string{"a"}},
	"windows line ends, BOM":   {"\ufeffa.yml\r\nb.yml\r\n", []string{"a.yml", "b.yml", "c.yml"}, []string{"c.yml"}},
	"unclosed class":           {"[a.yml", []string{"a.yml", "[b.yml"}, []string{"[b.yml", "a.yml"}},
	"all but one kind":         {"*\n!*/\n!*.yml", []string{"a.yml", "b.txt", "x/c.yml", "x/d.txt"}, []string{"a.yml", "x/c.yml"}},
	"whole root":               {"/**", []string{"a.yml", "x/b.yml"}, nil},
	"lone slash":               {"/", []string{"a.yml"}, []string{"a.yml"}},
	"dots are no wildcard":     {"a.yml", []string{"abyml", "a.yml"}, []string{"abyml"}},
	"star matches dot files":   {"*.yml", []string{".hidden.yml", "x.json"}, []string{"x.json"}},
	"negated folder, anchored": {"*\n!/x\n!/x/a.yml", []string{"x/a.yml", "x/b.yml", "y/a.yml"}, []string{"x/a.yml"}},
}

func TestGitignore(t *testing.T) {
	for name, test := range ignoreCases {
		t.Run(name, func(t *testing.T) {
			root := fstest.MapFS{".gitignore": {Data: []byte(test.ignore)}}
			for _, f := range test.files {
				root[f] = &fstest.MapFile{}
			}
			everything := func(base string) bool { return base != ".gitignore" }
			files, problems := Files(t.Context(), root, nil, Options{Wanted: everything})
			var got []string
			for _, f := range files {
				got = append(got, f.Path)
			}
			if diff := cmp.Diff(test.kept, got); diff != "" || len(problems) > 0 {
				t.Error(diff, problems)
			}
		})
	}
}

// TestGitAgrees holds the table above against git itself.
func TestGitAgrees(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed")
	}
	for name, test := range ignoreCases {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			git(t, dir, "init", "-q")
			write(t, dir, ".gitignore", test.ignore)
			for _, f := range test.files {
				write(t, dir, f, "")
			}
			var got []string
			for f := range strings.SplitSeq(git(t, dir, "ls-files", "-z", "--others", "--exclude-standard"), "\x00") {
				if f != "" && f != ".gitignore" {
					got = append(got, f)
				}
			}
			if diff := cmp.Diff(test.kept, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func git(t *testing.T, dir string, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1", "HOME="+dir)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("git %v: %v: %s", args, err, &stderr)
	}
	return string(out)
}

func write(t *testing.T, dir, name, content string) {
	t.Helper()
	file := filepath.Join(dir, filepath.FromSlash(name))
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(content), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestRealRoot runs on a real folder through os.Root, where links out of it are refused by the system.
func TestRealRoot(t *testing.T) {
	outside, dir := t.TempDir(), t.TempDir()
	write(t, outside, "secret.yml", "x: 1")
	write(t, dir, "compose.yml", "services: {}")
	write(t, dir, "sub/a.yml", "a: 1")
	for link, target := range map[string]string{
		"out.yml": filepath.Join(outside, "secret.yml"), "in.yml": "sub/a.yml", "up": "..", "sub/loop": "../sub",
	} {
		if err := os.Symlink(target, filepath.Join(dir, link)); err != nil {
			t.Skip(err)
		}
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer root.Close()
	files, problems := Files(t.Context(), root.FS(), nil, Options{})
	want := []File{{Path: "compose.yml", Size: 12}, {Path: "in.yml", Size: 4}}
	if diff := cmp.Diff(want, files); diff != "" {
		t.Error(diff)
	}
	var got []string
	for _, p := range problems {
		got = append(got, p.Path+": "+p.Message)
	}
	if diff := cmp.Diff([]string{"out.yml: " + errOutside.Error(), "up: " + errOutside.Error()}, got); diff != "" {
		t.Error(diff)
	}
}

// TestOneListingPerFolder counts what a walk costs: one listing per folder and no question about files that do not
// matter.
func TestOneListingPerFolder(t *testing.T) {
	root := &counting{MapFS: fstest.MapFS{}}
	for _, name := range []string{"a/x.yml", "a/b/main.go", "c/y.go", "node_modules/z.yml", "d.md"} {
		root.MapFS[name] = &fstest.MapFile{}
	}
	Files(t.Context(), root, nil, Options{})
	if root.listings != 4 || root.stats != 1 || root.opens != 0 {
		t.Errorf("%d listings, %d stats, %d opens: want 4, 1 (the root) and 0", root.listings, root.stats, root.opens)
	}
}

type counting struct {
	fstest.MapFS
	listings, stats, opens int
}

func (c *counting) ReadDir(name string) ([]fs.DirEntry, error) {
	c.listings++
	return c.MapFS.ReadDir(name)
}

func (c *counting) Lstat(name string) (fs.FileInfo, error) {
	c.stats++
	return c.MapFS.Lstat(name)
}

func (c *counting) Open(name string) (fs.File, error) {
	c.opens++
	return c.MapFS.Open(name)
}
