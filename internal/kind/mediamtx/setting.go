package mediamtx

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// setting is what one key comes to.
type setting struct {
	value any // nil when the text does not tell
	raw   string
	path  source.Path // where it is written; the key as written is its end
}

// context returns a setting as policies see it, with the text where the value is another: seconds, or unknown.
func (s setting) context() map[string]any {
	switch s.value.(type) {
	case nil, float64:
		return map[string]any{"value": s.value, "path": s.path.Value(), "raw": s.raw}
	}
	return map[string]any{"value": s.value, "path": s.path.Value()}
}

func settingsContext(all map[string]setting) map[string]any {
	m := make(map[string]any, len(all))
	for name, s := range all {
		m[name] = s.context()
	}
	return m
}

// field returns the value of a key in any case, as encoding/json takes it: the exact key first.
func field(n *source.Node, name string) *source.Node {
	value, _ := spelled(n, name)
	return value
}

// spelled is field with the key as it is written; the name itself when there is none.
func spelled(n *source.Node, name string) (value *source.Node, key string) {
	if v := n.Get(name); v != nil || n == nil || n.Kind != source.Mapping {
		return v, name
	}
	for _, e := range n.Entries {
		if strings.EqualFold(e.Key, name) {
			return e.Value, e.Key
		}
	}
	return nil, name
}

// written returns the settings that a mapping writes, by their newest name. An old spelling beats the new one, as it does in
// MediaMTX; null leaves a default in force.
func written(n *source.Node, inPath bool, at source.Path, wanted map[string]definition) map[string]setting {
	if n == nil {
		return map[string]setting{}
	}
	found, old := make(map[string]setting, min(len(n.Entries), len(wanted))), map[string]bool{}
	for _, e := range n.Entries {
		k := words().word(inPath, e.Key)
		if k == nil || e.Value.Kind == source.Null || k.name == "listenIP" {
			continue
		}
		name := k.name
		if _, current := wanted[name]; !current && k.successor != "" {
			name = k.successor
		}
		d, ok := wanted[name]
		if !ok || old[name] && name == k.name {
			continue
		}
		if name != k.name {
			old[name] = true
		}
		found[name] = setting{k.read(d.shape, e.Value), scalar(e.Value), at.Child(e.Key)}
	}
	return found
}

// read returns a value as the successor of the key means it.
func (k *known) read(s shape, n *source.Node) any {
	v := s.read(n)
	if b, ok := v.(bool); ok && k.inverted {
		return !b
	}
	return v
}

// top holds the settings of the top level: what is written, and the releases whose defaults hold for the rest.
type top struct {
	written  map[string]setting
	releases span
}

func settings(root *source.Node, s span) top {
	found := written(root, false, nil, definitions())
	ports(root, found)
	delegated(root, found)
	return top{found, s}
}

// value returns what a setting comes to and where it is or would be written; ok is false when no release has it.
func (t top) value(name string) (value any, at source.Path, ok bool) {
	if s, ok := t.written[name]; ok {
		return s.value, s.path, true
	}
	choices := definitions()[name].in(t.releases)
	if len(choices) == 0 {
		return nil, nil, false
	}
	return choices[len(choices)-1].value, source.Path{name}, true
}

// ports reads the numbers of releases before v0.16.0, which listenIP goes with.
func ports(root *source.Node, found map[string]setting) {
	host := scalar(field(root, "listenIP"))
	for _, name := range []string{"rtsp", "rtsps", "rtp", "rtcp", "rtmp", "metrics", "pprof"} {
		port := root.Get(name + "Port")
		if s, ok := found[name+"Address"]; ok && s.path[0] == name+"Port" && port != nil {
			s.value = host + ":" + scalar(port)
			found[name+"Address"] = s
		}
	}
}

// delegated turns the address of an external server, which stood for the method too before v1.6.0, into the method.
func delegated(root *source.Node, found map[string]setting) {
	url := field(root, "externalAuthenticationURL")
	if scalar(url) == "" {
		if url != nil && scalar(field(root, "authHTTPAddress")) == "" {
			delete(found, "authHTTPAddress")
		}
		return
	}
	s := found["authHTTPAddress"]
	s.value = "http"
	found["authMethod"] = s
}
