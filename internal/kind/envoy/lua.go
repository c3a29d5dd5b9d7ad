package envoy

import "github.com/seclint/seclint/internal/source"

// addLua records Lua code that is written in the configuration itself, and the files that hold the rest.
func (v *views) addLua(n *source.Node, p source.Path, r role, s scope) {
	switch r {
	case roleLua:
		v.lua = append(v.lua, s.inside(object{"path": p.Value()}))
	case roleLuaFile:
		v.luaFiles = append(v.luaFiles, s.inside(object{"path": p.Value(), "filename": n.Str()}))
	}
}
