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

// maxOpen is how many constructs of shell a script may open, closed or not. The parser calls itself for each that is inside another one,
// and nothing stops it: 256 kB of opening brackets take more than the gigabyte of stack that Go gives a program.
const maxOpen = 20_000

// opening are what opens a construct of shell inside of which another one may be.
var opening = []string{"(", "{", "[", "if", "while", "until", "for", "case", "select", "else", "time", "coproc"}

// ParseShell returns a shell script as the parser gives it; partial says what of it is not there, "" where all of it is. The error is for
// a script that is not looked at at all.
func ParseShell(content []byte) (file *syntax.File, partial string, err error) {
	if len(content) > MaxSize {
		return nil, "", fmt.Errorf("source code of %d kB: files of up to %d kB are parsed", len(content)>>10, MaxSize>>10)
	}
	if opens(content) > maxOpen {
		return nil, "", fmt.Errorf("a script with more than %d brackets and conditions is not parsed", maxOpen)
	}
	defer func() {
		if r := recover(); r != nil {
			file, partial, err = nil, "", fmt.Errorf("the parser for %s crashed: %v", Shell, r)
		}
	}()
	parser := syntax.NewParser(syntax.Variant(syntax.LangBash), syntax.RecoverErrors(shellErrors))
	file, err = parser.Parse(bytes.NewReader(content), "")
	if err != nil {
		if file == nil || len(file.Stmts) == 0 {
			return nil, "", fmt.Errorf("cannot be parsed as shell: %w", place(err))
		}
		return file, "the file has syntax errors: what is in front of them was looked at", nil
	}
	return file, "", nil
}

// opens counts what may open a construct, in texts and comments too.
func opens(content []byte) int {
	n := 0
	for _, word := range opening {
		n += bytes.Count(content, []byte(word))
	}
	return n
}

// parseShell returns the tree of a shell script. A node's kind is the name of its type in mvdan.cc/sh, such as CallExpr; no node has
// a field.
func parseShell(content []byte) (*Tree, error) {
	file, partial, err := ParseShell(content)
	if err != nil {
		return nil, err
	}
	t := &Tree{Content: content, Partial: partial}
	if partial != "" {
		t.Errors = 1
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
