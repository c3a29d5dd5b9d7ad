package python_test

import (
	"io/fs"
	"os"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/code"
)

var (
	definition = regexp.MustCompile(`(?m)^(class|def|async def) .*:\n`)
	place      = regexp.MustCompile(`"Start":\d+,"End":\d+,?`)
)

// facts returns the facts of a module without their places.
func facts(t testing.TB, m *code.Module) string {
	t.Helper()
	m.File, m.Embedded = nil, nil
	return place.ReplaceAllString(string(mustJSON(t, m)), "")
}

// The facts of a class or function do not depend on how long it is: those of the fixtures are the same with a long remark inside.
func TestLargeDefinitions(t *testing.T) {
	t.Parallel()
	remark := strings.Repeat("    # "+strings.Repeat("\"'({[", 4000)+"\n", 4)
	tried := 0
	policies := os.DirFS("../../../policies/app")
	archives, err := fs.Glob(policies, "*/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, archive := range archives {
		text, err := fs.ReadFile(policies, archive)
		if err != nil {
			t.Fatal(err)
		}
		for _, file := range txtar.Parse(text).Files {
			at := definition.FindIndex(file.Data)
			if at == nil || !strings.HasSuffix(file.Name, ".py") {
				continue
			}
			small := string(file.Data)
			want := facts(t, read(t, "-- a.py --\n"+small)[0])
			if got := facts(t, read(t, "-- a.py --\n"+small[:at[1]]+remark+small[at[1]:])[0]); got != want {
				t.Errorf("%s: %s\ngot  %s\nwant %s", archive, file.Name, got, want)
			}
			tried++
		}
	}
	if tried < 50 {
		t.Errorf("only %d files were tried", tried)
	}
}

// What a class says of itself holds for methods far behind it.
func TestLargeClass(t *testing.T) {
	t.Parallel()
	class := func(between string) string {
		return `-- a.py --
import os
from fastapi import Depends, FastAPI
from pydantic_settings import BaseSettings
app = FastAPI()
class Settings(BaseSettings):
    token: str = "changeme"
class Service(Base):
    limit = 5
    def __init__(self):
        self.host = "0.0.0.0"
        self.settings = Settings()
` + between + `
    @app.get("/admin")
    async def run(self, name: str = Depends(current)):
        uvicorn.run(app, host=self.host, limit=self.limit, token=self.settings.token)
import uvicorn
`
	}
	small, large := read(t, class(""))[0], read(t, class(strings.Repeat("    def f(self): return f\"{self}'\"\n", 4000)))[0]
	if len(large.Functions) != len(small.Functions)+4000 {
		t.Errorf("%d functions", len(large.Functions))
	}
	for _, m := range []*code.Module{small, large} {
		m.Functions, m.Exits = nil, nil
	}
	if got, want := facts(t, large), facts(t, small); got != want || !strings.Contains(got, `"/admin"`) {
		t.Errorf("got  %s\nwant %s", got, want)
	}
}
