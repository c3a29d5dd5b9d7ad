package lsp

import (
	"path/filepath"
	"runtime"
	"testing"
)

func TestFilesOfURIs(t *testing.T) {
	t.Parallel()
	tests := []struct{ uri, unix, windows string }{
		{"file:///w/a%20b/%C3%BC.yaml", "/w/a b/ü.yaml", ""},
		{"file:///c%3A/w/a.yaml", "/c:/w/a.yaml", `C:\w\a.yaml`},
		{"file:///C:/w/a.yaml", "/C:/w/a.yaml", `C:\w\a.yaml`},
		{"file://server/share/a.yaml", "", `\\server\share\a.yaml`},
		{"file://localhost/w/a", "/w/a", `\\localhost\w\a`},
		{"file:///w/../../a/./b", "/a/b", ""},
		{"file:///w/%00", "", ""},
		{"file:///w/%zz", "", ""},
		{"file:w/a", "", ""},
		{"untitled:Untitled-1", "", ""},
		{"git:/w/a?HEAD", "", ""},
		{"", "", ""},
	}
	for _, test := range tests {
		if got := filePath(test.uri, false); got != test.unix {
			t.Errorf("%s: got %q, want %q", test.uri, got, test.unix)
		}
		if got := filePath(test.uri, true); got != test.windows {
			t.Errorf("%s on Windows: got %q, want %q", test.uri, got, test.windows)
		}
	}
}

func TestURIsOfFiles(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("the paths are those of Unix")
	}
	for _, file := range []string{"/", "/w/a b/ü#?%.yaml", "/w/a:b", "/w/a+b&c=d"} {
		if got := fileOf(uriOf(file)); got != file {
			t.Errorf("%q becomes %s, which is %q", file, uriOf(file), got)
		}
	}
}

func TestFoldersAboveAreSpelledAlike(t *testing.T) {
	t.Parallel()
	tests := []struct {
		at   place
		real string
		want string
	}{
		{place{"/link/a/b", "/real/a/b"}, "/real", "/link"},
		{place{"/link/a/b", "/real/a/b"}, "/real/a/b", "/link/a/b"},
		{place{"/link", "/real/a"}, "/real", "/real"},
	}
	for _, test := range tests {
		at := place{filepath.FromSlash(test.at.spelled), filepath.FromSlash(test.at.real)}
		if got := at.above(filepath.FromSlash(test.real)); filepath.ToSlash(got) != test.want {
			t.Errorf("%v above %s: got %s, want %s", test.at, test.real, got, test.want)
		}
	}
}
