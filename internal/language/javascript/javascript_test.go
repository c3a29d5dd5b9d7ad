package javascript_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/language/javascript"
	"github.com/seclint/seclint/internal/source"
)

// read returns the modules of an application whose files are those of an archive.
func read(t testing.TB, archive string) []*code.Module {
	t.Helper()
	if why := (javascript.Language{}).Unavailable(); why != "" {
		t.Skip(why)
	}
	files := map[string]*source.File{}
	app := code.Application{Open: func(name string) *source.File { return files[name] }}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = source.NewFile(f.Name, f.Data)
		app.Files = append(app.Files, files[f.Name])
	}
	var modules []*code.Module
	for i, r := range (javascript.Language{}).Read(app) {
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
	m := read(t, `-- src/app.ts --
import express, { Express as E } from "express";
import * as cp from "node:child_process";
import { make as build, Client } from "./factory";
import shared from "@/shared";
const { execSync: sh } = require("child_process");
const https = require("https");

const app = express();
app.listen(1);
build().listen(2);
cp.exec("a");
sh("b");
new https.Agent({ rejectUnauthorized: false });
require("http").createServer(app).listen(3);
window.localStorage.setItem("a", b);
localStorage.c = d;
shared.listen(4);
unknown.run();
export function start(server: E, fetch: Fetcher) {
  server.listen(5);
  fetch("x");
}
class Holder {
  client = new Client();
  constructor(private readonly app: E) {}
  go() {
    this.client.send();
    this.app.listen(6);
  }
}
-- src/factory.ts --
import express from "express";
export function make() {
  return express();
}
export class Client {}
-- src/shared.js --
const express = require("express");
module.exports = express();
`)[0]
	want := []string{
		"express web-app", "express.listen listen", "express.listen listen", "src/factory.make", "child_process.exec shell",
		"child_process.execSync shell", "https.Agent", "rejectUnauthorized tls-client", "http.createServer.listen listen",
		"http.createServer http-server", "localStorage.setItem storage-write", "localStorage.setItem storage-write", "express.listen listen",
		"express.listen listen", "src/factory.Client", "src/factory.Client.send", "express.listen listen",
	}
	if got := calls(m); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	m := read(t, `-- c.ts --
const a = process.env.A || "x";
const b = process.env["B"] ?? "y";
const c = process.env.C === "true";
const d = process.env.D !== "false";
const e = Number(process.env.E || "6");
const f = (process.env.F || "a, b").split(",");
const { G = "z", H: h } = process.env;
const i = import.meta.env.I;
const J_K = 2 * 60;
if (!process.env.L) {
  throw new Error("L");
}
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
		{"A", "environment", "x", false}, {"B", "environment", "y", false}, {"C", "environment", false, false},
		{"D", "environment", true, false}, {"E", "environment", int64(6), false}, {"F", "environment", 2, false},
		{"G", "environment", "z", false}, {"H", "environment", nil, false}, {"I", "environment", nil, false},
		{"J_K", "constant", int64(120), false}, {"L", "environment", nil, true},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	m := read(t, `-- r.ts --
import express from "express";
const app = express();
app.post("/a/:id", async (req, res) => {
  const { q } = req.query;
  if (x) {
    req.get("X-A");
  } else {
    log.info(req.headers["x-b"].split(",")[0], req.ip);
  }
  const body = req.body;
  use(body.name, req.params.id);
});
app.get("/b", login, list);
const own = new URLSearchParams(window.location.search);
use(own.get("token"), new URL(req.url, base).searchParams.get("other"));
export const handler = ({ query }, res) => query.ticket;
function notRequest(options) {
  return options.query.token;
}
export const http = (req: IncomingMessage) => new URL(req.url, "http://x").searchParams.get("key");
`)[0]
	var got []string
	for _, i := range m.Inputs {
		got = append(got, strings.Join([]string{i.Part, i.Name, i.Within, i.Function}, " "))
	}
	want := []string{
		"query q  post /a/:id", "header x-a  post /a/:id", "header x-b info post /a/:id", "client  info post /a/:id", "body name use post /a/:id",
		"path id use post /a/:id", "address token use ", "query ticket  handler", "query key  http",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if r := m.Routes[0]; r.Path != "/a/:id" || !slices.Equal(r.Methods, []string{"POST"}) || r.Handler != "post /a/:id" || !r.Open {
		t.Errorf("got %+v", r)
	}
	if r := m.Routes[1]; r.Open || r.Path != "/b" {
		t.Errorf("got %+v", r)
	}
	if !m.Inputs[2].First || len(m.Inputs[3].Guards) != 1 || !m.Inputs[3].Guards[0].Negated {
		t.Errorf("got %+v", m.Inputs[2:4])
	}
}

// The scripts of a page have their places in the page, and its elements are facts.
func TestPage(t *testing.T) {
	t.Parallel()
	const text = `<!doctype html>
<meta http-equiv="Content-Security-Policy" content="default-src 'self'">
<p title="localStorage.setItem('no', 1)">don't <!-- <script>no()</script> --></p>
<script type="application/json">{"a": localStorage}</script>
<script>
{% if x %}const a = {{ value|safe }};{% endif %}
localStorage.setItem("é", a)</script>
<script>localStorage.b = 1</script><iframe src="http://x.example/"></iframe>
`
	m := read(t, "-- web/index.html --\n"+text)[0]
	if got := calls(m); !slices.Equal(got, []string{
		"localStorage.setItem storage-write", "localStorage.setItem storage-write", "html.script script", "html.script script", "html.script script",
		"html.iframe frame",
	}) {
		t.Errorf("got %q", got)
	}
	if at := m.Calls[0].Place; text[at.Start:at.End] != `localStorage.setItem("é", a)` {
		t.Errorf("got %q", text[at.Start:at.End])
	}
	if len(m.Headers) != 1 || m.Headers[0].Name != "content-security-policy" {
		t.Errorf("got %v", m.Headers)
	}
}

// Names that depend on themselves, or double at every step, end.
func TestNamesThatNeverEnd(t *testing.T) {
	t.Parallel()
	doubling := "const x0 = ['a'];\n"
	for i := range 40 {
		before := "x0"
		if i > 0 {
			before = "y" + strings.Repeat("_", i-1)
		}
		doubling += "const y" + strings.Repeat("_", i) + " = [" + before + ", " + before + "];\n"
	}
	m := read(t, "-- a.js --\nimport { x, y } from './b';\nimport express from 'express';\nx = y; y = x; let z = z.z; const k = req.query[k];\n"+
		"express(x, y, z, k);\n"+doubling+"fetch(y"+strings.Repeat("_", 39)+");\n-- b.js --\nexport * from './a';\nexport { x as y, y as x } from './a';\nexport * from './b';\n")
	if len(m) != 2 || len(m[0].Calls) != 2 {
		t.Errorf("got %d modules, %q", len(m), calls(m[0]))
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

// TestMinified wants files that a build wrote to be named, not read, and a script with one long line to be read.
func TestMinified(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"localStorage.x" + strings.Repeat(" ", 6000):                                                                      "its lines are as long as a build writes them: it was not looked at",
		strings.Repeat("localStorage.x="+strings.Repeat("1+", 200)+"1;\n", 4):                                             "its lines are as long as a build writes them: it was not looked at",
		strings.Repeat("localStorage.x = 1;\n", 60_000):                                                                   "a script of 1171 kB, as a build writes it: those of up to 1024 kB are parsed",
		strings.Repeat("localStorage.x = 1;\n", 15_000):                                                                   "",
		"/*! A 1.0 */\n" + strings.Repeat("localStorage.x = 1;\n", 15_000):                                                "a library of 292 kB: it was not looked at",
		strings.Repeat("localStorage.x = 1;\n", 15_000) + "typeof define == 'function' && define.amd ? define(f) : f()\n": "a library of 293 kB: it was not looked at",
		"/*! A 1.0 */\nlocalStorage.x = 1;\n":                                                                             "",
		"/*! A 1.0.0 */\nlocalStorage.x = 1;\n":                                                                           "by its folder or its first comment it is a copy of what another project publishes: it was not looked at",
		"/*! A 1.0.0 */\nconst a = require('a');\nlocalStorage.x = 1;\n":                                                  "",
		"/*! A 1.0.0 */\nimport a from 'a';\nlocalStorage.x = 1;\n":                                                       "",
		"const data = '" + strings.Repeat("a", 6000) + "';\n" + strings.Repeat("f();\n", 2000):                            "",
	} {
		file := source.NewFile("a.js", []byte(text))
		app := code.Application{Files: []*source.File{file}, Names: []string{file.Path}, Open: func(string) *source.File { return nil }}
		if read := (javascript.Language{}).Read(app)[0]; read.Partial != want || read.IsCut || (read.Module == nil) != (want != "") {
			t.Errorf("%.40q: %q, cut %v", text, read.Partial, read.IsCut)
		}
	}
}

func TestMatters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"import express from 'express'": true, "process.env.X": true, "fetch('http://api.example.com/')": true, "`/x?token=${t}`": true,
		"x = '0.0.0.0'": true, "<svg xmlns=\"http://www.w3.org/2000/svg\"/>": false, "export const Button = () => <b>x</b>": false, "": false,
		"fetch('https://api.example.com/')": false, "a ? b : key === c": false, "'/x?a=1&apiKey='": true, "'?a b-token='": false,
		"'?key' + '='": false, "set('session.jwt', x)": true, "set('token of', x)": false, "{cap_add: []}": true,
	} {
		if got := (javascript.Language{}).Matters(source.NewFile("a.tsx", []byte(text))); got != want {
			t.Errorf("%.60q: %v", text, got)
		}
	}
	for name, want := range map[string]bool{
		"app.min.js": false, "jquery-3.7.1.js": false, "types.d.ts": false, "index.js": true, "page.html": true, "vue.config.js": true,
		"App.Min.JS": false, "types.D.mts": false, "min.ts": true, "lodash.tsx": true,
	} {
		if got := (javascript.Language{}).Matters(source.NewFile("web/"+name, []byte("localStorage.x = 1"))); got != want {
			t.Errorf("%s: %v", name, got)
		}
	}
}

// What a build wrote takes nothing from the budget of the application.
func TestBundlesAreOutsideTheBudget(t *testing.T) {
	t.Parallel()
	bundle := []byte("localStorage.x=" + strings.Repeat("1+", 500_000) + "1;")
	app := code.Application{Open: func(string) *source.File { return nil }}
	for i := range 10 {
		app.Files = append(app.Files, source.NewFile(fmt.Sprintf("dist%d.js", i), bundle))
	}
	app.Files = append(app.Files, source.NewFile("app.js", []byte("localStorage.token = 1;")))
	if read := (javascript.Language{}).Read(app)[10]; read.Module == nil || read.IsCut {
		t.Errorf("app.js was not read: %s", read.Partial)
	}
}

// A file at the limit of size is read in less time than people wait.
func TestTime(t *testing.T) {
	t.Parallel()
	unit := "export const send = async (token: string) => {\n  if (token) { await fetch(`/api?token=${token}`, { headers: { a: [1, 2] } }); }\n" +
		"  document.body.innerHTML = items.map((item) => `<li>${item.name}</li>`).join('');\n};\n"
	text := strings.Repeat(unit, (256<<10)/len(unit))
	start := time.Now()
	if m := read(t, "-- a.ts --\n"+text)[0]; len(m.Calls) < 1000 {
		t.Errorf("%d calls", len(m.Calls))
	}
	if took := time.Since(start); took > 5*time.Second {
		t.Errorf("took %s", took)
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
	var fixtures []string
	for _, family := range []string{"app", "frontend"} {
		names, err := filepath.Glob("../../../policies/" + family + "/*/*.txtar")
		if err != nil {
			t.Fatal(err)
		}
		fixtures = append(fixtures, names...)
	}
	seen := 0
	for _, name := range fixtures {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			isCopy := strings.HasPrefix(string(f.Data), "/*!")
			if format := source.FormatOf(f.Name); !isCopy && (format == source.JavaScript || format == source.HTML) {
				spansHold(t, read(t, "-- "+filepath.Base(f.Name)+" --\n"+string(f.Data))[0])
				seen++
			}
		}
	}
	if seen == 0 {
		t.Error("no fixtures")
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"const { a = b } = req.query\nx = process.env[x]\n", "class A extends A { b = this.b; c() { return this.c() } }\n",
		"const a = <b c={d} {...e} dangerouslySetInnerHTML={{__html: `${f}`}}/>;", "export * from './a'; export default a; module.exports = a\n",
	} {
		f.Add(seed, false)
		f.Add("<p a=b><script>"+seed+"</script>", true)
	}
	f.Fuzz(func(t *testing.T, text string, isPage bool) {
		name := "a.tsx"
		if isPage {
			name = "a.html"
		}
		app := code.Application{Files: []*source.File{source.NewFile(name, []byte(text))}, Open: func(string) *source.File { return nil }}
		for _, r := range (javascript.Language{}).Read(app) {
			if r.Module != nil {
				spansHold(t, r.Module)
				code.Tree(r.Module)
			}
		}
	})
}
