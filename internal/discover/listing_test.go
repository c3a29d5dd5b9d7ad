package discover

import (
	"errors"
	"io/fs"
	"slices"
	"testing"
	"testing/fstest"
)

// recorder notes the listings that are asked of a file system.
type recorder struct {
	fstest.MapFS
	listed []string
}

func (c *recorder) ReadDir(name string) ([]fs.DirEntry, error) {
	c.listed = append(c.listed, name)
	return c.MapFS.ReadDir(name)
}

func TestListings(t *testing.T) {
	disk := &recorder{MapFS: fstest.MapFS{
		"a/x.yml": {Data: []byte("x")}, "a/b/y.yml": {}, "link": {Mode: fs.ModeSymlink, Data: []byte("a")},
	}}
	root := Listings(disk)
	first, err := fs.ReadDir(root, "a")
	if err != nil {
		t.Fatal(err)
	}
	slices.Reverse(first) // what a caller does with the entries is its own affair
	second, err := fs.ReadDir(root, "a")
	if err != nil || len(second) != 2 || second[0].Name() != "b" {
		t.Errorf("second listing: %v, %v", second, err)
	}
	for _, missing := range []string{"a/c", "a/c/d", "a/x"} {
		if _, err := fs.ReadDir(root, missing); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%s: %v", missing, err)
		}
	}
	if _, err := fs.ReadDir(root, "a/b"); err != nil {
		t.Error(err)
	}
	if _, err := fs.ReadDir(root, "elsewhere/c"); !errors.Is(err, fs.ErrNotExist) {
		t.Error(err)
	}
	if want := []string{"a", "a/b", "elsewhere/c"}; !slices.Equal(disk.listed, want) {
		t.Errorf("the disk was asked for %v, want %v", disk.listed, want)
	}
	if content, err := fs.ReadFile(root, "a/x.yml"); err != nil || string(content) != "x" {
		t.Errorf("ReadFile: %q, %v", content, err)
	}
	if info, err := fs.Stat(root, "link"); err != nil || !info.IsDir() {
		t.Errorf("Stat: %v, %v", info, err)
	}
	if info, err := fs.Lstat(root, "link"); err != nil || info.Mode()&fs.ModeSymlink == 0 {
		t.Errorf("Lstat: %v, %v", info, err)
	}
	if target, err := fs.ReadLink(root, "link"); err != nil || target != "a" {
		t.Errorf("ReadLink: %q, %v", target, err)
	}
}
