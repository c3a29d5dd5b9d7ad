// Package installed has the tests of what a release is made of: they install seclint in every way that this machine can, and use what was
// installed. `make release-snapshot` runs them on the folder that it has made, which the variable SECLINT_DIST names.
package installed

import (
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
)

// platforms are those that a release has.
var platforms = []string{"linux_amd64", "linux_arm64", "darwin_amd64", "darwin_arm64", "windows_amd64", "windows_arm64"}

// dist returns the folder with the release, and its version.
func dist(t *testing.T) (folder, version string) {
	t.Helper()
	folder = os.Getenv("SECLINT_DIST")
	if folder == "" {
		t.Skip("SECLINT_DIST names no release: make release-snapshot makes one and runs this")
	}
	var metadata struct{ Version string }
	if err := json.Unmarshal(read(t, filepath.Join(folder, "metadata.json")), &metadata); err != nil {
		t.Fatal(err)
	}
	return folder, metadata.Version
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// here is the platform that runs this.
func here() string { return runtime.GOOS + "_" + runtime.GOARCH }

func archive(version, platform string) string {
	name := "seclint_" + version + "_" + platform
	if strings.HasPrefix(platform, "windows_") {
		return name + ".zip"
	}
	return name + ".tar.gz"
}

// TestChecksums holds each file that people download to the list of sums, and the list to the files that there have to be.
func TestChecksums(t *testing.T) {
	folder, version := dist(t)
	want := []string{}
	for _, platform := range platforms {
		want = append(want, archive(version, platform), "seclint_"+version+"_"+platform+".cdx.json")
	}
	for _, arch := range []string{"amd64", "arm64"} {
		for _, kind := range []string{"deb", "rpm", "apk"} {
			want = append(want, fmt.Sprintf("seclint_%s_linux_%s.%s", version, arch, kind))
		}
	}
	var got []string
	for line := range strings.Lines(string(read(t, filepath.Join(folder, "checksums.txt")))) {
		sum, name, _ := strings.Cut(strings.TrimSpace(line), "  ")
		got = append(got, name)
		if is := fmt.Sprintf("%x", sha256.Sum256(read(t, filepath.Join(folder, name)))); is != sum {
			t.Errorf("%s has the sum %s, and %s in the list", name, is, sum)
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("the list has\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// grammars is what the grammars were made of, which no binary lists.
var grammars = []string{
	"github.com/tree-sitter/go-tree-sitter", "github.com/tree-sitter/tree-sitter-python", "github.com/tree-sitter/tree-sitter-typescript",
	"github.com/tree-sitter-grammars/tree-sitter-lua", "github.com/ncruces/wasm2go", "wasi-libc",
}

// component is a part in an SBOM.
type component struct{ Name, Version, PURL string }

// TestBinaries looks into the binary of each platform: it is pure Go, has no path of the machine that built it, and each module in it is
// in the SBOM and has its licence in the archive.
func TestBinaries(t *testing.T) {
	folder, version := dist(t)
	for _, platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			into := t.TempDir()
			unpack(t, filepath.Join(folder, archive(version, platform)), into)
			program := filepath.Join(into, "seclint")
			if strings.HasPrefix(platform, "windows_") {
				program += ".exe"
			}
			info, err := buildinfo.ReadFile(program)
			if err != nil {
				t.Fatal(err)
			}
			settings := map[string]string{}
			for _, s := range info.Settings {
				settings[s.Key] = s.Value
			}
			for key, want := range map[string]string{
				"CGO_ENABLED": "0", "-tags": "translated", "-trimpath": "true", "vcs.modified": "false", "GOOS_GOARCH": platform,
			} {
				if key == "GOOS_GOARCH" {
					settings[key] = settings["GOOS"] + "_" + settings["GOARCH"]
				}
				if settings[key] != want {
					t.Errorf("%s is %q, want %q", key, settings[key], want)
				}
			}
			var sbom struct{ Components []component }
			if err := json.Unmarshal(read(t, filepath.Join(folder, "seclint_"+version+"_"+platform+".cdx.json")), &sbom); err != nil {
				t.Fatal(err)
			}
			for _, dep := range info.Deps {
				if !slices.ContainsFunc(sbom.Components, func(c component) bool { return c.Name == dep.Path && c.Version == dep.Version }) {
					t.Errorf("%s %s is not in the SBOM", dep.Path, dep.Version)
				}
				if text := read(t, filepath.Join(into, "licenses", strings.ReplaceAll(dep.Path, "/", "_")+".txt")); len(text) < 200 {
					t.Errorf("%s has the licence %q", dep.Path, text)
				}
			}
			for _, name := range grammars {
				if !slices.ContainsFunc(sbom.Components, func(c component) bool { return c.Name == name }) {
					t.Errorf("%s is not in the SBOM", name)
				}
				read(t, filepath.Join(into, "licenses", strings.ReplaceAll(name, "/", "_")+".txt"))
			}
			for _, name := range []string{"LICENSE", "README.md", "CHANGELOG.md", "licenses/go.txt", "man/seclint.1", "completions/_seclint"} {
				read(t, filepath.Join(into, name))
			}
		})
	}
}

// TestFormula holds the Homebrew formula to the sums of the archives.
func TestFormula(t *testing.T) {
	folder, version := dist(t)
	text := string(read(t, filepath.Join(folder, "seclint.rb")))
	found := regexp.MustCompile(`url ".*/v([^/"]+)/([^/"]+)"\n +sha256 "([0-9a-f]{64})"`).FindAllStringSubmatch(text, -1)
	if len(found) != 4 {
		t.Errorf("%d archives in\n%s", len(found), text)
	}
	for _, each := range found {
		if sum := fmt.Sprintf("%x", sha256.Sum256(read(t, filepath.Join(folder, each[2])))); each[1] != version || sum != each[3] {
			t.Errorf("%s of %s has the sum %s, want %s of %s", each[2], each[1], each[3], sum, version)
		}
	}
}

// TestInstallPage holds the names of files on the pages about installing to what a release has.
func TestInstallPage(t *testing.T) {
	folder, version := dist(t)
	named := regexp.MustCompile(`seclint_1\.0\.0_[0-9a-z_]+\.(tar\.gz|zip|deb|rpm|apk|cdx\.json)`).FindAllString(string(read(t, from(t, "docs/install.md"))), -1)
	if len(named) < 9 {
		t.Errorf("only %d files are named: %q", len(named), named)
	}
	for _, name := range named {
		if _, err := os.Stat(filepath.Join(folder, strings.Replace(name, "1.0.0", version, 1))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
