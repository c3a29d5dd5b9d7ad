// Command cyclonedx writes the SBOM of a binary of a release:
//
//	cyclonedx -version V BINARY FILE             run it in its own folder, on the machine that has built the binary
//
// cyclonedx-gomod says which modules the binary has. What the grammars were made of is added, which the binary has as Go of seclint itself.
// The same binary gives the same bytes.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"strings"

	cyclonedx "github.com/CycloneDX/cyclonedx-go"
)

// The folders whose go.mod says which grammars there are, and what translates them.
const (
	root       = "../../.."
	translator = "../wasm2go"
)

func main() {
	version := flag.String("version", "", "the version of the release")
	flag.Usage = func() { fmt.Fprintln(os.Stderr, "usage: cyclonedx -version V BINARY FILE") }
	flag.Parse()
	if *version == "" || flag.NArg() != 2 {
		flag.Usage()
		os.Exit(2)
	}
	if err := write(*version, flag.Arg(0), flag.Arg(1)); err != nil {
		fmt.Fprintln(os.Stderr, "cyclonedx:", err)
		os.Exit(1)
	}
}

func write(version, binary, file string) error {
	text, err := run("go", "tool", "cyclonedx-gomod", "bin", "-json", "-noserial", "-notimestamp", "-std", "-version", version, binary)
	if err != nil {
		return err
	}
	var bom cyclonedx.BOM
	if err := cyclonedx.NewBOMDecoder(bytes.NewReader(text), cyclonedx.BOMFileFormatJSON).Decode(&bom); err != nil {
		return fmt.Errorf("reading what cyclonedx-gomod wrote: %w", err)
	}
	made, err := grammars()
	if err != nil {
		return err
	}
	add(&bom, made)
	forget(&bom)
	out, err := os.Create(file)
	if err != nil {
		return err
	}
	defer out.Close()
	if err := cyclonedx.NewBOMEncoder(out, cyclonedx.BOMFileFormatJSON).SetPretty(true).Encode(&bom); err != nil {
		return err
	}
	return out.Close()
}

// run runs a program and returns what it prints.
func run(name string, args ...string) ([]byte, error) {
	c := exec.Command(name, args...)
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", name, strings.Join(args, " "), err)
	}
	return out, nil
}

// grammars lists what the grammars were made of.
func grammars() ([]cyclonedx.Component, error) {
	const form = "{{.Path}} {{.Version}}"
	made, err := run("go", "-C", root, "list", "-m", "-f", form,
		"github.com/tree-sitter/go-tree-sitter", "github.com/tree-sitter/tree-sitter-python", "github.com/tree-sitter/tree-sitter-typescript",
		"github.com/tree-sitter-grammars/tree-sitter-lua")
	if err != nil {
		return nil, err
	}
	with, err := run("go", "-C", translator, "list", "-m", "-f", form, "github.com/ncruces/wasm2go")
	if err != nil {
		return nil, err
	}
	library, err := run("dpkg-query", "--show", "--showformat", "${Version}", "wasi-libc")
	if err != nil {
		return nil, fmt.Errorf("the C library for WebAssembly: %w", err)
	}
	components := []cyclonedx.Component{component("wasi-libc", string(library), "pkg:deb/debian/wasi-libc@"+string(library))}
	for line := range strings.Lines(string(made) + string(with)) {
		name, version, _ := strings.Cut(strings.TrimSpace(line), " ")
		components = append(components, component(name, version, "pkg:golang/"+name+"@"+version+"?type=module"))
	}
	return components, nil
}

func component(name, version, url string) cyclonedx.Component {
	return cyclonedx.Component{
		BOMRef: url, Type: cyclonedx.ComponentTypeLibrary, Name: name, Version: version, Scope: cyclonedx.ScopeRequired, PackageURL: url,
	}
}

// forget takes out what is of the machine that writes the SBOM: the sums of the program that lists the modules, which was built there.
func forget(bom *cyclonedx.BOM) {
	if bom.Metadata == nil || bom.Metadata.Tools == nil || bom.Metadata.Tools.Tools == nil {
		return
	}
	for i := range *bom.Metadata.Tools.Tools {
		(*bom.Metadata.Tools.Tools)[i].Hashes = nil
	}
}

// add adds components that the binary depends on.
func add(bom *cyclonedx.BOM, components []cyclonedx.Component) {
	var refs []string
	for _, c := range components {
		refs = append(refs, c.BOMRef)
	}
	if bom.Components != nil {
		components = append(*bom.Components, components...)
	}
	bom.Components = &components
	if bom.Dependencies == nil || bom.Metadata == nil || bom.Metadata.Component == nil {
		return
	}
	for i := range *bom.Dependencies {
		d := &(*bom.Dependencies)[i]
		if d.Ref != bom.Metadata.Component.BOMRef {
			continue
		}
		if d.Dependencies != nil {
			refs = append(*d.Dependencies, refs...)
		}
		d.Dependencies = &refs
	}
}
