package dockerfile_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/dockerfile"
)

const text = "# syntax=docker/dockerfile:1\nFROM --platform=x a AS b\n" +
	"run --mount=type=secret,id=a \\\n  curl a \\\n# why\n\n  && b\n" +
	"CMD [\"a\", \"b \\\"c\\\"\",\n  \"d\"]\nENV A=1 B=\"2 3\"\nRUN <<EOF\na\n# b\nEOF\nRUN cat <<X > y\nz\nX\nUSER a"

func TestParse(t *testing.T) {
	t.Parallel()
	text := strings.ReplaceAll(text, "\n  \"d\"", " \"d\"")
	f, err := dockerfile.Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, i := range f.Instructions {
		script, at := f.Script(i)
		line := fmt.Sprintf("%s %q %q %v %q", i.Name, i.Words, i.Flags, i.IsJSON, script)
		if i.Name == "run" && len(script) > len(text)-at {
			t.Errorf("%q ends behind the file", script)
		}
		for _, w := range f.JSON(i) {
			line += fmt.Sprintf(" %s=%q", w.Text, text[w.Start:w.End])
		}
		got = append(got, line)
	}
	want := []string{
		`from ["a" "AS" "b"] ["--platform=x"] false "a AS b\n"`,
		`run ["curl a   && b"] ["--mount=type=secret,id=a"] false "curl a \\\n         && b\n"`,
		`cmd ["a" "b \"c\"" "d"] [] true "[\"a\", \"b \\\"c\\\"\", \"d\"]\n" a="\"a\"" b "c"="\"b \\\"c\\\"\"" d="\"d\""`,
		`env ["A" "1" "=" "B" "\"2 3\"" "="] [] false "A=1 B=\"2 3\"\n" 2 3="\"2 3\""`,
		`run ["<<EOF"] [] false "a\n# b\n"`,
		`run ["cat <<X > y"] [] false "cat <<X > y\nz\nX\n"`,
		`user ["a"] [] false "a"`,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// FuzzParse feeds Dockerfiles: nothing may crash, and all places are inside of the file.
func FuzzParse(f *testing.F) {
	f.Add(text)
	f.Add("# escape=`\nFROM a\nRUN b `\n c\nHEALTHCHECK --interval=1s CMD [\"a\"]\n")
	f.Fuzz(func(t *testing.T, text string) {
		file, err := dockerfile.Parse([]byte(text))
		if err != nil {
			return
		}
		for _, i := range file.Instructions {
			if i.Start > i.Body || i.Body > i.End || i.End > len(text) {
				t.Fatalf("%+v of %d", i, len(text))
			}
			if script, at := file.Script(i); at+len(script) > len(text) {
				t.Fatalf("the script of %+v ends behind the file", i)
			}
			for _, w := range append(file.JSON(i), file.Find(i, "a", 0)) {
				if w.Start > w.End || w.End > len(text) {
					t.Fatalf("%+v of %d", w, len(text))
				}
			}
		}
	})
}
