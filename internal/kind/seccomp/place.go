package seccomp

import (
	"encoding/json"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// places collects those parts of an entry that stand elsewhere than their names say: below a key in another case, behind items
// that are no strings, at name instead of names. They map the usual steps from the entry, as JSON, to those that lead there.
type places struct{ odd map[string]source.Path }

// inName are the places of an entry with name, of which profiles in Docker's older form have hundreds.
var inName = map[string]source.Path{`["names",0]`: {"name"}}

// places returns the places of an entry, nil when all of them are the usual ones.
func (r *rule) places() map[string]source.Path {
	var p places
	p.note(source.Path{"action"}, source.Path{r.action.key})
	p.list(r.node, steps{}, "args", func(*source.Node) bool { return true })
	p.list(r.node, steps{}, "names", isString)
	p.guard(r.includes, "includes")
	p.guard(r.excludes, "excludes")
	if r.nameKey == "name" && p.odd == nil {
		return inName
	}
	if r.nameKey != "" {
		p.note(source.Path{"names", 0}, source.Path{r.nameKey})
	}
	return p.odd
}

// steps lead from an entry to a part of it: the usual ones, and those that are written.
type steps struct{ usual, written source.Path }

func (p *places) guard(g *guard, key string) {
	if g == nil {
		return
	}
	at := steps{source.Path{key}, source.Path{g.key}}
	p.note(at.usual, at.written)
	p.list(g.node, at, "caps", isString)
	p.list(g.node, at, "arches", isString)
}

// list notes the places of the items of a list that policies see.
func (p *places) list(parent *source.Node, at steps, name string, seen func(*source.Node) bool) {
	list, key := field(parent, name)
	if list == nil {
		return
	}
	moved := key != name || !slices.Equal(at.usual, at.written)
	n := 0
	for i, item := range list.Items {
		if !seen(item.Value) {
			continue
		}
		if moved || i != n {
			p.note(at.usual.Child(name).Child(n), at.written.Child(key).Child(i))
		}
		n++
	}
}

func isString(n *source.Node) bool { return n.Kind == source.String }

func (p *places) note(usual, written source.Path) {
	if slices.Equal(usual, written) {
		return
	}
	key, err := json.Marshal(usual)
	if err != nil {
		return // never: steps are keys and indices
	}
	if p.odd == nil {
		p.odd = map[string]source.Path{}
	}
	p.odd[string(key)] = written
}
