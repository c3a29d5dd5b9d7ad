package golang_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/tools/txtar"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/language/golang"
	"github.com/seclint/seclint/internal/source"
)

// read returns the modules of an application whose files are those of an archive, in their order.
func read(t testing.TB, archive string) []*code.Module {
	t.Helper()
	files := map[string]*source.File{}
	app := code.Application{Open: func(name string) *source.File { return files[name] }}
	for _, f := range txtar.Parse([]byte(archive)).Files {
		files[f.Name] = source.NewFile(f.Name, f.Data)
		if strings.HasSuffix(f.Name, ".go") {
			app.Files = append(app.Files, files[f.Name])
			app.Names = append(app.Names, f.Name)
		}
	}
	slices.Sort(app.Names)
	var modules []*code.Module
	for i, r := range (golang.Language{}).Read(app) {
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

// One small program shows how callees are resolved: aliases, versions in paths, fields of structs of another package, embedded types,
// results, parameters, and middlewares that are passed on by their name.
func TestCallees(t *testing.T) {
	t.Parallel()
	m := read(t, `-- go.mod --
module example.com/app
-- cmd/app/main.go --
package main

import (
	"crypto/sha256"
	web "net/http"

	"example.com/app/internal/api"
	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"
)

type wrapped struct{ *api.Server }

func main() {
	s := api.New()
	s.Router.GET("/a", nil)
	wrapped{s}.Start()
	r := chi.NewRouter()
	r.Use(middleware.RealIP)
	r.Route("/x", func(r chi.Router) { r.Get("/y", nil) })
	config := &web.Server{Addr: ":80"}
	config.Addr = ":81"
	sha256.Sum256(nil)
	unknown.Run()
}

func mount(mux *web.ServeMux) { mux.HandleFunc("GET /z", nil) }
-- internal/api/api.go --
package api

import "github.com/gin-gonic/gin"

type Server struct{ Router *gin.Engine }

func New() *Server { return &Server{Router: gin.Default()} }

func (s *Server) Start() { s.Router.Run() }
`)
	want := []string{
		"internal/api.New", "gin.Engine.GET add-route", "internal/api.Server.Start", "chi.NewRouter web-app", "chi.Mux.Use middleware",
		"chi/middleware.RealIP proxy-address", "chi.Mux.Route route-group", "chi.Router.Get add-route", "net/http.Server listen-address",
		"net/http.Server.Addr listen-address", "crypto/sha256.Sum256 fast-hash", "net/http.ServeMux.HandleFunc add-route",
	}
	if got := calls(m[0]); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if r := m[0].Routes[1]; r.Path != "/x/y" {
		t.Errorf("a route of a group that is handed to a function: got %+v", r)
	}
	if r := m[0].Routes[2]; r.Path != "/z" || !slices.Equal(r.Methods, []string{"GET"}) {
		t.Errorf("got %+v", r)
	}
}

// Frameworks put paths together in ways of their own, and take functions in front of the handler.
func TestRoutes(t *testing.T) {
	t.Parallel()
	m := read(t, `-- go.mod --
module example.com/app
-- main.go --
package main

import (
	"net/http"

	"github.com/flamego/flamego"
	"github.com/gin-gonic/gin"
	"github.com/labstack/echo/v4"
)

func routes(g *gin.Engine, f *flamego.Flame, e *echo.Echo) {
	v1 := g.Group("api").Group("v1")
	v1.POST("login", limit(5), bind, login)
	f.Group("/user", func() {
		f.Group("/mfa", func() {
			f.Combo("").Get(form).Post(bind, check)
		})
	})
	e.POST("/login", login, bind)
	g.Handle(http.MethodDelete, "/x", login)
}
`)
	type route struct {
		Methods []string
		Path    string
		Through []string
		Handler string
	}
	var got []route
	for _, r := range m[0].Routes {
		got = append(got, route{r.Methods, r.Path, r.Through, r.Handler})
	}
	want := []route{
		{[]string{"POST"}, "api/v1/login", []string{"limit", "bind"}, "login"},
		{[]string{"POST"}, "/user/mfa", []string{"bind"}, "check"},
		{[]string{"GET"}, "/user/mfa", nil, "form"},
		{[]string{"POST"}, "/login", nil, "login"},
		{[]string{"DELETE"}, "/x", nil, "login"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// What is read from a decoder is data of a request where the decoder reads one.
func TestBodies(t *testing.T) {
	t.Parallel()
	m := read(t, `-- main.go --
package main

import (
	"encoding/json"
	"io"
	"net/http"
)

type record struct{ Token string }

func handle(w http.ResponseWriter, r *http.Request, stored io.Reader) {
	var a, b, c, d record
	json.NewDecoder(http.MaxBytesReader(w, r.Body, 100)).Decode(&a)
	json.NewDecoder(stored).Decode(&b)
	resp, _ := http.Get("https://example.org")
	json.NewDecoder(resp.Body).Decode(&c)
	body := io.LimitReader(r.Body, 100)
	decoder := json.NewDecoder(body)
	decoder.Decode(&d)
	_ = a.Token == "1"
	_ = b.Token == "2"
	_ = c.Token == "3"
	_ = d.Token == "4"
}
`)
	var got []string
	for _, c := range m[0].Comparisons {
		if c.Left.Kind == "request" {
			got = append(got, c.Right.Is.(string))
		}
	}
	if want := []string{"1", "4"}; !slices.Equal(got, want) {
		t.Errorf("from the request: %q, want %q", got, want)
	}
}

func TestSettings(t *testing.T) {
	t.Parallel()
	m := read(t, `-- c.go --
package main

import (
	"flag"
	"log"
	"os"
	"strings"

	"github.com/alecthomas/kingpin/v2"
	"github.com/spf13/cobra"
	"github.com/spf13/viper"
	"github.com/urfave/cli/v2"
)

func env(key, fallback string) string {
	if v, ok := os.LookupEnv(key); ok {
		return v
	}
	return fallback
}

type Config struct {
	Addr  string `+"`env:\"ADDR\" envDefault:\":80\"`"+`
	Debug bool   `+"`default:\"true\"`"+`
}

const limit = 2 * 60

func main(cmd *cobra.Command) {
	a := os.Getenv("A")
	if a == "" {
		a = "x"
	}
	b := "y"
	if v := os.Getenv("B"); v != "" {
		b = v
	}
	_ = env("C", "z")
	d := strings.TrimSpace(os.Getenv("D"))
	if d == "" {
		log.Fatal("no D")
	}
	flag.Int("e", 7, "")
	cmd.Flags().StringP("f", "g", "w", "")
	viper.SetDefault("h.i", true)
	kingpin.Flag("j", "").Default("v").String()
	_ = &cli.StringFlag{Name: "k", Value: "u"}
	_ = Config{Addr: "q"}
	_ = b
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
		}
		got = append(got, one)
	}
	want := []setting{
		{"ADDR", "environment", ":80", false}, {"Debug", "field", true, false}, {"limit", "constant", int64(120), false},
		{"A", "environment", "x", false}, {"B", "environment", "y", false}, {"C", "environment", "z", false},
		{"D", "environment", nil, true}, {"e", "flag", int64(7), false}, {"f", "flag", "w", false}, {"h.i", "flag", true, false},
		{"j", "flag", "v", false}, {"k", "flag", "u", false}, {"Addr", "field", "q", false},
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestRequests(t *testing.T) {
	t.Parallel()
	m := read(t, `-- r.go --
package main

import (
	"net/http"
	"strings"

	"github.com/gorilla/mux"
)

func a(w http.ResponseWriter, r *http.Request) {
	query := r.URL.Query()
	if query.Get("q") == key {
		log.Print(r.Header["X-A"])
	} else if strings.Split(r.Header.Get("X-B"), ",")[0] == "" {
		http.Error(w, "no", http.StatusForbidden)
		return
	}
	_, _ = mux.Vars(r)["id"], r.RemoteAddr
}
`)[0]
	var got []string
	for _, i := range m.Inputs {
		got = append(got, i.Part+" "+i.Name+" "+i.Within)
	}
	if want := []string{"query q ", "header x-a Print", "header x-b ", "path id ", "client  "}; !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !m.Inputs[2].First || len(m.Inputs[1].Guards) != 1 || !m.Inputs[2].Guards[0].Negated {
		t.Errorf("got %+v", m.Inputs)
	}
	if e := m.Exits[0]; e.Is != "raise" || e.Value.Name != "net/http.Error.Forbidden" || len(e.Guards) != 2 || e.Function != "a" {
		t.Errorf("got %+v", e)
	}
}

// Names that depend on themselves, or double at every step, end.
func TestNamesThatNeverEnd(t *testing.T) {
	t.Parallel()
	doubling := "var x0 = []string{\"a\"}\n"
	before := "x0"
	for i := range 40 {
		name := "x" + strings.Repeat("y", i+1)
		doubling += "var " + name + " = [][]string{" + before + ", " + before + "}\n"
		before = name
	}
	m := read(t, "-- a.go --\npackage main\nimport \"net/http\"\ntype T struct{ T }\nfunc (t T) f() T { return t.f() }\nvar a, b = b, a\nvar c = c.c\n"+
		doubling+"var d = http.ListenAndServe(a+b+c+"+before+"+T{}.f().g, nil)\n")
	if len(m[0].Calls) == 0 {
		t.Error("no calls")
	}
	text, err := json.Marshal(code.Tree(m[0]).Value())
	if err != nil || len(text) > 1<<20 {
		t.Errorf("the facts have %d bytes, %v", len(text), err)
	}
}

func TestMatters(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"package a\nimport \"github.com/gin-gonic/gin\"": true, "package a\nvar x = os.Getenv(y)": true, "package a\nvar x = `0.0.0.0`": true,
		"package a\nvar x = 1": false, "": false, "// Code generated by x. DO NOT EDIT.\n\npackage a\nvar x = os.Getenv(y)": false,
		"package a\n// Code generated by x. DO NOT EDIT.\nvar x = os.Getenv(y)": true,
	} {
		if got := (golang.Language{}).Matters(source.NewFile("a.go", []byte(text))); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
	if (golang.Language{}).Matters(source.NewFile("a_test.go", []byte("package a\nvar x = os.Getenv(y)"))) {
		t.Error("a test matters")
	}
}

// Text that nobody writes ends soon, and a file with a mistake has the facts around it.
func TestHostile(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		strings.Repeat("(", 1<<20), "package a\nvar x = " + strings.Repeat("!", 1<<20), "package a\nvar x = " + strings.Repeat("a.", 1<<19),
		"package a\nvar x = " + strings.Repeat("f(", 390), "package a\nvar x = " + strings.Repeat("a+", 1<<19) + "1",
		"package a\nfunc f() { " + strings.Repeat("if a { } else ", 20_000), "\x00\xff", "package a\n" + strings.Repeat("var x = os.Getenv(\"X\")\n", 30_000),
		"package a\nvar x = " + strings.Repeat("*", 1500) + "p", "package a\nvar x " + strings.Repeat("func() ", 1<<16), "package a\nvar x " + strings.Repeat("map[int]", 1<<17),
		"package a\nvar x " + strings.Repeat("chan ", 1<<17) + "int",
	} {
		start := time.Now()
		file := source.NewFile("a.go", []byte(text))
		app := code.Application{Files: []*source.File{file}, Names: []string{"a.go"}, Open: func(string) *source.File { return nil }}
		for _, r := range (golang.Language{}).Read(app) {
			if r.Module != nil {
				code.Tree(r.Module)
			}
		}
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%.40q takes %v", text, took)
		}
	}
	m := read(t, "-- a.go --\npackage a\nimport \"os\"\nvar x = os.Getenv(\"X\")\nfunc f( {\n")
	if len(m[0].Settings) != 1 {
		t.Errorf("got %d settings around a mistake", len(m[0].Settings))
	}
}

// The table is one that a policy can rely on: each callee is there once, parameters too, and documentation is named.
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
				Is, Type  string
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
			if c.Is == "" && c.Type == "" {
				t.Errorf("%s means nothing", callee)
			}
			var parameters []string
			for _, a := range c.Arguments {
				ours, _, _ := strings.Cut(a, "=")
				if slices.Contains(parameters, ours) {
					t.Errorf("%s: %s twice", callee, ours)
				}
				parameters = append(parameters, ours)
			}
		}
	}
}

// spansHold checks that each fact is inside of its module, and what a fact is made of inside of the fact.
func spansHold(t testing.TB, m *code.Module) {
	t.Helper()
	for _, call := range m.Calls {
		for name, argument := range call.Arguments {
			if argument.Start < call.Start || argument.End > call.End || call.End > len(m.File.Content) {
				t.Fatalf("%s: argument %s of %s is outside of the call", m.File.Path, name, call.Callee)
			}
		}
	}
	for _, s := range m.Settings {
		if s.Start < 0 || s.Start > s.End || s.End > len(m.File.Content) {
			t.Fatalf("%s: %s from %d to %d", m.File.Path, s.Name, s.Start, s.End)
		}
	}
}

func TestSpans(t *testing.T) {
	t.Parallel()
	fixtures, err := filepath.Glob("../../../policies/app/*/*.txtar")
	if err != nil || len(fixtures) == 0 {
		t.Fatalf("no fixtures: %v", err)
	}
	found := 0
	for _, name := range fixtures {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range txtar.Parse(text).Files {
			if strings.HasSuffix(f.Name, ".go") {
				found++
				spansHold(t, read(t, "-- a.go --\n"+string(f.Data))[0])
			}
		}
	}
	if found == 0 {
		t.Error("no fixture has Go code")
	}
}

func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"package a\nimport \"net/http\"\nfunc f(r *http.Request) { x := r.URL.Query().Get(x) }\n", "package a\nimport \"os\"\nvar b = os.Getenv(\"c\")\n",
		"package a\ntype T struct { T `env:\"x,default=y\"` }\nfunc (t *T) f(t T) T { return T{f: t.f}.f }\n", "package a\nfunc f() { if a := b; a != \"\" { c = a } }\n",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		app := code.Application{Files: []*source.File{source.NewFile("a.go", []byte(text))}, Open: func(string) *source.File { return nil }}
		for _, r := range (golang.Language{}).Read(app) {
			if r.Module != nil {
				spansHold(t, r.Module)
				code.Tree(r.Module)
			}
		}
	})
}
