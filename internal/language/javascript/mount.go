package javascript

import (
	"strings"

	"github.com/seclint/seclint/internal/code"
)

// mount puts the routes of a module below a path of another one: app.use("/api/auth", require("./routes/auth")).
type mount struct {
	path string
	by   *module
}

// maxMounts bounds how many routers are followed outwards.
const maxMounts = 4

// mountOf notes the module whose routes a call of use puts below a path.
func (w *walker) mountOf(full string, list []int, c context) {
	if !strings.HasSuffix(full, ".use") || len(list) < 2 {
		return
	}
	path, isText := code.PlainText(w.value(list[0], c.scope, 4))
	if !isText || !strings.HasPrefix(path, "/") {
		return
	}
	if of := w.routerModule(list[len(list)-1], c.scope); of != nil && of != w.module {
		w.mounts[of] = append(w.mounts[of], mount{path: path, by: w.module})
	}
}

// routerModule returns the module of the application that an expression has from another one, nil for none.
func (m *module) routerModule(node int, s *scope) *module {
	full := m.required(node)
	if m.Nodes[node].Kind == "identifier" {
		found := s.lookup(m.Text(node))
		if len(found) == 0 {
			return nil
		}
		switch b := found[len(found)-1]; {
		case b.kind == bindImport:
			full = b.full
		case b.kind == bindValue && b.node >= 0, b.kind == bindMember && b.node >= 0:
			full = m.required(b.node)
		}
	}
	for full != "" {
		if of := m.find(full); of != nil {
			return of
		}
		full = full[:max(0, strings.LastIndexByte(full, '.'))]
	}
	return nil
}

// prefix returns the path below which a module's routes are, "" where that is none or not known.
func (p *program) prefix(m *module, steps int) string {
	of := p.mounts[m]
	if len(of) != 1 || steps == 0 {
		return ""
	}
	return p.prefix(of[0].by, steps-1) + strings.TrimSuffix(of[0].path, "/")
}
