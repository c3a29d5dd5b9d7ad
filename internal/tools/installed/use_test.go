package installed

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strings"
	"testing"
)

// from returns the source of the repository.
func from(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs(filepath.Join("..", "..", "..", name))
	if err != nil {
		t.Fatal(err)
	}
	return path
}

// have returns a program, or skips the test where it is not installed.
func have(t *testing.T, program, hint string) string {
	t.Helper()
	path, err := exec.LookPath(program)
	if err != nil {
		t.Skipf("%s is not installed: %s", program, hint)
	}
	return path
}

// run runs a program, which has to succeed, and returns what it prints.
func run(t *testing.T, program string, args ...string) string {
	t.Helper()
	out, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if err != nil {
		t.Fatalf("%s %s: %v\n%s", program, strings.Join(args, " "), err, out)
	}
	return string(out)
}

// use asks a seclint that was installed who it is, and has it scan the small stack and source code, which needs a grammar.
func use(t *testing.T, command func(args ...string) *exec.Cmd) {
	t.Helper()
	_, version := dist(t)
	said := output(t, command("version"), 0)
	if commit := strings.TrimSpace(run(t, "git", "-C", from(t, "."), "rev-parse", "HEAD")); !strings.Contains(said, "\ncommit  "+commit+"\n") ||
		!strings.Contains(said, "for "+runtime.GOOS+"/"+runtime.GOARCH) {
		t.Errorf("version %s says\n%s\nof commit %s", version, said, commit)
	}
	for _, rule := range []string{"compose/unauthenticated-datastore", "compose/control-socket-on-exposed-service", "compose/privileged"} {
		if out := output(t, command("-f", "concise", "demo"), 1); !strings.Contains(out, rule) {
			t.Errorf("no %s in\n%s", rule, out)
		}
	}
	if out := output(t, command("-f", "concise", "app"), 1); !strings.Contains(out, "app/cors-wildcard") || strings.Contains(out, "has no grammar") {
		t.Errorf("no finding in source code in\n%s", out)
	}
}

// output runs a command, which has to exit with a code, and returns what it prints.
func output(t *testing.T, c *exec.Cmd, code int) string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	c.Stdout, c.Stderr = &stdout, &stderr
	if err := c.Run(); err != nil && !errors.As(err, new(*exec.ExitError)) {
		t.Fatal(err)
	}
	if c.ProcessState.ExitCode() != code {
		t.Fatalf("%s: exit code %d, want %d\n%s%s", c, c.ProcessState.ExitCode(), code, &stdout, &stderr)
	}
	return stdout.String()
}

// workspace returns a folder with what is scanned.
func workspace(t *testing.T, into string) {
	t.Helper()
	if err := os.CopyFS(filepath.Join(into, "demo"), os.DirFS(from(t, "testdata/demo"))); err != nil {
		t.Fatal(err)
	}
	files := map[string]string{"main.py": "from fastapi import FastAPI\nfrom fastapi.middleware.cors import CORSMiddleware\n" +
		"app = FastAPI()\napp.add_middleware(CORSMiddleware, allow_origins=['*'], allow_credentials=True)\n"}
	for name, text := range files {
		if err := writeFile(filepath.Join(into, "app", name), strings.NewReader(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// TestInstall installs from each file that this machine can unpack, as its readers are told to.
func TestInstall(t *testing.T) {
	folder, version := dist(t)
	for name, install := range map[string]func(t *testing.T, file, into string){
		"archive": func(t *testing.T, _, into string) {
			unpack(t, filepath.Join(folder, archive(version, here())), filepath.Join(into, "usr/bin"))
		},
		"deb": func(t *testing.T, file, into string) {
			dpkg := have(t, "dpkg-deb", "apt-get install dpkg")
			if control := run(t, dpkg, "--field", file+".deb"); !regexp.MustCompile(`(?m)^Package: seclint$`).MatchString(control) {
				t.Errorf("the package is\n%s", control)
			}
			run(t, dpkg, "--extract", file+".deb", into)
		},
		"rpm": func(t *testing.T, file, into string) {
			have(t, "cpio", "apt-get install cpio")
			have(t, "rpm2cpio", "apt-get install rpm2cpio")
			c := exec.CommandContext(t.Context(), "sh", "-c", `rpm2cpio "$1" | cpio --quiet -idm --no-absolute-filenames`, "sh", file+".rpm")
			c.Dir = into
			if out, err := c.CombinedOutput(); err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
		},
		"apk": func(t *testing.T, file, into string) { unpack(t, file+".apk", into) },
	} {
		t.Run(name, func(t *testing.T) {
			if name != "archive" && runtime.GOOS != "linux" {
				t.Skip("a package for Linux")
			}
			into, work := t.TempDir(), t.TempDir()
			install(t, filepath.Join(folder, "seclint_"+version+"_"+here()), into)
			workspace(t, work)
			use(t, func(args ...string) *exec.Cmd {
				c := exec.CommandContext(t.Context(), filepath.Join(into, "usr/bin/seclint"), args...)
				c.Dir = work
				return c
			})
			if name == "archive" {
				return
			}
			for _, file := range []string{"doc/seclint/copyright", "doc/seclint/licenses/go.txt", "man/man1/seclint.1", "bash-completion/completions/seclint"} {
				read(t, filepath.Join(into, "usr/share", file))
			}
		})
	}
}
