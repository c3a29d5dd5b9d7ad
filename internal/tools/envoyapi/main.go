// Command envoyapi writes the table of Envoy's API that package envoy reads configuration by. It is a module of its own, so that
// the program links no descriptor:
//
//	go run . >../../kind/envoy/api.txt
//
// To describe another release, change the versions in modules.
package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"

	"google.golang.org/protobuf/types/descriptorpb"
)

// modules have the messages that a configuration of Envoy may have: its own, those of its contributed extensions, and those
// that it shares with other programs that are configured over xDS. They hold the Go code that protobuf generates from Envoy's
// API, with the descriptors.
var modules = []string{
	"github.com/envoyproxy/go-control-plane/envoy@v1.40.0",
	"github.com/envoyproxy/go-control-plane/contrib@v1.36.0",
	"github.com/cncf/xds/go@v0.0.0-20260202195803-dba9d589def2",
}

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "envoyapi:", err)
		os.Exit(1)
	}
}

func run() error {
	var files []*descriptorpb.FileDescriptorProto
	for _, module := range modules {
		dir, err := download(module)
		if err != nil {
			return err
		}
		found, err := descriptors(dir)
		if err != nil {
			return err
		}
		files = append(files, found...)
	}
	slices.SortFunc(files, func(a, b *descriptorpb.FileDescriptorProto) int { return strings.Compare(a.GetName(), b.GetName()) })
	w := bufio.NewWriter(os.Stdout)
	fmt.Fprintf(w, "# The messages of Envoy's API, written by internal/tools/envoyapi from\n# %s.\n", strings.Join(modules, ",\n# "))
	fmt.Fprintln(w, "# api.go says what the lines mean.")
	t := newTable(files)
	if err := t.write(w); err != nil {
		return err
	}
	return w.Flush()
}

// download returns the folder of a module's code.
func download(module string) (string, error) {
	out, err := exec.Command("go", "mod", "download", "-json", module).Output()
	if err != nil {
		return "", fmt.Errorf("cannot download %s: %w", module, err)
	}
	var found struct{ Dir string }
	if err := json.Unmarshal(out, &found); err != nil {
		return "", fmt.Errorf("cannot find the folder of %s: %w", module, err)
	}
	return found.Dir, nil
}
