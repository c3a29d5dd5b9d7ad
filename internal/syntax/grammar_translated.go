//go:build translated

package syntax

import (
	"encoding/binary"
	"errors"
	"sync"

	"github.com/seclint/seclint/internal/syntax/translated/lua"
	"github.com/seclint/seclint/internal/syntax/translated/python"
	"github.com/seclint/seclint/internal/syntax/translated/tsx"
	"github.com/seclint/seclint/internal/syntax/translated/typescript"
)

// grammars are those that internal/tools/translate writes, by language. JavaScript is parsed as TSX, which has all of it and gives its
// nodes the same names.
var grammars = map[Language]func() *grammar{
	Python:     sync.OnceValue(func() *grammar { return newGrammar(100, func() instance { return python.New() }) }),
	Lua:        sync.OnceValue(func() *grammar { return newGrammar(250, func() instance { return lua.New() }) }),
	TypeScript: sync.OnceValue(func() *grammar { return newGrammar(100, func() instance { return typescript.New() }) }),
	TSX:        sync.OnceValue(func() *grammar { return newGrammar(100, func() instance { return tsx.New() }) }),
}

// instance is a parser with its memory. Addresses and lengths are those of WebAssembly, in bytes.
type instance interface {
	Xallocate(size int32) int32
	Xparse(text, size, maxWork, maxDepth, maxNodes int32) int32
	Xnodes() int32
	Xkind_count() int32
	Xkind_name(id int32) int32
	Xkind_is_named(id int32) int32
	Xfield_count() int32
	Xfield_name(id int32) int32
	Xmemory() python.Memory
}

// minWork is how many nodes and characters a parser may handle for a piece, beside those for each byte of it. A trap ends one that needs
// more: error recovery takes a time that grows with the square of a text that is no program.
const minWork = 100_000

// maxKept is the memory in bytes from which an instance is not used again.
const maxKept = 16 << 20

// The layout of a node, and its flags, as internal/tools/translate/c/parse.c writes them.
const (
	nodeSize    = 16
	flagMissing = 1
	flagCut     = 2
)

// grammar has the instances of a parser that wait, and the names of nodes and fields, so that no node costs a string.
type grammar struct {
	// work is how much the parser may do for each byte of a text; what it counts is in internal/tools/translate/c/parse.c. Real files need
	// less than half of it.
	work      int32
	instances sync.Pool
	kinds     []string
	named     []bool
	fields    []string
}

func newGrammar(work int32, make func() instance) *grammar {
	g := &grammar{work: work, instances: sync.Pool{New: func() any { return make() }}, fields: []string{""}}
	i := g.instances.Get().(instance)
	for id := range i.Xkind_count() {
		g.kinds = append(g.kinds, text(i, i.Xkind_name(id)))
		g.named = append(g.named, i.Xkind_is_named(id) != 0)
	}
	for id := int32(1); id <= i.Xfield_count(); id++ {
		g.fields = append(g.fields, text(i, i.Xfield_name(id)))
	}
	g.instances.Put(i)
	return g
}

// text returns the text at an address, up to a zero.
func text(i instance, at int32) string {
	memory := *i.Xmemory().Slice()
	end := at
	for memory[end] != 0 {
		end++
	}
	return string(memory[at:end])
}

// parse adds the nodes of a piece of a file, which begins at an offset, as children of node 0. An instance is thrown away behind a trap:
// nothing is known of its memory then.
func (g *grammar) parse(t *Tree, from, to int) error {
	i := g.instances.Get().(instance)
	defer func() {
		if recover() != nil {
			t.cut("a part that asks for too much work was not looked at")
		} else if len(*i.Xmemory().Slice()) <= maxKept {
			g.instances.Put(i)
		}
	}()
	size := int32(to - from)
	at := i.Xallocate(size)
	if at == 0 {
		return errors.New("the parser has no memory left")
	}
	copy((*i.Xmemory().Slice())[at:], t.Content[from:to])
	count := int(i.Xparse(at, size, minWork+g.work*size, maxDepth, max(0, maxNodes-int32(len(t.Nodes)))))
	nodes := (*i.Xmemory().Slice())[i.Xnodes():][:count*nodeSize]
	g.add(t, nodes, uint32(from), uint32(to))
	return nil
}

// add adds nodes as the parser writes them. A grammar may place one behind the end of a piece.
func (g *grammar) add(t *Tree, nodes []byte, from, to uint32) {
	first := uint32(len(t.Nodes))
	for ; len(nodes) > 0; nodes = nodes[nodeSize:] {
		word := func(i int) uint32 { return binary.LittleEndian.Uint32(nodes[i:]) }
		id, field, flags := binary.LittleEndian.Uint16(nodes[12:]), nodes[14], nodes[15]
		kind, named := "ERROR", true
		if int(id) < len(g.kinds) {
			kind, named = g.kinds[id], g.named[id]
		}
		if int(id) >= len(g.kinds) || flags&flagMissing != 0 {
			t.Errors++
		}
		start := min(from+word(0), to)
		t.Nodes = append(t.Nodes, Node{
			Start: start, End: max(start, min(from+word(4), to)), Next: first + word(8), Kind: kind, Field: g.fields[field], IsNamed: named,
		})
		if flags&flagCut != 0 {
			t.cutDeep(len(t.Nodes) - 1)
		}
	}
}
