package rules

import (
	"encoding/json"
	"fmt"
	"strings"
)

// dataFile has tables of a library that Rego and Go read: policies/lib/image/data.json with the key products is
// data.lib.image.products, as in a bundle of OPA.
const dataFile = "data.json"

// dataRego returns the data of a library as Rego that defines the same documents. OPA's compiler can then plan what policies
// do with them; `opa eval --bundle policies` reads the file itself.
func (m *Module) dataRego() (string, error) {
	var tables map[string]json.RawMessage
	if err := json.Unmarshal([]byte(m.Text()), &tables); err != nil {
		return "", fmt.Errorf("cannot read the tables of %s: %w", m.Package, err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "package %s\n", strings.TrimPrefix(m.Package, "data."))
	for _, name := range sortedKeys(tables) {
		if !identifier.MatchString(name) {
			return "", fmt.Errorf("a table needs a name of letters, digits and underscores: %q", name)
		}
		fmt.Fprintf(&b, "\n%s := %s\n", name, tables[name])
	}
	return b.String(), nil
}
