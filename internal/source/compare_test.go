package source

import (
	"fmt"
	"math"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/pelletier/go-toml/v2"
)

// compareYAML checks that the values are those that yaml.v3 decodes by itself.
func compareYAML(t *testing.T, path string, content []byte) {
	t.Helper()
	roots, err := ReadYAML(NewFile(path, content), DefaultLimits())
	if err != nil {
		return
	}
	want, err := plainYAML(content)
	if err != nil {
		return // yaml.v3 refuses to decode what it parses, such as complex keys
	}
	if len(roots) != len(want) {
		t.Errorf("%s: %d documents, yaml.v3 has %d", path, len(roots), len(want))
		return
	}
	for i, root := range roots {
		if diff := cmp.Diff(sameYAML(want[i], root), root.Value()); diff != "" {
			t.Errorf("%s: document %d (-yaml.v3 +seclint):\n%.2000s", path, i, diff)
		}
	}
}

// sameYAML turns a value of yaml.v3 into the types of a tree; what the tree keeps as text is taken from the tree.
func sameYAML(v any, n *Node) any {
	switch v := v.(type) {
	case map[string]any:
		m := map[string]any{}
		for key, value := range v {
			name := sameYAMLKey(key, n) // yaml.v3 takes a null key for the string "null" when all others are strings
			m[name] = sameYAML(value, n.Get(name))
		}
		return m
	case map[any]any:
		if len(v) != len(n.Entries) {
			return n.Value() // keys that differ as text, such as 0 and 00, are one key there
		}
		m := map[string]any{}
		for key, value := range v {
			name := sameYAMLKey(key, n)
			m[name] = sameYAML(value, n.Get(name))
		}
		return m
	case []any:
		s := make([]any, len(v))
		for i := range v {
			s[i] = sameYAML(v[i], n.At(i))
		}
		return s
	case int:
		return int64(v)
	case uint64:
		return float64(v)
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return n.Text
		}
	case time.Time:
		return n.Str()
	case string:
		if n != nil && n.Tag == "!!binary" {
			return n.Str() // yaml.v3 decodes it
		}
	}
	return v
}

// sameYAMLKey finds the entry of a key that is no string: any key of the tree that is not taken by its own text.
func sameYAMLKey(key any, n *Node) string {
	text := fmt.Sprint(key)
	switch key := key.(type) {
	case nil:
		text = "null"
	case time.Time:
		text = timestampKey(key, n)
	}
	for _, e := range n.Entries {
		if e.Key == text {
			return text
		}
	}
	for _, e := range n.Entries {
		if resolveKey(e.Key) == text {
			return e.Key
		}
	}
	return text
}

func resolveKey(text string) string {
	roots, err := ReadYAML(NewFile("key", []byte(text)), DefaultLimits())
	switch {
	case err != nil:
		return text
	case len(roots) == 0 || roots[0].Kind == Null:
		return "null"
	}
	return fmt.Sprint(roots[0].Scalar)
}

// plainTOML turns a value of go-toml into the types of a tree; text is what dates are kept as.
func plainTOML(v any, text string) any {
	switch v := v.(type) {
	case time.Time, toml.LocalDate, toml.LocalTime, toml.LocalDateTime:
		return text
	case float64:
		if math.IsInf(v, 0) || math.IsNaN(v) {
			return text
		}
	}
	return v
}

// timestampKey finds the key that yaml.v3 decoded to a time.
func timestampKey(key time.Time, n *Node) string {
	for _, e := range n.Entries {
		if value, err := plainYAML([]byte(e.Key)); err == nil && len(value) == 1 && value[0] == any(key) {
			return e.Key
		}
	}
	return key.String()
}
