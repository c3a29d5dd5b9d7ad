// Package lua finds the facts of Lua programs, above all of the filters that Envoy runs: it follows local names, knows the handles of
// Envoy's API by the functions that get them, and asks api.json what a callee means. Nothing is run, and what is not known stays unknown.
package lua

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/internal/syntax"
)

// Language is Lua. It implements code.Language.
type Language struct{}

// Name implements code.Language.
func (Language) Name() string { return "lua" }

// Formats implements code.Language.
func (Language) Formats() []*source.Format { return []*source.Format{source.Lua} }

// Matters implements code.Language: most Lua is no filter, and no part of what a proxy does.
func (Language) Matters(file *source.File) bool {
	for _, word := range api().Words {
		if bytes.Contains(file.Content, []byte(word)) {
			return true
		}
	}
	return false
}

// Unavailable implements code.Language.
func (Language) Unavailable() string {
	if syntax.IsAvailable(syntax.Lua) {
		return ""
	}
	return syntax.ErrUnavailable.Error()
}

//go:embed api.json
var apiText []byte

// table is api.json: what the callees of Envoy's, LuaJIT's and nginx's functions mean.
type table struct {
	// Documentation is where the facts come from.
	Documentation []string `json:"documentation"`
	// Words make a file one that matters.
	Words []string `json:"words"`
	// Callees are the callees that mean something. A name that begins with "*." is that of a method of any object.
	Callees map[string]callee `json:"callees"`
	// Readers are the callees that read a variable of the environment.
	Readers []string `json:"readers"`
	// Inputs are the callees that read a part of a request by name, with the part.
	Inputs map[string]string `json:"inputs"`
	// Same are the callees that give their first argument in another form.
	Same []string `json:"same"`
}

// callee says what a callee means, and how policies call its arguments.
type callee struct {
	Is        string   `json:"is"`
	Arguments []string `json:"arguments"`
}

// api returns the table. It is read when the first Lua file is looked at.
var api = sync.OnceValue(func() *table {
	t := &table{}
	if err := json.Unmarshal(apiText, t); err != nil {
		panic("the table of Lua's functions: " + err.Error()) // it is part of the program, and tested
	}
	return t
})

// find returns what the table says of a callee.
func (t *table) find(name string) (callee, bool) {
	if c, ok := t.Callees[name]; ok {
		return c, true
	}
	for dot := strings.IndexByte(name, '.'); dot >= 0; {
		if c, ok := t.Callees["*"+name[dot:]]; ok {
			return c, true
		}
		next := strings.IndexByte(name[dot+1:], '.')
		if next < 0 {
			break
		}
		dot += next + 1
	}
	return callee{}, false
}

// maxBytes bounds how much source code of one application is parsed.
const maxBytes = 4 << 20

// errBudget is the reason for which a file was not looked at.
const errBudget = syntax.LimitError("the application has more than 4 MB of Lua code: the rest was not looked at")

// Read implements code.Language. Each file is read by itself: what require loads is not known to the filter's own names.
func (Language) Read(app code.Application) []code.Read {
	reads := make([]code.Read, len(app.Files))
	left := maxBytes
	for i, file := range app.Files {
		if left -= len(file.Content); left < 0 {
			reads[i] = code.Unread(errBudget)
			continue
		}
		tree, err := syntax.Parse(syntax.Lua, file.Content)
		if err != nil {
			reads[i] = code.Unread(err)
			continue
		}
		reads[i] = code.Read{Module: facts(tree, file), Partial: tree.Partial, IsCut: tree.IsCut}
	}
	return reads
}
