//go:build translated

package syntax

import (
	"encoding/binary"
	"errors"
	"fmt"
	"sync"

	"github.com/seclint/seclint/internal/syntax/translated/lua"
	"github.com/seclint/seclint/internal/syntax/translated/python"
	"github.com/seclint/seclint/internal/syntax/translated/tsx"
	"github.com/seclint/seclint/internal/syntax/translated/typescript"
)

// grammars are those that internal/tools/translate writes, by language. JavaScript is parsed as TSX, which has all of it and gives its
// nodes the same names.
var grammars = map[Language]func() *grammar{
	Python:     sync.OnceValue(func() *grammar { return newGrammar(func() instance { return python.New() }) }),
	Lua:        sync.OnceValue(func() *grammar { return newGrammar(func() instance { return lua.New() }) }),
	TypeScript: sync.OnceValue(func() *grammar { return newGrammar(func() instance { return typescript.New() }) }),
	TSX:        sync.OnceValue(func() *grammar { return newGrammar(func() instance { return tsx.New() }) }),
}

// instance is a parser with its memory. Addresses and lengths are those of WebAssembly, in bytes.
type instance interface {
	Xallocate(size int32) int32
	Xparse(text, size, maxWork, maxDepth, maxNodes int32) int32
	Xnodes() int32
	Xcount() int32
	Xkind_count() int32
	Xkind_name(id int32) int32
	Xkind_is_named(id int32) int32
	Xfield_count() int32
	Xfield_name(id int32) int32
	Xmemory() python.Memory
}

// maxKept is the memory in bytes from which an instance is not used again.
const maxKept = 16 << 20

// nodeSize is the size in bytes of a node.
const nodeSize = 16

// grammar has the instances of a parser that wait.
type grammar struct {
	names
	instances sync.Pool
}

func newGrammar(make func() instance) *grammar {
	g := &grammar{instances: sync.Pool{New: func() any { return make() }}, names: names{fields: []string{""}}}
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

// parse adds the nodes of a piece of a file as children of node 0, and returns the work. An instance is thrown away behind a trap: nothing
// is known of its memory then.
func (g *grammar) parse(t *Tree, p piece, maxWork int) (work int, err error) {
	i := g.instances.Get().(instance)
	defer func() {
		if problem := recover(); problem != nil {
			err = fmt.Errorf("the parser crashed: %v", problem)
		} else if len(*i.Xmemory().Slice()) <= maxKept {
			g.instances.Put(i)
		}
	}()
	size := p.to - p.from
	at := i.Xallocate(int32(size))
	if at == 0 {
		return 0, errors.New("the parser has no memory left")
	}
	copy((*i.Xmemory().Slice())[at:], t.Content[p.from:p.to])
	work = int(uint32(i.Xparse(at, int32(size), int32(maxWork), maxDepth, int32(max(0, maxNodes-len(t.Nodes))))))
	if work > maxWork {
		t.cut(tooMuchWork)
	}
	g.add(t, nodesOf((*i.Xmemory().Slice())[i.Xnodes():][:i.Xcount()*nodeSize]), p)
	return work, nil
}

// nodesOf reads nodes, which WebAssembly has in little endian.
func nodesOf(memory []byte) []raw {
	nodes := make([]raw, len(memory)/nodeSize)
	for i := range nodes {
		at := memory[i*nodeSize:]
		word := func(i int) uint32 { return binary.LittleEndian.Uint32(at[i:]) }
		nodes[i] = raw{word(0), word(4), word(8), binary.LittleEndian.Uint16(at[12:]), at[14], at[15]}
	}
	return nodes
}
