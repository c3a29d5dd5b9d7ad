package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"

	"gopkg.in/yaml.v3"
)

// ReadYAML returns the documents of a YAML file, none when the file contains nothing but comments. Scalars are resolved as
// yaml.v3 resolves them, except that timestamps, binary values, infinities and NaN stay strings, and integers beyond 64
// bits become float64. An error is a *SyntaxError.
func ReadYAML(f *File, l Limits) ([]*Node, error) { return readYAML(f, l, false) }

// readYAML is ReadYAML; repeats says that a mapping may have a key more than once, and then has an entry for each.
func readYAML(f *File, l Limits, repeats bool) ([]*Node, error) {
	r, err := newYAMLReader(f, l)
	if err != nil {
		return nil, err
	}
	r.repeats = repeats
	decoder := yaml.NewDecoder(bytes.NewReader(f.Content))
	var roots []*Node
	for {
		var document yaml.Node
		if err := decodeYAML(decoder, &document); errors.Is(err, io.EOF) {
			return roots, nil
		} else if err != nil {
			return nil, yamlSyntaxError(f, r.lines, err)
		}
		root, err := r.convert(document.Content[0], 1)
		if err != nil {
			return nil, err
		}
		roots = append(roots, root.node)
	}
}

// decodeYAML parses the next document; a panic of the parser, which odd input can cause, becomes an error.
func decodeYAML(decoder *yaml.Decoder, document *yaml.Node) (err error) {
	defer func() {
		if recover() != nil {
			err = errors.New("yaml: the file cannot be parsed")
		}
	}()
	return decoder.Decode(document)
}

// yamlReader turns yaml.v3 nodes, which know only where they start, into nodes with spans.
type yamlReader struct {
	builder
	lines []int // byte offset of every line as YAML breaks lines
	ascii bool  // a column is a byte
	// repeats is set where a key may be there more than once.
	repeats bool

	// The last YAML position turned into an offset.
	atLine, atColumn, atOffset int

	anchors map[*yaml.Node]*yamlBuilt // nil while the anchored node is being built
}

// yamlBuilt is a built node with the offsets of its text (of the alias, where it came through one).
type yamlBuilt struct {
	node         *Node
	start, end   int
	size, height int // with aliases expanded
	via          Span
}

func newYAMLReader(f *File, l Limits) (*yamlReader, error) {
	if bytes.HasPrefix(f.Content, []byte("\xff\xfe")) || bytes.HasPrefix(f.Content, []byte("\xfe\xff")) {
		return nil, &SyntaxError{At: f.Span(0, 0), Message: "the file is UTF-16: save it as UTF-8"}
	}
	r := &yamlReader{
		builder: newBuilder(f, l), lines: yamlLines(f), ascii: true,
		anchors: map[*yaml.Node]*yamlBuilt{},
	}
	for _, c := range f.Content {
		if c >= utf8.RuneSelf {
			r.ascii = false
			break
		}
	}
	return r, nil
}

// text returns the byte offset of a YAML position.
func (r *yamlReader) text(n *yaml.Node) int {
	if n.Line > len(r.lines) {
		return len(r.file.Content)
	}
	start := r.lines[n.Line-1]
	if r.ascii {
		return min(start+n.Column-1, len(r.file.Content))
	}
	if r.atLine != n.Line || n.Column < r.atColumn {
		r.atLine, r.atColumn, r.atOffset = n.Line, 1, start
	}
	for ; r.atColumn < n.Column && r.atOffset < len(r.file.Content); r.atColumn++ {
		_, size := utf8.DecodeRune(r.file.Content[r.atOffset:])
		r.atOffset += size
	}
	return r.atOffset
}

func (r *yamlReader) convert(n *yaml.Node, depth int) (yamlBuilt, error) {
	start := r.text(n)
	if n.Kind == yaml.AliasNode {
		return r.alias(n, start, depth)
	}
	if depth > r.limits.MaxDepth {
		return yamlBuilt{}, errDepth(r.span(start, start), r.limits)
	}
	if r.count >= r.limits.MaxNodes {
		return yamlBuilt{}, errNodes(r.span(start, start), r.limits)
	}
	start = r.skipProperties(n, start)
	if n.Anchor != "" {
		r.anchors[n] = nil
	}
	built, err := r.build(n, start, depth)
	if err != nil {
		return yamlBuilt{}, err
	}
	if n.Style&yaml.TaggedStyle != 0 {
		built.node.Tag = n.Tag
	}
	if n.Anchor != "" {
		anchored := built // so that only this one needs memory of its own
		r.anchors[n] = &anchored
	}
	return built, nil
}

func (r *yamlReader) build(n *yaml.Node, start, depth int) (yamlBuilt, error) {
	switch n.Kind {
	case yaml.MappingNode:
		return r.mapping(n, start, depth)
	case yaml.SequenceNode:
		return r.sequence(n, start, depth)
	}
	node := r.node(String)
	end := r.scalarEnd(n, start)
	node.Span = r.span(start, end)
	node.Text = n.Value
	if err := resolveYAML(n, node); err != nil {
		return yamlBuilt{}, err
	}
	return yamlBuilt{node: node, start: start, end: end, size: 1}, nil
}

func (r *yamlReader) alias(n *yaml.Node, start, depth int) (yamlBuilt, error) {
	end := start + len("*") + len(n.Value)
	via := r.span(start, end)
	target := r.anchors[n.Alias]
	if target == nil {
		return yamlBuilt{}, &SyntaxError{At: via, Message: fmt.Sprintf("alias %q stands inside the value that it repeats", n.Value)}
	}
	if depth+max(target.height, 1)-1 > r.limits.MaxDepth {
		return yamlBuilt{}, errDepth(via, r.limits)
	}
	return yamlBuilt{node: target.node, start: start, end: end, size: target.size, height: target.height, via: via}, nil
}

func (r *yamlReader) sequence(n *yaml.Node, start, depth int) (yamlBuilt, error) {
	node := r.node(Sequence)
	from := r.position(start)
	node.Items = make([]Item, 0, len(n.Content))
	built := yamlBuilt{node: node, start: start, end: start + 1, size: 1, height: 1}
	for _, child := range n.Content {
		item, err := r.convert(child, depth+1)
		if err != nil {
			return yamlBuilt{}, err
		}
		if err := r.grow(&built, item); err != nil {
			return yamlBuilt{}, err
		}
		node.Items = append(node.Items, Item{Value: item.node, Via: item.via})
	}
	if n.Style&yaml.FlowStyle != 0 {
		built.end = r.closing(built.end)
	}
	node.Span = Span{File: r.file, Start: from, End: r.position(built.end)}
	return built, nil
}

// grow counts a child into its parent and moves the parent's end behind it.
func (r *yamlReader) grow(parent *yamlBuilt, child yamlBuilt) error {
	parent.end = max(parent.end, child.end)
	parent.size += child.size
	parent.height = max(parent.height, child.height+1)
	if parent.size > r.limits.MaxNodes {
		return errNodes(r.span(child.start, child.end), r.limits)
	}
	return nil
}
