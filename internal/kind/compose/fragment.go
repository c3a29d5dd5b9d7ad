package compose

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// fragment returns the document of what a program writes out: a project, or services by their names that nothing else looks like. What
// is beside the file that is written, such as an .env, is not known.
func fragment(files kind.Files, f kind.Fragment) []*source.Document {
	root := f.Root
	switch {
	case detect(root, false):
	case isServices(root):
		root = newMapping(root, "services", root)
	case isService(root) && f.Name != "":
		root = newMapping(root, "services", newMapping(root, f.Name, root))
	default:
		return nil
	}
	root = settled(root)
	doc, _ := load(&written{Files: files, fragment: f, root: root}, f.File, alone(f.File.Path))
	if doc == nil {
		return nil
	}
	services, model := root.Get("services"), doc.Root.Get("services")
	for _, e := range services.Entries {
		// What a service has that is not known may be left out of the model, as what Compose would refuse.
		if service := model.Get(e.Key); service != nil && e.Value.IsUnclear() {
			service.Tag = source.Unclear
		}
	}
	if services.Tag == source.Unclear || root.Tag == source.Unclear {
		doc.Root.Tag = source.Unclear
	}
	if doc.Certain = certain; isUseUnclear(root) {
		doc.Certain = withoutUse
	}
	return []*source.Document{doc}
}

// own are keys that services of Compose have and that other descriptions of containers do not.
var own = []string{"cap_add", "cap_drop", "container_name", "depends_on", "env_file", "network_mode", "security_opt", "userns_mode", "extra_hosts"}

// isService reports whether a tree is a service of Compose: it has an image or a build, a key that only Compose has, and none that it does
// not know. The ports and volumes that clients of the Docker API take are no lists.
func isService(n *source.Node) bool {
	if n.Kind != source.Mapping || !isServiceLike(n) || knownKeys(n) < 1 {
		return false
	}
	for _, key := range []string{"ports", "volumes"} {
		if list := n.Get(key); list != nil && list.Kind == source.Mapping {
			return false
		}
	}
	return slices.ContainsFunc(own, func(key string) bool { return n.Get(key) != nil })
}

// isServices reports whether a tree has services of Compose by their names, and nothing else.
func isServices(n *source.Node) bool {
	return n.Kind == source.Mapping && len(n.Entries) > 0 && isService(n.Entries[0].Value) &&
		!slices.ContainsFunc(n.Entries, func(e source.Entry) bool { return !isServiceLike(e.Value) || knownKeys(e.Value) < 1 })
}

// certain are the keys of a service whose value takes something down that nothing else in the service puts up again.
var certain = []string{"privileged", "network_mode", "pid", "ipc", "uts", "userns_mode", "cgroup", "use_api_socket", "cap_add", "security_opt", "devices", "volumes"}

var withoutUse = slices.DeleteFunc(slices.Clone(certain), func(key string) bool { return key == "volumes" || key == "security_opt" })

// isUseUnclear reports whether it is not known from where services can be reached, on which it depends how bad what they mount is, or what
// their runtime makes of their profile.
func isUseUnclear(root *source.Node) bool {
	return root.Tag == source.Unclear || root.Get("networks").IsUnclear() || slices.ContainsFunc(root.Get("services").Entries, func(e source.Entry) bool {
		return e.Value.Get("networks").IsUnclear() || e.Value.Get("ports").IsUnclear() || e.Value.Get("annotations").IsUnclear() ||
			e.Value.Get("runtime").IsUnclear()
	})
}

// scalars are the keys of a service whose value is one text or number and decides nothing about anything else.
var scalars = []string{"container_name", "hostname", "working_dir", "restart", "mem_limit", "cpus", "shm_size", "stop_grace_period", "domainname", "pids_limit"}

// settled returns a project in which what is one text in any case is unknown as a text, and does not make its service unclear.
func settled(root *source.Node) *source.Node {
	return changed(root, "services", func(services *source.Node) *source.Node {
		fresh := *services
		fresh.Entries = slices.Clone(services.Entries)
		for i := range fresh.Entries {
			e := &fresh.Entries[i]
			for _, key := range scalars {
				e.Value = changed(e.Value, key, withoutTag)
			}
		}
		return &fresh
	})
}

func withoutTag(n *source.Node) *source.Node {
	if n.Kind != source.String || n.Tag != source.Unclear {
		return n
	}
	fresh := *n
	fresh.Tag = ""
	return &fresh
}

// changed returns a mapping with another value under a key, itself where it has none.
func changed(n *source.Node, key string, change func(*source.Node) *source.Node) *source.Node {
	if n.Get(key) == nil {
		return n
	}
	fresh := *n
	fresh.Entries = slices.Clone(n.Entries)
	e := fresh.Entry(key)
	e.Value = change(e.Value)
	return &fresh
}

// written are the files around a project that a program writes out: the project itself, in place of the program, and no other.
type written struct {
	kind.Files
	fragment kind.Fragment
	root     *source.Node
}

// Parse implements kind.Files.
func (w *written) Parse(path string) ([]*source.Node, error) {
	if path == w.fragment.File.Path {
		return []*source.Node{w.root}, nil
	}
	return nil, fmt.Errorf("%s is beside what a program writes out", path)
}

// ParseAs implements kind.Files.
func (w *written) ParseAs(path string, _ *source.Format) ([]*source.Node, error) {
	return w.Parse(path)
}

// Exists implements kind.Files.
func (w *written) Exists(path string) bool { return path == w.fragment.File.Path }

// List implements kind.Files.
func (w *written) List(string) []string { return nil }

// Read implements kind.Files.
func (w *written) Read(path string) (*source.File, error) {
	if path == w.fragment.File.Path {
		return w.fragment.File, nil
	}
	return nil, fmt.Errorf("%s is beside what a program writes out", path)
}

// Once implements kind.Files: nothing of what is written is remembered for the folder.
func (w *written) Once(_ string, learn func(files kind.Files) any) any { return learn(w) }
