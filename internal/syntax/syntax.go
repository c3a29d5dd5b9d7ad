// Package syntax turns source code into syntax trees. It has one small interface for all languages: bytes and a language in, a
// flat array of nodes out, which a walk reads without a call into the parser. It knows no framework and no file format.
//
// Python, Lua, TypeScript and JavaScript are parsed by tree-sitter: through cgo, or, with the tag translated, by what
// internal/tools/translate makes of it, which is Go. A build with neither has no grammar: Parse gives ErrUnavailable for each language
// that needs one. Shell is parsed by mvdan.cc/sh.
package syntax

import (
	"errors"
	"fmt"
)

// Language is a language that Parse knows.
type Language uint8

// The languages.
const (
	Python Language = iota
	Shell
	Lua
	// TypeScript is TypeScript without elements in its expressions.
	TypeScript
	// TSX is TypeScript or JavaScript with elements.
	TSX
)

var languageNames = [...]string{Python: "Python", Shell: "shell", Lua: "Lua", TypeScript: "TypeScript", TSX: "JavaScript"}

// String returns the name of the language as people write it.
func (l Language) String() string { return languageNames[l] }

// The limits of one file. Error recovery of the grammars takes a time that grows with the square of a text that is no program: 60 kB of
// opening brackets take Lua's more than a minute. So the work of a parser is counted, too (parse.h).
const (
	// MaxSize is the largest file in bytes that is parsed.
	MaxSize = 1 << 20
	// maxDepth is how many nodes may be inside each other; deeper ones are left out.
	maxDepth = 500
	// maxNodes is how many nodes a tree may have.
	maxNodes = 1 << 20
	// maxErrors is the number of errors from which a file is no program in its language.
	maxErrors = 200
)

// Node is a node of a tree. Offsets are in bytes of the file.
type Node struct {
	Start, End uint32
	// Next is the index of the first node that is not inside of this one: its next sibling, if it has one.
	Next uint32
	// Kind is what the grammar calls the node, such as call or ERROR.
	Kind string
	// Field is the part of the parent that the node is, such as arguments; "" where the grammar names none.
	Field string
	// IsNamed is false for punctuation and key words.
	IsNamed bool
}

// Tree is a file as a tree, in preorder: node 0 is the root, the first child of node i is i+1 where i+1 < Nodes[i].Next.
type Tree struct {
	Content []byte
	Nodes   []Node
	// Errors counts the places that the grammar could not make sense of.
	Errors int
	// Partial says what of the file is not in the tree, "" where all of it is.
	Partial string
	// IsCut is set where a limit is why something is not in the tree.
	IsCut bool
}

// Text returns the text of a node.
func (t *Tree) Text(i int) string { return string(t.Content[t.Nodes[i].Start:t.Nodes[i].End]) }

// Children calls visit for the children of a node, in order, until it returns false.
func (t *Tree) Children(i int, visit func(child int) bool) {
	for child := i + 1; child < int(t.Nodes[i].Next); child = int(t.Nodes[child].Next) {
		if !visit(child) {
			return
		}
	}
}

// Child returns the first child of a node with a field, -1 for none.
func (t *Tree) Child(i int, field string) int {
	found := -1
	t.Children(i, func(child int) bool {
		if t.Nodes[child].Field == field {
			found = child
		}
		return found < 0
	})
	return found
}

// Named returns the children of a node that are named and no comments.
func (t *Tree) Named(i int) []int {
	var named []int
	t.Children(i, func(child int) bool {
		if t.Nodes[child].IsNamed && t.Nodes[child].Kind != "comment" {
			named = append(named, child)
		}
		return true
	})
	return named
}

// ErrUnavailable says that this build of seclint has no grammar for a language.
var ErrUnavailable = errors.New("this seclint was built without cgo and has no grammar")

// LimitError says which limit a file exceeds, so that nothing of it is looked at.
type LimitError string

// Error implements error.
func (e LimitError) Error() string { return string(e) }

// IsLimit reports whether an error is a LimitError.
func IsLimit(err error) bool {
	var limit LimitError
	return errors.As(err, &limit)
}

// Parse returns the tree of a file. A file with mistakes gives a tree of what is around them. The error is for a file that is
// not looked at at all: ErrUnavailable, a LimitError, or a sentence that says that it is no program in the language.
func Parse(language Language, content []byte) (tree *Tree, err error) {
	if len(content) > MaxSize {
		return nil, LimitError(fmt.Sprintf("source code of %d kB: files of up to %d kB are parsed", len(content)>>10, MaxSize>>10))
	}
	defer func() {
		if r := recover(); r != nil {
			tree, err = nil, fmt.Errorf("the parser for %s crashed: %v", language, r)
		}
	}()
	switch language {
	case Shell:
		return parseShell(content)
	case Python:
		return parseWith(language, content, pythonPieces)
	case Lua:
		return parseWith(language, content, luaPieces)
	}
	return parseWith(language, content, scriptPieces)
}

// IsAvailable reports whether this build of seclint can parse a language.
func IsAvailable(language Language) bool { return language == Shell || hasGrammars }

// errNoProgram says that a file has too many mistakes to be read.
func errNoProgram(language Language) error {
	return fmt.Errorf("not looked at: the text has more than %d mistakes where it should be %s", maxErrors, language)
}
