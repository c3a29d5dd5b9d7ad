package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const checksums = "aa  seclint_1.2.3_darwin_amd64.tar.gz\nbb  seclint_1.2.3_darwin_arm64.tar.gz\n" +
	"cc  seclint_1.2.3_linux_amd64.tar.gz\ndd  seclint_1.2.3_linux_arm64.tar.gz\nee  seclint_1.2.3_windows_amd64.zip\n"

// TestFormula looks for the archive and the sum of each machine, and has Ruby read it.
func TestFormula(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checksums.txt")
	if err := os.WriteFile(file, []byte(checksums), 0o600); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := write(&b, "1.2.3", file); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"  on_macos do\n    on_arm do\n      url \"https://github.com/seclint/seclint/releases/download/v1.2.3/seclint_1.2.3_darwin_arm64.tar.gz\"\n      sha256 \"bb\"\n",
		"    on_intel do\n      url \"https://github.com/seclint/seclint/releases/download/v1.2.3/seclint_1.2.3_linux_amd64.tar.gz\"\n      sha256 \"cc\"\n",
		"  version \"1.2.3\"\n",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("there is no\n%s\nin\n%s", want, b.String())
		}
	}
	ruby, err := exec.LookPath("ruby")
	if err != nil {
		t.Log("ruby is not installed: its syntax was not checked")
		return
	}
	c := exec.CommandContext(t.Context(), ruby, "-c", "-w", "-")
	c.Stdin = strings.NewReader(b.String())
	if out, err := c.CombinedOutput(); err != nil || strings.TrimSpace(string(out)) != "Syntax OK" {
		t.Errorf("ruby: %v\n%s", err, out)
	}
}

// TestNoFormula refuses to write what nobody could install.
func TestNoFormula(t *testing.T) {
	file := filepath.Join(t.TempDir(), "checksums.txt")
	if err := os.WriteFile(file, []byte("aa  seclint_1.2.3_darwin_amd64.tar.gz\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for version, says := range map[string]string{"1.2.3": "has no seclint_1.2.3_darwin_arm64.tar.gz", `1.2.3"`: "is no version", "": "is no version"} {
		if err := write(&strings.Builder{}, version, file); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%q: got %v, want %q", version, err, says)
		}
	}
}
