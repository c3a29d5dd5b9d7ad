package config

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Demand is one operator with what it compares with.
type Demand struct {
	Operator string
	// Value is a scalar or a list, as written.
	Value any
	// Pattern is set for matches and not_matches.
	Pattern *regexp.Regexp
}

// The operators that compare, which conditions have as symbols, too.
const (
	Equal   = "eq"
	Unequal = "ne"
	AtMost  = "lte"
	AtLeast = "gte"
	Below   = "lt"
	Above   = "gt"
)

// symbols are the operators as they are written between two values.
var symbols = map[string]string{"==": Equal, "=": Equal, "!=": Unequal, "<=": AtMost, ">=": AtLeast, "<": Below, ">": Above}

// operatorWords say what a value has to be, in the words behind "has to be".
var operatorWords = map[string]string{
	"eq": "", "ne": "other than ", "in": "one of ", "not_in": "none of ", "lt": "below ", "lte": "at most ", "gt": "above ", "gte": "at least ", "between": "within ",
	"matches": "what fits ", "not_matches": "nothing that fits ", "present": "set", "absent": "absent", "includes": "a list with all of ", "excludes": "a list with none of ",
	"subset_of": "a list of nothing but ",
}

// String returns what a value has to be, in words.
func (d Demand) String() string {
	operator := d.Operator
	for _, kind := range []string{"duration_", "version_"} {
		operator = strings.TrimPrefix(operator, kind)
	}
	if demandOperators[d.Operator] == "flag" {
		return operatorWords[operator]
	}
	return operatorWords[operator] + d.text()
}

func (d Demand) text() string {
	if list, ok := d.Value.([]any); ok {
		words := make([]string, len(list))
		for i, v := range list {
			words[i] = fmt.Sprint(v)
		}
		return "[" + strings.Join(words, ", ") + "]"
	}
	return fmt.Sprint(d.Value)
}

// demandOperators are the operators with what each wants: value, amount (a number, duration or version), duration, version, pair of one of
// these, list, pattern or flag.
var demandOperators = map[string]string{
	"eq": "value", "ne": "value", "in": "list", "not_in": "list", "lt": "amount", "lte": "amount", "gt": "amount", "gte": "amount", "between": "amount pair",
	"duration_lt": "duration", "duration_lte": "duration", "duration_gt": "duration", "duration_gte": "duration", "duration_between": "duration pair",
	"version_lt": "version", "version_lte": "version", "version_gt": "version", "version_gte": "version", "version_between": "version pair",
	"matches": "pattern", "not_matches": "pattern", "absent": "flag", "present": "flag", "includes": "list", "excludes": "list", "subset_of": "list",
}

// demandsShape is a mapping from operators to what they compare with.
type demandsShape struct{}

func (demandsShape) decode(d *decoder, n *source.Node) ([]Demand, bool) {
	names := slices.Sorted(maps.Keys(demandOperators))
	if n.Kind != source.Mapping || len(n.Entries) == 0 {
		d.wrongType(n, "a mapping with "+strings.Join(names, ", "))
		return nil, false
	}
	before := len(d.errs)
	var demands []Demand
	for _, e := range n.Entries {
		kind, known := demandOperators[e.Key]
		if !known {
			d.fail(e.KeySpan, nearest(e.Key, names), "unknown operator %q: want one of %s", e.Key, strings.Join(names, ", "))
			continue
		}
		demand := Demand{Operator: e.Key, Value: e.Value.Value()}
		switch kind {
		case "pattern":
			demand.Pattern, _ = regexShape{}.decode(d, e.Value)
		case "flag":
			if e.Value.Scalar != true {
				d.wrongType(e.Value, "true")
			}
		default:
			d.operand(kind, e.Value)
		}
		demands = append(demands, demand)
	}
	return demands, len(d.errs) == before
}

// operand reports what an operator cannot be compared with.
func (d *decoder) operand(kind string, n *source.Node) {
	one, isPair := strings.CutSuffix(kind, " pair")
	named := strings.Replace(one, "amount", "number", 1)
	switch {
	case isPair && (n.Kind != source.Sequence || len(n.Items) != 2):
		d.wrongType(n, "a list of two, the smallest and the largest "+named)
	case isPair:
		for _, item := range n.Items {
			d.operand(one, item.Value)
		}
	case kind == "list":
		if n.Kind != source.Sequence || len(n.Items) == 0 {
			d.wrongType(n, "a list")
		}
		for _, item := range n.Items {
			d.operand("value", item.Value)
		}
	case n.Kind == source.Mapping || n.Kind == source.Sequence || n.Kind == source.Null:
		d.wrongType(n, "a "+named)
	case kind == "amount":
		if _, ok := compareAny(n.Text, n.Text); !ok {
			d.wrongType(n, "a number, a duration such as 24h, or a version such as 1.2")
		}
	case kind == "duration":
		if _, ok := ParseDuration(n.Text); !ok {
			d.wrongType(n, "a duration such as 90s, 24h or 7d")
		}
	case kind == "version":
		if _, ok := ParseVersion(n.Text); !ok {
			d.wrongType(n, "a version such as 1.2")
		}
	}
}

func (demandsShape) schema() schema {
	scalar := schema{"type": []string{"string", "number", "boolean"}}
	items := schema{"type": "array", "items": scalar, "minItems": 1}
	properties := schema{}
	for name, kind := range demandOperators {
		one, isPair := strings.CutSuffix(kind, " pair")
		switch {
		case isPair:
			properties[name] = schema{"type": "array", "items": scalar, "minItems": 2, "maxItems": 2, "description": "The smallest and the largest " + strings.Replace(one, "amount", "number", 1) + "."}
		case kind == "list":
			properties[name] = items
		case kind == "flag":
			properties[name] = schema{"const": true}
		case kind == "pattern":
			properties[name] = regexShape{}.schema()
		default:
			properties[name] = scalar
		}
	}
	return schema{"type": "object", "properties": properties, "additionalProperties": false, "minProperties": 1}
}

// ParseNumber reads a number, with the underscores and units of sizes that settings have: 10, 1.5, 0x10, 512k, 2GiB.
func ParseNumber(text string) (float64, bool) {
	text = strings.TrimSpace(strings.ReplaceAll(text, "_", ""))
	if n, err := strconv.ParseFloat(text, 64); err == nil {
		return n, n == n
	}
	if n, err := strconv.ParseInt(text, 0, 64); err == nil {
		return float64(n), true
	}
	lower := strings.ToLower(strings.TrimSuffix(strings.TrimSuffix(strings.ToLower(text), "b"), "i"))
	for i, unit := range []string{"k", "m", "g", "t"} {
		if rest, ok := strings.CutSuffix(lower, unit); ok {
			n, err := strconv.ParseFloat(rest, 64)
			for range i + 1 {
				n *= 1024
			}
			return n, err == nil
		}
	}
	return 0, false
}

var durationPart = lazyregexp.New(`^(\d+(?:\.\d+)?)\s*(ns|us|µs|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h|days?|d|weeks?|w)?\s*`)

// durationUnits are the lengths of units by their first letters.
var durationUnits = map[string]time.Duration{
	"ns": time.Nanosecond, "us": time.Microsecond, "µs": time.Microsecond, "ms": time.Millisecond, "": time.Second, "s": time.Second, "m": time.Minute, "h": time.Hour,
	"d": 24 * time.Hour, "w": 7 * 24 * time.Hour,
}

// ParseDuration reads a duration as settings have it: 90s, 1h30m, 7d, 2 weeks; a number alone is seconds.
func ParseDuration(text string) (time.Duration, bool) {
	rest := strings.ToLower(strings.TrimSpace(text))
	if rest == "" {
		return 0, false
	}
	total := 0.0
	for rest != "" {
		m := durationPart.FindStringSubmatch(rest)
		if m == nil {
			return 0, false
		}
		n, err := strconv.ParseFloat(m[1], 64)
		unit, known := durationUnits[m[2]]
		if !known {
			unit = durationUnits[m[2][:1]]
		}
		if total += n * float64(unit); err != nil || total > 1e18 {
			return 0, false
		}
		rest = rest[len(m[0]):]
	}
	return time.Duration(total), true
}

var versionText = lazyregexp.New(`^[vV=~^]?(\d+(?:\.\d+)*)(?:[-+].*)?$`)

// ParseVersion reads the numbers of a version such as v1.2.3 or TLSv1.2.
func ParseVersion(text string) ([]int, bool) {
	text = strings.TrimSpace(text)
	for _, prefix := range []string{"TLSv", "TLS", "tlsv", "VersionTLS"} {
		text = strings.TrimPrefix(text, prefix)
	}
	m := versionText.FindStringSubmatch(text)
	if m == nil {
		return nil, false
	}
	var parts []int
	for part := range strings.SplitSeq(m[1], ".") {
		n, err := strconv.Atoi(part)
		if err != nil {
			return nil, false
		}
		parts = append(parts, n)
	}
	return parts, true
}
