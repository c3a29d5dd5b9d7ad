package javascript_test

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/code"
)

var (
	opened = regexp.MustCompile(`(?m)^[A-Za-z].*\{\n`)
	place  = regexp.MustCompile(`"Start":\d+,"End":\d+,?`)
)

// facts returns the facts of a module without their places.
func facts(t testing.TB, m *code.Module) string {
	t.Helper()
	m.File, m.Embedded = nil, nil
	return place.ReplaceAllString(string(mustJSON(t, m)), "")
}

// The facts of a class, function or object do not depend on how long it is: those of the fixtures are the same with a long remark inside.
func TestLargeStatements(t *testing.T) {
	t.Parallel()
	remark := strings.Repeat("// "+strings.Repeat("\"'`({[", 30)+"\n", 400)
	tried := 0
	policies := os.DirFS("../../../policies")
	archives, err := fs.Glob(policies, "*/*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, archive := range archives {
		text, err := fs.ReadFile(policies, archive)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range txtar.Parse(text).Files {
			ending := path.Ext(file.Name)
			if ending != ".ts" && ending != ".tsx" && ending != ".js" {
				continue
			}
			at := opened.FindIndex(file.Data)
			if at == nil {
				continue
			}
			small := string(file.Data)
			want := facts(t, read(t, "-- a"+ending+" --\n"+small)[0])
			if got := facts(t, read(t, "-- a"+ending+" --\n"+small[:at[1]]+remark+small[at[1]:])[0]); got != want {
				t.Errorf("%s: %s\ngot  %s\nwant %s", archive, file.Name, got, want)
			}
			tried++
		}
	}
	if tried < 50 {
		t.Errorf("only %d files were tried", tried)
	}
}
