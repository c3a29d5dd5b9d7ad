package mediamtx

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// setting is what one key comes to.
type setting struct {
	value any // nil when the text does not tell
	raw   string
	path  source.Path // where it is written, or would be
	key   string      // as written, "" for a default
	// since is the release that brought a default, when not every release that reads the file has it.
	since   version
	choices []choice // of a default
}

// context returns a setting as policies see it.
func (s setting) context() map[string]any {
	m := map[string]any{"value": s.value, "path": []any(s.path), "written": s.key != ""}
	if s.key != "" {
		m["key"], m["raw"] = s.key, s.raw
		return m
	}
	m["since"] = int(s.since)
	if len(s.choices) > 0 {
		choices := make([]any, len(s.choices))
		for i, c := range s.choices {
			choices[i] = map[string]any{"since": int(c.since), "value": c.value}
		}
		m["choices"] = choices
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
func written(n *source.Node, inPath bool, at source.Path, shapes map[string]shape) map[string]setting {
	found, old := map[string]setting{}, map[string]bool{}
	if n == nil {
		return found
	}
	for _, e := range n.Entries {
		k := words().word(inPath, e.Key)
		if k == nil || e.Value.Kind == source.Null || k.name == "listenIP" {
			continue
		}
		name := k.name
		if _, current := shapes[name]; !current && k.successor != "" {
			name = k.successor
		}
		shape, wanted := shapes[name]
		if !wanted || old[name] && name == k.name {
			continue
		}
		old[name] = name != k.name
		found[name] = setting{value: k.read(shape, e.Value), raw: scalar(e.Value), path: at.Child(e.Key), key: e.Key}
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

// settings returns the settings of the top level: what is written, and defaults for the releases that read the file.
func settings(root *source.Node, s span) map[string]setting {
	found := written(root, false, nil, shapes())
	ports(root, found)
	delegated(root, found)
	all := make(map[string]setting, len(definitions()))
	for _, d := range definitions() {
		if set, ok := found[d.name]; ok {
			all[d.name] = set
		} else if value, since, ok := d.at(s); ok {
			all[d.name] = setting{value: value, path: source.Path{d.name}, since: since, choices: d.defaults}
		}
	}
	return all
}

// ports reads the numbers of releases before v0.16.0, which listenIP goes with.
func ports(root *source.Node, found map[string]setting) {
	host := scalar(field(root, "listenIP"))
	for _, name := range []string{"rtsp", "rtsps", "rtp", "rtcp", "rtmp", "metrics", "pprof"} {
		port := root.Get(name + "Port")
		if s, ok := found[name+"Address"]; ok && s.key == name+"Port" && port != nil {
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
