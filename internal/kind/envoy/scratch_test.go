package envoy

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"testing"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

func TestScratch(t *testing.T) {
	dir := os.Getenv("CORPUS")
	if dir == "" { t.Skip() }
	f, _ := os.Open(dir + "/manifest.csv")
	rows, _ := csv.NewReader(f).ReadAll()
	n := 0
	out := os.Getenv("OUT")
	for _, r := range rows[1:] {
		b, err := os.ReadFile(dir + "/" + r[0])
		if err != nil { continue }
		isE := strings.HasPrefix(r[1], "envoy")
		ext := filepath.Ext(r[0])
		if ext != ".yaml" && ext != ".yml" && ext != ".json" { if isE { fmt.Println("ext", r) }; continue }
		file := source.NewFile(r[0], b)
		roots, err := source.ReadYAML(file, source.DefaultLimits())
		if err != nil { if isE { fmt.Println(r[0], err) }; continue }
		docs, probs := expand(nil, file, roots)
		got := len(docs) > 0
		if got != isE { fmt.Println("MISMATCH", r, got) }
		for _, p := range probs { fmt.Println(p) }
		if got { n++ }
		for i, d := range docs {
			m := map[string]any{"file": r[0], "kind": "envoy", "document": d.Root.Value(), "context": d.Context, "parameters": map[string]any{}}
			j, err := json.Marshal(m)
			if err != nil { t.Fatal(err) }
			if out != "" { os.WriteFile(fmt.Sprintf("%s/%s-%d.json", out, strings.ReplaceAll(r[0], "/", "_"), i), j, 0o644) }
		}
	}
	fmt.Println(n)
}
