//go:build !cgo

package syntax

const hasGrammars = false

func parseGrammar(Language, []byte) (*Tree, error) { return nil, ErrUnavailable }
