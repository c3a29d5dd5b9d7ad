// Package gvisor recognises what configures gVisor: the TOML file of its containerd shim, a containerd config with a runsc
// runtime, and JSON with arguments for runsc. It lists the runsc flags that are set, wherever they stand, and whether they
// reach runsc; it decides nothing about security.
package gvisor

import (
	"path"
	"regexp"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "gvisor"

// Kind returns the kind.
func Kind() kind.Kind {
	return kind.Kind{
		Name:   Name,
		Hints:  []string{"runsc_config", "io.containerd.runsc", "runtimeArgs", `/runsc"`},
		Named:  named,
		Detect: detect,
		Expand: expand,
		Facts:  (*runsc.Facts)(nil),
	}
}

var telling = regexp.MustCompile(`^((runsc|gvisor)([-_.].*)?|.*[-_.](runsc|gvisor))$`)

func named(base string) bool {
	stem, format := source.CutFormat(base)
	return format == source.TOML && telling.MatchString(stem)
}

// detect accepts any of the three forms.
func detect(root *source.Node, named bool) bool {
	return root.Kind == source.Mapping &&
		(runsc.IsShim(root, named) || len(runsc.ContainerdRuntimes(root, nil)) > 0 || isArgumentList(root))
}

func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	root := roots[0]
	var v runsc.View
	switch {
	case isArgumentList(root):
		v.Flags, v.Strays = runsc.Arguments(root.Get("runtimeArgs"), source.Path{"runtimeArgs"})
		v.Label(runtimeName(root), false)
	case !runsc.HasTable(root) && len(runsc.ContainerdRuntimes(root, nil)) > 0:
		v.Runtimes = runsc.ContainerdRuntimes(root, nil)
	default:
		v = runsc.ShimView(root)
	}
	facts := v.Facts()
	return []*source.Document{{
		File: file, Kind: Name, Root: root, Files: []*source.File{file}, Facts: &facts, Listeners: v.Listeners(),
	}}, nil
}

// isArgumentList reports whether a tree is an object that gives runsc its arguments, as programs keep it that start
// containers themselves.
func isArgumentList(root *source.Node) bool {
	args := root.Get("runtimeArgs")
	return args != nil && args.Kind == source.Sequence && runsc.IsRunsc(runtimeName(root))
}

func runtimeName(root *source.Node) string {
	if name := root.Get("runtime").Str(); name != "" {
		return name
	}
	return path.Base(root.Get("path").Str())
}
