package scan_test

import (
	"fmt"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/report"
	"github.com/seclint/seclint/internal/scan"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// edit is a change of the text of one value, as a scanned file may have it by mistake or on purpose.
type edit struct {
	name string
	// of returns what is written in place of a value.
	of func(text string) string
}

func becomes(text string) edit { return edit{text, func(string) string { return text }} }

func tagged(tag string) edit { return edit{tag, func(text string) string { return tag + " " + text }} }

var (
	yamlEdits = []edit{
		becomes("null"), becomes("7"), becomes(`""`), becomes("[text, 7]"), becomes("{key: 7}"), becomes("text"), becomes("true"), becomes("-1.5"),
		becomes("[[]]"), becomes("[{}, null]"), becomes("{key: null}"), becomes("${UNSET}"), becomes("'${'"), becomes("2001-01-01"),
		tagged("!reset"), tagged("!override"), tagged("!!str"), tagged("!!binary"), tagged("!unheard-of"), tagged("&anchor"),
		{"itself twice", func(text string) string { return "[" + text + ", " + text + "]" }},
	}
	// A value of a file of variables is text whatever is written; a name may stand alone.
	dotenvEdits = []edit{becomes(""), becomes(`""`), becomes("$"), becomes("${UNSET}"), becomes("'quoted' # remark"), becomes("7")}
)

// mutant is a file of a case with one edit.
type mutant struct {
	file string
	text []byte
	what string
}

// TestMutatedFixtures scans the fixtures of all rules with a value replaced by one of another kind, each value in turn:
// scanned files have anything anywhere. No reader may crash on it, no rule may break, and what is said is the same each time.
// By default each value gets one of the edits; SECLINT_MUTATIONS=all tries all of them.
func TestMutatedFixtures(t *testing.T) {
	t.Parallel()
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		t.Fatal(err)
	}
	every := os.Getenv("SECLINT_MUTATIONS") == "all"
	tried := 0
	root := fstest.MapFS{}
	names := map[string]string{}
	check := func() {
		scanMutated(t, catalogue, root, names)
		root, names = fstest.MapFS{}, map[string]string{}
	}
	for _, rule := range catalogue.All() {
		for _, c := range casesOf(t, rule) {
			for _, file := range c.files {
				for _, m := range mutations(file.path, file.text, every, &tried) {
					folder := strconv.Itoa(len(names))
					names[folder] = fmt.Sprintf("%s, %s: %s", rule.ID, path.Join(c.name, m.file), m.what)
					for _, other := range c.files {
						root[path.Join(folder, other.path)] = &fstest.MapFile{Data: other.text}
					}
					root[path.Join(folder, m.file)] = &fstest.MapFile{Data: m.text}
					if len(names) == 400 {
						check()
					}
				}
			}
		}
	}
	check()
	if tried < 1000 {
		t.Errorf("only %d mutations were tried", tried)
	}
}

// FuzzMutatedFixtures is TestMutatedFixtures with two edits of one file of a fixture: which of the files, which of its values, and
// which of the edits.
func FuzzMutatedFixtures(f *testing.F) {
	catalogue, err := rules.Load(rules.Builtin())
	if err != nil {
		f.Fatal(err)
	}
	var cases []mutatedCase
	for _, rule := range catalogue.All() {
		cases = append(cases, casesOf(f, rule)...)
	}
	// TestMutatedFixtures edits every case once: a seed of each hundredth is enough to start from.
	for i := 0; i < len(cases); i += 100 {
		f.Add(uint(i), uint(i), uint(i), uint(i/2), uint(i/3))
	}
	f.Fuzz(func(t *testing.T, which, first, edit1, second, edit2 uint) {
		c := cases[which%uint(len(cases))]
		root, what := fstest.MapFS{}, c.name
		for i, file := range c.files {
			text := file.text
			if i == 0 {
				for _, choice := range [][2]uint{{first, edit1}, {second, edit2}} {
					tried := 0
					if all := mutations(file.path, text, true, &tried); len(all) > 0 {
						edits := uint(len(all) / tried)
						m := all[choice[0]%uint(tried)*edits+choice[1]%edits]
						text, what = m.text, what+", "+m.what
					}
				}
			}
			root["0/"+file.path] = &fstest.MapFile{Data: text}
		}
		scanMutated(t, catalogue, root, map[string]string{"0": what})
	})
}

// mutatedCase is a case of a fixture.
type mutatedCase struct {
	name  string
	files []mutatedFile
}

type mutatedFile struct {
	path string
	text []byte
}

func casesOf(t testing.TB, rule *rules.Rule) []mutatedCase {
	t.Helper()
	fixture, err := rules.ParseFixture(rule.FixtureFile(), rule.Fixture())
	if err != nil {
		t.Fatal(err)
	}
	var cases []mutatedCase
	for _, file := range slices.Concat(fixture.Bad.Files, fixture.Good.Files) {
		name, inner, _ := strings.Cut(file.Name, "/")
		if len(cases) == 0 || cases[len(cases)-1].name != name {
			cases = append(cases, mutatedCase{name: name})
		}
		c := &cases[len(cases)-1]
		c.files = append(c.files, mutatedFile{inner, file.Data})
	}
	return cases
}

// mutations returns the file with each value edited: with one edit for each value, another one each time, or with every edit.
func mutations(name string, text []byte, every bool, tried *int) []mutant {
	file := source.NewFile(name, text)
	edits := yamlEdits
	format := source.FormatOf(name)
	switch format {
	case source.YAML, source.JSON:
	case source.Dotenv:
		edits = dotenvEdits
	default:
		return nil
	}
	roots, err := format.Read(file, source.DefaultLimits())
	if err != nil {
		return nil
	}
	var all []mutant
	for _, span := range valuesOf(roots) {
		start, end := file.Offset(span.Start), file.Offset(span.End)
		for i, e := range edits {
			if !every && i != *tried%len(edits) {
				continue
			}
			mutated := slices.Concat(text[:start], []byte(e.of(string(text[start:end]))), text[end:])
			all = append(all, mutant{name, mutated, fmt.Sprintf("the value at %d:%d becomes %s", span.Start.Line, span.Start.Column, e.name)})
		}
		*tried++
	}
	return all
}

// valuesOf returns the spans of all values of a file and of the keys of variables, in its order.
func valuesOf(roots []*source.Node) []source.Span {
	var spans []source.Span
	seen := map[*source.Node]bool{}
	var collect func(n *source.Node)
	collect = func(n *source.Node) {
		if n == nil || seen[n] {
			return
		}
		seen[n] = true
		spans = append(spans, n.Span)
		for _, e := range n.Entries {
			collect(e.Value)
		}
		for _, item := range n.Items {
			collect(item.Value)
		}
	}
	for _, root := range roots {
		collect(root)
	}
	return spans
}

// scanMutated scans mutated cases, each in a folder, twice.
func scanMutated(t *testing.T, catalogue *rules.Catalogue, root fstest.MapFS, names map[string]string) {
	t.Helper()
	settings := config.Default()
	settings.Packs = []string{"strict"}
	first := run(t, job{scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue, Config: settings, AllowEmpty: true}})
	for _, p := range first.Problems {
		if strings.Contains(p.Message, "crashed") || p.Rule != "" && p.Level == finding.Error {
			folder, _, _ := strings.Cut(p.Path, "/")
			t.Errorf("%s: %s", names[folder], p.Message)
		}
	}
	second := run(t, job{scan.Snapshot{Root: root}, scan.Options{Catalogue: catalogue, Config: settings, AllowEmpty: true}})
	if diff := cmp.Diff(said(first), said(second)); diff != "" {
		t.Errorf("another scan says something else: %s", diff)
	}
}

// said lists what a report says, a line each.
func said(r *report.Report) []string {
	var lines []string
	for _, p := range r.Problems {
		lines = append(lines, p.At.String()+" "+p.Message)
	}
	for _, f := range r.Findings {
		lines = append(lines, fmt.Sprint(f.At.String(), f.Rule, f.Message, f.Severity, len(f.Related)))
	}
	return lines
}
