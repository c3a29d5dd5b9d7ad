package scan_test

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/finding"
)

// changesFile says of single changes to testdata/stack what each of them does to the findings, and that it does nothing else:
//
//	# what is changed, in words
//	file
//	- the text that is there, exactly once
//	+ the text that takes its place
//	= rule file path: before -> after
//
// A finding is its severity and situation, "absent" where there is none, and the deployments where it does not occur in all.
const changesFile = "testdata/changes.txt"

// appChangesFile says the same of testdata/app.
const appChangesFile = "testdata/app-changes.txt"

// change is one of them.
type change struct {
	title, file string
	old, fresh  []string
	want        []string
}

func readChanges(t *testing.T, file string) []change {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var all []change
	for block := range strings.SplitSeq(strings.TrimSpace(string(content)), "\n\n") {
		var c change
		for line := range strings.SplitSeq(block, "\n") {
			sign, text, _ := strings.Cut(line, " ")
			switch sign {
			case "#":
				c.title = text
			case "-":
				c.old = append(c.old, text)
			case "+":
				c.fresh = append(c.fresh, text)
			case "=":
				c.want = append(c.want, text)
			default:
				c.file = line
			}
		}
		all = append(all, c)
	}
	return all
}

func (c change) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n%s\n", c.title, c.file)
	for _, part := range []struct {
		sign  string
		lines []string
	}{{"-", c.old}, {"+", c.fresh}, {"=", c.want}} {
		for _, line := range part.lines {
			fmt.Fprintf(&b, "%s %s\n", part.sign, line)
		}
	}
	return b.String()
}

// apply returns the stack with the change made.
func (c change) apply(t *testing.T, root fstest.MapFS) fstest.MapFS {
	t.Helper()
	before, old := root[c.file], strings.Join(c.old, "\n")
	if before == nil || bytes.Count(before.Data, []byte(old)) != 1 {
		t.Fatalf("%s does not hold this text exactly once:\n%s", c.file, old)
	}
	changed := maps.Clone(root)
	changed[c.file] = &fstest.MapFile{Data: bytes.Replace(before.Data, []byte(old), []byte(strings.Join(c.fresh, "\n")), 1)}
	return changed
}

// TestSingleChanges turns one fact of the stack at a time: exactly the findings that depend on it may change.
func TestSingleChanges(t *testing.T) {
	checkChanges(t, stack(t), changesFile, 25)
}

// TestSingleChangesOfTheApp does the same for testdata/app.
func TestSingleChangesOfTheApp(t *testing.T) {
	checkChanges(t, folder(t, appDir), appChangesFile, 20)
}

// checkChanges makes each change in a table of at least some rows.
func checkChanges(t *testing.T, root fstest.MapFS, file string, rows int) {
	t.Helper()
	before := claims(t, root)
	changes := readChanges(t, file)
	if len(changes) < rows {
		t.Errorf("the table has %d rows", len(changes))
	}
	t.Run("rows", func(t *testing.T) {
		for i := range changes {
			c := &changes[i]
			t.Run(c.title, func(t *testing.T) {
				t.Parallel()
				got := differences(before, claims(t, c.apply(t, root)))
				if *update {
					c.want = got
				}
				if missing, more := without(c.want, got), without(got, c.want); len(missing)+len(more) > 0 {
					t.Errorf("the findings change otherwise (- wanted, + got):\n- %s\n+ %s", strings.Join(missing, "\n- "), strings.Join(more, "\n+ "))
				}
			})
		}
	})
	if *update {
		var blocks []string
		for _, c := range changes {
			blocks = append(blocks, c.String())
		}
		if err := os.WriteFile(file, []byte(strings.Join(blocks, "\n")), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// claims are the findings of a scan with what is said of each.
func claims(t *testing.T, root fs.FS) map[string]string {
	t.Helper()
	r, err := everything(t, root).run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	for _, f := range r.Findings {
		key := fmt.Sprintf("%s %s %s", f.Rule, cmp.Or(f.At.Path(), f.Document), f.Path)
		found[key] += claim(f)
	}
	for _, p := range r.Problems {
		if p.Level == finding.Error {
			found["problem "+p.Path] += p.Message
		}
	}
	return found
}

func claim(f finding.Finding) string {
	text := f.Severity.String()
	if f.Situation != "" {
		text += " " + f.Situation
	}
	if f.Suppressed != nil {
		text += " (suppressed)"
	}
	if len(f.Deployments) == 1 {
		text += " in " + strings.ReplaceAll(f.Deployments[0], "compose.yaml + ", "")
	}
	return text
}

func differences(before, after map[string]string) []string {
	var all []string
	keys := slices.Concat(slices.Collect(maps.Keys(before)), slices.Collect(maps.Keys(after)))
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		if before[key] != after[key] {
			all = append(all, fmt.Sprintf("%s: %s -> %s", key, cmp.Or(before[key], "absent"), cmp.Or(after[key], "absent")))
		}
	}
	return all
}

// without returns the lines of a that b has not.
func without(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(line string) bool { return slices.Contains(b, line) })
}
