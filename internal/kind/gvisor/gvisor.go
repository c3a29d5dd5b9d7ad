// Package gvisor recognises what configures gVisor: the TOML file of its containerd shim, a configuration of containerd with a runsc
// runtime, JSON with arguments for runsc, and Kubernetes objects whose annotations set flags. It lists the runsc flags that
// are set, wherever they are written, and whether they reach runsc; it decides nothing about security.
package gvisor

import (
	"path"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "gvisor"

// Kind returns the kind.
func Kind() kind.Kind {
	return kind.Kind{
		Name:      Name,
		Hints:     hints,
		Named:     named,
		Templates: true,
		Detect:    detect,
		Expand:    expand,
		Facts:     (*runsc.Facts)(nil),
	}
}

var hints = []string{"runsc_config", "io.containerd.runsc", "runtimeArgs", `/runsc"`, runsc.FlagAnnotation}

var telling = lazyregexp.New(`^((runsc|gvisor)([-_.].*)?|.*[-_.](runsc|gvisor))$`)

func named(base string) bool {
	stem, format := source.CutFormat(source.CutTemplate(base))
	return format == source.TOML && telling.MatchString(stem)
}

func detect(root *source.Node, named bool) bool {
	if isTree(root, named) || len(annotated(root)) > 0 {
		return true
	}
	texts, problems := textsIn(root)
	return len(texts)+len(problems) > 0
}

// isTree reports whether a tree as a whole is a file of the shim, of containerd, or with arguments. CRI-O has more than runtimes.
func isTree(root *source.Node, named bool) bool {
	return root != nil && root.Kind == source.Mapping && root.Get("crio") == nil &&
		(runsc.IsShim(root, named) || len(runsc.EngineView(root).Runtimes) > 0 || isArgumentList(root))
}

// annotated returns the manifests of a tree that set flags.
func annotated(root *source.Node) []*source.Node {
	var found []*source.Node
	for _, manifest := range kind.Manifests(root) {
		if len(runsc.ManifestFlags(manifest)) > 0 {
			found = append(found, manifest)
		}
	}
	return found
}

// expand turns each manifest that sets flags into a document, and a file of any other form into one.
func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	var problems []finding.Problem
	for _, root := range roots {
		if _, manifest := kind.ManifestKind(root); !manifest {
			if isTree(root, len(roots) == 1) {
				docs = append(docs, tree(file, root))
				continue
			}
		}
		for _, manifest := range annotated(root) {
			docs = append(docs, document(file, manifest, runsc.View{Flags: runsc.ManifestFlags(manifest)}))
		}
		texts, unread := textsIn(root)
		problems = append(problems, unread...)
		for _, t := range texts {
			doc := tree(file, t.Root)
			doc.Name = t.Name
			docs = append(docs, doc)
		}
	}
	return docs, problems
}

// tree returns what a tree that is no manifest says.
func tree(file *source.File, root *source.Node) *source.Document {
	if isArgumentList(root) {
		var v runsc.View
		v.Flags, v.Strays = runsc.Arguments(root.Get("runtimeArgs"), source.Path{"runtimeArgs"})
		v.Label(runtimeName(root), false)
		return document(file, root, v)
	}
	if v := runsc.EngineView(root); !runsc.HasTable(root) && len(v.Runtimes) > 0 {
		doc := document(file, root, v)
		doc.Partial = "read for its gVisor runtimes only"
		return doc
	}
	return document(file, root, runsc.ShimView(root))
}

func document(file *source.File, root *source.Node, v runsc.View) *source.Document {
	facts := v.Facts()
	return &source.Document{File: file, Kind: Name, Root: root, Files: []*source.File{file}, Facts: &facts, Listeners: v.Listeners()}
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
