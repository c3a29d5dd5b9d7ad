package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// benchmarkFiles are a usual Compose file, and the corpus when SECLINT_CORPUS names one.
func benchmarkFiles(b *testing.B) []*File {
	var services strings.Builder
	services.WriteString("services:\n")
	for i := range 50 {
		fmt.Fprintf(&services, "  s%d:\n    image: \"registry.example/app:%d\" # pinned\n    ports: [\"127.0.0.1:80%d:80\"]\n    environment:\n      A: one two\n      B: 'x'\n    command: |\n      run\n      stop\n", i, i, i)
	}
	files := []*File{NewFile("compose.yml", []byte(services.String()))}
	corpus := os.Getenv("SECLINT_CORPUS")
	if corpus == "" {
		return files
	}
	for _, pattern := range []string{"*/*.y*ml", "*/*/*.y*ml", "*/*/*/*.y*ml"} {
		paths, _ := filepath.Glob(filepath.Join(corpus, pattern))
		for _, path := range paths {
			content, err := os.ReadFile(path)
			if err != nil {
				b.Fatal(err)
			}
			files = append(files, NewFile(path, content))
		}
	}
	return files
}

// BenchmarkYAML compares reading with the parse by yaml.v3 that it builds on.
func BenchmarkYAML(b *testing.B) {
	files := benchmarkFiles(b)
	b.Run("parse", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, f := range files {
				decoder := yaml.NewDecoder(bytes.NewReader(f.Content))
				for {
					var document yaml.Node
					if err := decoder.Decode(&document); errors.Is(err, io.EOF) || err != nil {
						break
					}
				}
			}
		}
	})
	b.Run("read", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			for _, f := range files {
				_, _ = ReadYAML(f, DefaultLimits())
			}
		}
	})
}
