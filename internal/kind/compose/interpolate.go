package compose

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// interpolation is what interpolating one scalar was about.
type interpolation struct {
	raw       string
	variables []variable
}

// interpolator replaces variables in a tree by the project's own values. A variable without a value and without a default
// stays in the text as ${NAME}: it is unknown here, neither a literal nor empty.
type interpolator struct {
	assembly *assembly
	env      map[string]string
	// placeholders are variables that nobody wrote: what they stand for is no variable of Compose.
	placeholders map[string]bool
	// records tells which nodes of the new tree were interpolated.
	records map[*source.Node]*interpolation
	// done keeps the one new node of an old one, so that an anchor stays shared.
	done map[*source.Node]*source.Node
	// invalid is called for each scalar whose variables cannot be replaced.
	invalid func(n *source.Node, err error)
}

// tree returns the tree with every variable replaced; subtrees without variables are shared with the old tree.
func (ip *interpolator) tree(n *source.Node) *source.Node {
	if n == nil {
		return nil
	}
	if known, ok := ip.done[n]; ok {
		return known
	}
	switch n.Kind {
	case source.String:
		if fresh := ip.scalar(n); fresh != n {
			ip.done[n] = fresh
			return fresh
		}
	case source.Mapping, source.Sequence:
		if fresh := each(n, ip.tree); fresh != n {
			ip.done[n] = fresh
			return fresh
		}
	}
	return n
}

func (ip *interpolator) scalar(n *source.Node) *source.Node {
	raw := n.Str()
	if !strings.Contains(raw, "$") {
		return n
	}
	variables := scanVariables(raw)
	text, err := ip.assembly.substitute(raw, variables, func(name string) (string, bool) {
		value, ok := ip.env[name]
		return value, ok
	})
	if err != nil {
		ip.invalid(n, err)
		return n
	}
	fresh := *n
	fresh.Scalar, fresh.Text = text, text
	variables = slices.DeleteFunc(variables, func(v variable) bool { return ip.placeholders[v.name] })
	if len(variables) > 0 {
		ip.records[&fresh] = &interpolation{raw: raw, variables: variables}
	}
	return &fresh
}
