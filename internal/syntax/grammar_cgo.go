//go:build cgo && !translated

package syntax

/*
#cgo CFLAGS: -std=c11
#include "tree_sitter.h"
#include "parse.h"
*/
import "C"

import (
	"sync"
	"unsafe"

	lua "github.com/tree-sitter-grammars/tree-sitter-lua/bindings/go"
	_ "github.com/tree-sitter/go-tree-sitter" // is the library that parse.h calls
	python "github.com/tree-sitter/tree-sitter-python/bindings/go"
	typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"
)

// grammars are made when the first file of their language is parsed: a scan without one does not pay for them. JavaScript is parsed
// as TSX, which has all of it and gives its nodes the same names.
var grammars = map[Language]func() *grammar{
	Python:     sync.OnceValue(func() *grammar { return newGrammar(python.Language()) }),
	Lua:        sync.OnceValue(func() *grammar { return newGrammar(lua.Language()) }),
	TypeScript: sync.OnceValue(func() *grammar { return newGrammar(typescript.LanguageTypescript()) }),
	TSX:        sync.OnceValue(func() *grammar { return newGrammar(typescript.LanguageTSX()) }),
}

var countWork = sync.OnceFunc(func() { C.count_work() })

// grammar is a language of tree-sitter.
type grammar struct {
	names
	language *C.TSLanguage
}

func newGrammar(language unsafe.Pointer) *grammar {
	countWork()
	l := (*C.TSLanguage)(language)
	g := &grammar{language: l, names: names{fields: []string{""}}}
	for id := range C.TSSymbol(C.ts_language_symbol_count(l)) {
		g.kinds = append(g.kinds, C.GoString(C.ts_language_symbol_name(l, id)))
		g.named = append(g.named, C.ts_language_symbol_type(l, id) == C.TSSymbolTypeRegular)
	}
	for id := C.TSFieldId(1); id <= C.TSFieldId(C.ts_language_field_count(l)); id++ {
		g.fields = append(g.fields, C.GoString(C.ts_language_field_name_for_id(l, id)))
	}
	return g
}

// parse adds the nodes of a piece of a file as children of node 0, and returns the work.
func (g *grammar) parse(t *Tree, p piece, maxWork int) (work int, err error) {
	text := t.Content[p.from:p.to]
	var out C.struct_nodes
	defer func() { C.free(unsafe.Pointer(out.at)) }()
	work = int(C.parse(&out, g.language, (*C.char)(unsafe.Pointer(unsafe.SliceData(text))), C.uint32_t(len(text)),
		C.uint32_t(maxWork), maxDepth, C.uint32_t(max(0, maxNodes-len(t.Nodes)))))
	if work > maxWork {
		t.cut(tooMuchWork)
	}
	g.add(t, unsafe.Slice((*raw)(unsafe.Pointer(out.at)), int(out.count)), p)
	return work, nil
}
