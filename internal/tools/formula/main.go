// Command formula writes the Homebrew formula of a release, which installs its archives:
//
//	formula VERSION CHECKSUMS > seclint.rb
//
// CHECKSUMS is the file of that name in the release.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"text/template"
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: formula VERSION CHECKSUMS")
		os.Exit(2)
	}
	if err := write(os.Stdout, os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "formula:", err)
		os.Exit(1)
	}
}

// formula is what formulae of command line programs look like: see https://docs.brew.sh/Formula-Cookbook.
var formula = template.Must(template.New("").Parse(`# Written by seclint's release.
class Seclint < Formula
  desc "Security linter for the configuration of self-hosted systems"
  homepage "https://github.com/seclint/seclint"
  version "{{.Version}}"
  license "Apache-2.0"
{{range .Systems}}
  on_{{.Name}} do
{{- range .Machines}}
    on_{{.Name}} do
      url "https://github.com/seclint/seclint/releases/download/v{{$.Version}}/{{.Archive}}"
      sha256 "{{.Sum}}"
    end
{{- end}}
  end
{{end}}
  def install
    bin.install "seclint"
    man1.install Dir["man/*.1"]
    generate_completions_from_executable(bin/"seclint", "completion")
  end

  test do
    assert_match version.to_s, shell_output("#{bin}/seclint version")
    (testpath/"compose.yaml").write("services: {web: {image: nginx, privileged: true}}")
    assert_match "compose/privileged", shell_output("#{bin}/seclint #{testpath}", 1)
  end
end
`))

// system is an operating system as Homebrew calls it.
type system struct {
	Name     string
	Machines []machine
}

// machine is a kind of processor as Homebrew calls it, with the archive for it.
type machine struct{ Name, Archive, Sum string }

var isVersion = regexp.MustCompile(`^[0-9]+\.[0-9]+\.[0-9]+[0-9A-Za-z.+-]*$`)

// write writes the formula of a version with the sums of its archives.
func write(w io.Writer, version, checksums string) error {
	if !isVersion.MatchString(version) {
		return fmt.Errorf("%q is no version, such as 1.2.3", version)
	}
	sums, err := read(checksums)
	if err != nil {
		return err
	}
	systems := []system{
		{"macos", []machine{{Name: "arm", Archive: "darwin_arm64"}, {Name: "intel", Archive: "darwin_amd64"}}},
		{"linux", []machine{{Name: "arm", Archive: "linux_arm64"}, {Name: "intel", Archive: "linux_amd64"}}},
	}
	for _, s := range systems {
		for i, m := range s.Machines {
			archive := fmt.Sprintf("seclint_%s_%s.tar.gz", version, m.Archive)
			if sums[archive] == "" {
				return fmt.Errorf("%s has no %s", checksums, archive)
			}
			s.Machines[i].Archive, s.Machines[i].Sum = archive, sums[archive]
		}
	}
	return formula.Execute(w, map[string]any{"Version": version, "Systems": systems})
}

// read returns the sums in a file as sha256sum writes it, by name.
func read(checksums string) (map[string]string, error) {
	file, err := os.Open(checksums)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	sums := map[string]string{}
	lines := bufio.NewScanner(file)
	for lines.Scan() {
		if sum, name, ok := strings.Cut(lines.Text(), "  "); ok {
			sums[name] = sum
		}
	}
	return sums, lines.Err()
}
