package scan_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/policies"
	"github.com/seclint/seclint/rules"
)

// edits is how many random edits a session is tested with.
const edits = 500

// TestSessionReportsWhatAFreshScanReports edits roots at random and scans each again in its session. SECLINT_CORPUS names a folder
// with more roots, one in each of its folders.
func TestSessionReportsWhatAFreshScanReports(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(8, 500))
	grounds := grounds(t, random)
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	opts := scan.Options{Catalogue: catalogue, AllowEmpty: true}
	for _, g := range grounds {
		g.session = scan.Open(opts)
	}
	for n := range edits {
		g := grounds[n%len(grounds)]
		done := g.edit(random)
		snapshot := scan.Snapshot{Root: g.root}
		got, gotErr := g.session.Scan(t.Context(), snapshot)
		want, wantErr := scan.Run(t.Context(), snapshot, opts)
		if gotErr != nil || wantErr != nil {
			t.Fatalf("edit %d of %s, %s: errors %v and %v", n, g.name, done, gotErr, wantErr)
		}
		if got, want := written(t, got), written(t, want); got != want {
			t.Fatalf("edit %d of %s, %s: the session does not report what a fresh scan reports\n%s", n, g.name, done, firstDifference(got, want))
		}
	}
}

func written(t *testing.T, r *report.Report) string {
	t.Helper()
	r.Elapsed, r.Stages = 0, nil
	var b bytes.Buffer
	for _, format := range []string{"json", "text"} {
		if err := report.Formats[format](&b, r, report.Options{Width: 120, Verbose: true, ShowInformational: true, ShowSuppressed: true}); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func firstDifference(got, want string) string {
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			return fmt.Sprintf("line %d\n got %s\nwant %s", i+1, a[i], b[i])
		}
	}
	return "one is longer"
}

// ground is a root that is edited, with the session that scans it.
type ground struct {
	name     string
	root     fstest.MapFS
	original fstest.MapFS
	session  *scan.Session
}

// grounds returns the roots to edit: the stack, some fixtures of rules together, and folders of a corpus.
func grounds(t *testing.T, random *rand.Rand) []*ground {
	t.Helper()
	all := []*ground{{name: "stack", root: stack(t)}}
	fixtures, err := fs.Glob(policies.FS, "*/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for range 6 {
		root := fstest.MapFS{}
		for range 4 {
			fixture := fixtures[random.IntN(len(fixtures))]
			text, err := fs.ReadFile(policies.FS, fixture)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range txtar.Parse(text).Files {
				root[f.Name] = &fstest.MapFile{Data: f.Data}
			}
		}
		all = append(all, &ground{name: "fixtures", root: root})
	}
	all = append(all, corpusGrounds(t)...)
	for _, g := range all {
		g.original = maps.Clone(g.root)
	}
	return all
}

func corpusGrounds(t *testing.T) []*ground {
	t.Helper()
	corpus := os.Getenv("SECLINT_CORPUS")
	if corpus == "" {
		return nil
	}
	folders, err := os.ReadDir(corpus)
	if err != nil {
		t.Fatal(err)
	}
	var all []*ground
	for _, folder := range folders {
		root := fstest.MapFS{}
		err := fs.WalkDir(os.DirFS(path.Join(corpus, folder.Name())), ".", func(name string, entry fs.DirEntry, err error) error {
			if err != nil || !entry.Type().IsRegular() {
				return err
			}
			content, err := os.ReadFile(path.Join(corpus, folder.Name(), name))
			root[name] = &fstest.MapFile{Data: content}
			return err
		})
		if err == nil && len(root) > 0 {
			all = append(all, &ground{name: folder.Name(), root: root})
		}
	}
	return all
}

// edit changes one file as an editor, a rename or a checkout would, and says how.
func (g *ground) edit(random *rand.Rand) string {
	names := slices.Sorted(maps.Keys(g.root))
	if len(names) == 0 || random.IntN(12) == 0 {
		g.root = maps.Clone(g.original)
		return "restored"
	}
	name := names[random.IntN(len(names))]
	switch random.IntN(12) {
	case 0:
		delete(g.root, name)
		return name + " removed"
	case 1:
		other := path.Join(path.Dir(name), "renamed-"+path.Base(name))
		g.root[other] = g.root[name]
		delete(g.root, name)
		return name + " renamed"
	case 2:
		other := path.Join("copy", name)
		g.root[other] = g.root[name]
		return name + " copied"
	}
	lines := strings.SplitAfter(string(g.root[name].Data), "\n")
	changed, done := editLines(lines, random)
	g.root[name] = &fstest.MapFile{Data: []byte(strings.Join(changed, ""))}
	return name + " " + done
}

// editLines changes one line.
func editLines(lines []string, random *rand.Rand) (changed []string, done string) {
	at := random.IntN(len(lines))
	line := lines[at]
	switch random.IntN(6) {
	case 0:
		return slices.Delete(slices.Clone(lines), at, at+1), "without a line"
	case 1:
		return slices.Insert(slices.Clone(lines), at, line), "with a line twice"
	case 2:
		return slices.Insert(slices.Clone(lines), at, "# a comment\n"), "with a comment"
	}
	words := strings.Fields(line)
	if len(words) == 0 {
		return slices.Insert(slices.Clone(lines), at, "\n"), "with an empty line"
	}
	replacements := []string{"true", "false", "0.0.0.0", "host", "runsc", "unconfined", "nginx", "8080", "null", "changeme", `""`, "${X}"}
	changed = slices.Clone(lines)
	changed[at] = strings.Replace(line, words[len(words)-1], replacements[random.IntN(len(replacements))], 1)
	return changed, "with another word"
}

// BenchmarkSession compares a first scan of the stack with one after a scalar of its main file has changed.
func BenchmarkSession(b *testing.B) {
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		b.Fatal(err)
	}
	root := os.DirFS(stackDir)
	main, err := fs.ReadFile(root, "compose.yaml")
	if err != nil {
		b.Fatal(err)
	}
	overlay := func(n int) scan.Snapshot {
		text := bytes.Replace(main, []byte("unless-stopped"), fmt.Appendf(nil, "on-failure:%d", n), 1)
		return scan.Snapshot{Root: root, Paths: []string{"."}, Overlay: map[string][]byte{"compose.yaml": text}}
	}
	check := func(b *testing.B, session *scan.Session, n int) {
		b.Helper()
		if _, err := session.Scan(b.Context(), overlay(n)); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("first", func(b *testing.B) {
		for b.Loop() {
			check(b, scan.Open(scan.Options{Catalogue: catalogue}), 0)
		}
	})
	b.Run("again", func(b *testing.B) {
		session := scan.Open(scan.Options{Catalogue: catalogue})
		check(b, session, 0)
		for n := 1; b.Loop(); n++ {
			check(b, session, n)
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		session := scan.Open(scan.Options{Catalogue: catalogue})
		for b.Loop() {
			check(b, session, 0)
		}
	})
}
