package javascript_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

// What is assigned to a member of an object of settings is followed where it is written out or read from outside; a name says more of
// anything else.
func TestMembers(t *testing.T) {
	t.Parallel()
	for about, test := range map[string]struct{ code, want string }{
		"an object":        {"const c = {};\nc.host = process.env.H;\nf(c.host);", "environment H"},
		"two assignments":  {"const c = {};\nc.host = process.env.H;\nc.host = 'a';\nf(c.host);", "either c.host"},
		"an entry":         {"const c = {host: 'a'};\nc.host = process.env.H;\nf(c.host);", "literal "},
		"of the class":     {"class A {\n  c = {} as C;\n  constructor() { this.c.host = 'a'; }\n  go() { f(this.c.host); }\n}", "literal "},
		"another function": {"const c = {};\nfunction g() { c.host = 'a'; }\nf(c.host);", "literal "},
		"not known":        {"const c = {};\nc.secret = make();\nf(c.secret);", "name a.c.secret"},
		"a parameter":      {"function g(c) {\n  c.host = 'a';\n  f(c.host);\n}", "parameter c.host"},
	} {
		t.Run(about, func(t *testing.T) {
			t.Parallel()
			m := read(t, "-- a.ts --\nimport f from \"f\";\n"+test.code+"\n")[0]
			for _, call := range m.Calls {
				if call.Callee != "f" {
					continue
				}
				if diff := cmp.Diff(test.want, call.Arguments["0"].Kind+" "+call.Arguments["0"].Name); diff != "" {
					t.Error(diff)
				}
				return
			}
			t.Error("no call of f")
		})
	}
}

// A variable of the environment that has no default is no text, wherever one is looked for.
func TestNamesThatTheEnvironmentHas(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"module.exports[process.env.PORT];", "const x = req.body[process.env.FIELD];", "app.get(process.env.ROUTE, handler);",
		"app.use(process.env.PREFIX, router);", "const y = { [process.env.KEY]: 1 };", "req.get(process.env.HEADER);",
	} {
		if read(t, "-- server.js --\nconst express = require('express');\nconst app = express();\n"+text+"\n")[0] == nil {
			t.Errorf("%s: not read", text)
		}
	}
}
