// Package gvisor recognises what configures gVisor: the TOML file of its containerd shim, a containerd config with a runsc
// runtime, and JSON with arguments for runsc. It lists the runsc flags that are set, wherever they stand, and whether they
// reach runsc; it decides nothing about security.
package gvisor

import (
	"path"
	"regexp"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "gvisor"

// Kind returns the kind.
func Kind() kind.Kind {
	return kind.Kind{
		Name:   Name,
		Hints:  []string{"runsc_config", "io.containerd.runsc", "runtimeArgs", `/runsc"`},
		Named:  telling.MatchString,
		Detect: detect,
		Expand: expand,
	}
}

var telling = regexp.MustCompile(`^((runsc|gvisor)([-_.].*)?|.*[-_.](runsc|gvisor))\.toml$`)

// detect accepts any of the three forms. Of a file that is only named like a shim's, at least one key must be an option of the
// shim or a flag of runsc, or all of it must be commented out.
func detect(root *source.Node, named bool) bool {
	if root.Kind != source.Mapping {
		return false
	}
	if shimTable(root) != nil || len(containerdRuntimes(root, nil)) > 0 || isArgumentList(root) {
		return true
	}
	return named && (len(root.Entries) == 0 || hasShimKey(root) || len(strayFlags(root)) > 0)
}

func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	root := roots[0]
	var v View
	switch {
	case isArgumentList(root):
		v.Flags, v.Strays = Arguments(root.Get("runtimeArgs"), source.Path{"runtimeArgs"})
		v.label(runtimeName(root), false)
	case shimTable(root) == nil && len(containerdRuntimes(root, nil)) > 0:
		v.Runtimes = containerdRuntimes(root, nil)
	default:
		v = shimView(root)
	}
	return []*source.Document{{
		File: file, Kind: Name, Root: root, Files: []*source.File{file},
		Context: v.Context(), Listeners: v.Listeners(),
	}}, nil
}

// isArgumentList reports whether a tree is an object that gives runsc its arguments, as programs keep it that start
// containers themselves.
func isArgumentList(root *source.Node) bool {
	args := root.Get("runtimeArgs")
	return args != nil && args.Kind == source.Sequence && IsRunsc(runtimeName(root))
}

func runtimeName(root *source.Node) string {
	if name := root.Get("runtime").Str(); name != "" {
		return name
	}
	return path.Base(root.Get("path").Str())
}

var runscName = regexp.MustCompile(`(?i)(^|[._-])(runsc|gvisor)($|[._-])`)

// IsRunsc reports whether a runtime's name, type or program is gVisor's: runsc, runsc-kvm, io.containerd.runsc.v1,
// /usr/local/bin/runsc.
func IsRunsc(name string) bool {
	return runscName.MatchString(path.Base(strings.TrimSpace(name)))
}
