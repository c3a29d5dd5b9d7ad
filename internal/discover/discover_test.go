package discover_test

import (
	"errors"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/discover"
	"github.com/seclint/seclint/internal/finding"
)

// tree builds a file system: a name ending in " -> target" is a symlink, every other a file with the given content.
func tree(names ...string) fstest.MapFS {
	root := fstest.MapFS{}
	for _, name := range names {
		name, content, _ := strings.Cut(name, "=")
		if link, target, ok := strings.Cut(name, " -> "); ok {
			root[link] = &fstest.MapFile{Data: []byte(target), Mode: fs.ModeSymlink | 0o777}
			continue
		}
		root[name] = &fstest.MapFile{Data: []byte(content), Mode: 0o644}
	}
	return root
}

func globs(t *testing.T, texts ...string) []config.Glob {
	t.Helper()
	var out []config.Glob
	for _, text := range texts {
		g, err := config.CompileGlob(text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, g)
	}
	return out
}

// lines renders files and problems, one per line.
func lines(files []discover.File, problems []finding.Problem) []string {
	out := []string{}
	for _, f := range files {
		line := f.Path
		if f.Explicit {
			line += " (named)"
		}
		out = append(out, line)
	}
	for _, p := range problems {
		out = append(out, p.Level.String()+": "+p.Path+": "+p.Message)
	}
	return out
}

func TestFiles(t *testing.T) {
	tests := map[string]struct {
		root  fs.FS
		paths []string
		opts  discover.Options
		want  []string
	}{
		"empty folder": {root: fstest.MapFS{}},
		"only suffixes and names that can matter, in byte order": {
			root: tree("b.yml", "a/compose.yaml", "Z.json", "runsc.toml", ".env", ".env.local", "prod.env", "C.JSON", "main.go", "main.rs", "README.md", "environment"),
			want: []string{".env", ".env.local", "C.JSON", "Z.json", "a/compose.yaml", "b.yml", "main.go", "prod.env", "runsc.toml"},
		},
		"dot folders are walked, state and other people's code are not": {
			root: tree(".devcontainer/compose.yml", ".github/x.yml", ".git/x.yml", "node_modules/p/x.yml", "sub/vendor/x.yml",
				"dist/x.yml", "target/x.yml", ".venv/x.yml", "__pycache__/x.json", ".terraform/x.json"),
			want: []string{".devcontainer/compose.yml", ".github/x.yml"},
		},
		"build is output only beside a build file": {
			root: tree("a/build/x.yml", "b/build/x.yml", "b/package.json"),
			want: []string{"a/build/x.yml", "b/package.json"},
		},
		"a file called like a default exclude is no folder": {
			root: tree("vendor"), paths: []string{"vendor"},
			want: []string{"vendor (named)"},
		},
		".seclintignore brings a default exclude back, .gitignore does not": {
			root: tree("a/.seclintignore=!vendor/", "a/vendor/x.yml", "b/.gitignore=!vendor/", "b/vendor/x.yml"),
			want: []string{"a/vendor/x.yml"},
		},
		".seclintignore wins over .gitignore": {
			root: tree(".gitignore=*.yml\n!k.yml", ".seclintignore=!a.yml\nk.yml", "a.yml", "b.yml", "k.yml"),
			want: []string{"a.yml"},
		},
		"nested ignore files: the deepest wins, in its folder only": {
			root: tree(".gitignore=*.yml\n", "a/.gitignore=!*.yml", "a/x.yml", "a/b/y.yml", "z.yml", "c/z.yml"),
			want: []string{"a/b/y.yml", "a/x.yml"},
		},
		".git/info/exclude gives way to .gitignore": {
			root: tree(".git/info/exclude=*.yml\n", ".gitignore=!a.yml", "a.yml", "b.yml"),
			want: []string{"a.yml"},
		},
		"a folder that is ignored cannot be brought back in part": {
			root: tree(".gitignore=out/\n!out/a.yml", "out/a.yml"),
		},
		"no gitignore": {
			root: tree(".gitignore=*.yml", ".git/info/exclude=*.yml", ".seclintignore=s.yml", "a.yml", "s.yml"),
			opts: discover.Options{NoGitignore: true},
			want: []string{"a.yml"},
		},
		"excludes win over everything found": {
			root: tree(".seclintignore=!*.yml", "a.yml", "t/b.yml", "t/c/d.yml", "x/e.yml", "x/f.yml"),
			opts: discover.Options{Exclude: globs(t, "t", "x/e.*")},
			want: []string{"a.yml", "x/f.yml"},
		},
		"a named file is always looked at": {
			root:  tree(".gitignore=*", ".seclintignore=*", "node_modules/a/notes.txt"),
			paths: []string{"./node_modules/a/notes.txt"},
			opts:  discover.Options{Exclude: globs(t, "node_modules")},
			want:  []string{"node_modules/a/notes.txt (named)"},
		},
		"a named folder is entered; ignore files above it hold inside": {
			root:  tree(".gitignore=vendor/\n*.json", ".seclintignore=", "vendor/p/a.yml", "vendor/p/b.json", "c.yml"),
			paths: []string{"vendor/p/"},
			want:  []string{"vendor/p/a.yml"},
		},
		"overlapping paths, in any order, give each file once": {
			root:  tree("a/b.yml", "a/c.yml", "d.yml"),
			paths: []string{"a/c.yml", "a", ".", "a/"},
			want:  []string{"a/b.yml", "a/c.yml (named)", "d.yml"},
		},
		"a named path that is not there": {
			root: tree("a.yml"), paths: []string{"b.yml", "../c.yml", "a.yml"},
			want: []string{"a.yml (named)", "error: ../c.yml: path leads outside the scanned root",
				"error: b.yml: cannot read b.yml: no such file or folder"},
		},
		"a large file is left out": {
			root: tree("a.yml=12345", "b.yml=123456"),
			opts: discover.Options{MaxSize: 5},
			want: []string{"a.yml", "warning: b.yml: file is too large: 6 bytes, the limit is 5 bytes"},
		},
		"a large file that is named is an error, once": {
			root: tree("b.yml=123456"), paths: []string{".", "b.yml"},
			opts: discover.Options{MaxSize: 5},
			want: []string{"error: b.yml: file is too large: 6 bytes, the limit is 5 bytes"},
		},
		"devices and pipes are not opened": {
			root: fstest.MapFS{"a.yml": {Mode: fs.ModeNamedPipe}, "b.yml": {Mode: fs.ModeSocket}, "c": {Mode: fs.ModeDevice},
				"d.yml": {Mode: fs.ModeDevice}},
			paths: []string{".", "c"},
			want: []string{"warning: a.yml: named pipe is not opened: only regular files are read",
				"warning: b.yml: socket is not opened: only regular files are read",
				"error: c: device is not opened: only regular files are read",
				"warning: d.yml: device is not opened: only regular files are read"},
		},
		"a name that is not UTF-8": {
			root: oddNames{tree("a.yml")},
			want: []string{"a.yml", "error: \xff.yml: name is not valid UTF-8: it cannot be read"},
		},
		"an unreadable folder, and the rest": {
			root: unreadable{tree("a/x.yml", "b/x.yml", "c/x.yml"), "b"},
			want: []string{"a/x.yml", "c/x.yml", "error: b: cannot read folder: permission denied"},
		},
		"an ignore file that cannot be read": {
			root: unreadable{tree(".gitignore=*.yml", "a.yml"), ".gitignore"},
			want: []string{"a.yml", "warning: .gitignore: cannot read ignore file: permission denied"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := lines(discover.Files(t.Context(), test.root, test.paths, test.opts))
			if diff := cmp.Diff(append([]string{}, test.want...), got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestLinks(t *testing.T) {
	tests := map[string]struct {
		root  fs.FS
		paths []string
		want  []string
	}{
		"a file is found once, under its first name": {
			root: tree("b.yml", "a.yml -> b.yml", "sub/c.yml -> ../b.yml"),
			want: []string{"a.yml"},
		},
		"the name of the link counts": {
			root: tree("compose.yml -> shared/base.tmpl", "shared/base.tmpl", "notes.txt -> x.yml", "x.yml"),
			want: []string{"compose.yml", "x.yml"},
		},
		"a folder is walked once, where it is": {
			root: tree("z/a.yml", "link -> z", "z/up -> ..", "z/self -> ."),
			want: []string{"z/a.yml"},
		},
		"a folder outside the named paths is followed once": {
			root:  tree("a/l1 -> ../b", "a/l2 -> ../b", "b/x.yml", "b/back -> ../a"),
			paths: []string{"a"},
			want:  []string{"a/l1/x.yml"},
		},
		"a folder that is left out stays out under another name": {
			root: tree("dep -> node_modules/p", "node_modules/p/x.yml", "ign -> out", ".gitignore=out/", "out/x.yml", "vendor -> lib", "lib/y.yml"),
			want: []string{"lib/y.yml"},
		},
		"out of the root": {
			root:  tree("a.yml -> ../x.yml", "b.yml -> /etc/passwd", "c -> sub/../../y", "sub/d.yml -> ../../../x", "sub/e.yml"),
			paths: []string{".", "b.yml"},
			want: []string{"sub/e.yml", "warning: a.yml: symlink leads outside the scanned root",
				"error: b.yml: symlink leads outside the scanned root", "warning: c: symlink leads outside the scanned root",
				"warning: sub/d.yml: symlink leads outside the scanned root"},
		},
		"loops and dead ends": {
			root:  tree("a.yml -> b.yml", "b.yml -> a.yml", "c.yml -> gone.yml", "d -> gone", "x/y.yml -> y.yml"),
			paths: []string{".", "c.yml"},
			want: []string{"warning: a.yml: symlink leads back to itself", "warning: b.yml: symlink leads back to itself",
				"error: c.yml: cannot read c.yml: no such file or folder", "warning: c.yml: symlink leads to nothing",
				"warning: x/y.yml: symlink leads back to itself"},
		},
		"a named link": {
			root:  tree("real/a.yml", "folder -> real", "file.yml -> real/a.yml"),
			paths: []string{"folder"},
			want:  []string{"folder/a.yml"},
		},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := lines(discover.Files(t.Context(), test.root, test.paths, discover.Options{}))
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// unreadable is a file system in which one name cannot be opened.
type unreadable struct {
	fstest.MapFS
	name string
}

func (u unreadable) Open(name string) (fs.File, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("permission denied")}
	}
	return u.MapFS.Open(name)
}

func (u unreadable) ReadDir(name string) ([]fs.DirEntry, error) {
	if name == u.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("permission denied")}
	}
	return u.MapFS.ReadDir(name)
}

// oddNames lists a file whose name is no valid UTF-8, which fs.FS cannot open.
type oddNames struct{ fstest.MapFS }

func (o oddNames) ReadDir(name string) ([]fs.DirEntry, error) {
	entries, err := o.MapFS.ReadDir(name)
	return append(entries, fs.FileInfoToDirEntry(odd{entries[0]})), err
}

type odd struct{ fs.DirEntry }

func (odd) Name() string       { return "\xff.yml" }
func (odd) Size() int64        { return 0 }
func (odd) Mode() fs.FileMode  { return 0o644 }
func (odd) Sys() any           { return nil }
func (odd) ModTime() time.Time { return time.Time{} }

// TestFoldersInsideEachOtherAreBounded nests folders as deep as they may be and one deeper.
func TestFoldersInsideEachOtherAreBounded(t *testing.T) {
	t.Parallel()
	within := strings.Repeat("d/", 100)
	found := discover.Walk(t.Context(), tree(within+"a.yaml", within+"d/b.yaml"), nil, discover.Options{})
	want := []string{within + "a.yaml", "error: " + within + "d: more than 100 folders are inside each other: what is in this one is not looked at"}
	if diff := cmp.Diff(want, lines(found.Files, found.Problems)); diff != "" {
		t.Errorf("found (-want +got):\n%s", diff)
	}
}
