package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestTheFloorParsesWhatIsListed(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, "a"), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "a", "compose.yml"), []byte(smallCompose), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := walkReadParse(dir, strings.NewReader("a/compose.yml\n")); err != nil {
		t.Error(err)
	}
	if err := walkReadParse(dir, strings.NewReader("a/compose.yml\nb/compose.yml\n")); err == nil {
		t.Error("a listed file that is not there gave no error")
	}
}

func TestMedian(t *testing.T) {
	costs := []cost{{processor: 30 * time.Second}, {processor: time.Second}, {processor: 2 * time.Second}}
	if got := median(costs, cost.cpu); got != float64(2*time.Second) {
		t.Errorf("median is %v", time.Duration(got))
	}
}

func TestMeasure(t *testing.T) {
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	c, out, err := measure(nil, self, "-test.run", "^$")
	if err != nil {
		t.Fatal(err)
	}
	if c.memory < 1<<20 || !strings.Contains(string(out), "PASS") {
		t.Errorf("a run used %d bytes and wrote %q", c.memory, out)
	}
	if _, _, err := measure(nil, filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a command that does not exist gave no error")
	}
}

func TestShare(t *testing.T) {
	report := `{"timings": {"stages": [{"name": "load", "elapsed_seconds": 0.9}, {"name": "link", "elapsed_seconds": 0.1}]}}`
	if got, err := share([]byte(report), "link"); err != nil || got != 0.1 {
		t.Errorf("share is %v, %v", got, err)
	}
	if _, err := share([]byte(`{}`), "link"); err == nil {
		t.Error("a report without timings gave no error")
	}
}

// The trees are what their names say: so many files, and so many that a scan says something about.
func TestCodeTrees(t *testing.T) {
	for _, code := range codeTrees {
		dir := t.TempDir()
		if err := code.write(dir); err != nil {
			t.Fatal(err)
		}
		files, telling := 0, 0
		err := filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			text, err := os.ReadFile(path)
			files++
			if strings.HasPrefix(string(text), code.telling) {
				telling++
			}
			return err
		})
		if err != nil || files != code.files || telling != code.known {
			t.Errorf("%s: %d files, %d of which matter; %v", code.what, files, telling, err)
		}
		if err := walkRead(dir); err != nil {
			t.Error(err)
		}
	}
}
