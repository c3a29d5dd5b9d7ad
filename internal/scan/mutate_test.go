package scan_test

import (
	"math/rand/v2"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// TestNoValueBreaksARule puts null, a number, an empty text, a list and a mapping in place of the values of every fixture: a
// scanned file has anything anywhere, and a rule that breaks, or a reader that crashes, loses all other findings. A run tries
// some of the values, SECLINT_MUTATIONS=all every one.
func TestNoValueBreaksARule(t *testing.T) {
	t.Parallel()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	for _, family := range []string{"envoy"} {
		t.Run(family, func(t *testing.T) {
			t.Parallel()
			breakRules(t, catalogue, family)
		})
	}
}

// replacements are what a value is replaced by, as YAML and JSON both write it.
var replacements = []string{"null", "7", `""`, `[7, "a"]`, `{"a": "b"}`}

// breakRules changes the fixtures of one family of rules and wants no rule to break. Each file is the only one of its scan, but
// all of its rules look at it.
func breakRules(t *testing.T, catalogue *rules.Catalogue, family string) {
	session := scan.Open(scan.Options{Catalogue: catalogue, AllowEmpty: true, NoGitignore: true})
	places := mutable(t, catalogue, family)
	for _, m := range sampled(places) {
		for _, replacement := range replacements {
			content := slices.Concat(m.file.Content[:m.start], []byte(replacement), m.file.Content[m.end:])
			report, err := session.Scan(t.Context(), scan.Snapshot{Root: fstest.MapFS{}, Overlay: map[string][]byte{path.Base(m.file.Path): content}})
			if err != nil {
				t.Fatal(err)
			}
			for _, p := range report.Problems {
				if p.Rule != "" || strings.Contains(p.Message, "crash") {
					t.Errorf("%s with %s for %q: %s %s", m.file.Path, replacement, m.file.Content[m.start:m.end], p.Rule, p.Message)
				}
			}
		}
	}
}

// mutation is the place of a value in a file of a fixture.
type mutation struct {
	file       *source.File
	start, end int
}

// mutable returns the places of all scalars in the fixtures of a family that are written on one line.
func mutable(t *testing.T, catalogue *rules.Catalogue, family string) []mutation {
	t.Helper()
	var found []mutation
	for _, rule := range catalogue.All() {
		if rule.Family() != family {
			continue
		}
		f, err := rules.ParseFixture(rule.FixtureFile(), rule.Fixture)
		if err != nil {
			t.Fatal(err)
		}
		for _, side := range []rules.Side{f.Bad, f.Good} {
			for _, archived := range side.Files {
				file := source.NewFile(archived.Name, archived.Data)
				format := source.FormatOf(file.Path)
				if format != source.YAML && format != source.JSON {
					continue
				}
				roots, err := format.Read(file, source.DefaultLimits())
				for _, root := range roots {
					found = append(found, scalars(file, root, nil)...)
				}
				if err != nil {
					t.Logf("%s is not changed: %s", file.Path, err)
				}
			}
		}
	}
	if len(found) < 100 {
		t.Fatalf("the fixtures of %s have %d values only", family, len(found))
	}
	return found
}

// scalars adds the places of the scalars in a tree. What an alias leads to is found where it is written.
func scalars(file *source.File, n *source.Node, found []mutation) []mutation {
	for _, e := range n.Entries {
		if e.Via.IsZero() {
			found = scalars(file, e.Value, found)
		}
	}
	for _, item := range n.Items {
		if item.Via.IsZero() {
			found = scalars(file, item.Value, found)
		}
	}
	text := n.Span.Text()
	if n.Kind == source.Mapping || n.Kind == source.Sequence || text == "" || strings.ContainsAny(text, "\n") {
		return found
	}
	start := file.Offset(n.Span.Start)
	return append(found, mutation{file, start, start + len(text)})
}

// sampled returns the mutations that a run tries: the same ones every time, unless all are asked for.
func sampled(all []mutation) []mutation {
	tries := 50
	switch asked := os.Getenv("SECLINT_MUTATIONS"); {
	case asked == "all":
		return all
	case asked != "":
		tries, _ = strconv.Atoi(asked)
	}
	random := rand.New(rand.NewPCG(1, 2))
	random.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
	return all[:min(tries, len(all))]
}
