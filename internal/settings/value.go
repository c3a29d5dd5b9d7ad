package settings

import (
	"encoding/json"
	"fmt"
	"strings"
	"sync"

	"github.com/seclint/seclint/internal/needle"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/policies"
)

// maxValues bounds how many texts of one file are handed to policies as possible secrets.
const maxValues = 1000

// secretFile is the table of the policies that says which names are those of secrets.
const secretFile = "lib/secret/data.json"

// hinted finds names that may be those of a secret.
var hinted = sync.OnceValue(func() *needle.Set {
	var table struct {
		Hints []string `json:"hints"`
	}
	text, err := policies.FS.ReadFile(secretFile)
	if err == nil {
		err = json.Unmarshal(text, &table)
	}
	if err != nil { // it is built in, and a test reads it
		panic(fmt.Sprintf("reading the hints in %s: %v", secretFile, err))
	}
	return needle.New(table.Hints...)
})

// values returns the texts of a file that may contain a secret: by a word in their name, or because they have the form of a URL or a list
// of settings with a password.
func (s *settings) values() []Setting {
	var found []Setting
	for _, one := range s.all {
		if one.kind != source.String || one.text == "" || len(found) == maxValues {
			continue
		}
		name := written(one.path)
		if hinted().InFolded(name) || strings.Contains(one.text, "@") && strings.Contains(one.text, "://") {
			found = append(found, Setting{Is: "value", Path: one.path, Name: name, Value: one.text})
		}
	}
	return found
}

// written joins the keys of a path as people write them.
func written(path source.Path) string {
	var keys []string
	for _, step := range path {
		if key, ok := step.(string); ok {
			keys = append(keys, key)
		}
	}
	return strings.Join(keys, ".")
}
