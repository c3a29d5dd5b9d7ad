package python_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/language/python"
	"github.com/seclint/seclint/internal/source"
)

// read returns the modules of an application whose files are those of an archive.
func read(t testing.TB, archive string) []*code.Module {
	t.Helper()
	if why := (python.Language{}).Unavailable(); why != "" {
		t.Skip(why)
	}
	files := map[string]*source.File{}
	app := code.Application{Open: func(name string) *source.File { return files[name] }}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = source.NewFile(f.Name, f.Data)
		app.Files = append(app.Files, files[f.Name])
	}
	var modules []*code.Module
	for i, r := range (python.Language{}).Read(app) {
		if r.Module == nil {
			t.Fatalf("%s: %s", app.Files[i].Path, r.Partial)
		}
		modules = append(modules, r.Module)
	}
	return modules
}

// calls returns the callees of a module with what the table calls them.
func calls(m *code.Module) []string {
	var list []string
	for _, c := range m.Calls {
		list = append(list, strings.TrimSpace(c.Callee+" "+c.Is))
	}
	return list
}

func TestCallees(t *testing.T) {
	t.Parallel()
	m := read(t, `-- api/app.py --
import hashlib as h
from fastapi import FastAPI as F
from fastapi.middleware.cors import CORSMiddleware as C
from . import factory
from .factory import make, Client
from jinja2 import Environment

app = F()
app.add_middleware(C, allow_origins=[])
other = factory.make()
other.add_middleware(C)
make().add_middleware(C)
h.sha256(b"")
unknown.run()
env: Environment = fetch()
env.from_string("x")


class Holder:
    def __init__(self, app: F):
        self.client = Client()
        self.app = app

    def go(self):
        self.client.send()
        self.app.add_middleware(C)
-- api/factory.py --
from fastapi import FastAPI


def make() -> FastAPI:
    return FastAPI()


class Client:
    pass
`)[0]
	want := []string{
		"fastapi.FastAPI web-app", "starlette.middleware.cors.CORSMiddleware cors", "api.factory.make",
		"starlette.middleware.cors.CORSMiddleware cors", "starlette.middleware.cors.CORSMiddleware cors", "api.factory.make",
		"hashlib.sha256 fast-hash", "api.factory.Client", "api.factory.Client.send", "starlette.middleware.cors.CORSMiddleware cors",
	}
	if got := calls(m); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	m := read(t, `-- c.py --
import os
from pydantic import Field
from pydantic_settings import BaseSettings as B
A = os.getenv("A", "x").upper().lower()
B1 = os.environ.get("B") or "y"
C = os.getenv("C", "true").lower() in ("1", "true")
D = os.getenv("D", "yes") == "true"
E = bool(os.getenv("E", "false"))
F = int(os.getenv("F", "6"))
G = os.getenv("G", "a, b").split(",")
H = [h.strip() for h in os.getenv("H", "*").split(",")]
I = os.environ["I"]
J = 2 * 60
if not A:
    raise ValueError("A")
class S(B):
    k: str = "v"
    l: str = Field("w", min_length=3)
    n: str
`)[0]
	type setting struct {
		name, from string
		value      any
		checked    bool
	}
	var got []setting
	for _, s := range m.Settings {
		one := setting{name: s.Name, from: s.From, checked: s.Checked}
		if s.Default != nil {
			one.value = s.Default.Is
			if s.Default.Kind == "list" {
				one.value = len(s.Default.Items)
			}
		}
		got = append(got, one)
	}
	want := []setting{
		{"A", "environment", "x", true}, {"B", "environment", "y", false}, {"C", "environment", true, false},
		{"D", "environment", false, false}, {"E", "environment", true, false}, {"F", "environment", int64(6), false},
		{"G", "environment", 2, false}, {"H", "environment", 1, false}, {"I", "environment", nil, true},
		{"k", "field", "v", false}, {"l", "field", "w", true}, {"n", "field", nil, false},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	m := read(t, `-- r.py --
from flask import Flask, request
app = Flask(__name__)
@app.route("/a/<id>", methods=["POST"])
def a(id):
    if x:
        request.args.get("q")
    elif request.headers["X-A"].split(",")[0]:
        return request.remote_addr
    h = request.headers
    log.info(h.get("X-B"))
`)[0]
	var got []string
	for _, i := range m.Inputs {
		got = append(got, i.Part+" "+i.Name+" "+i.Within)
	}
	want := []string{"path id ", "query q ", "header x-a ", "client  ", "header x-b info"}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if r := m.Routes[0]; r.Path != "/a/<id>" || !slices.Equal(r.Methods, []string{"POST"}) || r.Handler != "a" || !r.Open {
		t.Errorf("got %+v", r)
	}
	if !m.Inputs[2].First || len(m.Inputs[3].Guards) != 2 || !m.Inputs[3].Guards[0].Negated {
		t.Errorf("got %+v", m.Inputs[2:4])
	}
}

// Names that depend on themselves, or double at every step, end.
func TestNamesThatNeverEnd(t *testing.T) {
	t.Parallel()
	doubling := "x0 = ['a']\n"
	for i := range 40 {
		n := "x" + string(rune('A'+i%26)) + strings.Repeat("_", i/26)
		before := "x0"
		if i > 0 {
			before = "x" + string(rune('A'+(i-1)%26)) + strings.Repeat("_", (i-1)/26)
		}
		doubling += n + " = [" + before + ", " + before + "]\n"
	}
	m := read(t, "-- a.py --\nfrom b import x, y\nfrom a import a as b\nimport flask\nx = y\ny = x\nz = z.z\nk = request.args.get(k)\n"+
		"flask.Flask(x, y, z, k)\n"+doubling+"flask.Flask(xN_)\n-- b.py --\nfrom a import x, y\nfrom b import b\nx = b.x\n")
	if len(m) != 2 || len(m[0].Calls) != 2 {
		t.Errorf("got %d modules", len(m))
	}
	if size := len(mustJSON(t, code.Tree(m[0]).Value())); size > 1<<20 {
		t.Errorf("the facts have %d bytes", size)
	}
}

func mustJSON(t testing.TB, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func TestMatters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"from fastapi import x": true, "os.getenv('X')": true, "x = '0.0.0.0'": true, "10.0.0.0": false, "myfastapi = 1": false,
		"print('hello')": false, "": false, "x0.0.0.0": false,
	} {
		if got := (python.Language{}).Matters(source.NewFile("a.py", []byte(text))); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}

// The table is one that a policy can rely on: meanings are words, parameters are there once, and documentation is named.
func TestTable(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("frameworks.json")
	if err != nil {
		t.Fatal(err)
	}
	var table struct {
		Frameworks []struct {
			Name          string
			Documentation []string
			Callees       map[string]struct {
				Is        string
				Arguments []string
				Defaults  map[string]any
			}
		}
	}
	if err := json.Unmarshal(text, &table); err != nil {
		t.Fatal(err)
	}
	seen := map[string]string{}
	for _, f := range table.Frameworks {
		if len(f.Documentation) == 0 || !strings.HasPrefix(f.Documentation[0], "https://") {
			t.Errorf("%s: no documentation", f.Name)
		}
		for callee, c := range f.Callees {
			if other, twice := seen[callee]; twice {
				t.Errorf("%s: %s and %s", callee, other, f.Name)
			}
			seen[callee] = f.Name
			var parameters []string
			for _, a := range c.Arguments {
				ours, _, _ := strings.Cut(a, "=")
				if slices.Contains(parameters, ours) {
					t.Errorf("%s: %s twice", callee, ours)
				}
				parameters = append(parameters, ours)
			}
			for name := range c.Defaults {
				if !slices.Contains(parameters, name) && len(parameters) > 0 {
					t.Errorf("%s: the default of %s, which is no parameter", callee, name)
				}
			}
		}
	}
}

// Each fact is inside of its module, and what a fact is made of inside of the fact or of what it names.
func spansHold(t testing.TB, m *code.Module) {
	t.Helper()
	var check func(v reflect.Value)
	check = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer, reflect.Interface:
			if !v.IsNil() && v.Type() != reflect.TypeFor[*source.File]() {
				check(v.Elem())
			}
		case reflect.Slice:
			for i := range v.Len() {
				check(v.Index(i))
			}
		case reflect.Map:
			for _, key := range v.MapKeys() {
				check(v.MapIndex(key))
			}
		case reflect.Struct:
			if p, ok := v.Interface().(code.Place); ok && (p.Start < 0 || p.Start > p.End || p.End > len(m.File.Content)) {
				t.Fatalf("%s: a fact from %d to %d", m.File.Path, p.Start, p.End)
			}
			for i := range v.NumField() {
				if tag := v.Type().Field(i).Tag.Get("json"); tag != "" || v.Type().Field(i).Anonymous || v.Type() == reflect.TypeFor[code.Place]() {
					check(v.Field(i))
				}
			}
		}
	}
	for _, call := range m.Calls { // values of other modules have the places of theirs
		for name, argument := range call.Arguments {
			if argument.Start < call.Start || argument.End > call.End {
				t.Fatalf("%s: argument %s of %s is outside of the call", m.File.Path, name, call.Callee)
			}
		}
	}
	check(reflect.ValueOf(m).Elem())
}

func TestSpans(t *testing.T) {
	t.Parallel()
	fixtures, err := filepath.Glob("../../../policies/app/*/*.txtar")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	for _, name := range fixtures {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			if strings.HasSuffix(f.Name, ".py") {
				spansHold(t, read(t, "-- a.py --\n"+string(f.Data))[0])
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"from flask import request\nx = request.args.get(x)\n", "import os\nclass A(A):\n  b = os.environ['c']\n", "@a.get('/')\ndef f(x=f(x)): return f'{x}'\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		app := code.Application{Files: []*source.File{source.NewFile("a.py", []byte(text))}, Open: func(string) *source.File { return nil }}
		for _, r := range (python.Language{}).Read(app) {
			if r.Module != nil {
				spansHold(t, r.Module)
				code.Tree(r.Module)
			}
		}
	})
}
