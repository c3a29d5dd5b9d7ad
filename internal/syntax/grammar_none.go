//go:build !cgo && !translated

package syntax

const hasGrammars = false

func parseWith(Language, []byte, []piece) (*Tree, error) { return nil, ErrUnavailable }
