package javascript

import (
	"maps"
	"slices"

	"github.com/seclint/seclint/internal/code"
)

// maxGroups bounds how deep the groups of a schema of settings are inside each other.
const maxGroups = 4

// schema adds the settings that a call declares in an object: convict({port: {format: "port", default: 80, env: "PORT"}}), and
// cleanEnv(process.env, {PORT: port({default: 80})}) of envalid.
func (w *walker) schema(call *code.Call) {
	if call.Is == "settings-schema" && call.Arguments["schema"] != nil {
		w.group(call.Arguments["schema"], call.Context, maxGroups)
	}
}

func (w *walker) group(v *code.Value, c code.Context, depth int) {
	if v.Kind != "dictionary" || depth == 0 {
		return
	}
	for _, name := range slices.Sorted(maps.Keys(v.Entries)) {
		said := v.Entries[name]
		if said.Kind == "call" && len(said.Items) > 0 {
			said = said.Items[len(said.Items)-1]
		}
		fallback := said.Entries["default"]
		if fallback == nil {
			w.group(said, c, depth-1)
			continue
		}
		if len(w.out.Settings) == maxFacts {
			return
		}
		variable := name
		if env := said.Entries["env"]; env != nil {
			if text, ok := env.Is.(string); ok {
				variable = text
			}
		}
		w.out.Settings = append(w.out.Settings, &code.Setting{
			Place: fallback.Place, Context: c, Name: variable, From: "environment", Default: code.PlainDefault(fallback), Target: name,
		})
	}
}
