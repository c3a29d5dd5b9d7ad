package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"

	"gopkg.in/yaml.v3"
)

// action is what the tests look at in action.yml.
type action struct {
	Runs struct {
		Steps []struct {
			ID, Run string
			Env     map[string]string
		}
	}
}

func readAction(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("../../action.yml")
	if err != nil {
		t.Fatal(err)
	}
	var a action
	if err := yaml.Unmarshal(text, &a); err != nil {
		t.Fatal(err)
	}
	scripts := map[string]string{}
	for _, step := range a.Runs.Steps {
		scripts[step.ID] = step.Run
		if strings.Contains(step.Run, "${{") {
			t.Errorf("step %s: an expression in a script lets whoever sets it run anything: hand it over in env", step.ID)
		}
	}
	return scripts
}

// runStep runs a step of the action and returns its exit code, what it printed and its outputs.
func runStep(t *testing.T, script, dir string, env ...string) (code int, printed, outputs string) {
	t.Helper()
	output := filepath.Join(dir, "output")
	_ = os.Remove(output)
	c := exec.Command("bash", "-c", script)
	c.Dir, c.Env = dir, append([]string{"PATH=" + dir + "/bin:" + os.Getenv("PATH"), "GITHUB_OUTPUT=" + output, "RUNNER_TEMP=" + dir, "RUNNER_OS=Linux", "RUNNER_ARCH=X64"}, env...)
	text, _ := c.CombinedOutput()
	said, _ := os.ReadFile(output)
	return c.ProcessState.ExitCode(), string(text), string(said)
}

// archiveOf packs a program as a release does.
func archiveOf(t *testing.T, program string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	w := tar.NewWriter(z)
	if err := w.WriteHeader(&tar.Header{Name: "seclint", Mode: 0o755, Size: int64(len(program))}); err != nil {
		t.Fatal(err)
	}
	_, _ = w.Write([]byte(program))
	_, _ = w.Close(), z.Close()
	return b.Bytes()
}

// TestAction runs the steps of the action with a release from the disk: what has another checksum is not unpacked, and the exit code of
// the scan is that of the step.
func TestAction(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no bash")
	}
	scripts, dir := readAction(t), t.TempDir()
	archive := archiveOf(t, "#!/bin/sh\nprintf '%s\\n' \"$@\" > args\n[ -z \"$LOG\" ] || echo '{}' > \"$LOG\"\nexit $CODE\n")
	sum := fmt.Sprintf("%x", sha256.Sum256(archive))
	files := map[string]string{
		"release/seclint_1.2.3_linux_amd64.tar.gz": string(archive), "release/checksums.txt": sum + "  seclint_1.2.3_linux_amd64.tar.gz\n",
		"bin/curl": "#!/bin/sh\nfor last; do :; done\ncp \"" + dir + "/release/${last##*/}\" .\ncase $last in https://github.com/seclint/seclint/releases/download/v1.2.3/*) ;; *) exit 22 ;; esac\n",
	}
	for name, text := range files {
		name = filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for name, test := range map[string]struct {
		version, sum string
		code         int
		says         string
	}{
		"checksums of the release": {"1.2.3", "", 0, "dir="},
		"checksum":                 {"v1.2.3", sum, 0, "dir="},
		"another checksum":         {"1.2.3", strings.Repeat("0", 64), 2, "nothing was run"},
		"no version":               {"1.2.3/../evil", "", 2, "version is no release"},
		"no such release":          {"1.2.4", "", 2, "cannot download https://"},
	} {
		code, printed, outputs := runStep(t, scripts["install"], dir, "VERSION="+test.version, "SHA256="+test.sum)
		if code != test.code || !strings.Contains(printed+outputs, test.says) {
			t.Errorf("%s: exit code %d, outputs %q, printed\n%s", name, code, outputs, printed)
		}
	}
	_, _, outputs := runStep(t, scripts["install"], dir, "VERSION=1.2.3", "SHA256=")
	program := strings.TrimSpace(strings.TrimPrefix(outputs, "dir="))
	for code, says := range map[int]string{0: "", 1: "", 2: "::error title=seclint::exit code 2"} {
		got, printed, outputs := runStep(t, scripts["scan"], dir, "DIR="+program, "PATHS=a b\nc", "ARGS=--fail-on=low\n", "SARIF=x.sarif", "LOG=x.sarif", fmt.Sprintf("CODE=%d", code))
		args, _ := os.ReadFile(filepath.Join(dir, "args"))
		if got != code || !strings.Contains(printed, says) || outputs != fmt.Sprintf("exit-code=%d\nsarif=x.sarif\n", code) ||
			string(args) != "-f\ngithub\n-f\nsarif=x.sarif\n--fail-on=low\n--\na b\nc\n" {
			t.Errorf("exit code %d is %d, outputs %q, args %q, printed\n%s", code, got, outputs, args, printed)
		}
	}
	if _, _, outputs := runStep(t, scripts["scan"], dir, "DIR="+program, "PATHS=.", "ARGS=", "SARIF=x.sarif", "LOG=", "CODE=2"); outputs != "exit-code=2\n" {
		t.Errorf("a log that was not written is an output: %q", outputs)
	}
}

// TestRecipesArePinned holds the files that people copy to commits, and to what exits with the code of seclint.
func TestRecipesArePinned(t *testing.T) {
	t.Parallel()
	for file, least := range map[string]int{
		"docs/ci.md": 5, "docs/scaling.md": 3, ".github/workflows/ci.yml": 6, ".github/workflows/release.yml": 6,
	} {
		text, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(file)))
		if err != nil {
			t.Fatal(err)
		}
		uses := regexp.MustCompile(`(?m)uses: *(\S+)`).FindAllStringSubmatch(string(text), -1)
		if len(uses) < least {
			t.Errorf("%s: only %d actions are used", file, len(uses))
		}
		for _, use := range uses {
			if !regexp.MustCompile(`@[0-9a-f]{40}$`).MatchString(use[1]) {
				t.Errorf("%s: %s is not pinned by a commit", file, use[1])
			}
		}
	}
	text, err := os.ReadFile("../../docs/ci.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, block := range regexp.MustCompile("(?s)```yaml\n(.*?)```").FindAllStringSubmatch(string(text), -1) {
		var doc map[string]any
		if err := yaml.Unmarshal([]byte(block[1]), &doc); err != nil || strings.Contains(block[1], "go run") {
			t.Errorf("%v in\n%s", err, block[1])
		}
	}
}

// TestInitWritesTheRecipe holds the workflow that init writes to the one of the page, but for the release.
func TestInitWritesTheRecipe(t *testing.T) {
	t.Parallel()
	template, err := os.ReadFile("../../internal/cli/init_workflow.yaml")
	if err != nil {
		t.Fatal(err)
	}
	release := regexp.MustCompile(`(?m)(seclint/seclint@|^ +version: )\S+`)
	want := release.ReplaceAllString(string(template), "$1")
	for _, name := range []string{"README.md", "docs/ci.md"} {
		page, err := os.ReadFile("../../" + name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.Contains(release.ReplaceAllString(string(page), "$1"), "```yaml\n"+want+"```") {
			t.Errorf("%s does not have the workflow that init writes:\n%s", name, want)
		}
	}
}
