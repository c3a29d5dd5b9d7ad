package mediamtx

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// newSetting returns the setting that a node comes to, with its text where the value is another: seconds, or unknown.
func newSetting(value any, n *source.Node, at source.Path) Setting {
	s := Setting{Value: value, Path: at}
	switch value.(type) {
	case nil, float64:
		raw := scalar(n)
		s.Raw = &raw
	}
	return s
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
func written(n *source.Node, name string, at source.Path, wanted map[string]definition) map[string]Setting {
	if n == nil {
		return map[string]Setting{}
	}
	found, old := make(map[string]Setting, min(len(n.Entries), len(wanted))), map[string]bool{}
	for _, e := range n.Entries {
		k := words()[name].word(e.Key)
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
		found[name] = newSetting(k.read(d.shape, e.Value), e.Value, at.Child(e.Key))
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
	written  map[string]Setting
	releases span
}

func settings(root *source.Node, s span) top {
	found := written(root, topLevel, nil, defined().top)
	ports(root, found)
	delegated(root, found)
	return top{found, s}
}

// value returns what a setting comes to and where it is or would be written; ok is false when no release has it.
func (t top) value(name string) (value any, at source.Path, ok bool) {
	if s, ok := t.written[name]; ok {
		return s.Value, s.Path, true
	}
	choices := defined().top[name].in(t.releases)
	if len(choices) == 0 {
		return nil, nil, false
	}
	return choices[len(choices)-1].Value, source.Path{name}, true
}

// ports reads the numbers of releases before v0.16.0, which listenIP goes with.
func ports(root *source.Node, found map[string]Setting) {
	host := scalar(field(root, "listenIP"))
	for _, name := range []string{"rtsp", "rtsps", "rtp", "rtcp", "rtmp", "metrics", "pprof"} {
		port := root.Get(name + "Port")
		if s, ok := found[name+"Address"]; ok && s.Path[0] == name+"Port" && port != nil {
			found[name+"Address"] = Setting{Value: host + ":" + scalar(port), Path: s.Path}
		}
	}
}

// delegated turns the address of an external server, which stood for the method too before v1.6.0, into the method.
func delegated(root *source.Node, found map[string]Setting) {
	url := field(root, "externalAuthenticationURL")
	if scalar(url) == "" {
		if url != nil && scalar(field(root, "authHTTPAddress")) == "" {
			delete(found, "authHTTPAddress")
		}
		return
	}
	found["authMethod"] = Setting{Value: "http", Path: found["authHTTPAddress"].Path}
}
