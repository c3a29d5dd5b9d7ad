package evaluate

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/kind/compose"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

// stack is a Compose project of some services as policies see it.
func stack(b *testing.B, file string, count int) *source.Document {
	b.Helper()
	var text strings.Builder
	text.WriteString("services:\n")
	for i := range count {
		fmt.Fprintf(&text, `  web%d:
    image: ghcr.io/example/web:1.%d
    environment: {TZ: UTC, LOG_LEVEL: info, API_URL: "http://api:8080"}
    ports:
      - {target: 80, published: "808%d", protocol: tcp, mode: ingress}
    volumes:
      - {type: bind, source: ./data, target: /data}
      - {type: volume, source: state, target: /var/lib/state}
    restart: unless-stopped
    networks: {front: {}}
`, i, i, i)
	}
	text.WriteString("networks: {front: {}}\nvolumes: {state: {}}\n")
	doc := document(b, file, text.String())
	doc.Kind = "compose"
	doc.Facts = &compose.Facts{Project: compose.Project{Directory: ".", Files: []string{file}}}
	return doc
}

func builtin(b *testing.B) *rules.Catalogue {
	b.Helper()
	cat, err := rules.Load(rules.Source{FS: os.DirFS("../../policies")})
	if err != nil {
		b.Fatal(err)
	}
	return cat
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		builtin(b)
	}
}

func BenchmarkCompile(b *testing.B) {
	cat := builtin(b)
	for b.Loop() {
		evaluator(b, cat, Options{Kinds: []string{"compose"}})
	}
}

// BenchmarkDocuments evaluates all built-in rules; its time is that of one document.
func BenchmarkDocuments(b *testing.B) {
	e := evaluator(b, builtin(b), Options{Kinds: []string{"compose"}})
	for _, services := range []int{1, 3, 30} {
		b.Run(fmt.Sprintf("%d services", services), func(b *testing.B) {
			docs := []*source.Document{stack(b, "compose.yml", services)}
			b.ReportAllocs()
			for b.Loop() {
				if found, problems := e.Documents(b.Context(), docs, nil, nil); len(found) == 0 || len(problems) > 0 {
					b.Fatalf("%d findings, problems %v", len(found), problemTexts(problems))
				}
			}
		})
	}
}

// BenchmarkFloor is what the evaluator itself costs: one trivial rule.
func BenchmarkFloor(b *testing.B) {
	e := evaluator(b, catalogue(b, map[string]string{"a": `findings contains 1 if input.document.nothing`}), Options{})
	doc := stack(b, "compose.yml", 3)
	doc.Kind = "test"
	for b.Loop() {
		e.Documents(b.Context(), []*source.Document{doc}, nil, nil)
	}
}
