// Package lua finds the facts of Lua programs, above all of the filters that Envoy runs: it follows local names, knows the handles of
// Envoy's API by the functions that get them, and asks frameworks.json what a callee means. Nothing is run, and what is not known stays unknown.
package lua

import (
	"bytes"
	_ "embed"
	"sync"

	"github.com/seclint/seclint/internal/code"
	"github.com/seclint/seclint/internal/framework"
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
	for _, word := range frameworks().Words {
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

//go:embed frameworks.json
var tableText []byte

// frameworks returns the table of what the functions of Envoy, LuaJIT and nginx mean. It is read when the first Lua file is looked at. The
// requests are the callees that read a part of a request by name; a callee that is "same" gives its argument in another form.
var frameworks = sync.OnceValue(func() *framework.Table {
	t, err := framework.New(tableText)
	if err != nil {
		panic("Lua: " + err.Error()) // it is part of the program, and tested
	}
	return t
})

// isReader reports whether a callee reads a variable of the environment.
func isReader(callee string) bool {
	_, found := frameworks().Readers[callee]
	return found
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
