package evaluate

import (
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// maxCertain is how many steps of a path may be the key of something that is certain.
const maxCertain = 3

// isKnown reports whether what is not known of a document in the code of a program leaves no doubt about a finding: all of the part that
// is judged by itself is known, or the finding is about something that is written out, and so is what may change its meaning.
func (c *converter) isKnown(path source.Path) bool {
	at := func(steps int) *source.Node { return c.locator(c.doc).At(path[:min(steps, len(path))]...) }
	n, whole := at(len(path)), c.doc.Root
	if isReference(n) {
		return false
	}
	if apart := c.doc.Apart; len(apart) > 0 && len(path) > len(apart) && slices.Equal(path[:len(apart)], apart) {
		whole = at(len(apart) + 1)
	}
	if !whole.IsUnclear() {
		return true
	}
	if n.IsUnclear() || n == nil || len(path) == 0 {
		return false
	}
	for _, step := range path[:min(maxCertain, len(path))] {
		if key, ok := step.(string); ok && slices.Contains(c.doc.Certain, key) {
			return true
		}
	}
	isScalar := n.Kind != source.Mapping && n.Kind != source.Sequence
	return len(c.doc.Certain) == 0 && isScalar && !at(len(path)-1).IsUnclear()
}

// isReference reports whether a node is a text of which nothing is known.
func isReference(n *source.Node) bool {
	return n.IsUnknown() && source.Reference(source.UnknownVariable(n.Str())) == n.Str()
}
