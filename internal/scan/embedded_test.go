package scan_test

import (
	"bytes"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/source"
)

// TestProgramsHaveTheFindingsOfWhatTheyWrite scans programs that write out the configuration which is the first file of an archive: each
// has its findings, and none other. Where each is in the code is in the golden file beside the archive.
func TestProgramsHaveTheFindingsOfWhatTheyWrite(t *testing.T) {
	archives, err := filepath.Glob("testdata/embedded/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatal("no archives", err)
	}
	for _, name := range archives {
		archive, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		var places bytes.Buffer
		for i, file := range archive.Files {
			r := run(t, everything(t, fstest.MapFS{file.Name: {Data: file.Data}}))
			found := map[string]bool{}
			for _, f := range r.Findings {
				if strings.HasPrefix(f.Rule, "app/") {
					continue // what is found in the program itself
				}
				found[f.Rule+": "+f.Message] = true
				for _, related := range f.Related {
					if also, ok := strings.CutPrefix(related.Message, "also: "); ok {
						found[f.Rule+": "+also] = true
					}
				}
				fmt.Fprintf(&places, "%s-%d:%d: %s: %s\n", at(f.At), f.At.End.Line, f.At.End.Column, f.Rule, firstLine(f.At))
				for _, related := range f.Related {
					fmt.Fprintf(&places, "  %s: %s\n", at(related.At), related.Message)
				}
			}
			got := slices.Sorted(maps.Keys(found))
			if i == 0 {
				if want = got; len(want) == 0 {
					t.Fatalf("%s: %s has no findings", name, file.Name)
				}
				continue
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s has not the findings of %s (-want +got):\n%s", name, file.Name, archive.Files[0].Name, diff)
			}
		}
		golden(t, strings.TrimSuffix(name, ".txtar")+".golden", places.Bytes())
	}
}

// firstLine returns the first line of the text at a span.
func firstLine(s source.Span) string {
	line, _, _ := strings.Cut(s.Text(), "\n")
	return line
}
