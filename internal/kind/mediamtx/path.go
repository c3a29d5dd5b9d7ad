package mediamtx

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// scope is pathDefaults or one of the paths, with what it writes and what it comes to.
type scope struct {
	name      string // "" for pathDefaults
	at        source.Path
	node      *source.Node
	written   map[string]setting
	effective map[string]setting
}

// everyPath are the names under which settings hold for every path that has none of its own.
var everyPath = []string{"all", "all_others", "~^.*$"}

func (s *scope) regexp() bool {
	return strings.HasPrefix(s.name, "~") || s.name == "all" || s.name == "all_others"
}

// scopes returns pathDefaults and the paths in the order of the file, with what they write.
func scopes(root *source.Node) []*scope {
	node, key := spelled(root, "pathDefaults")
	defaults := &scope{at: source.Path{key}, node: node}
	defaults.written = written(defaults.node, true, defaults.at, pathShapes())
	for _, e := range root.Entries { // what stood at the top in v1.1 still beats pathDefaults
		k := words().word(false, e.Key)
		if k == nil || e.Value.Kind == source.Null || !strings.HasPrefix(k.successor, "pathDefaults.") {
			continue
		}
		name := strings.TrimPrefix(k.successor, "pathDefaults.")
		if shape, ok := pathShapes()[name]; ok {
			defaults.written[name] = setting{value: shape.read(e.Value), raw: scalar(e.Value), path: source.Path{e.Key}, key: e.Key}
		}
	}
	all := []*scope{defaults}
	paths, key := spelled(root, "paths")
	if paths == nil || paths.Kind != source.Mapping {
		return all
	}
	for _, e := range paths.Entries {
		s := &scope{name: e.Key, at: source.Path{key, e.Key}, node: e.Value}
		s.written = written(e.Value, true, s.at, pathShapes())
		all = append(all, s)
	}
	return all
}

// inherit works out what the scopes come to in the releases; the first of them is pathDefaults.
func inherit(all []*scope, releases span) {
	for i, s := range all {
		var inherited map[string]setting
		if i > 0 {
			inherited = all[0].written
		}
		s.effective = s.over(inherited, releases)
	}
}

// over returns what a scope comes to: what it writes, then what is inherited, then the defaults.
func (s *scope) over(inherited map[string]setting, releases span) map[string]setting {
	all := make(map[string]setting, len(pathDefinitions()))
	for _, d := range pathDefinitions() {
		if found, ok := s.written[d.name]; ok {
			all[d.name] = found
		} else if found, ok := inherited[d.name]; ok {
			all[d.name] = found
		} else if value, since, ok := d.at(releases); ok {
			all[d.name] = setting{value: value, path: s.at.Child(d.name), since: since}
		}
	}
	return all
}

func (s *scope) context() map[string]any {
	return map[string]any{
		"name": s.name, "path": []any(s.at), "regexp": s.regexp(), "defaults": s.name == "",
		"written": settingsContext(s.written), "effective": settingsContext(s.effective),
	}
}
