package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// secretFields are texts that are credentials although Envoy's API does not mark them as sensitive, with the message that has them.
var secretFields = map[string]string{
	"access_token":         "envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials",
	"google_refresh_token": "envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials",
	"json_key":             "envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.ServiceAccountJWTAccessCredentials",
	"authorization_token":  "envoy.config.core.v3.GrpcService.GoogleGrpc.CallCredentials.GoogleIAMCredentials",
	"key":                  "envoy.extensions.filters.http.api_key_auth.v3.Credential",
}

// isRead reports whether a walk looks at texts of a field: most are passed by, which spares making their paths. It is safe on nil.
func (f *apiField) isRead() bool {
	return f != nil && f.scalar == typeString &&
		(f.secret || f.name == "inline_code" || f.name == "uri" || secretFields[f.name] != "")
}

// addText records a text that is a credential, or Lua code, by the field that has it.
func (w *walker) addText(n *source.Node, p source.Path, s scope) {
	switch {
	case s.field == nil || s.of == nil:
	case s.field.name == "inline_code" && isLua(s.of):
		w.lua = append(w.lua, LuaCode{p, s.Inside})
	case s.of.name == msgURI && !userInfo.MatchString(n.Str()):
	case s.field.secret, s.of.name == msgURI, secretFields[s.field.name] == s.of.name:
		w.InlineData = append(w.InlineData, InlineData{Path: p, Field: s.field.name, Message: short(s.of.name), Secret: true, Inside: s.Inside})
	}
}

// userInfo finds a password in a URI.
var userInfo = lazyregexp.New(`^[a-z][a-z0-9+.-]*://[^/?#@\s:]*:[^/?#@\s]+@`)

func isLua(m *message) bool { return strings.Contains(m.name, ".lua.v3.") }

// addData records data that is in the file itself, and Lua code wherever it is.
func (w *walker) addData(n *source.Node, p source.Path, s scope) {
	if s.field == nil || s.of == nil {
		return
	}
	if isLua(s.of) && n.Get("filename") != nil {
		w.luaFiles = append(w.luaFiles, LuaFile{p.Child("filename"), n.Get("filename").Str(), s.Inside})
	}
	for _, key := range []string{"inline_string", "inline_bytes"} {
		if n.Get(key) == nil {
			continue
		}
		if isLua(s.of) && key == "inline_string" {
			w.lua = append(w.lua, LuaCode{p.Child(key), s.Inside})
		}
		w.InlineData = append(w.InlineData, InlineData{
			Path: p.Child(key), Field: s.field.name, Message: short(s.of.name), Secret: s.field.secret, Inside: s.Inside,
		})
	}
}
