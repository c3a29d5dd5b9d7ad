// Command composeshape writes the schema of the Compose Specification, of the release of compose-go that go.mod names, as the shapes
// that package compose holds files against. Reading the schema itself would take a tenth of what one small file costs.
package main

import (
	"encoding/json"
	"fmt"
	"go/format"
	"os"

	"github.com/compose-spec/compose-go/v2/schema"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: composeshape FILE")
		os.Exit(2)
	}
	text, err := shapes()
	if err == nil {
		err = os.WriteFile(os.Args[1], text, 0o644)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "composeshape:", err)
		os.Exit(1)
	}
}

// shapes returns the Go file.
func shapes() ([]byte, error) {
	var root map[string]any
	if err := json.Unmarshal([]byte(schema.Schema), &root); err != nil {
		return nil, fmt.Errorf("reading compose-go's schema: %w", err)
	}
	w := &writer{definitions: root, known: map[string]int{}, same: map[string]int{}, expressions: map[string]int{}}
	file, service := w.shape(root), w.reference("#/$defs/service")
	return format.Source(w.file(file, service))
}
