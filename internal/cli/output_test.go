package cli

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseOutputs(t *testing.T) {
	tests := []struct {
		name    string
		formats []string
		file    string
		want    []output
		err     string
	}{
		{"nothing said", nil, "", []output{{"text", ""}}, ""},
		{"one format", []string{"json"}, "", []output{{"json", ""}}, ""},
		{"text beside a file", []string{"sarif=a"}, "", []output{{"text", ""}, {"sarif", "a"}}, ""},
		{"the same format twice", []string{"text", "text"}, "", []output{{"text", ""}}, ""},
		{"a dash is standard output", []string{"json=-"}, "-", []output{{"json", ""}}, ""},
		{"--output", []string{"json", "sarif=a"}, "b", []output{{"json", "b"}, {"sarif", "a"}}, ""},
		{"file with an equals sign", []string{"json=a=b"}, "", []output{{"text", ""}, {"json", "a=b"}}, ""},
		{"unknown", []string{"xml"}, "", nil, `unknown format "xml"`},
		{"no file", []string{"json="}, "", nil, "--format json= names no file"},
		{"two for standard output", []string{"json", "sarif"}, "", nil, "both json and sarif would go to standard output"},
		{"two for one file", []string{"json=a", "sarif=a"}, "", nil, "two formats would go to a"},
		{"no folder", []string{"json=none/a"}, "", nil, "writing none/a: its folder does not exist"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Chdir(t.TempDir())
			got, err := parseOutputs(test.formats, test.file)
			if message := errorText(err); message != test.err {
				t.Fatalf("error is %q, want %q", message, test.err)
			}
			if test.err != "" {
				return
			}
			if diff := cmp.Diff(test.want, got, cmp.AllowUnexported(output{})); diff != "" {
				t.Errorf("outputs (-want +got):\n%s", diff)
			}
		})
	}
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

func TestWriteFileKeepsTheOldOneOnFailure(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	if err := os.WriteFile(path, []byte("old"), 0o600); err != nil {
		t.Fatal(err)
	}
	failure := errors.New("disk on fire")
	err := writeFile(t.Context(), path, func(w io.Writer) error {
		_, _ = io.WriteString(w, "half")
		return failure
	})
	if !errors.Is(err, failure) {
		t.Errorf("error is %v", err)
	}
	if text, _ := os.ReadFile(path); string(text) != "old" {
		t.Errorf("the file holds %q", text)
	}
	if entries, _ := os.ReadDir(filepath.Dir(path)); len(entries) != 1 {
		t.Errorf("%d files are left", len(entries))
	}
	if err := writeFile(t.Context(), path, func(w io.Writer) error { _, err := io.WriteString(w, "new"); return err }); err != nil {
		t.Fatal(err)
	}
	if text, _ := os.ReadFile(path); string(text) != "new" {
		t.Errorf("the file holds %q", text)
	}
	if info, _ := os.Stat(path); info.Mode().Perm() != 0o600 {
		t.Errorf("the mode is now %v", info.Mode())
	}
}

// gone is a reader that went away.
type gone struct{}

func (gone) Write([]byte) (int, error) {
	return 0, &os.PathError{Op: "write", Path: "|1", Err: syscall.EPIPE}
}

func TestAReaderThatWentAwayIsNoError(t *testing.T) {
	if err := writeTo(gone{}, func(w io.Writer) error { _, err := io.WriteString(w, "text"); return err }); err != nil {
		t.Errorf("error is %v", err)
	}
}
