package tracker

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/source"
)

func globbed(t *testing.T, pattern string) []string {
	t.Helper()
	files, err := filepath.Glob(pattern)
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func read(t *testing.T, name, text string) *Document {
	t.Helper()
	doc, err := Read(source.NewFile(name, []byte(text)))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// row is an item as the golden tables have it.
func row(name string, it *Item) string {
	severity := ""
	if it.HasSeverity {
		severity = it.Severity.String()
	}
	var places []string
	for _, e := range it.Evidence {
		text := e.String()
		if e.Path == "" {
			text = fmt.Sprintf("%q", text)
		}
		places = append(places, text)
	}
	return strings.Join([]string{name, it.ID, it.Title, severity, string(it.Status), strings.Join(places, " ")}, "|")
}

// The table was written by reading the documents, and not by running the parser.
func TestTheFiveDocuments(t *testing.T) {
	t.Parallel()
	files := append(globbed(t, "../../../shared/seeds/*.txt"), globbed(t, "../../../../shared/seeds/*.txt")...) // of a checkout and a work tree
	if folder := os.Getenv("SEEDS"); folder != "" {
		files = globbed(t, filepath.Join(folder, "*.txt"))
	}
	if len(files) == 0 {
		t.Skip("the five documents that seeds.golden was written from are not here: SEEDS=FOLDER names where they are")
	}
	var got []string
	for _, file := range files {
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name, _, _ := strings.Cut(filepath.Base(file), "_")
		for _, it := range read(t, filepath.Base(file), string(content)).Items {
			got = append(got, row(name, it))
		}
	}
	compareGolden(t, "testdata/seeds.golden", got)
}

func compareGolden(t *testing.T, name string, got []string) {
	t.Helper()
	golden, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(strings.TrimSpace(string(golden)), "\n"), got); diff != "" {
		t.Errorf("items (-want +got):\n%s", diff)
	}
}

func TestOtherShapes(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"shapes", "others"} {
		text, err := os.ReadFile("testdata/" + name + ".md")
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, it := range read(t, name+".md", string(text)).Items {
			got = append(got, row(name, it))
		}
		compareGolden(t, "testdata/"+name+".golden", got)
	}
}

func TestHostileTrackersAreBounded(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"quotes": strings.Repeat(">", 20000) + "a", "lists": strings.Repeat("- ", 20000) + "a", "numbers": strings.Repeat("1. ", 9000) + "a",
		"links": strings.Repeat("[a](\n", 50000), "brackets": strings.Repeat("[[[[[[[[\n", 20000), "stars": strings.Repeat("**a \n", 50000),
		"columns": "|" + strings.Repeat("a|", 3000) + "\n|" + strings.Repeat("-|", 3000) + "\n", "references": strings.Repeat("[a]: b\n", 50000),
		"items":    strings.Repeat("- [ ] item `a.py:1` **b** c\n", 60000),
		"headings": strings.Repeat("### 1. High: a `b.py:1-2,3`\n", 30000),
		"5 MB":     strings.Repeat("- item `a.py:1`\n", 5<<20/16), "one line": strings.Repeat("`a.py:1` ", 100000),
		"places": strings.Repeat("### 1. a\n"+strings.Repeat("`a.py:1,2,3,4,5` ", 1500)+"\n", 30),
		"deep":   deepList(1500),
	} {
		t.Run(name, func(t *testing.T) {
			begin := time.Now()
			doc, err := Read(source.NewFile("t.md", []byte(text)))
			if took := time.Since(begin); took > 20*time.Second {
				t.Errorf("took %s", took)
			}
			if err == nil && len(doc.Items) > maxItems {
				t.Errorf("%d items", len(doc.Items))
			}
		})
	}
}

func deepList(depth int) string {
	var b strings.Builder
	for i := range depth {
		b.WriteString(strings.Repeat(" ", 2*i) + "- a\n")
	}
	return b.String()
}

func FuzzRead(f *testing.F) {
	for _, name := range []string{"shapes.md", "others.md"} {
		text, err := os.ReadFile(filepath.Join("testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(text)
	}
	f.Add([]byte("| ID | Status |\n|--|--|\n| A-1 | Closed |\n"))
	f.Fuzz(func(_ *testing.T, text []byte) {
		doc, err := Read(source.NewFile("t.md", text))
		if err != nil {
			return
		}
		for _, it := range doc.Items {
			_ = row("t", it)
			for _, e := range it.Evidence {
				_ = e.At.Text()
			}
		}
	})
}
