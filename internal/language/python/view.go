package python

import (
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// placeViews gives the routes of classes the path under which a class is registered, which another module says: Django's path(...,
// Login.as_view()), Tornado's Application([("/login", Login)]).
func (p *program) placeViews(reads []code.Read) {
	for i, file := range p.app.Files {
		m, facts := p.modules[file.Path], reads[i].Module
		if facts == nil {
			continue
		}
		for _, route := range facts.Routes {
			if route.Path != "" {
				p.placeView(m, strings.TrimSuffix(route.Handler, ".as_view"), route.Path, reads)
			}
		}
		for _, call := range facts.Calls {
			if call.Is != "web-app" || call.Arguments["routes"] == nil {
				continue
			}
			for _, entry := range call.Arguments["routes"].Items {
				if len(entry.Items) < 2 || entry.Items[1].Kind != "name" {
					continue
				}
				if path, ok := routePath(entry.Items[0]); ok {
					p.placeView(m, entry.Items[1].Name, plainPath(path), reads)
				}
			}
		}
	}
}

// placeView gives the routes of a class, by the name that a module has for it, a path where they have none.
func (p *program) placeView(m *module, name, path string, reads []code.Read) {
	if name == "" {
		return
	}
	name = m.real(name)
	owner, b := p.defined(name)
	if owner == nil {
		owner, b = p.defined(join(m.name, name))
	}
	if owner == nil || b.kind != bindClass {
		return
	}
	class := name[strings.LastIndexByte(name, '.')+1:]
	for i, file := range p.app.Files {
		if p.modules[file.Path] != owner || reads[i].Module == nil {
			continue
		}
		for _, route := range reads[i].Module.Routes {
			if route.Path == "" && strings.HasPrefix(route.Handler, class+".") {
				route.Path = path
			}
		}
	}
}

// plainPath returns a path without what makes it a pattern at its ends: ^login/?$ is login.
func plainPath(path string) string {
	path = strings.TrimPrefix(path, "^")
	for _, end := range []string{"$", `\Z`, "/?"} {
		path = strings.TrimSuffix(path, end)
	}
	return path
}
