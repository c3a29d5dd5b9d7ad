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
	"time"

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

// Configuration in code that doubles, nests or calls itself without end takes little time.
func TestHostileLiterals(t *testing.T) {
	double := "A = {\"load_assignment\": 1}\n"
	for i := range 40 {
		double += fmt.Sprintf("A%d = [%s, %[2]s]\n", i, map[bool]string{true: "A", false: fmt.Sprintf("A%d", i-1)}[i == 0])
	}
	for name, code := range map[string]string{
		"double": double,
		"deep":   "X = " + strings.Repeat("{\"static_resources\": ", 5000) + "1" + strings.Repeat("}", 5000) + "\n",
		"long":   "X = {\"static_resources\": [" + strings.Repeat("{\"a\": 1}, ", 20000) + "]}\n",
		"calls":  "def f(x):\n    return {\"static_resources\": [g(x), g(x)]}\n\n\ndef g(x):\n    return [f(x), f(x)]\n\n\nX = f(1)\n",
		"loops":  "L = [1] * 9\nX = [[[[{\"services\": a} for a in range(9)] for b in L] for c in L] for d in L]\n",
	} {
		started := time.Now()
		run(t, everything(t, fstest.MapFS{"gen.py": {Data: []byte(code)}}))
		if spent := time.Since(started); spent > 20*time.Second {
			t.Errorf("%s takes %v", name, spent)
		}
	}
}
