package config

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Operator compares two values.
type Operator string

// The operators.
const (
	Equal   Operator = "eq"
	Unequal Operator = "ne"
	AtMost  Operator = "lte"
	AtLeast Operator = "gte"
	Below   Operator = "lt"
	Above   Operator = "gt"
	OneOf   Operator = "in"
	Present Operator = "present"
	Missing Operator = "absent"
	Fits    Operator = "matches"
)

// Expectation is what a value has to be.
type Expectation struct {
	Operator Operator
	// Value is a plain value: what to compare with; a list for in, a text for matches, nil for present and absent.
	Value any
	// Pattern is the value of matches.
	Pattern *regexp.Regexp
}

// String returns the expectation as people read it.
func (e Expectation) String() string {
	switch e.Operator {
	case Present, Missing:
		return string(e.Operator)
	}
	return fmt.Sprintf("%s %v", e.Operator, e.Value)
}

// symbols are the operators as they are written between two values.
var symbols = map[string]Operator{"==": Equal, "=": Equal, "!=": Unequal, "<=": AtMost, ">=": AtLeast, "<": Below, ">": Above}

// expectShape is an operator with what it compares with.
type expectShape struct{}

// operators are those of expectations.
var operators = []string{
	string(Equal), string(Unequal), string(OneOf), string(AtMost), string(AtLeast), string(Below), string(Above),
	string(Present), string(Missing), string(Fits),
}

func (expectShape) decode(d *decoder, n *source.Node) (Expectation, bool) {
	if n.Kind != source.Mapping || len(n.Entries) != 1 {
		d.wrongType(n, "one operator, such as {eq: false}")
		return Expectation{}, false
	}
	key, value := n.Entries[0], n.Entries[0].Value
	e := Expectation{Operator: Operator(key.Key), Value: value.Value()}
	switch e.Operator {
	case Equal, Unequal:
		return e, true
	case OneOf:
		if value.Kind != source.Sequence || len(value.Items) == 0 {
			d.wrongType(value, "a list of values")
			return e, false
		}
		return e, true
	case AtMost, AtLeast, Below, Above:
		if value.Kind != source.Number && value.Kind != source.String {
			d.wrongType(value, "a number, a duration or a version")
			return e, false
		}
		return e, true
	case Present, Missing:
		if value.Scalar != true {
			d.wrongType(value, "true")
			return e, false
		}
		e.Value = nil
		return e, true
	case Fits:
		pattern, ok := patternShape{}.decode(d, value)
		e.Pattern = pattern
		return e, ok
	}
	d.fail(key.KeySpan, nearest(key.Key, operators), "unknown operator %q: want %s", key.Key, strings.Join(operators, ", "))
	return e, false
}

func (expectShape) schema() schema {
	properties := schema{}
	for _, name := range operators {
		properties[name] = schema{}
	}
	properties[string(OneOf)] = schema{"type": "array", "minItems": 1}
	properties[string(Fits)] = patternShape{}.schema()
	for _, name := range []Operator{Present, Missing} {
		properties[string(name)] = schema{"const": true}
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1, "maxProperties": 1}
}
