package compose

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// verdict says whether a tree keeps to a shape.
type verdict uint8

const (
	valid verdict = iota
	unsure
	invalid
)

//go:generate go run ../../tools/composeshape shapes.go

// shape is a part of the schema that compose-go ships, to be held against a tree as it is. compose-go's own validation takes
// copies of the tree and costs as much as reading the file: it is asked only where the shape does not settle that all is well.
type shape struct {
	// kinds are those that a value may have, none for any.
	kinds []source.NodeKind
	// integer is set when a number may have no fraction.
	integer bool
	enum    []any
	pattern expressionRef
	// unsure is set when the schema says more than is looked at here.
	unsure bool

	properties []property // sorted by name
	patterns   []patternProperty
	required   []string
	// closed refuses properties that the schema itself does not name, sealed those that the shapes it refers to do not either.
	closed, sealed bool

	items  shapeRef
	unique bool

	all, one []shapeRef
}

// shapeRef is an index of shapes, 0 for none, and expressionRef one of expressions: shapes that point to each other could not be laid
// out by the linker.
type (
	shapeRef      uint16
	expressionRef uint8
)

func (r shapeRef) shape() *shape { return &shapes[r] }

func (r expressionRef) matches(text string) bool { return expressions[r].MatchString(text) }

// property is the shape of a property, and patternProperty that of those whose names match.
type (
	property struct {
		name  string
		shape shapeRef
	}
	patternProperty struct {
		name  expressionRef
		shape shapeRef
	}
)

// property returns the shape that the schema has for a property by its name, 0 for none.
func (s *shape) property(name string) shapeRef {
	i, ok := slices.BinarySearchFunc(s.properties, name, func(p property, name string) int { return strings.Compare(p.name, name) })
	if !ok {
		return 0
	}
	return s.properties[i].shape
}

// check holds a tree against the shape.
func (s *shape) check(n *source.Node) verdict {
	if s.kinds != nil && !slices.Contains(s.kinds, n.Kind) {
		return invalid
	}
	result := s.scalar(n)
	if s.unsure {
		result = max(result, unsure)
	}
	for _, also := range s.all {
		result = max(result, also.shape().check(n))
	}
	if s.one != nil {
		result = max(result, exactlyOne(s.one, n))
	}
	switch n.Kind {
	case source.Mapping:
		return max(result, s.mapping(n))
	case source.Sequence:
		return max(result, s.sequence(n))
	}
	return result
}

func exactlyOne(alternatives []shapeRef, n *source.Node) verdict {
	fitting := 0
	for _, alternative := range alternatives {
		switch alternative.shape().check(n) {
		case unsure:
			return unsure
		case valid:
			fitting++
		}
	}
	if fitting != 1 {
		return invalid
	}
	return valid
}

func (s *shape) scalar(n *source.Node) verdict {
	if _, fraction := n.Scalar.(float64); fraction && s.integer {
		return unsure // 1.0 is an integer too
	}
	if s.enum != nil && !slices.Contains(s.enum, n.Scalar) || s.pattern != 0 && n.Kind == source.String && !s.pattern.matches(n.Str()) {
		return unsure
	}
	return valid
}

func (s *shape) mapping(n *source.Node) verdict {
	for _, name := range s.required {
		if n.Get(name) == nil {
			return invalid
		}
	}
	result := valid
	for _, e := range n.Entries {
		property := s.property(e.Key)
		named := property != 0
		if named {
			result = max(result, property.shape().check(e.Value))
		}
		for _, p := range s.patterns {
			if p.name.matches(e.Key) {
				result, named = max(result, p.shape.shape().check(e.Value)), true
			}
		}
		if s.closed && !named {
			return invalid
		}
		if s.sealed && !s.names(e.Key) {
			result = max(result, unsure) // an alternative may name it
		}
	}
	return result
}

// names reports whether the schema has something to say about a property.
func (s *shape) names(property string) bool {
	return s.property(property) != 0 ||
		slices.ContainsFunc(s.patterns, func(p patternProperty) bool { return p.name.matches(property) }) ||
		slices.ContainsFunc(s.all, func(also shapeRef) bool { return also.shape().names(property) })
}

// maxUnique bounds how many items are compared with each other.
const maxUnique = 100

func (s *shape) sequence(n *source.Node) verdict {
	result := valid
	for i, item := range n.Items {
		if s.items != 0 {
			result = max(result, s.items.shape().check(item.Value))
		}
		if s.unique && (i == maxUnique || sameBefore(n.Items, i) >= 0) {
			return max(result, unsure)
		}
	}
	return result
}

// sameBefore returns the index of the first item in front of one that is equal to it, less than 0 where there is none.
func sameBefore(items []source.Item, i int) int {
	return slices.IndexFunc(items[:i], func(before source.Item) bool { return !differ(before.Value, items[i].Value) })
}

// differ reports whether two trees have different values; numbers are compared as JSON has them.
func differ(a, b *source.Node) bool {
	if a.Kind != b.Kind || len(a.Entries) != len(b.Entries) || len(a.Items) != len(b.Items) {
		return true
	}
	for _, e := range a.Entries {
		if other := b.Get(e.Key); other == nil || differ(e.Value, other) {
			return true
		}
	}
	for i, item := range a.Items {
		if differ(item.Value, b.Items[i].Value) {
			return true
		}
	}
	if a.Kind == source.Number {
		return float(a) != float(b)
	}
	return a.Scalar != b.Scalar
}

func float(n *source.Node) float64 {
	if integer, ok := n.Scalar.(int64); ok {
		return float64(integer)
	}
	f, _ := n.Scalar.(float64)
	return f
}
