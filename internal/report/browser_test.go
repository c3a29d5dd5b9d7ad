package report

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/source"
	"github.com/seclint/seclint/rules"
)

const browserDir = "../tools/browser"

// browser returns Node and Chromium, or skips the test where there is none.
func browser(t *testing.T) (node, chromium string) {
	t.Helper()
	node, err := exec.LookPath("node")
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, missing := exec.LookPath(name); missing == nil {
			chromium = path
			break
		}
	}
	_, missing := os.Stat(filepath.Join(browserDir, "node_modules", "playwright-core"))
	if err != nil || missing != nil || chromium == "" {
		t.Skip("needs Node, Chromium (apt-get install nodejs chromium) and playwright-core (npm ci --prefix internal/tools/browser): make browser")
	}
	return node, chromium
}

// TestPageInABrowser opens pages from the disk and uses them: filter, groups, keyboard, colours, a small screen, no scripts. The second
// page has texts that try to run.
func TestPageInABrowser(t *testing.T) {
	node, chromium := browser(t)
	const attack = `</script><script>window.hacked=1;alert(1)</script>'"><img src=http://192.0.2.1/x onerror=window.hacked=1>`
	at := span(source.NewFile("deploy/compose.yml", []byte(compose)), "privileged: true")
	bad := withMap(hostile(), attack+evil, at)
	bad.Rules = []*rules.Rule{{ID: "a/b", Title: attack, Description: attack, Remediation: attack + "\n![x](http://192.0.2.1/x)", Severity: finding.High}}
	for i := range bad.Findings {
		bad.Findings[i].Message, bad.Findings[i].Path = attack+evil, source.Path{"services", attack + evil}
	}
	for name, r := range map[string]*Report{"sample": withMap(sample(), "a step", at), "hostile": bad} {
		t.Run(name, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "page.html")
			if err := os.WriteFile(file, write(t, "html", r, Options{Help: rules.Markdown, DisplayRoot: "deploy"}), 0o600); err != nil {
				t.Fatal(err)
			}
			args := []string{"check.mjs", chromium, file}
			if shots := os.Getenv("SCREENSHOTS"); shots != "" {
				args = append(args, filepath.Join(shots, name))
			}
			command := exec.CommandContext(t.Context(), node, args...)
			command.Dir = browserDir
			out, err := command.CombinedOutput()
			if said := strings.TrimSpace(string(out)); err != nil || said != "" {
				t.Errorf("%v\n%s", err, said)
			}
		})
	}
}
