package compose

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/compose-spec/compose-go/v2/schema"

	"github.com/seclint/seclint/internal/source"
)

// verdict says whether a tree keeps to a shape.
type verdict uint8

const (
	valid verdict = iota
	unsure
	invalid
)

// shape is a part of the schema that compose-go ships, to be held against a tree as it is. compose-go's own validation takes
// copies of the tree and costs as much as reading the file: it is asked only where the shape does not settle that all is well.
type shape struct {
	// kinds are those that a value may have, none for any.
	kinds []source.NodeKind
	// integer is set when a number may have no fraction.
	integer bool
	enum    []any
	pattern *regexp.Regexp
	// unsure is set when the schema says more than is looked at here.
	unsure bool

	properties map[string]*shape
	patterns   []patternShape
	required   []string
	// closed refuses properties that the schema itself does not name, sealed those that the shapes it refers to do not either.
	closed, sealed bool

	items  *shape
	unique bool

	all, one []*shape
}

// patternShape is the shape of the properties whose names match.
type patternShape struct {
	name  *regexp.Regexp
	shape *shape
}

// specification holds the shapes of a whole Compose file and of one service.
var specification = sync.OnceValue(func() (s struct{ file, service *shape }) {
	var root map[string]any
	if err := json.Unmarshal([]byte(schema.Schema), &root); err != nil {
		panic("compose-go's schema: " + err.Error())
	}
	r := shapeReader{definitions: root, known: map[string]*shape{}}
	s.file, s.service = r.shape(root), r.reference("#/$defs/service")
	return s
})

// shapeReader turns a JSON schema into shapes.
type shapeReader struct {
	definitions any
	known       map[string]*shape // by reference, so that one may lead back to itself
}

func (r *shapeReader) shape(schema any) *shape {
	s := &shape{}
	keywords, ok := schema.(map[string]any)
	s.unsure = !ok
	for keyword, value := range keywords {
		r.keyword(s, keyword, value)
	}
	return s
}

func (r *shapeReader) keyword(s *shape, keyword string, value any) {
	switch keyword {
	case "$schema", "$id", "$defs", "title", "description", "default", "deprecated":
	case "type":
		s.kinds, s.integer = kindsOf(value)
	case "enum":
		s.enum, _ = value.([]any)
	case "pattern":
		s.pattern = regexp.MustCompile(value.(string))
	case "properties":
		s.properties = r.properties(value)
	case "patternProperties":
		for name, property := range r.properties(value) {
			s.patterns = append(s.patterns, patternShape{regexp.MustCompile(name), property})
		}
	case "additionalProperties":
		s.closed = value == false
		s.unsure = s.unsure || !s.closed
	case "unevaluatedProperties":
		s.sealed = value == false
		s.unsure = s.unsure || !s.sealed
	case "required":
		for _, name := range value.([]any) {
			s.required = append(s.required, name.(string))
		}
	case "items":
		s.items = r.shape(value)
	case "uniqueItems":
		s.unique = value == true
	case "allOf":
		s.all = append(s.all, r.shapes(value)...)
	case "oneOf":
		s.one = r.shapes(value)
	case "$ref":
		s.all = append(s.all, r.reference(value.(string)))
	default:
		s.unsure = true
	}
}

func (r *shapeReader) properties(value any) map[string]*shape {
	properties := map[string]*shape{}
	for name, property := range value.(map[string]any) {
		properties[name] = r.shape(property)
	}
	return properties
}

func (r *shapeReader) shapes(value any) []*shape {
	var list []*shape
	for _, alternative := range value.([]any) {
		list = append(list, r.shape(alternative))
	}
	return list
}

// reference returns the shape that a reference such as #/$defs/service leads to.
func (r *shapeReader) reference(ref string) *shape {
	if known := r.known[ref]; known != nil {
		return known
	}
	s := &shape{}
	r.known[ref] = s
	target := r.definitions
	for step := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		parent, _ := target.(map[string]any)
		target = parent[step]
	}
	*s = *r.shape(target)
	return s
}

func kindsOf(value any) (kinds []source.NodeKind, integer bool) {
	names, several := value.([]any)
	if !several {
		names = []any{value}
	}
	for _, name := range names {
		switch name {
		case "null":
			kinds = append(kinds, source.Null)
		case "boolean":
			kinds = append(kinds, source.Bool)
		case "number", "integer":
			kinds = append(kinds, source.Number)
		case "string":
			kinds = append(kinds, source.String)
		case "object":
			kinds = append(kinds, source.Mapping)
		case "array":
			kinds = append(kinds, source.Sequence)
		}
	}
	return kinds, slices.Contains(names, "integer") && !slices.Contains(names, "number")
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
		result = max(result, also.check(n))
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

func exactlyOne(alternatives []*shape, n *source.Node) verdict {
	fitting := 0
	for _, alternative := range alternatives {
		switch alternative.check(n) {
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
	if s.enum != nil && !slices.Contains(s.enum, n.Scalar) || s.pattern != nil && n.Kind == source.String && !s.pattern.MatchString(n.Str()) {
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
		property, named := s.properties[e.Key]
		if named {
			result = max(result, property.check(e.Value))
		}
		for _, p := range s.patterns {
			if p.name.MatchString(e.Key) {
				result, named = max(result, p.shape.check(e.Value)), true
			}
		}
		if s.closed && !named || s.sealed && !s.names(e.Key) {
			return invalid
		}
	}
	return result
}

// names reports whether the schema has something to say about a property.
func (s *shape) names(property string) bool {
	return s.properties[property] != nil ||
		slices.ContainsFunc(s.patterns, func(p patternShape) bool { return p.name.MatchString(property) }) ||
		slices.ContainsFunc(s.all, func(also *shape) bool { return also.names(property) })
}

// maxUnique bounds how many items are compared with each other.
const maxUnique = 100

func (s *shape) sequence(n *source.Node) verdict {
	result := valid
	for i, item := range n.Items {
		if s.items != nil {
			result = max(result, s.items.check(item.Value))
		}
		if s.unique && (i == maxUnique || slices.ContainsFunc(n.Items[:i], func(before source.Item) bool { return !differ(before.Value, item.Value) })) {
			return max(result, unsure)
		}
	}
	return result
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
