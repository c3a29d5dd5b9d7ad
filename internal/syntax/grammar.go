//go:build cgo || translated

package syntax

import "slices"

const hasGrammars = true

// Work is what parse.h counts: bytes that a parser asks for or reads. Real files need less than a third of workPerByte for each byte, those
// that a program made smaller included. The rest is for mistakes.
const (
	workPerByte = 300
	wholeWork   = 8 << 20
	piecesWork  = 64 << 20
)

// tooMuchWork says what is left out where a part of a file is more work.
const tooMuchWork = "a part that asks for too much work was not looked at"

// cut notes what a limit leaves out.
func (t *Tree) cut(what string) { t.Partial, t.IsCut = what, true }

// cutDeep notes that what is inside of a node is left out.
func (t *Tree) cutDeep(at int) {
	t.Nodes[at].Kind = "ERROR" // no reader expects something inside of it
	t.cut("what is too deep inside of brackets or calls was not looked at")
}

// parseWith returns the tree of a file in a language of tree-sitter. The grammar gets the whole file. Where it meets mistakes, or has too
// much work with them, it gets one piece after the other, so that a mistake costs no more than the piece that it is in.
func parseWith(language Language, content []byte, split func([]byte) []piece) (*Tree, error) {
	whole, err := parsePieces(language, content, []piece{{0, len(content)}}, wholeWork)
	if err != nil || whole.Errors == 0 && !whole.IsCut {
		return whole, err
	}
	pieces := split(content)
	if len(pieces) == 1 {
		return whole, nil
	}
	apart, err := parsePieces(language, content, pieces, piecesWork)
	if err != nil || apart.IsCut && !whole.IsCut || apart.IsCut == whole.IsCut && apart.Errors > whole.Errors {
		return whole, nil
	}
	return apart, nil
}

// parsePieces returns the tree of the pieces of a file, which may be so much work beside that for each byte.
func parsePieces(language Language, content []byte, pieces []piece, work int) (*Tree, error) {
	t := &Tree{Content: content, Nodes: []Node{{End: uint32(len(content)), Kind: "module", IsNamed: true}}}
	for _, p := range pieces {
		work += workPerByte * (p.to - p.from)
		done, err := grammars[language]().parse(t, p, work)
		if err != nil {
			return nil, err
		}
		work = max(0, work-done)
		if t.Errors > maxErrors {
			return nil, errNoProgram(language)
		}
	}
	t.Nodes[0].Next = uint32(len(t.Nodes))
	if t.Errors > 0 && t.Partial == "" {
		t.Partial = "the file has syntax errors: what is around them was looked at"
	}
	return t, nil
}

// raw is a node as parse.h writes it.
type raw struct {
	start, end, next uint32
	kind             uint16
	field, flags     uint8
}

// The flags of a node.
const (
	flagMissing = 1
	flagCut     = 2
)

// names are those of the nodes and fields of a grammar, so that no node costs a string.
type names struct {
	kinds  []string
	named  []bool
	fields []string
}

// add adds nodes of a piece. A grammar may place one behind the end of a piece.
func (g *names) add(t *Tree, nodes []raw, p piece) {
	first, from, to := uint32(len(t.Nodes)), uint32(p.from), uint32(p.to)
	t.Nodes = slices.Grow(t.Nodes, len(nodes))
	for _, n := range nodes {
		kind, named := "ERROR", true
		if int(n.kind) < len(g.kinds) {
			kind, named = g.kinds[n.kind], g.named[n.kind]
		}
		if int(n.kind) >= len(g.kinds) || n.flags&flagMissing != 0 {
			t.Errors++
		}
		start := min(from+n.start, to)
		t.Nodes = append(t.Nodes, Node{
			Start: start, End: max(start, min(from+n.end, to)), Next: first + n.next, Kind: kind, Field: g.fields[n.field], IsNamed: named,
		})
		if n.flags&flagCut != 0 {
			t.cutDeep(len(t.Nodes) - 1)
		}
	}
}
