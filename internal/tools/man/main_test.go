package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// plain takes the marks of roff out of a text.
var plain = strings.NewReplacer(`\fB`, "", `\fP`, "", `\fI`, "", `\-`, "-", `\_`, "_", `\`, "")

func TestEveryCommandHasAPage(t *testing.T) {
	t.Setenv("SOURCE_DATE_EPOCH", "1700000000")
	folder := t.TempDir()
	if err := write(folder); err != nil {
		t.Fatal(err)
	}
	for page, words := range map[string][]string{
		"seclint.1": {"--fail-on", "seclint-doctor(1)", "SECLINT_FAIL_ON"}, "seclint-scan.1": {"--stdin-filename"}, "seclint-init.1": {"seclint"},
		"seclint-explain.1": {"policies"},
	} {
		text, err := os.ReadFile(filepath.Join(folder, "man1", page))
		if err != nil {
			t.Error(err)
			continue
		}
		for _, word := range words {
			if !strings.Contains(plain.Replace(string(text)), word) {
				t.Errorf("%s lacks %q", page, word)
			}
		}
	}
	for script, word := range map[string]string{
		"seclint.bash": "complete -o default -F __start_seclint seclint", "_seclint": "#compdef seclint", "seclint.fish": "complete -c seclint",
	} {
		text, err := os.ReadFile(filepath.Join(folder, "completions", script))
		if err != nil || !strings.Contains(string(text), word) {
			t.Errorf("%s lacks %q: %v", script, word, err)
		}
	}
}
