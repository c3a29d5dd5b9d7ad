package source

import (
	"fmt"
	"math"
	"strconv"
	"strings"

	"gopkg.in/yaml.v3"
)

// resolveYAML sets the kind and the value of a scalar as yaml.v3 resolves it.
func resolveYAML(n *yaml.Node, node *Node) error {
	tag := n.Tag
	if n.Style&yaml.TaggedStyle != 0 {
		switch tag {
		case "!!null", "!!bool", "!!int", "!!float":
			written := (&yaml.Node{Kind: yaml.ScalarNode, Value: n.Value}).ShortTag()
			if written != tag && !(written == "!!int" && tag == "!!float") {
				return &SyntaxError{At: node.Span, Message: fmt.Sprintf("the value does not fit its tag %s", tag)}
			}
		}
	}
	switch tag {
	case "!!null":
		node.Kind, node.Scalar = Null, nil
	case "!!bool":
		node.Kind, node.Scalar = Bool, n.Value[0] == 't' || n.Value[0] == 'T'
	case "!!int":
		node.Kind, node.Scalar = number(yamlInt(n.Value), n.Value)
	case "!!float":
		node.Kind, node.Scalar = number(yamlFloat(n.Value), n.Value)
	default:
		node.Kind, node.Scalar = String, n.Value
	}
	return nil
}

// number keeps what has no JSON number, such as infinities, as the text that was written.
func number(value any, text string) (NodeKind, any) {
	if f, ok := value.(float64); ok && (math.IsNaN(f) || math.IsInf(f, 0)) {
		return String, text
	}
	return Number, value
}

// yamlInt reads what yaml.v3 took for an integer: int64, or float64 beyond it.
func yamlInt(text string) any {
	plain := strings.ReplaceAll(text, "_", "")
	if i, err := strconv.ParseInt(plain, 0, 64); err == nil {
		return i
	}
	if u, err := strconv.ParseUint(plain, 0, 64); err == nil {
		return float64(u)
	}
	sign, digits := "", plain
	if strings.HasPrefix(plain, "-") {
		sign, digits = "-", plain[1:]
	}
	base := 8 // "0o", which Go does not take behind a sign of its own
	if strings.HasPrefix(digits, "0b") {
		base = 2
	}
	if len(digits) > 2 {
		if i, err := strconv.ParseInt(sign+digits[2:], base, 64); err == nil {
			return i
		}
	}
	return math.NaN()
}

func yamlFloat(text string) any {
	plain := strings.ReplaceAll(text, "_", "")
	if f, err := strconv.ParseFloat(plain, 64); err == nil {
		return f
	}
	if f, ok := yamlInt(text).(int64); ok { // !!float 0x10
		return float64(f)
	}
	return math.NaN()
}
