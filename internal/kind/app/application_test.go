package app

import (
	"slices"
	"testing"

	"github.com/seclint/seclint/internal/source"
)

func TestOwnCodeIsReadFirst(t *testing.T) {
	t.Parallel()
	var files []*source.File
	for _, name := range []string{"app/main.py", "lib/requests/api.py", "plex/web.py", "tests/test_web.py", "third_party/x.py", "web.py"} {
		files = append(files, source.NewFile(name, nil))
	}
	var got []string
	for _, file := range ownFirst(files, map[string]string{"tests/test_web.py": "test"}) {
		got = append(got, file.Path)
	}
	want := []string{"app/main.py", "plex/web.py", "web.py", "lib/requests/api.py", "tests/test_web.py", "third_party/x.py"}
	if !slices.Equal(got, want) {
		t.Errorf("order %q, want %q", got, want)
	}
}
