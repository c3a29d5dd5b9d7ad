package plan

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"unicode/utf8"
	"unsafe"
)

// texts are the shortcuts of built-ins on strings.
var texts = map[string]shortcut{
	"concat":                   concat,
	"contains":                 onBoth(func(s, part string) Value { return strings.Contains(s, part) }),
	"endswith":                 onBoth(func(s, end string) Value { return strings.HasSuffix(s, end) }),
	"startswith":               onBoth(func(s, start string) Value { return strings.HasPrefix(s, start) }),
	"lower":                    onString(func(s string) Value { return strings.ToLower(s) }),
	"upper":                    onString(func(s string) Value { return strings.ToUpper(s) }),
	"split":                    split,
	"sprintf":                  sprintf,
	"trim":                     onBoth(func(s, cut string) Value { return strings.Trim(s, cut) }),
	"trim_left":                onBoth(func(s, cut string) Value { return strings.TrimLeft(s, cut) }),
	"trim_right":               onBoth(func(s, cut string) Value { return strings.TrimRight(s, cut) }),
	"trim_prefix":              onBoth(func(s, start string) Value { return strings.TrimPrefix(s, start) }),
	"trim_suffix":              onBoth(func(s, end string) Value { return strings.TrimSuffix(s, end) }),
	"trim_space":               onString(func(s string) Value { return strings.TrimSpace(s) }),
	"replace":                  replace,
	"substring":                substring,
	"indexof":                  onASCII(func(s, part string) Value { return int64(strings.Index(s, part)) }),
	"strings.any_prefix_match": func(args []Value) (Value, bool) { return anyMatch(args, strings.HasPrefix) },
	"strings.any_suffix_match": func(args []Value) (Value, bool) { return anyMatch(args, strings.HasSuffix) },
	"to_number":                toNumber,
}

func onString(f func(string) Value) shortcut {
	return func(args []Value) (Value, bool) {
		s, ok := args[0].(string)
		if !ok {
			return nil, false
		}
		return f(s), true
	}
}

// onASCII leaves to OPA strings in which a character is not a byte, and an empty second operand, which is an error.
func onASCII(f func(s, t string) Value) shortcut {
	return func(args []Value) (Value, bool) {
		s, ok := args[0].(string)
		t, ok2 := args[1].(string)
		if !ok || !ok2 || t == "" || !isASCII(s) || !isASCII(t) {
			return nil, false
		}
		return f(s, t), true
	}
}

func isASCII(s string) bool {
	if len(s) < longText {
		return isASCIIBytes(s)
	}
	start := uintptr(unsafe.Pointer(unsafe.StringData(s)))
	slot := &knownASCII[start/longText%uintptr(len(knownASCII))]
	if known := slot.Load(); known != nil && len(*known) == len(s) && unsafe.StringData(*known) == unsafe.StringData(s) {
		return true
	}
	if !isASCIIBytes(s) {
		return false
	}
	slot.Store(&s)
	return true
}

func isASCIIBytes(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// longText is how many bytes a text has that is remembered to have no other characters than those of ASCII: a rule takes parts out of
// one text again and again. A text that is remembered is kept, so that no other can be where it is.
const longText = 4 << 10

var knownASCII [16]atomic.Pointer[string]

// items returns the items of an array or set.
func items(v Value) ([]Value, bool) {
	switch x := v.(type) {
	case *Array:
		return x.items, true
	case *Set:
		return x.items, true
	}
	return nil, false
}

func concat(args []Value) (Value, bool) {
	separator, ok := args[0].(string)
	parts, ok2 := stringsOf(args[1])
	if !ok || !ok2 {
		return nil, false
	}
	return strings.Join(parts, separator), true
}

func split(args []Value) (Value, bool) {
	s, ok := args[0].(string)
	separator, ok2 := args[1].(string)
	if !ok || !ok2 || separator == "" {
		return nil, false
	}
	return textArray(strings.Split(s, separator)), true
}

func sprintf(args []Value) (Value, bool) {
	format, ok := args[0].(string)
	list, ok2 := args[1].(*Array)
	if !ok || !ok2 {
		return nil, false
	}
	shown := make([]any, len(list.items))
	for i, item := range list.items {
		switch x := item.(type) {
		case string, int64:
			shown[i] = x
		case bool:
			shown[i] = strconv.FormatBool(x)
		case json.Number:
			return nil, false
		default:
			shown[i] = Term(x).Value.String()
		}
	}
	return fmt.Sprintf(format, shown...), true
}

func replace(args []Value) (Value, bool) {
	s, ok := args[0].(string)
	old, ok2 := args[1].(string)
	with, ok3 := args[2].(string)
	if !ok || !ok2 || !ok3 || old == "" {
		return nil, false
	}
	return strings.ReplaceAll(s, old, with), true
}

func substring(args []Value) (Value, bool) {
	s, ok := args[0].(string)
	offset, ok2 := args[1].(int64)
	length, ok3 := args[2].(int64)
	if !ok || !ok2 || !ok3 || offset < 0 || !isASCII(s) {
		return nil, false
	}
	rest := s[min(offset, int64(len(s))):]
	if length >= 0 {
		rest = rest[:min(length, int64(len(rest)))]
	}
	return rest, true
}

// anyMatch reports whether any string of the first operand matches any of the second; both are a string or strings.
func anyMatch(args []Value, match func(s, part string) bool) (Value, bool) {
	subjects, ok := oneOrMore(args[0])
	parts, ok2 := oneOrMore(args[1])
	if !ok || !ok2 {
		return nil, false
	}
	return slices.ContainsFunc(subjects, func(s string) bool {
		return slices.ContainsFunc(parts, func(part string) bool { return match(s, part) })
	}), true
}

func oneOrMore(v Value) ([]string, bool) {
	if s, ok := v.(string); ok {
		return []string{s}, true
	}
	return stringsOf(v)
}

// stringsOf returns the items of an array or set of strings.
func stringsOf(v Value) ([]string, bool) {
	list, ok := items(v)
	all := make([]string, len(list))
	for i, item := range list {
		s, isString := item.(string)
		all[i], ok = s, ok && isString
	}
	return all, ok
}

func toNumber(args []Value) (Value, bool) {
	switch x := args[0].(type) {
	case int64, json.Number:
		return x, true
	case string:
		n, isInt := number(x).(int64)
		return n, isInt
	}
	return nil, false
}
