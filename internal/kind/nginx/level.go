package nginx

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// directive is a directive with its place.
type directive struct {
	node  *source.Node
	path  source.Path
	name  string
	args  []string
	block string
	scope int
	// isUsed is set where the directive is in force at some server or location.
	isUsed bool
	// level is the level that it is written in.
	level *level
}

// arg returns an argument, "" where it is not there.
func (d *directive) arg(i int) string {
	if d == nil || i >= len(d.args) {
		return ""
	}
	return d.args[i]
}

// final returns the last argument, "" where there is none.
func (d *directive) final() string {
	if d == nil || len(d.args) == 0 {
		return ""
	}
	return d.args[len(d.args)-1]
}

// level is a block with what is written in it by itself.
type level struct {
	above *level
	// block is the directive of the block, "" for the top of a file.
	block string
	// own are the directives by name, in the order of the file; inner those with a block.
	own   map[string][]*directive
	inner []*directive
	// isOpen is set where an include of the level is not in the scan.
	isOpen bool
	// scope is the index of the scope that the level is, -1 for none.
	scope int
	// headers are those that are added at the level, once they are known.
	headers []Header
	isKnown bool
}

// inForce returns the directives of a name that are in force at a level: those of the innermost level that has any, which is how nginx
// inherits nearly everything.
func (l *level) inForce(name string) []*directive {
	for ; l != nil; l = l.above {
		if found := l.own[name]; len(found) > 0 {
			return found
		}
	}
	return nil
}

// last returns the last directive of a name that is in force, nil for none.
func (l *level) last(name string) *directive {
	found := l.inForce(name)
	if len(found) == 0 {
		return nil
	}
	return found[len(found)-1]
}

// has reports whether the level itself has one of some directives.
func (l *level) has(names ...string) bool {
	for _, name := range names {
		if len(l.own[name]) > 0 {
			return true
		}
	}
	return false
}

// isOpenEnded reports whether something that is not in the scan may be set at the level or around it.
func (l *level) isOpenEnded() bool {
	for ; l != nil; l = l.above {
		if l.isOpen {
			return true
		}
	}
	return false
}

// level reads a block.
func (r *reader) level(above *level, block *source.Node, at source.Path, name string, scope int) *level {
	l := &level{above: above, block: name, own: map[string][]*directive{}, scope: scope}
	for i, item := range block.Items {
		d := &directive{node: item.Value, path: at.Child(i), name: item.Value.Get("directive").Str(), block: name, scope: scope, level: l}
		for _, arg := range item.Value.Get("args").Items {
			d.args = append(d.args, arg.Value.Str())
		}
		if d.name == "include" && r.in.missing[d.node] {
			l.isOpen = true
			r.facts.Nginx.Missing = append(r.facts.Nginx.Missing, Missing{Path: d.path, Name: d.arg(0)})
		}
		if item.Value.Get("block") != nil {
			l.inner = append(l.inner, d)
		}
		l.own[d.name] = append(l.own[d.name], d)
		if names()[d.name] {
			r.written = append(r.written, d)
		}
		if strings.HasSuffix(d.name, "_by_lua_block") || strings.HasSuffix(d.name, "_by_lua_file") || strings.HasSuffix(d.name, "_by_lua") {
			l.isOpen = l.isOpen || strings.HasPrefix(d.name, "header_filter")
		}
	}
	return l
}
