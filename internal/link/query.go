package link

import (
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Use is one way in which a service uses the file of a document.
type Use struct {
	Service  *Service
	Document *source.Document
	// Path is the place of the reference in the Compose document.
	Path source.Path
	// How is volume, config, secret, build, command, security_opt, env_file or runtime.
	How string
	// Container is where the file stands in the container, "" where it is used without standing there.
	Container string
}

// Uses lists who uses which document, by file and in the order of the services.
func (p *Project) Uses() []Use {
	var all []Use
	add := func(u use, doc *source.Document) {
		all = append(all, Use{Service: u.service, Document: doc, Path: u.mount.Path, How: u.mount.How, Container: u.container})
	}
	for _, file := range slices.Sorted(maps.Keys(p.uses)) {
		for _, u := range p.uses[file] {
			for _, doc := range p.byFile[file] {
				add(u, doc)
			}
		}
	}
	for _, doc := range p.insets {
		for _, u := range p.uses[keyOf(doc)] {
			add(u, doc)
		}
	}
	return all
}

// Reach returns from where a listener of a document can be reached at most, and why, over all services that use the
// document.
func (p *Project) Reach(doc *source.Document, l source.Listener) (Exposure, string) {
	r := reach(l, p.running(doc))
	return r.exposure, r.because
}

// Reach returns from where a listener of a config that the service runs can be reached through this service, and why.
func (s *Service) Reach(l source.Listener) (Exposure, string) {
	if l.Socket != "" {
		return Loopback, "it is a Unix socket"
	}
	r := s.reach(l)
	return r.exposure, r.because
}

// Owner is the service in whose network namespace the service runs: itself unless network_mode names another one.
func (s *Service) Owner() *Service { return s.owner }

// NetworkIsInternal reports whether Docker gives a network of the service's project no way out and no published port.
func (s *Service) NetworkIsInternal(name string) bool { return s.project.isInternal(name) }

// NetworkIsExternal reports whether another project made a network of the service's project: its members are not known.
func (s *Service) NetworkIsExternal(name string) bool {
	return s.project.isExternal(name)
}

// At returns the place of a path in the service's document.
func (s *Service) At(at source.Path) source.Span { return s.project.nodes.Locate(at).At }

// PlaceOf returns the place of a reference of the service.
func (s *Service) PlaceOf(r Reference) source.Span {
	if r.Doc != nil {
		return r.Doc.Root.Locate(r.Path).At
	}
	return s.At(r.Path)
}

// Path returns the path of the service in its document, followed by steps.
func (s *Service) Path(steps ...any) source.Path { return s.path(steps...) }

// Host is the address of the host at which the port is published, as it is in force: "" for every interface.
func (s *Service) Host(p Port) string { return p.Address }

// Runtime is a runtime that a service asks for by name.
type Runtime struct {
	Name    string
	Service *Service
	// State is defined, undefined, or unknown where the scan holds no daemon.json for the project.
	State string
}

// Runtimes lists the runtimes that the services of the project ask for, each once for each Compose document, with the first
// service that does. Those that every daemon has are left out.
func (p *Project) Runtimes() []Runtime {
	var all []Runtime
	for _, c := range p.stacks {
		seen := map[string]bool{}
		for _, s := range c.services {
			name := s.Runtime()
			if name == "" || seen[name] || slices.Contains(builtinRuntimes, name) {
				continue
			}
			seen[name] = true
			all = append(all, Runtime{Name: name, Service: s, State: s.runtime.state})
		}
	}
	return all
}

// Files lists the files that the service names, References and more: bind mounts that look like a file, and the Dockerfile
// that it is built from. An optional env file that does not exist is left out.
func (s *Service) Files() []Reference {
	var all []Reference
	for _, r := range s.References {
		if r.How == "env_file" && r.State == Broken && isFalse(s.project.nodes.At(append(slices.Clone(r.Path), "required")...)) {
			continue
		}
		all = append(all, r)
	}
	if volumes := s.Node.Get("volumes"); volumes != nil {
		for i, item := range volumes.Items {
			host, target := item.Value.Get("source").Str(), item.Value.Get("target").Str()
			if item.Value.Get("type").Str() == "bind" && looksLikeFile(host) && looksLikeFile(target) {
				all = append(all, s.project.refer(s.path("volumes", i), "volume", host))
			}
		}
	}
	if r, ok := s.dockerfile(); ok {
		all = append(all, r)
	}
	return all
}

// dockerfile returns the reference to the Dockerfile that the service is built from; ok is false without a build, or with
// one whose Dockerfile is written in place.
func (s *Service) dockerfile() (r Reference, ok bool) {
	build := s.Node.Get("build")
	if build == nil || build.Get("dockerfile_inline") != nil {
		return r, false
	}
	folder, name := build.Get("context").Str(), build.Get("dockerfile").Str()
	at := s.path("build", "context")
	if name != "" {
		at = s.path("build", "dockerfile")
	} else {
		name = "Dockerfile"
	}
	if remote := strings.Contains(folder, "://") || strings.HasPrefix(folder, "git@") || strings.HasPrefix(folder, "github.com/"); remote {
		return Reference{Path: at, How: "dockerfile", Target: folder, State: External}, true
	}
	if !path.IsAbs(name) {
		name = path.Join(folder, name)
	}
	if r = s.project.refer(at, "dockerfile", name); name == "Dockerfile" && folder == "" {
		r = s.project.refer(at, "dockerfile", "./"+name)
	}
	return r, true
}

// looksLikeFile reports whether the base name of a path has the look of a file rather than a folder, socket or device.
func looksLikeFile(name string) bool {
	base := path.Base(name)
	ext := path.Ext(base)
	if ext == base { // .env and .npmrc, but not . and ..
		return len(strings.Trim(base, ".")) > 0 && !strings.HasSuffix(base, ".d")
	}
	return ext != "" && ext != ".sock" && ext != ".d" && !strings.ContainsAny(ext, " /") && !isVersion(ext)
}

// isVersion reports whether what follows the last dot of a name is a number: a folder such as python3.12 or v1.2.
func isVersion(ext string) bool { return strings.Trim(ext, ".0123456789") == "" }

func isFalse(n *source.Node) bool { return n != nil && n.Scalar == false }

// Place returns the name of the service where it is written.
func (s *Service) Place() source.Span { return s.place }
