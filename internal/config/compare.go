package config

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// IsMetBy reports whether a value is as the demand says. What is set or absent is for those to say who looked for it.
func (d Demand) IsMetBy(value any) bool {
	list, _ := d.Value.([]any)
	isIn := func(v any) bool { return contains(list, v) }
	switch d.Operator {
	case "eq":
		return same(d.Value, value)
	case "ne":
		return !same(d.Value, value)
	case "in":
		return isIn(value)
	case "not_in":
		return !isIn(value)
	case "matches":
		return d.Pattern.MatchString(fmt.Sprint(value))
	case "not_matches":
		return !d.Pattern.MatchString(fmt.Sprint(value))
	case "includes":
		return !slices.ContainsFunc(list, func(item any) bool { return !hasMember(value, item) })
	case "excludes":
		return !slices.ContainsFunc(list, func(item any) bool { return hasMember(value, item) })
	case "subset_of":
		return !slices.ContainsFunc(members(value), func(item any) bool { return !isIn(item) })
	}
	return d.orders(fmt.Sprint(value))
}

// contains reports whether one of the wanted values is the same as a value.
func contains(wanted []any, value any) bool {
	return slices.ContainsFunc(wanted, func(item any) bool { return same(item, value) })
}

func hasMember(value, item any) bool {
	return slices.ContainsFunc(members(value), func(member any) bool { return same(item, member) })
}

// members returns the items of a list, or of a text that lists them.
func members(value any) []any {
	if list, ok := value.([]any); ok {
		return list
	}
	var all []any
	for part := range strings.FieldsFuncSeq(fmt.Sprint(value), func(r rune) bool { return r == ',' || r == ';' || r == ' ' }) {
		all = append(all, part)
	}
	return all
}

// orders compares numbers, durations and versions. A value that is none of these fulfils nothing.
func (d Demand) orders(value string) bool {
	operator, compare := d.comparison()
	if pair, ok := d.Value.([]any); ok && operator == "between" && len(pair) == 2 {
		low, ok1 := compare(value, fmt.Sprint(pair[0]))
		high, ok2 := compare(value, fmt.Sprint(pair[1]))
		return ok1 && ok2 && low >= 0 && high <= 0
	}
	result, ok := compare(value, fmt.Sprint(d.Value))
	switch operator {
	case "lt":
		return ok && result < 0
	case "lte":
		return ok && result <= 0
	case "gt":
		return ok && result > 0
	case "gte":
		return ok && result >= 0
	}
	return false
}

// comparison returns the operator without what it is for, and how values are compared for that.
func (d Demand) comparison() (operator string, compare func(a, b string) (int, bool)) {
	if rest, ok := strings.CutPrefix(d.Operator, "duration_"); ok {
		return rest, compareDurations
	}
	if rest, ok := strings.CutPrefix(d.Operator, "version_"); ok {
		return rest, compareVersions
	}
	return d.Operator, compareAny
}

// compareAny compares two numbers, or else two durations, or else two versions.
func compareAny(a, b string) (int, bool) {
	for _, compare := range []func(a, b string) (int, bool){compareNumbers, compareDurations, compareVersions} {
		if result, ok := compare(a, b); ok {
			return result, true
		}
	}
	return 0, false
}

func compareNumbers(a, b string) (int, bool) {
	x, ok1 := ParseNumber(a)
	y, ok2 := ParseNumber(b)
	return cmp.Compare(x, y), ok1 && ok2
}

func compareDurations(a, b string) (int, bool) {
	x, ok1 := ParseDuration(a)
	y, ok2 := ParseDuration(b)
	return cmp.Compare(x, y), ok1 && ok2
}

func compareVersions(a, b string) (int, bool) {
	x, ok1 := ParseVersion(a)
	y, ok2 := ParseVersion(b)
	for len(x) < len(y) {
		x = append(x, 0)
	}
	for len(y) < len(x) {
		y = append(y, 0)
	}
	return slices.Compare(x, y), ok1 && ok2
}

// same compares values as settings are written: true is "yes" where a truth is wanted, 5 is "5" where a number is.
func same(wanted, value any) bool {
	if truth, ok := wanted.(bool); ok {
		got, known := TruthOf(value)
		return known && got == truth
	}
	if a, ok := ParseNumber(fmt.Sprint(wanted)); ok {
		b, ok := ParseNumber(fmt.Sprint(value))
		return ok && a == b
	}
	return fmt.Sprint(wanted) == fmt.Sprint(value)
}

// TruthOf reads a truth as settings have it: yes, on, 1, and nothing at all for false.
func TruthOf(value any) (truth, known bool) {
	switch strings.ToLower(strings.TrimSpace(fmt.Sprint(value))) {
	case "true", "yes", "on", "1", "t", "y":
		return true, true
	case "false", "no", "off", "0", "f", "n", "":
		return false, true
	}
	return false, false
}

// isAtLeast reports whether the demand lets pass nothing that another does not.
func (d Demand) isAtLeast(other Demand) bool {
	if d.Operator != other.Operator {
		return false
	}
	mine, _ := d.Value.([]any)
	theirs, _ := other.Value.([]any)
	operator, compare := d.comparison()
	bound := func(a, b any, sign int) bool {
		result, ok := compare(fmt.Sprint(a), fmt.Sprint(b))
		return ok && result*sign <= 0
	}
	switch operator {
	case "in", "subset_of":
		return !slices.ContainsFunc(mine, func(v any) bool { return !contains(theirs, v) })
	case "not_in", "includes", "excludes":
		return !slices.ContainsFunc(theirs, func(v any) bool { return !contains(mine, v) })
	case "lt", "lte":
		return bound(d.Value, other.Value, 1)
	case "gt", "gte":
		return bound(d.Value, other.Value, -1)
	case "between":
		return len(mine) == 2 && len(theirs) == 2 && bound(mine[0], theirs[0], -1) && bound(mine[1], theirs[1], 1)
	}
	return fmt.Sprint(d.Value) == fmt.Sprint(other.Value)
}
