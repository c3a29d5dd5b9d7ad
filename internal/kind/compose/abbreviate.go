package compose

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Abbreviate implements kind.Abbreviator for ports, volumes and lists of KEY=value.
func (*Facts) Abbreviate(at source.Path, text string, part source.Path, value any) (fresh string, ok bool) {
	if len(part) == 0 {
		return withDefault(text, value)
	}
	form := ""
	if len(at) >= 2 {
		form, _ = at[len(at)-2].(string)
	}
	key, isKey := part[0].(string)
	if form == "volumes" && slices.Equal(part, source.Path{"bind", "propagation"}) {
		return withPropagation(text, value)
	}
	if len(part) != 1 || !isKey {
		return "", false
	}
	switch {
	case form == "ports" && key == "host_ip":
		return withHostIP(text, value)
	case form == "volumes" && key == "read_only":
		return withReadOnly(text, value)
	case form == "ports" || form == "volumes" || text != "" && !strings.HasPrefix(text, key+"="):
		return "", false
	}
	if !isScalar(value) {
		return "", false
	}
	if _, old, _ := strings.Cut(text, "="); strings.Contains(old, "$") {
		fresh, ok := withDefault(old, value)
		return key + "=" + fresh, ok
	}
	return fmt.Sprintf("%s=%v", key, value), true
}

func isScalar(value any) bool {
	switch value.(type) {
	case string, bool, int64, float64:
		return true
	}
	return false
}

// withDefault makes a value the default of the variable that a text is: whoever sets the variable decides as before.
func withDefault(text string, value any) (string, bool) {
	m := wholeVariable.FindStringSubmatch(text)
	fresh := fmt.Sprint(value)
	if m == nil || !isScalar(value) || strings.ContainsAny(fresh, "${}\n") {
		return "", false
	}
	return "${" + m[1] + m[2] + ":-" + fresh + "}", true
}

// wholeVariable is a text that is a variable, with a default or without one.
var wholeVariable = lazyregexp.New(`^\$(?:\{(\w+)(?::?-[^{}]*)?\}|(\w+))$`)

// portVariable is a variable whose default publishes a port.
var portVariable = lazyregexp.New(`^(\$\{\w+:?-)([^${}]*:[^${}]*)\}$`)

// withHostIP writes an address in front of a published port: [IP:][PUBLISHED:]TARGET[/PROTOCOL]. Where a variable gives the address,
// it becomes the default of that.
func withHostIP(text string, value any) (string, bool) {
	address, _ := value.(string)
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return "", false
	}
	if ip.Is6() {
		address = "[" + address + "]"
	}
	parts := splitColons(text)
	switch n := len(parts); {
	case n == 1 && !strings.Contains(text, "$"):
		return address + "::" + text, true
	case n == 1: // the default of a variable may hold all of the parts
		m := portVariable.FindStringSubmatch(text)
		if m == nil {
			return "", false
		}
		fresh, ok := withHostIP(m[2], value)
		return m[1] + fresh + "}", ok
	case n == 2 && !strings.Contains(parts[0], "."): // the default of a variable may hold an address
		return address + ":" + text, true
	case n > 2:
		old, rest := strings.Join(parts[:n-2], ":"), ":"+strings.Join(parts[n-2:], ":")
		if !strings.Contains(old, "$") {
			return address + rest, true
		}
		fresh, ok := withDefault(old, address)
		return fresh + rest, ok
	}
	return "", false
}

// withReadOnly adds the option ro to a volume: SOURCE:TARGET[:OPTIONS].
func withReadOnly(text string, value any) (string, bool) {
	parts := splitColons(text)
	if value != true || len(parts) < 2 || len(parts) == 2 && len(parts[0]) == 1 { // C:\data has no target
		return "", false
	}
	if len(parts) == 2 || strings.HasPrefix(parts[len(parts)-1], "/") {
		return text + ":ro", true
	}
	options := strings.Split(parts[len(parts)-1], ",")
	options = slices.DeleteFunc(options, func(o string) bool { return o == "rw" || o == "ro" || o == "" })
	parts[len(parts)-1] = strings.Join(append(options, "ro"), ",")
	return strings.Join(parts, ":"), true
}

// withPropagation replaces the propagation among the options of a volume.
func withPropagation(text string, value any) (string, bool) {
	fresh, ok := value.(string)
	parts := splitColons(text)
	last := len(parts) - 1
	options := strings.Split(parts[last], ",")
	i := slices.IndexFunc(options, func(o string) bool { return o == "shared" || o == "rshared" })
	if !ok || i < 0 {
		return "", false
	}
	options[i] = fresh
	parts[last] = strings.Join(options, ",")
	return strings.Join(parts, ":"), true
}
