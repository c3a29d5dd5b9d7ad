package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// TestTexts looks for texts that a look at the imports of one platform, or at the roots of modules, would miss.
func TestTexts(t *testing.T) {
	t.Chdir("../../..")
	found, err := modules()
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, m := range found {
		text, err := m.text()
		if err != nil {
			t.Errorf("%s: %v", m.name, err)
		}
		texts[m.name] = string(text)
	}
	for name, has := range map[string]string{
		"go":                                              "The Go Authors",
		"github.com/inconshreveable/mousetrap":            "Apache License", // on Windows only
		"github.com/open-policy-agent/opa":                "internal/gojsonschema/LICENSE-APACHE-2.0.txt:\n",
		"github.com/tree-sitter/go-tree-sitter":           "Unicode, Inc.",
		"github.com/tree-sitter-grammars/tree-sitter-lua": "MIT License",
		"golang.org/x/image":                              "Bigelow & Holmes",
		translator:                                        "MIT License",
		"gopkg.in/yaml.v3":                                "NOTICE:\n",
	} {
		if !strings.Contains(texts[name], has) {
			t.Errorf("the text of %s has no %q:\n%s", name, has, texts[name])
		}
	}
}

// TestPlatforms holds the platforms to those of a release.
func TestPlatforms(t *testing.T) {
	content, err := os.ReadFile(filepath.Join("..", "..", "..", ".goreleaser.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var config struct {
		Builds []struct{ Targets []string }
	}
	if err := yaml.Unmarshal(content, &config); err != nil {
		t.Fatal(err)
	}
	var released []string
	for _, target := range config.Builds[0].Targets {
		words := strings.Split(target, "_")
		released = append(released, words[0]+"/"+words[1])
	}
	if got, want := strings.Join(platforms, " "), strings.Join(released, " "); got != want {
		t.Errorf("texts are of %s, releases for %s", got, want)
	}
}
