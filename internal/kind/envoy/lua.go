package envoy

import "github.com/seclint/seclint/internal/source"

// addLua records Lua code that is written in the configuration itself.
func (v *views) addLua(p source.Path, s scope) {
	v.lua = append(v.lua, s.inside(object{"path": plain(p)}))
}
