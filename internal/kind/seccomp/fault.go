package seccomp

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"

	moby "github.com/moby/profiles/seccomp"
	"github.com/opencontainers/runtime-spec/specs-go"

	"github.com/seclint/seclint/internal/source"
)

// maxFaults bounds the faults that are listed: a file with more was not written as a profile.
const maxFaults = 20

// faultFinder collects what the runtime's own decoder refuses. The types of that decoder say what that is, so that a profile in
// YAML is held to the same as one in JSON.
type faultFinder struct{ faults []Fault }

// faults returns the reasons why the runtime's decoder refuses the profile, in the order of the decoder's types.
func (p *profile) faults() []Fault {
	f := &faultFinder{faults: []Fault{}}
	decoded := reflect.TypeFor[moby.Seccomp]()
	if p.isOCI() {
		decoded = reflect.TypeFor[specs.LinuxSeccomp]()
	}
	f.value(p.node, decoded, p.at)
	if p.format == formatPodman {
		f.errno(p.node, p.at, "defaultErrno")
		for i, r := range p.rules {
			f.errno(r.node, p.rulesAt.Child(i), "errno")
		}
	}
	return f.faults[:min(len(f.faults), maxFaults)]
}

func (f *faultFinder) add(at source.Path, message string) {
	f.faults = append(f.faults, Fault{at, message})
}

// value compares a value with the type that it is decoded into. null leaves whatever it is as it was.
func (f *faultFinder) value(n *source.Node, t reflect.Type, at source.Path) {
	if n == nil || n.Kind == source.Null || len(f.faults) > maxFaults {
		return
	}
	for t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	switch t.Kind() {
	case reflect.Struct:
		if t == reflect.TypeFor[moby.KernelVersion]() {
			f.kernel(n, at)
			return
		}
		if f.is(n, source.Mapping, "an object", at) {
			f.fields(n, t, at)
		}
	case reflect.Slice:
		if f.is(n, source.Sequence, "an array", at) {
			for i, item := range n.Items {
				f.value(item.Value, t.Elem(), at.Child(i))
			}
		}
	case reflect.String:
		f.is(n, source.String, "a string", at)
	default:
		if _, ok := unsigned(n); !ok {
			what := described(n)
			if n.Kind == source.Number {
				what += " that does not fit"
			}
			f.add(at, fmt.Sprintf("%q is %s, but must be an integer from 0 on without quotes", lastKey(at), what))
		}
	}
}

// fields compares the values of an object; the fields of an embedded type are the object's own.
func (f *faultFinder) fields(n *source.Node, t reflect.Type, at source.Path) {
	for _, known := range reflect.VisibleFields(t) {
		name, _, _ := strings.Cut(known.Tag.Get("json"), ",")
		if name == "" || len(known.Index) > 1 && isHidden(t, name) {
			continue
		}
		child, key := field(n, name)
		f.value(child, known.Type, at.Child(key))
	}
}

// isHidden reports whether a type has a field of its own with the name of one of an embedded type.
func isHidden(t reflect.Type, name string) bool {
	for i := range t.NumField() {
		if own, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ","); own == name {
			return true
		}
	}
	return false
}

func (f *faultFinder) is(n *source.Node, want source.NodeKind, expected string, at source.Path) bool {
	if n.Kind != want {
		f.add(at, fmt.Sprintf("%q is %s, but must be %s", lastKey(at), described(n), expected))
	}
	return n.Kind == want
}

// kernel reports what Docker does not take for a kernel version.
func (f *faultFinder) kernel(n *source.Node, at source.Path) {
	quoted, err := json.Marshal(n.Str())
	if n.Kind != source.String || err != nil || new(moby.KernelVersion).UnmarshalJSON(quoted) != nil {
		f.add(at, fmt.Sprintf(`%q is no kernel version of the form "<kernel>.<major>"`, lastKey(at)))
	}
}

// errno reports an error of Podman's dialect that Podman does not know.
func (f *faultFinder) errno(n *source.Node, at source.Path, name string) {
	node, key := field(n, name)
	if node == nil || node.Kind == source.Null {
		return
	}
	at = at.Child(key)
	if !f.is(node, source.String, `a string, such as "ENOSYS"`, at) || node.Str() == "" {
		return
	}
	if _, ok := errnoOf(node.Str()); !ok {
		f.add(at, fmt.Sprintf("%q is %q, which is no error that Podman knows", key, node.Str()))
	}
}

// unsigned returns a number that Go decodes into an unsigned one: without sign, point and exponent.
func unsigned(n *source.Node) (u uint64, ok bool) {
	if n == nil || n.Kind != source.Number {
		return 0, false
	}
	if i, isInt := n.Scalar.(int64); isInt {
		return uint64(i), i >= 0
	}
	u, err := strconv.ParseUint(n.Text, 10, 64)
	return u, err == nil
}

// lastKey returns the last key of a path, which is what people search for.
func lastKey(at source.Path) string {
	for i := len(at) - 1; i >= 0; i-- {
		if key, ok := at[i].(string); ok {
			return key
		}
	}
	return "the file"
}

// described names what is written, without its value.
func described(n *source.Node) string {
	switch n.Kind {
	case source.Mapping:
		return "an object"
	case source.Sequence:
		return "an array"
	case source.Bool:
		return "true or false"
	case source.Number:
		return "a number"
	}
	return "a string"
}
