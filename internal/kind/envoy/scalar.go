package envoy

import (
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// scalar reads one value that is no message. A value of the wrong type stays as it is, beside a fault.
func (r *reader) scalar(old *source.Node, f *apiField, p source.Path) *source.Node {
	if old.Kind == source.Null {
		return zero(old, f.scalar)
	}
	if inner := old.Get("value"); inner != nil && len(old.Entries) == 1 && f.scalar != typeDuration {
		old = inner // a wrapper such as google.protobuf.BoolValue, written as the message that it is
	}
	var fresh *source.Node
	switch f.scalar {
	case typeBool:
		fresh = boolean(old)
	case typeInt, typeFloat:
		fresh = number(old, f.scalar)
	case typeEnum:
		return r.enumValue(old, f, p)
	case typeDuration:
		fresh = duration(old)
	default:
		fresh = text(old)
	}
	if fresh == nil {
		r.mismatch(old, p, wanted[f.scalar])
		return old
	}
	return fresh
}

var wanted = map[scalarType]string{
	typeBool: "a boolean", typeInt: "a whole number", typeFloat: "a number", typeString: "a string in quotes",
	typeDuration: "a duration such as 5s", typeEnum: "a name",
}

// zero is what null in a list means.
func zero(old *source.Node, scalar scalarType) *source.Node {
	switch scalar {
	case typeBool:
		return withScalar(old, source.Bool, false)
	case typeInt, typeFloat:
		return withScalar(old, source.Number, int64(0))
	}
	return withScalar(old, source.String, "")
}

func withScalar(old *source.Node, kind source.NodeKind, value any) *source.Node {
	fresh := *old
	fresh.Kind, fresh.Scalar = kind, value
	return &fresh
}

// unquoted are the words that YAML 1.1 has for true and false beside these: yaml-cpp takes them without quotes.
var unquoted = map[string]bool{"y": true, "yes": true, "on": true, "n": false, "no": false, "off": false}

// quoted are the texts that protobuf takes for true and false.
var quoted = map[string]bool{
	"true": true, "t": true, "yes": true, "y": true, "1": true, "false": false, "f": false, "no": false, "n": false, "0": false,
}

// isPlain reports whether a string is written without quotes.
func isPlain(n *source.Node) bool { return n.Kind == source.String && n.Span.Text() == n.Scalar }

func boolean(old *source.Node) *source.Node {
	if old.Kind == source.Bool {
		return old
	}
	word := strings.ToLower(old.Str())
	truth, ok := quoted[word]
	if !ok && isPlain(old) {
		truth, ok = unquoted[word]
	}
	if !ok {
		return nil
	}
	return withScalar(old, source.Bool, truth)
}

// number reads a number, which may be written as a string.
func number(old *source.Node, scalar scalarType) *source.Node {
	if f, ok := old.Scalar.(float64); old.Kind == source.Number && (!ok || scalar == typeFloat || f == float64(int64(f))) {
		if ok && scalar == typeInt {
			return withScalar(old, source.Number, int64(f))
		}
		return old
	}
	if i, err := strconv.ParseInt(old.Str(), 10, 64); err == nil {
		return withScalar(old, source.Number, i)
	}
	if f, err := strconv.ParseFloat(old.Str(), 64); err == nil && (scalar == typeFloat || f == float64(int64(f))) {
		return withScalar(old, source.Number, f)
	}
	return nil
}

var durationText = lazyregexp.New(`^-?\d+(\.\d{1,9})?s$`)

// duration reads a duration, which may be written as the message that it is.
func duration(old *source.Node) *source.Node {
	if durationText.MatchString(old.Str()) {
		return old
	}
	if old.Kind != source.Mapping {
		return nil
	}
	seconds, nanos := integer(old.Get("seconds")), integer(old.Get("nanos"))
	fraction := ""
	if nanos > 0 {
		fraction = strings.TrimRight("."+strconv.FormatInt(1_000_000_000+nanos, 10)[1:], "0")
	}
	return withScalar(&source.Node{Span: old.Span}, source.String, strconv.FormatInt(seconds, 10)+fraction+"s")
}

// integer reads an integer that may be written as a string; 0 when it is neither, such as a placeholder.
func integer(n *source.Node) int64 {
	if n == nil {
		return 0
	}
	if i, ok := n.Scalar.(int64); ok {
		return i
	}
	i, _ := strconv.ParseInt(n.Str(), 10, 64)
	return i
}

// text reads a string. yaml-cpp takes words without quotes for booleans and numbers where YAML does, which are no strings then;
// whole numbers beyond 32 bits it hands on as text.
func text(old *source.Node) *source.Node {
	switch v := old.Scalar.(type) {
	case string:
		if _, word := unquoted[strings.ToLower(v)]; word && isPlain(old) {
			return nil
		}
		return old
	case int64:
		if int64(int32(v)) != v {
			return withScalar(old, source.String, old.Text)
		}
	}
	return nil
}

// enumValue reads the name of a value in any case, or its number.
func (r *reader) enumValue(old *source.Node, f *apiField, p source.Path) *source.Node {
	e := r.api.enum(f.of)
	n, isNumber := old.Scalar.(int64)
	if name := e.names[strings.ToUpper(old.Str())]; name != "" {
		return withScalar(old, source.String, name)
	}
	if i, err := strconv.ParseInt(old.Str(), 10, 32); err == nil {
		n, isNumber = i, true
	}
	if isNumber {
		if name := e.numbers[n]; name != "" {
			return withScalar(old, source.String, name)
		}
		return old
	}
	if old.Kind != source.String {
		r.mismatch(old, p, wanted[typeEnum])
		return old
	}
	r.fault(Fault{Path: p, Kind: faultValue, Name: old.Str(), Suggestion: nearest(old.Str(), e.list())})
	return old
}

func (e *enum) list() []string {
	names := make([]string, 0, len(e.names))
	for _, name := range e.names {
		names = append(names, name)
	}
	return names
}
