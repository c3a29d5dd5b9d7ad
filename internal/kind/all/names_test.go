package all

import "testing"

func TestNamesTellTheirKind(t *testing.T) {
	kinds := map[string]func(string) bool{}
	for _, k := range Kinds() {
		kinds[k.Name] = k.Named
	}
	for _, name := range Names() {
		named := kinds[name.Kind]
		for _, file := range name.Files {
			if named == nil || !named(file) {
				t.Errorf("%s is not of kind %s by its name", file, name.Kind)
			}
		}
	}
}
