package source

import (
	"errors"
	"fmt"
	"math"
	"strconv"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
)

// ReadTOML returns the tree of a TOML file. Dates and times, infinities and NaN are strings as they were written. A
// table spans what is set in it, from its first key to its last value; an element of an array of tables starts at
// the key in its header. An error is a *SyntaxError.
func ReadTOML(f *File, l Limits) (*Node, error) {
	r := &tomlReader{builder: newBuilder(f, l), base: f.starts()[0], tables: map[*Node]*tomlTable{}, arrays: map[*Node]bool{}}
	r.content = f.Content[r.base:]
	root := r.node(Mapping)
	r.tables[root] = &tomlTable{}
	r.parser.Reset(r.content)
	current, depth := root, 0
	for r.parser.NextExpression() {
		expression := r.parser.Expression()
		var err error
		switch expression.Kind {
		case unstable.Table, unstable.ArrayTable:
			current, depth, err = r.header(root, expression)
		default:
			err = r.keyValue(current, expression, depth+1)
		}
		if err != nil {
			return nil, err
		}
		if r.work > maxCompared {
			return nil, r.errorAt(r.base+int(expression.Raw.Offset), fmt.Sprintf("more than %d comparisons of keys: a table has too many", maxCompared))
		}
	}
	if err := r.parser.Error(); err != nil {
		return nil, r.parserError(err)
	}
	if err := r.validate(); err != nil {
		return nil, err
	}
	r.stretch(root)
	root.Span = f.Span(0, len(f.Content))
	return root, nil
}

// maxCompared bounds how many keys are compared to find out whether a file has one twice: a table of 10,000 keys takes so many.
const maxCompared = 50_000_000

type tomlReader struct {
	builder
	parser  unstable.Parser
	content []byte
	base    int // what the parser does not get to see: the byte order mark
	tables  map[*Node]*tomlTable
	arrays  map[*Node]bool // arrays of tables
	// work is how many keys validate will compare: the decoder compares each key with those before it in its table.
	work int
}

// tomlTable is what a table must know while the file is read.
type tomlTable struct {
	index  map[string]int // key -> entry
	header Span           // of the key in the [header] that defined the table; zero when something else did
	inline bool
}

// validate asks the decoder for the rules that the parser leaves to it: numbers, dates, and which table may be extended.
func (r *tomlReader) validate() error {
	var value map[string]any
	err := toml.Unmarshal(r.content, &value)
	if err == nil {
		return nil
	}
	at := Span{File: r.file, Start: Position{1, 1}, End: Position{1, 1}}
	if decode := (*toml.DecodeError)(nil); errors.As(err, &decode) {
		line, column := decode.Position()
		lines := r.file.starts()
		at = r.file.Span(lines[min(line, len(lines))-1]+column-1, 0)
		at.End = at.Start
	}
	message, _, _ := strings.Cut(strings.TrimPrefix(err.Error(), "toml: "), ": strconv.") // strconv quotes the value
	return &SyntaxError{At: at, Message: message}
}

func (r *tomlReader) parserError(err error) error {
	at := 0
	if parser := (*unstable.ParserError)(nil); errors.As(err, &parser) {
		at = min(max(cap(r.content)-cap(parser.Highlight), 0), len(r.content))
	}
	return r.errorAt(r.base+at, err.Error())
}

func (r *tomlReader) rawSpan(raw unstable.Range) Span {
	start := r.base + int(raw.Offset)
	return r.span(start, start+int(raw.Length))
}

// keyValue sets a possibly dotted key in a table.
func (r *tomlReader) keyValue(table *Node, kv *unstable.Node, depth int) error {
	var end int
	for keys := kv.Key(); keys.Next(); depth++ {
		key := keys.Node()
		end = int(key.Raw.Offset + key.Raw.Length)
		if depth > r.limits.MaxDepth {
			return errDepth(r.rawSpan(key.Raw), r.limits)
		}
		name, at := string(key.Data), r.rawSpan(key.Raw)
		if !keys.IsLast() {
			next, err := r.step(table, name, at)
			if err != nil {
				return err
			}
			table = next
			continue
		}
		if e := r.find(table, name); e != nil {
			return errDuplicate(name, at, e.KeySpan)
		}
		value, _, err := r.value(kv.Value(), end, depth+1)
		if err != nil {
			return err
		}
		r.set(table, Entry{Key: name, KeySpan: at, Value: value})
	}
	return nil
}

// value builds a value that is behind the offset; it returns the offset of its end.
func (r *tomlReader) value(v *unstable.Node, behind, depth int) (*Node, int, error) {
	start, end := int(v.Raw.Offset), int(v.Raw.Offset+v.Raw.Length)
	if v.Kind == unstable.Array { // the one value that the parser gives no range
		start = r.skip(behind, "=,")
	}
	at := r.position(r.base + start)
	if depth > r.limits.MaxDepth {
		return nil, 0, errDepth(Span{File: r.file, Start: at, End: at}, r.limits)
	}
	if r.count >= r.limits.MaxNodes {
		return nil, 0, errNodes(Span{File: r.file, Start: at, End: at}, r.limits)
	}
	node := r.node(String)
	var err error
	switch v.Kind {
	case unstable.Array:
		end, err = r.array(node, v, start+1, depth)
	case unstable.InlineTable:
		end, err = r.inline(node, v, start+1, depth)
	default:
		setTOML(node, v)
	}
	if err != nil {
		return nil, 0, err
	}
	node.Span = Span{File: r.file, Start: at, End: r.position(r.base + end)}
	return node, end, nil
}

func (r *tomlReader) array(node *Node, v *unstable.Node, end, depth int) (int, error) {
	node.Kind = Sequence
	for children := v.Children(); children.Next(); {
		item, itemEnd, err := r.value(children.Node(), end, depth+1)
		if err != nil {
			return 0, err
		}
		node.Items = append(node.Items, Item{Value: item})
		end = itemEnd
	}
	return r.skip(end, ",") + 1, nil
}

func (r *tomlReader) inline(node *Node, v *unstable.Node, end, depth int) (int, error) {
	node.Kind = Mapping
	r.tables[node] = &tomlTable{inline: true}
	for children := v.Children(); children.Next(); {
		kv := children.Node()
		if err := r.keyValue(node, kv, depth+1); err != nil {
			return 0, err
		}
		end = int(kv.Raw.Offset + kv.Raw.Length)
	}
	return r.skip(end, ",") + 1, nil
}

// skip moves behind white space, comments and the given marks.
func (r *tomlReader) skip(i int, marks string) int {
	for ; i < len(r.content); i++ {
		switch c := r.content[i]; {
		case c == '#':
			for i < len(r.content) && r.content[i] != '\n' {
				i++
			}
		case c != ' ' && c != '\t' && c != '\r' && c != '\n' && strings.IndexByte(marks, c) < 0:
			return i
		}
	}
	return i
}

func setTOML(node *Node, v *unstable.Node) {
	node.Text = string(v.Data)
	switch v.Kind {
	case unstable.Bool:
		node.Kind, node.Scalar = Bool, node.Text == "true"
	case unstable.Integer:
		node.Kind, node.Scalar = number(tomlInt(node.Text), node.Text)
	case unstable.Float:
		node.Kind, node.Scalar = number(tomlFloat(node.Text), node.Text)
	default:
		node.Kind, node.Scalar = String, node.Text
	}
}

// tomlInt and tomlFloat read what the decoder has checked or is about to refuse.
func tomlInt(text string) any {
	plain := strings.ReplaceAll(text, "_", "")
	base := 10
	if len(plain) > 1 && plain[0] == '0' {
		base = 0
	}
	if i, err := strconv.ParseInt(plain, base, 64); err == nil {
		return i
	}
	return math.NaN()
}

func tomlFloat(text string) any {
	if f, err := strconv.ParseFloat(strings.ReplaceAll(text, "_", ""), 64); err == nil {
		return f
	}
	return math.NaN()
}
