package syntax

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"

	"mvdan.cc/sh/v3/syntax"
)

// shellErrors is how many mistakes the parser of shell passes over.
const shellErrors = 20

// parseShell returns the tree of a shell script. A node's kind is the name of its type in mvdan.cc/sh, such as CallExpr; no node has
// a field.
func parseShell(content []byte) (*Tree, error) {
	t := &Tree{Content: content}
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.RecoverErrors(shellErrors))
	file, err := parser.Parse(bytes.NewReader(content), "")
	if err != nil {
		t.Errors, t.Partial = 1, "the file has syntax errors: what is in front of them was looked at"
		if file == nil || len(file.Stmts) == 0 {
			return nil, fmt.Errorf("cannot be parsed as shell: %w", place(err))
		}
	}
	shellFlattener{tree: t}.add(file)
	return t, nil
}

// place takes the file off an error of the parser, which the caller knows.
func place(err error) error {
	var parse syntax.ParseError
	if errors.As(err, &parse) {
		return fmt.Errorf("line %d: %s", parse.Pos.Line(), parse.Text)
	}
	return err
}

type shellFlattener struct{ tree *Tree }

// add adds the nodes of a file in preorder.
func (f shellFlattener) add(file *syntax.File) {
	var open []int
	skipped := 0 // nodes around the one at hand that were left out
	syntax.Walk(file, func(n syntax.Node) bool {
		if n == nil {
			if skipped > 0 {
				skipped--
				return true
			}
			f.tree.Nodes[open[len(open)-1]].Next = uint32(len(f.tree.Nodes))
			open = open[:len(open)-1]
			return true
		}
		if len(open) >= maxDepth || len(f.tree.Nodes) >= maxNodes {
			skipped++
			return true
		}
		around := Node{End: uint32(len(f.tree.Content))}
		if len(open) > 0 {
			around = f.tree.Nodes[open[len(open)-1]]
		}
		open = append(open, len(f.tree.Nodes))
		f.tree.Nodes = append(f.tree.Nodes, shellNode(n, around))
		return true
	})
}

// shellNode returns a node that lies inside the node around it: the parser gives what it made up to recover from a mistake no place.
func shellNode(n syntax.Node, around Node) Node {
	start, end := around.Start, around.End
	if n.Pos().IsValid() && n.End().IsValid() {
		start = min(max(uint32(n.Pos().Offset()), around.Start), around.End)
		end = min(max(uint32(n.End().Offset()), start), around.End)
	}
	return Node{Start: start, End: end, Kind: reflect.TypeOf(n).Elem().Name(), IsNamed: true}
}
