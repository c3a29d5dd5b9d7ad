package lua_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/language/lua"
	"github.com/seclint/seclint/internal/source"
)

// read returns the facts of a file; a build without the grammar skips the test.
func read(t testing.TB, text string) *code.Module {
	t.Helper()
	if why := (lua.Language{}).Unavailable(); why != "" {
		t.Skip(why)
	}
	file := source.NewFile("filter.lua", []byte(text))
	r := (lua.Language{}).Read(code.Application{Files: []*source.File{file}})[0]
	if r.Module == nil {
		t.Fatal(r.Partial)
	}
	return r.Module
}

func TestCallees(t *testing.T) {
	t.Parallel()
	m := read(t, `
local json = require("cjson.safe")
local getenv, exec = os.getenv, os.execute
local function log(handle, text) handle:logWarn(text) end
function envoy_on_request(h)
  local headers = h:headers()
  headers:add("x-a", "b")
  h:headers():replace("x-a", "c")
  exec "sync"
  log(h, json.decode(h:body()))
end
function envoy_on_response(h) h:headers():remove("server") end
local M = {}
function M:check(request_handle) return request_handle:httpCall("auth", {}, "", 1) end
M.other = function(x) unknown(x) end
`)
	var got []string
	for _, c := range m.Calls {
		got = append(got, strings.TrimSpace(c.Function+": "+c.Callee+" "+c.Is))
	}
	want := []string{
		"log: handle.logWarn log", "envoy_on_request: request.headers", "envoy_on_request: request.headers.add header-add",
		"envoy_on_request: request.headers.replace header-replace", "envoy_on_request: request.headers", "envoy_on_request: os.execute execute",
		"envoy_on_request: log", "envoy_on_request: cjson.safe.decode", "envoy_on_request: request.body",
		"envoy_on_response: response.headers.remove header-remove", "envoy_on_response: response.headers",
		"M.check: request.httpCall http-call", "M.other: unknown",
	}
	if !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
	if !slices.Equal(m.Imports, []string{"cjson.safe"}) {
		t.Errorf("imports %q", m.Imports)
	}
}

func TestValues(t *testing.T) {
	t.Parallel()
	for expression, want := range map[string]string{
		`"a\n\"b\""`:                  `{"kind":"literal","value":"a\n\"b\""}`,
		`[[a\n]]`:                     `{"kind":"literal","value":"a\\n"}`,
		`0x10 * 2`:                    `{"kind":"literal","value":32}`,
		`nil`:                         `{"kind":"literal"}`,
		`not x`:                       `{"kind":"not","items":[{"kind":"name","name":"x"}]}`,
		`os.getenv("A")`:              `{"kind":"environment","name":"A"}`,
		`os.getenv("A") or "b"`:       `{"kind":"environment","name":"A","default":{"kind":"literal","value":"b"}}`,
		`tonumber(os.getenv "A")`:     `{"kind":"environment","name":"A"}`,
		`"a" .. x .. "b"`:             `{"kind":"template","part":"+","items":[{"kind":"literal","value":"a"},{"kind":"name","name":"x"},{"kind":"literal","value":"b"}]}`,
		`{1, "a"}`:                    `{"kind":"list","items":[{"kind":"literal","value":1},{"kind":"literal","value":"a"}]}`,
		`{a = 1, ["b"] = true}`:       `{"kind":"dictionary","entries":{"a":{"kind":"literal","value":1},"b":{"kind":"literal","value":true}}}`,
		`TTL`:                         `{"kind":"setting","name":"TTL","default":{"kind":"literal","value":60}}`,
		`ngx.req.get_uri_args()["k"]`: `{"kind":"request","name":"k","part":"query"}`,
		`request_handle.x ~= "a"`:     `{"kind":"comparison","part":"!=","items":[{"kind":"name","name":"request_handle.x"},{"kind":"literal","value":"a"}]}`,
		strings.Repeat("(", 30) + `"deep"` + strings.Repeat(")", 30): `{"kind":"unknown"}`,
	} {
		m := read(t, "local TTL = 60\nfunction f() return "+expression+" end\n")
		if len(m.Exits) != 1 {
			t.Errorf("%s: %d exits", expression, len(m.Exits))
			continue
		}
		got, err := json.Marshal(plain(m.Exits[0].Value))
		if err != nil {
			t.Fatal(err)
		}
		if string(got) != want {
			t.Errorf("%s\ngot  %s\nwant %s", expression, got, want)
		}
	}
}

// plain returns a value without places.
func plain(v *code.Value) any {
	type value struct {
		Kind    string         `json:"kind"`
		Is      any            `json:"value,omitempty"`
		Name    string         `json:"name,omitempty"`
		Part    string         `json:"part,omitempty"`
		Default any            `json:"default,omitempty"`
		Items   []any          `json:"items,omitempty"`
		Entries map[string]any `json:"entries,omitempty"`
	}
	p := value{Kind: v.Kind, Is: v.Is, Name: v.Name, Part: v.Part}
	if v.Default != nil {
		p.Default = plain(v.Default)
	}
	for _, item := range v.Items {
		p.Items = append(p.Items, plain(item))
	}
	for key, entry := range v.Entries {
		if p.Entries == nil {
			p.Entries = map[string]any{}
		}
		p.Entries[key] = plain(entry)
	}
	return p
}

func TestStores(t *testing.T) {
	t.Parallel()
	m := read(t, `
local table_of = {}
local count = 0
local log = {}
local constant = { a = 1 }
local name = "x"
function envoy_on_request(h)
  local entry = table_of[h]
  entry.tokens = entry.tokens - 1
  count = count + 1
  table.insert(log, h)
  local own = {}
  own[1] = 2
  name = "y"
end
function envoy_on_response(h) table_of.x.y = nil end
count = 2
`)
	var got []string
	for _, s := range m.Stores {
		got = append(got, s.Name+" "+strings.Join(s.Writers, ","))
	}
	if want := []string{"table_of envoy_on_request,envoy_on_response", "count envoy_on_request", "log envoy_on_request"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestGuards(t *testing.T) {
	t.Parallel()
	m := read(t, `function f(a, b)
  if a then return 1 elseif b then return 2 else return 3 end
end`)
	var got []string
	for _, e := range m.Exits {
		text := ""
		for _, g := range e.Guards {
			if g.Negated {
				text += "not "
			}
			text += g.Test.Name + " "
		}
		got = append(got, strings.TrimSpace(text))
	}
	if want := []string{"a", "not a b", "not a not b"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// FuzzRead reads texts: nothing may crash, and facts are inside of the text.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		"function envoy_on_request(h) h:headers():add('a', os.getenv 'B' or [[c]]) end", "local a <const>, b = f{...}, ...; a.b.c:d(e)[1] = nil",
		"if then else end", "return", "x = function() end y = {f = function() return end, [1] = 2; 3}", "local t = {} function g() t = t t.t[t] = t end", "goto x ::x::",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if (lua.Language{}).Unavailable() != "" {
			t.Skip()
		}
		file := source.NewFile("f.lua", []byte(text))
		r := (lua.Language{}).Read(code.Application{Files: []*source.File{file}})[0]
		if r.Module == nil {
			return
		}
		for _, c := range r.Module.Calls {
			if c.Start < 0 || c.End > len(text) || c.Start > c.End {
				t.Errorf("a call at %d to %d of %d bytes", c.Start, c.End, len(text))
			}
		}
		code.Tree(r.Module)
	})
}
