// Package daemon recognises what configures container engines: daemon.json of the Docker daemon, the flags, variables and sockets
// that units of systemd give it, and what Podman (containers.conf) and CRI-O (crio.conf) have of the same settings. It says where the
// daemon listens. The runtimes that are gVisor are read with package runsc.
package daemon

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// Name is the name of the kind.
const Name = "daemon"

// Kind returns the kind.
func Kind() kind.Kind {
	return kind.Kind{
		Name: Name, Hints: hints, Named: named, Placed: placed, Templates: true, Detect: detect, Expand: expand, Facts: (*Facts)(nil),
	}
}

var telling = lazyregexp.New(`^(.*[-_.])?(docker)?daemon([-_.].*)?$`)

func named(base string) bool {
	stem, format := source.CutFormat(source.CutTemplate(base))
	return format == source.JSON && telling.MatchString(stem)
}

// placed accepts units, and the .conf files that are TOML: those of Podman and CRI-O.
func placed(file string) bool {
	format := source.FormatOf(file)
	return format.Makes(source.Unit) || format.Makes(source.TOML) && path.Ext(source.CutTemplate(path.Base(file))) == ".conf"
}

func detect(root *source.Node, named bool) bool {
	if root == nil || root.Kind != source.Mapping {
		return false
	}
	if named {
		return isDaemonJSON(root)
	}
	if file := root.Span.Path(); source.FormatOf(file).Makes(source.Unit) {
		return isDockerUnit(root, file)
	}
	if isPodman(root) || isCRIO(root) {
		return true
	}
	texts, problems := textsIn(root)
	return len(texts)+len(problems) > 0
}

// isDaemonJSON accepts an object most of whose keys are dockerd's, because other daemons have a daemon.json too. Keys that stand for
// comments are not counted.
func isDaemonJSON(root *source.Node) bool {
	known, comments := 0, 0
	for _, e := range root.Entries {
		switch {
		case slices.Contains(keys, e.Key):
			known++
		case e.Key == "" || strings.ContainsAny(e.Key[:1], "_/$#"):
			comments++
		}
	}
	return 2*known > len(root.Entries)-comments || len(root.Entries) == 0
}

func expand(_ kind.Files, file *source.File, roots []*source.Node) ([]*source.Document, []finding.Problem) {
	var docs []*source.Document
	var problems []finding.Problem
	for _, root := range roots {
		texts, unread := textsIn(root)
		problems = append(problems, unread...)
		for _, t := range texts {
			docs = append(docs, document(file, t.Root))
			if host, ok := docs[len(docs)-1].Facts.(*HostFacts); ok {
				docs[len(docs)-1].Facts = &host.Facts // which Compose projects run on the machine is not known
			}
		}
	}
	if len(docs)+len(problems) == 0 {
		docs = []*source.Document{document(file, roots[0])}
	}
	return docs, problems
}

// document returns what a tree of a file says.
func document(file *source.File, root *source.Node) *source.Document {
	doc := &source.Document{File: file, Kind: Name, Root: root, Files: []*source.File{file}}
	switch {
	case source.FormatOf(file.Path).Makes(source.Unit):
		u := readUnit(root)
		doc.Root, doc.Partial = u.options, u.partial()
		facts, listeners := dockerFacts(doc.Root)
		facts.FromUnit, facts.FromSocket = true, root.Get("Socket") != nil
		doc.Facts, doc.Listeners = &facts, listeners
	case isPodman(root):
		doc.Facts, doc.Partial = podmanFacts(root), "read for its seccomp profile and its gVisor runtimes only"
	case isCRIO(root):
		doc.Facts, doc.Partial = crioFacts(root), "read for its seccomp profiles and its gVisor runtimes only"
	default:
		facts, listeners := dockerFacts(root)
		doc.Facts, doc.Listeners = &HostFacts{facts, root}, listeners
	}
	return doc
}

// dockerFacts returns what the options of the Docker daemon come to, and where they make it listen.
func dockerFacts(root *source.Node) (Facts, []source.Listener) {
	v := runtimes(root)
	facts := Facts{Facts: v.Facts(), Engine: runsc.Docker}
	if profile := root.Get("seccomp-profile").Str(); profile != "" {
		facts.DefaultProfiles = []ProfileSetting{{source.Path{"seccomp-profile"}, profile}}
	}
	listeners := append(apiListeners(root), v.Listeners()...)
	for _, l := range listeners {
		if l.Name == apiName {
			facts.TCPHosts = append(facts.TCPHosts, Host{l.Path, l.Host, l.Port})
		}
	}
	if address := root.Get("metrics-addr").Str(); address != "" {
		listeners = append(listeners, listener(source.Path{"metrics-addr"}, "metrics of the Docker daemon", address))
	}
	return facts, listeners
}

// runtimes reads the runtimes that are gVisor: by type, by program, or by name where a wrapper starts runsc.
func runtimes(root *source.Node) runsc.View {
	var v runsc.View
	table := root.Get("runtimes")
	if table == nil {
		return v
	}
	for _, e := range table.Entries {
		r := runsc.Runtime{
			Engine: runsc.Docker, Name: e.Key, Path: source.Path{"runtimes", e.Key}, Type: e.Value.Get("runtimeType").Str(),
			Program: e.Value.Get("path").Str(), HasArgs: filled(e.Value.Get("runtimeArgs")), HasOptions: filled(e.Value.Get("options")),
			ConfigPath: e.Value.At("options", "ConfigPath").Str(), TypeURL: e.Value.At("options", "TypeUrl").Str(),
		}
		if runsc.IsRunsc(r.Name) || runsc.IsRunsc(r.Type) || runsc.IsRunsc(r.Program) {
			v.AddRuntime(r, e.Value.Get("runtimeArgs"))
		}
	}
	return v
}

func filled(n *source.Node) bool { return n != nil && len(n.Items)+len(n.Entries) > 0 }
