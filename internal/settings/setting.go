package settings

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// maxSettings bounds how many settings of one file are looked at; the sample file of no product has more than two thousand.
const maxSettings = 50_000

// setting is a value, or a block of settings, under the names that lead to it.
type setting struct {
	// names are in lower case; a name with dots counts as several, and the items of a list have the names of the list.
	names []string
	path  source.Path
	kind  source.NodeKind
	text  string
	// parent is the index of the innermost block around it, -1 for none.
	parent int
	// end is behind the last setting that is in the block.
	end int
	// isUnknown is set where the text is filled in later.
	isUnknown bool
}

// name returns the name as people write it.
func (s setting) name() string { return strings.Join(s.names, ".") }

// isSet reports whether the setting has a value.
func (s setting) isSet() bool {
	return s.kind == source.Mapping || s.kind == source.Sequence || s.kind != source.Null && s.text != ""
}

// settings are those of a file, each behind its block.
type settings struct {
	all []setting
	// last are the indices by the last name.
	last map[string][]int
	// isRelaxed is set where dashes and underscores in names do not count.
	isRelaxed bool
}

// namesOf returns the names in a key.
func (s *settings) namesOf(key string) []string {
	key = strings.ToLower(key)
	if s.isRelaxed {
		key = strings.NewReplacer("-", "", "_", "").Replace(key)
	}
	return strings.Split(key, ".")
}

func (s *settings) add(one setting) int {
	i := len(s.all)
	s.all = append(s.all, one)
	for block := one.parent; block >= 0; block = s.all[block].parent {
		s.all[block].end = i + 1
	}
	if len(one.names) > 0 {
		last := one.names[len(one.names)-1]
		s.last[last] = append(s.last[last], i)
	}
	return i
}

// settings returns the settings of a tree of the product.
func (p *product) settings(root *source.Node) *settings {
	all := &settings{last: map[string][]int{}}
	if layout := layouts[p.Layout]; layout != nil {
		layout(all, root)
	} else {
		all.isRelaxed = p.Relaxed
		all.walk(root, setting{parent: -1})
	}
	return all
}

// walk adds what is below a node.
func (s *settings) walk(n *source.Node, at setting) {
	if len(s.all) >= maxSettings {
		return
	}
	for _, e := range n.Entries {
		names := append(at.names[:len(at.names):len(at.names)], s.namesOf(e.Key)...)
		s.node(e.Value, names, at.path.Child(e.Key), at.parent)
	}
	for i, item := range n.Items {
		s.node(item.Value, at.names, at.path.Child(i), at.parent)
	}
}

// node adds a node and what is below it.
func (s *settings) node(n *source.Node, names []string, path source.Path, parent int) {
	if len(s.all) >= maxSettings {
		return
	}
	one := setting{names: names, path: path, kind: n.Kind, parent: parent, isUnknown: n.IsUnknown(), text: textOf(n)}
	i := s.add(one)
	if n.Kind != source.Mapping {
		i = parent
	}
	s.walk(n, setting{names: names, path: path, parent: i})
}

// textOf returns the text of a scalar.
func textOf(n *source.Node) string {
	switch n.Kind {
	case source.String:
		return n.Str()
	case source.Null, source.Mapping, source.Sequence:
		return ""
	}
	return n.Text
}

// isIn reports whether a setting is in a block, which is -1 for the whole file.
func (s *settings) isIn(i, block int) bool {
	if block < 0 {
		return true
	}
	for ; i >= 0; i = s.all[i].parent {
		if i == block {
			return true
		}
	}
	return false
}

// blocks returns the blocks of a pattern: -1, which is the whole file, for an empty one.
func (s *settings) blocks(in pattern) []int {
	if in == "" {
		return []int{-1}
	}
	var found []int
	for _, i := range s.candidates(in, 0, len(s.all)) {
		if s.all[i].kind == source.Mapping && in.matches(s.all[i].names) {
			found = append(found, i)
		}
	}
	return found
}

// in returns the settings of a pattern in a block, in the order of the file.
func (s *settings) in(block int, at pattern) []int {
	depth, from, to := 0, 0, len(s.all)
	if block >= 0 {
		depth, from, to = len(s.all[block].names), block+1, s.all[block].end
	}
	var found []int
	for _, i := range s.candidates(at, from, to) {
		if names := s.all[i].names; len(names) >= depth && at.matches(names[depth:]) && s.isIn(i, block) {
			found = append(found, i)
		}
	}
	return found
}

// candidates returns the settings in a range with the last name of a pattern.
func (s *settings) candidates(at pattern, from, to int) []int {
	last := string(at)
	if i := strings.LastIndexByte(last, '.'); i >= 0 {
		last = last[i+1:]
	}
	if last != "*" && last != "**" && !strings.Contains(last, "|") {
		all := s.last[last]
		first, _ := slices.BinarySearch(all, from)
		behind, _ := slices.BinarySearch(all, max(from, to))
		return all[first:behind]
	}
	var all []int
	for i := from; i < to; i++ {
		all = append(all, i)
	}
	return all
}

// has reports whether there is a setting of a pattern.
func (s *settings) has(at pattern) bool { return len(s.in(-1, at)) > 0 }

// first returns the first setting of a pattern in a block that has a value, nil for none.
func (s *settings) first(block int, at pattern) *setting {
	if at == "" {
		return nil
	}
	for _, i := range s.in(block, at) {
		if one := s.all[i]; one.isSet() && one.kind != source.Mapping && one.kind != source.Sequence {
			return &s.all[i]
		}
	}
	return nil
}
