// Package schemas has the JSON Schemas of what seclint reads and writes.
package schemas

import (
	"embed"
	"strings"
)

//go:embed *.schema.json
var files embed.FS

// Names returns the names of the schemas, such as config.
func Names() []string {
	entries, err := files.ReadDir(".")
	if err != nil {
		panic(err) // the files are in the binary
	}
	var names []string
	for _, entry := range entries {
		names = append(names, strings.TrimSuffix(entry.Name(), ".schema.json"))
	}
	return names
}

// Read returns the text of a schema; ok is false where there is none of that name.
func Read(name string) (text []byte, ok bool) {
	text, err := files.ReadFile(name + ".schema.json")
	return text, err == nil
}
