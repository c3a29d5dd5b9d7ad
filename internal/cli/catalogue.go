package cli

import (
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/rules"
)

// sources returns the built-in policies and those in the given folders.
func sources(folders []string) ([]rules.Source, error) {
	all := []rules.Source{rules.Builtin()}
	for _, folder := range folders {
		source, err := folderSource(folder)
		if err != nil {
			return nil, err
		}
		all = append(all, source)
	}
	return all, nil
}

// folderSource opens a folder of user policies.
func folderSource(folder string) (rules.Source, error) {
	info, err := os.Stat(folder)
	if err != nil {
		return rules.Source{}, usage(fmt.Errorf("%s: no such folder of policies", folder), "")
	}
	if !info.IsDir() {
		return rules.Source{}, usage(fmt.Errorf("%s: not a folder", folder), "policies stand in <folder>/<family>/<name>/<name>.rego")
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return rules.Source{}, fmt.Errorf("opening policies: %w", err)
	}
	return rules.Source{Origin: folder, FS: root.FS()}, nil
}

// loadCatalogue loads the built-in rules and those in the given folders.
func loadCatalogue(folders []string) (*rules.Catalogue, error) {
	from, err := sources(folders)
	if err != nil {
		return nil, err
	}
	return rules.Load(from...)
}

// problems turns joined errors into problems.
func problems(err error) []finding.Problem {
	if err == nil {
		return nil
	}
	joined, ok := err.(interface{ Unwrap() []error })
	if !ok {
		return []finding.Problem{{Level: finding.Error, Message: err.Error()}}
	}
	var all []finding.Problem
	for _, e := range joined.Unwrap() {
		all = append(all, problems(e)...)
	}
	return all
}

// rule returns the rule with an id; the error says which one was probably meant.
func rule(catalogue *rules.Catalogue, id string) (*rules.Rule, error) {
	if r, ok := catalogue.Get(id); ok {
		return r, nil
	}
	return nil, usage(fmt.Errorf("unknown rule %q", id), suggestion(catalogue, id))
}

// suggestion says which rule was probably meant, or where to look. The family may be missing.
func suggestion(catalogue *rules.Catalogue, id string) string {
	guesses := []string{id}
	if !strings.Contains(id, "/") {
		for _, r := range catalogue.Match("*") {
			guesses = append(guesses, r.Family()+"/"+id)
		}
	}
	for _, guess := range slices.Compact(guesses) {
		if meant := catalogue.Suggest(guess); meant != "" {
			return fmt.Sprintf("did you mean %q?", meant)
		}
	}
	return "see seclint rules"
}
