//go:build cgo && !translated

package syntax

import (
	"errors"
	"sync"

	lua "github.com/tree-sitter-grammars/tree-sitter-lua/bindings/go"
	sitter "github.com/tree-sitter/go-tree-sitter"
	python "github.com/tree-sitter/tree-sitter-python/bindings/go"
	typescript "github.com/tree-sitter/tree-sitter-typescript/bindings/go"
)

// grammars are made when the first file of their language is parsed: a scan without one does not pay for them. JavaScript is parsed
// as TSX, which has all of it and gives its nodes the same names.
var grammars = map[Language]func() *grammar{
	Python:     sync.OnceValue(func() *grammar { return newGrammar(sitter.NewLanguage(python.Language())) }),
	Lua:        sync.OnceValue(func() *grammar { return newGrammar(sitter.NewLanguage(lua.Language())) }),
	TypeScript: sync.OnceValue(func() *grammar { return newGrammar(sitter.NewLanguage(typescript.LanguageTypescript())) }),
	TSX:        sync.OnceValue(func() *grammar { return newGrammar(sitter.NewLanguage(typescript.LanguageTSX())) }),
}

// grammar is a language of tree-sitter with the names of its nodes and fields, so that no node costs a string.
type grammar struct {
	language *sitter.Language
	kinds    []string
	named    []bool
	fields   []string
}

func newGrammar(language *sitter.Language) *grammar {
	g := &grammar{language: language, fields: []string{""}}
	for id := range uint16(language.NodeKindCount()) {
		g.kinds = append(g.kinds, language.NodeKindForId(id))
		g.named = append(g.named, language.NodeKindIsNamed(id))
	}
	for id := uint16(1); id <= uint16(language.FieldCount()); id++ {
		g.fields = append(g.fields, language.FieldNameForId(id))
	}
	return g
}

// errorKind is the id that tree-sitter gives to what it cannot make sense of.
const errorKind = ^uint16(0)

// parse adds the nodes of a piece of a file, which begins at an offset, as children of node 0.
func (g *grammar) parse(t *Tree, from, to int) error {
	parser := sitter.NewParser()
	defer parser.Close()
	if err := parser.SetLanguage(g.language); err != nil {
		return err
	}
	parsed := parser.Parse(t.Content[from:to], nil)
	if parsed == nil {
		return errors.New("the parser gave up")
	}
	defer parsed.Close()
	cursor := parsed.Walk()
	defer cursor.Close()
	if cursor.GotoFirstChild() {
		g.flatten(t, cursor, uint32(from), uint32(to))
	}
	return nil
}

// flatten adds the node at a cursor, its siblings and all that is inside of them.
func (g *grammar) flatten(t *Tree, cursor *sitter.TreeCursor, from, to uint32) {
	var open []int // the nodes around the cursor
	for {
		at := len(t.Nodes)
		t.Nodes = append(t.Nodes, g.node(t, cursor, from, to))
		isFull := len(open) == maxDepth || len(t.Nodes) >= maxNodes
		if !isFull && cursor.GotoFirstChild() {
			open = append(open, at)
			continue
		}
		if isFull && cursor.Node().ChildCount() > 0 {
			t.cutDeep(at)
		}
		t.Nodes[at].Next = uint32(len(t.Nodes))
		for !cursor.GotoNextSibling() {
			if len(open) == 0 || !cursor.GotoParent() {
				return
			}
			t.Nodes[open[len(open)-1]].Next = uint32(len(t.Nodes))
			open = open[:len(open)-1]
		}
	}
}

// node returns the node at a cursor. A grammar may place one behind the end of a piece.
func (g *grammar) node(t *Tree, cursor *sitter.TreeCursor, from, to uint32) Node {
	n := cursor.Node()
	kind, named := "ERROR", true
	if id := n.KindId(); int(id) < len(g.kinds) {
		kind, named = g.kinds[id], g.named[id]
	}
	if n.KindId() == errorKind || n.IsMissing() {
		t.Errors++
	}
	start := min(from+uint32(n.StartByte()), to)
	return Node{
		Start: start, End: max(start, min(from+uint32(n.EndByte()), to)), Kind: kind, Field: g.fields[cursor.FieldId()], IsNamed: named,
	}
}
