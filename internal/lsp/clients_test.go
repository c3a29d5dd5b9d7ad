package lsp_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/seclint/seclint/internal/cli"
)

// asServer is the variable that makes the test's program seclint itself, for clients that start it.
const asServer = "SECLINT_TEST_AS_SERVER"

func TestMain(m *testing.M) {
	if os.Getenv(asServer) != "" {
		os.Exit(cli.Main(os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

// TestVSCode has the protocol library of VS Code talk to the server.
func TestVSCode(t *testing.T) {
	t.Parallel()
	node, err := exec.LookPath("node")
	if err != nil {
		t.Skip("node is not installed")
	}
	extension := filepath.Join("..", "..", "editors", "vscode")
	if _, err := os.Stat(filepath.Join(extension, "node_modules", "vscode-languageserver-protocol")); err != nil {
		t.Skip("the libraries of VS Code are not installed: npm ci --ignore-scripts --prefix editors/vscode")
	}
	out := run(t, node, filepath.Join(extension, "test", "conversation.mjs"), folderOf(t, worker), self(t), "lsp")
	if strings.TrimSpace(out) != "held" {
		t.Errorf("got %s", out)
	}
}

// TestNeovim opens a file in Neovim and has its own client say what it shows.
func TestNeovim(t *testing.T) {
	t.Parallel()
	nvim, err := exec.LookPath("nvim")
	if err != nil {
		t.Skip("nvim is not installed: apt-get install neovim")
	}
	script, err := filepath.Abs("testdata/neovim.lua")
	if err != nil {
		t.Fatal(err)
	}
	dir := folderOf(t, worker)
	out := run(t, nvim, "--clean", "--headless", "--cmd", "cd "+dir, "-c", "luafile "+script)
	if !strings.Contains(out, "held") {
		t.Errorf("got %s", out)
	}
}

func self(t *testing.T) string {
	t.Helper()
	program, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return program
}

// run runs a client, which starts the server, and returns what it prints.
func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	command := exec.CommandContext(ctx, program, args...)
	command.Env = append(os.Environ(), asServer+"=1", "SECLINT="+self(t))
	command.WaitDelay = time.Second
	out, err := command.CombinedOutput()
	if err != nil {
		t.Fatalf("%s: %v\n%s", program, err, out)
	}
	return string(out)
}
