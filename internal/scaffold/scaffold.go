// Package scaffold writes the two files of a new rule, <family>/<name>/<name>.rego and .txtar: an example to be replaced, which passes its
// own test.
package scaffold

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"text/template"

	"github.com/seclint/seclint/internal/lazyregexp"
)

//go:embed template/*
var templates embed.FS

var ruleID = lazyregexp.New(`^([a-z][a-z0-9]*)/([a-z][a-z0-9]*(?:-[a-z0-9]+)*)$`)

// Rule writes the files of a rule below a folder of policies and returns their paths. It never replaces a file.
func Rule(policies, id string) ([]string, error) {
	match := ruleID.FindStringSubmatch(id)
	if match == nil {
		return nil, fmt.Errorf("%q is no rule id: want family/name, such as compose/host-network", id)
	}
	rule := struct{ Family, Name, Package string }{match[1], match[2], packageOf(match[1], match[2])}
	folder := filepath.Join(policies, rule.Family, rule.Name)
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return nil, err
	}
	parsed, err := template.ParseFS(templates, "template/*")
	if err != nil {
		return nil, err
	}
	var written []string
	for _, extension := range []string{".rego", ".txtar"} {
		path := filepath.Join(folder, rule.Name+extension)
		f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
		if errors.Is(err, fs.ErrExist) {
			return nil, fmt.Errorf("%s exists already", path)
		}
		if err != nil {
			return nil, err
		}
		if err := errors.Join(parsed.ExecuteTemplate(f, "rule"+extension, rule), f.Close()); err != nil {
			return nil, err
		}
		written = append(written, path)
	}
	return written, nil
}

// keywords are the words of Rego that no part of a name behind a dot may be.
var keywords = []string{
	"as", "contains", "default", "else", "every", "false", "if", "import", "in", "not", "null", "package", "some", "true", "with",
}

// packageOf returns the package of a rule: in brackets only what is no plain word, as opa fmt has it.
func packageOf(family, name string) string {
	if strings.Contains(name, "-") || slices.Contains(keywords, name) {
		return fmt.Sprintf("%s[%q]", family, name)
	}
	return family + "." + name
}
