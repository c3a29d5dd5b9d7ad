//go:build cgo || translated

package syntax

const hasGrammars = true

// cut notes what a limit leaves out.
func (t *Tree) cut(what string) { t.Partial, t.IsCut = what, true }

// cutDeep notes that what is inside of a node is left out.
func (t *Tree) cutDeep(at int) {
	t.Nodes[at].Kind = "ERROR" // no reader expects something inside of it
	t.cut("what is too deep inside of brackets or calls was not looked at")
}

// parseWith returns the tree of a file in a language of tree-sitter, whose grammar gets one piece after the other.
func parseWith(language Language, content []byte, pieces []piece) (*Tree, error) {
	t := &Tree{Content: content, Nodes: []Node{{End: uint32(len(content)), Kind: "module", IsNamed: true}}}
	for _, p := range pieces {
		if p.to-p.from > maxPiece {
			t.cut("a statement of more than 64 kB was not looked at")
			continue
		}
		if err := grammars[language]().parse(t, p.from, p.to); err != nil {
			return nil, err
		}
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
