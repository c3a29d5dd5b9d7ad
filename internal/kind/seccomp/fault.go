package seccomp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	moby "github.com/moby/profiles/seccomp"
	"github.com/opencontainers/runtime-spec/specs-go"
	"github.com/tailscale/hujson"

	"github.com/seclint/seclint/internal/source"
)

// faults returns what the runtime's own decoder refuses: a value of the wrong type, a kernel version that is none.
func (p *profile) faults(root *source.Node) []Fault {
	faults := []Fault{}
	add := func(at source.Path, message string) {
		faults = append(faults, Fault{at, message})
	}
	// The type itself: an error about a kernel version wraps one with offsets of its own.
	if wrong, ok := p.decode(root.Span.File).(*json.UnmarshalTypeError); ok {
		file := root.Span.File
		end := int(wrong.Offset) + len(file.Content) - len(withoutMark(file.Content))
		at := inside(root, file.Span(max(end-1, 0), end))
		add(at, fmt.Sprintf("%q is %s, but must be %s", lastKey(at), article(wrong.Value), expected(wrong.Type)))
	}
	for i, r := range p.rules {
		for _, g := range []*guard{r.includes, r.excludes} {
			if g == nil {
				continue
			}
			if g.kernel != nil && !isKernel(g.kernel) {
				add(p.rulesAt.Child(i).Child(g.key).Child("minKernel"), `"minKernel" is no kernel version of the form "<kernel>.<major>"`)
			}
		}
	}
	return faults
}

// isKernel reports whether Docker takes a value for a kernel version; null counts as none.
func isKernel(n *source.Node) bool {
	if n.Kind != source.String {
		return n.Kind == source.Null
	}
	quoted, err := json.Marshal(n.Str())
	return err == nil && new(moby.KernelVersion).UnmarshalJSON(quoted) == nil
}

// decode reads a file as the runtime does. Comments and trailing commas, which are reported as such, are blanked out.
func (p *profile) decode(file *source.File) error {
	content := withoutMark(file.Content)
	err := p.unmarshal(content)
	if _, ok := err.(*json.SyntaxError); !ok {
		return err
	}
	if content, err = hujson.Standardize(bytes.Clone(content)); err != nil {
		return err
	}
	return p.unmarshal(content)
}

func (p *profile) unmarshal(content []byte) error {
	if p.format == formatOCI {
		var config struct {
			Linux struct {
				Seccomp specs.LinuxSeccomp `json:"seccomp"`
			} `json:"linux"`
		}
		return json.Unmarshal(content, &config)
	}
	return json.Unmarshal(content, new(moby.Seccomp))
}

func withoutMark(content []byte) []byte { return bytes.TrimPrefix(content, []byte("\uFEFF")) }

// lastKey returns the last key of a path, which is what people search for.
func lastKey(at source.Path) string {
	for i := len(at) - 1; i >= 0; i-- {
		if key, ok := at[i].(string); ok {
			return key
		}
	}
	return "the file"
}

// article names what the decoder found, without its value.
func article(found string) string {
	switch kind, _, _ := strings.Cut(found, " "); kind {
	case "array", "object":
		return "an " + kind
	case "bool":
		return "true or false"
	case "number":
		return "a number that does not fit"
	default:
		return "a " + kind
	}
}

func expected(t reflect.Type) string {
	switch t.Kind() {
	case reflect.String:
		return "a string"
	case reflect.Slice:
		return "an array"
	case reflect.Uint, reflect.Uint64:
		return "an integer from 0 on without quotes"
	}
	return "an object"
}
