//go:build !cgo

package syntax

const hasGrammars = false

func parsePython([]byte) (*Tree, error) { return nil, ErrUnavailable }
