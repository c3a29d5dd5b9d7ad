package source

import (
	"bytes"
	"cmp"
	"encoding/json"
	"math"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/tailscale/hujson"

	"github.com/seclint/seclint/internal/lazyregexp"
)

// ReadJSON returns the tree of a JSON file. Comments and trailing commas, which most programs refuse, are errors.
// Integers beyond 64 bits become float64. An error is a *SyntaxError.
func ReadJSON(f *File, l Limits) (*Node, error) {
	root, extensions, err := ReadJWCC(f, l)
	if err != nil {
		return nil, err
	}
	if len(extensions) == 0 {
		return root, nil
	}
	at := extensions[0]
	if at.Text() == "," {
		return nil, &SyntaxError{At: at, Message: "a comma behind the last value is not JSON"}
	}
	return nil, &SyntaxError{At: at, Message: "a comment is not JSON"}
}

// ReadJWCC is ReadJSON for JSON with commas and comments. It also returns the spans of the comments and trailing commas,
// in the order of the file: none means that the file is JSON.
func ReadJWCC(f *File, l Limits) (*Node, []Span, error) {
	r := &jsonReader{builder: newBuilder(f, l), base: f.starts()[0]}
	content := f.Content[r.base:]
	if err := r.checkDepth(content); err != nil {
		return nil, nil, err
	}
	if len(content) > 0 && content[len(content)-1] != '\n' {
		content = append(slices.Clone(content), '\n') // hujson wants the end of a line behind a comment
	}
	value, err := hujson.Parse(content)
	if err != nil {
		return nil, nil, jsonSyntaxError(f, err)
	}
	r.extra(value.BeforeExtra, value.StartOffset-len(value.BeforeExtra))
	root, err := r.convert(&value)
	if err != nil {
		return nil, nil, err
	}
	r.extra(value.AfterExtra, value.EndOffset)
	return root, r.spans(), nil
}

type jsonReader struct {
	builder
	base       int      // what hujson does not get to see: the byte order mark
	extensions [][2]int // offsets of comments and trailing commas
}

// checkDepth runs before hujson, which recurses without a limit.
func (r *jsonReader) checkDepth(c []byte) error {
	depth := 0
	for i := 0; i < len(c); i++ {
		switch c[i] {
		case '{', '[':
			if depth++; depth > r.limits.MaxDepth {
				return errDepth(r.span(r.base+i, r.base+i+1), r.limits)
			}
		case '}', ']':
			depth--
		case '"':
			i = doubleQuotedEnd(c, i) - 1
		case '/':
			i += max(commentLength(c[i:])-1, 0)
		}
	}
	return nil
}

// commentLength returns how long the comment at the start of c is, 0 when there is none.
func commentLength(c []byte) int {
	end := ""
	switch {
	case bytes.HasPrefix(c, []byte("//")):
		end = "\n"
	case bytes.HasPrefix(c, []byte("/*")):
		end = "*/"
	default:
		return 0
	}
	if i := bytes.Index(c[2:], []byte(end)); i >= 0 {
		return 2 + i + len(end)
	}
	return len(c)
}

func (r *jsonReader) convert(v *hujson.Value) (*Node, error) {
	if r.count >= r.limits.MaxNodes {
		return nil, errNodes(r.span(r.base+v.StartOffset, r.base+v.StartOffset), r.limits)
	}
	node := r.node(Null)
	start := r.position(r.base + v.StartOffset)
	var err error
	switch value := v.Value.(type) {
	case *hujson.Object:
		err = r.object(node, value, v.EndOffset)
	case *hujson.Array:
		err = r.array(node, value, v.EndOffset)
	case hujson.Literal:
		setJSON(node, value)
	}
	node.Span = Span{File: r.file, Start: start, End: r.position(r.base + v.EndOffset)}
	return node, err
}

func (r *jsonReader) object(node *Node, object *hujson.Object, end int) error {
	node.Kind = Mapping
	node.Entries = make([]Entry, 0, len(object.Members))
	for i := range object.Members {
		name, value := &object.Members[i].Name, &object.Members[i].Value
		r.extra(name.BeforeExtra, name.StartOffset-len(name.BeforeExtra))
		r.extra(name.AfterExtra, name.EndOffset)
		r.extra(value.BeforeExtra, value.StartOffset-len(value.BeforeExtra))
		key := jsonString(name.Value.(hujson.Literal))
		at := r.span(r.base+name.StartOffset, r.base+name.EndOffset)
		child, err := r.convert(value)
		if err != nil {
			return err
		}
		node.Entries = append(node.Entries, Entry{Key: key, KeySpan: at, Value: child})
		r.extra(value.AfterExtra, value.EndOffset)
		r.trailing(value, i == len(object.Members)-1)
	}
	r.extra(object.AfterExtra, end-1-len(object.AfterExtra))
	return r.duplicate(node.Entries)
}

func (r *jsonReader) array(node *Node, array *hujson.Array, end int) error {
	node.Kind = Sequence
	node.Items = make([]Item, 0, len(array.Elements))
	for i := range array.Elements {
		value := &array.Elements[i]
		r.extra(value.BeforeExtra, value.StartOffset-len(value.BeforeExtra))
		child, err := r.convert(value)
		if err != nil {
			return err
		}
		node.Items = append(node.Items, Item{Value: child})
		r.extra(value.AfterExtra, value.EndOffset)
		r.trailing(value, i == len(array.Elements)-1)
	}
	r.extra(array.AfterExtra, end-1-len(array.AfterExtra))
	return nil
}

// trailing notes the comma behind the last value: hujson sets its AfterExtra, be it empty, only when there is one.
func (r *jsonReader) trailing(value *hujson.Value, last bool) {
	if last && value.AfterExtra != nil {
		comma := value.EndOffset + len(value.AfterExtra)
		r.extensions = append(r.extensions, [2]int{comma, comma + 1})
	}
}

// extra notes the comments between two tokens.
func (r *jsonReader) extra(extra hujson.Extra, offset int) {
	for i := 0; i < len(extra); i++ {
		if extra[i] != '/' {
			continue
		}
		length := max(commentLength(extra[i:]), 1)
		comment := strings.TrimRight(string(extra[i:i+length]), "\r\n")
		r.extensions = append(r.extensions, [2]int{offset + i, offset + i + len(comment)})
		i += length - 1
	}
}

func (r *jsonReader) spans() []Span {
	slices.SortFunc(r.extensions, func(a, b [2]int) int { return cmp.Compare(a[0], b[0]) })
	var spans []Span
	for _, e := range r.extensions {
		spans = append(spans, r.span(r.base+e[0], r.base+e[1]))
	}
	return spans
}

func setJSON(node *Node, literal hujson.Literal) {
	node.Text = string(literal)
	switch literal.Kind() {
	case 'n':
		node.Kind = Null
	case 't', 'f':
		node.Kind, node.Scalar = Bool, literal.Bool()
	case '"':
		node.Text = jsonString(literal)
		node.Kind, node.Scalar = String, node.Text
	default:
		node.Kind, node.Scalar = number(jsonNumber(node.Text), node.Text)
	}
}

func jsonString(literal []byte) string {
	inner := literal[1 : len(literal)-1]
	if bytes.IndexByte(inner, '\\') < 0 && utf8.Valid(inner) {
		return string(inner)
	}
	var text string
	if json.Unmarshal(literal, &text) != nil {
		return string(inner) // cannot be: hujson has validated the literal
	}
	return text
}

func jsonNumber(text string) any {
	if i, err := strconv.ParseInt(text, 10, 64); err == nil {
		return i
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return math.NaN()
	}
	return f
}

var jsonMessage = lazyregexp.New(`(?s)^hujson: line (\d+), column (\d+): (.*)$`)

// jsonSyntaxError gives an error of hujson, which counts columns in bytes, its span, and drops the literal that some of
// its messages quote: it may be a secret.
func jsonSyntaxError(f *File, err error) error {
	match := jsonMessage.FindStringSubmatch(err.Error())
	if match == nil {
		return &SyntaxError{At: f.Span(0, 0), Message: "the file is not JSON"}
	}
	line, _ := strconv.Atoi(match[1])
	column, _ := strconv.Atoi(match[2])
	message := match[3]
	if strings.HasPrefix(message, "invalid literal") {
		message = "invalid literal"
	}
	message = strings.Replace(message, "unexpected EOF", "unexpected end of file", 1)
	at := len(f.Content)
	if lines := f.starts(); line <= len(lines) { // the line break that ReadJWCC adds starts one more
		at = lines[line-1] + column - 1
	}
	return &SyntaxError{At: f.Span(at, at), Message: message}
}
