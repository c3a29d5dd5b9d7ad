package mediamtx

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// scope is pathDefaults or one of the paths, with what it writes.
type scope struct {
	name    string // "" for pathDefaults
	at      source.Path
	node    *source.Node
	written map[string]Setting
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
	defaults.written = written(defaults.node, pathLevel, defaults.at, defined().path)
	for _, e := range root.Entries { // what stood at the top in v1.1 still beats pathDefaults
		k := words()[topLevel].word(e.Key)
		if k == nil || e.Value.Kind == source.Null || !strings.HasPrefix(k.successor, "pathDefaults.") {
			continue
		}
		name := strings.TrimPrefix(k.successor, "pathDefaults.")
		if d, ok := defined().path[name]; ok {
			defaults.written[name] = newSetting(d.shape.read(e.Value), e.Value, source.Path{e.Key})
		}
	}
	all := []*scope{defaults}
	paths, key := spelled(root, "paths")
	if paths == nil || paths.Kind != source.Mapping {
		return all
	}
	for _, e := range paths.Entries {
		s := &scope{name: e.Key, at: source.Path{key, e.Key}, node: e.Value}
		s.written = written(e.Value, pathLevel, s.at, defined().path)
		all = append(all, s)
	}
	return all
}

// paths returns scopes as policies see them.
func paths(all []*scope) []Path {
	list := make([]Path, len(all))
	for i, s := range all {
		list[i] = Path{Name: s.name, Path: s.at, Regexp: s.regexp(), Defaults: s.name == "", Written: s.written}
	}
	return list
}
