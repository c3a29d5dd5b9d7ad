package source

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// Path is a route in a document: every step is a mapping key (string) or a sequence index (int).
type Path []any

var plainKey = lazyregexp.New(`^[\w@/-]+$`)

// String returns the path as people write it: services.web.ports[0]; a key with other characters is quoted.
func (p Path) String() string {
	var b strings.Builder
	for i, step := range p {
		switch s := step.(type) {
		case int:
			fmt.Fprintf(&b, "[%d]", s)
		case string:
			if !plainKey.MatchString(s) {
				b.WriteString("[" + strconv.Quote(s) + "]")
				continue
			}
			if i > 0 {
				b.WriteByte('.')
			}
			b.WriteString(s)
		}
	}
	return b.String()
}

// Child returns a new path with one more step.
func (p Path) Child(step any) Path {
	child := make(Path, len(p)+1)
	copy(child, p)
	child[len(p)] = step
	return child
}

// Value returns the path as a plain value for a document's context: never nil, which a policy would see as null.
func (p Path) Value() []any {
	if p == nil {
		return []any{}
	}
	return p
}
