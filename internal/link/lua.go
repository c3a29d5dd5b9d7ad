package link

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// maxLua bounds in bytes how much of the Lua of one document policies get to see; Envoy's own examples have less than 10 kB.
const maxLua = 256 << 10

// linkLua finds the Lua files that Envoy documents name by their path in the container: where they stand in the scanned
// root, and what is in them.
func (p *Project) linkLua(docs []*source.Document, files Files) {
	for _, s := range p.Services {
		for _, config := range s.Configs {
			for _, entry := range objects(config.Doc.Context["lua_files"]) {
				s.referLua(config.Doc, entry)
			}
		}
	}
	for _, doc := range docs {
		budget := maxLua
		for _, entry := range objects(doc.Context["lua_files"]) {
			budget -= readLua(entry, files, budget)
		}
	}
}

// referLua notes where a Lua file of a document that the service runs with stands. Of several services the one that has the
// file tells.
func (s *Service) referLua(doc *source.Document, entry map[string]any) {
	filename, _ := entry["filename"].(string)
	at, _ := entry["path"].([]any)
	r := s.referContainer(filename)
	r.Doc, r.Path, r.How = doc, source.Path(at), "lua"
	s.References = append(s.References, r)
	if known, _ := entry["state"].(string); slices.Index(luaStates, State(known)) < slices.Index(luaStates, r.State) {
		entry["state"], entry["container"], entry["file"] = string(r.State), filename, ""
		if r.State == Resolved || r.State == Broken {
			entry["file"] = r.Target
		}
	}
}

// luaStates are what several services can say of one file, the last one counts.
var luaStates = []State{Undetermined, External, Broken, Resolved}

// referContainer finds out where a path in the container of the service leads. What no mount of the scanned root brings
// there may be part of the image, and is not known.
func (s *Service) referContainer(name string) Reference {
	r := Reference{Target: name, State: Undetermined}
	if source.IsUnknown(name) {
		return r
	}
	if !path.IsAbs(name) {
		folder := s.Node.Get("working_dir").Str()
		if !path.IsAbs(folder) {
			return r
		}
		name = path.Join(folder, name)
	}
	name = path.Clean(name)
	m, found := s.mountOf(name)
	if volume, hidden := s.coveredBy(name); hidden && (!found || len(volume.container) > len(m.Container)) {
		if volume.external {
			r.State = External
		}
		return r
	}
	if !found {
		return r
	}
	r.Target = path.Join(m.Host, strings.TrimPrefix(strings.TrimPrefix(name, m.Container), "/"))
	switch {
	case s.project.files.Exists(r.Target):
		r.State = Resolved
	case m.How == "build": // another step of the build may make it
		r.Target = name
	default:
		r.State = Broken
	}
	return r
}

// mountOf returns the mount of the scanned root through which a path of the container is seen: the innermost, and what is
// mounted before what the image holds.
func (s *Service) mountOf(name string) (best Mount, found bool) {
	for _, m := range s.Mounts {
		if m.Container != name && !inFolder(m.Container, name) {
			continue
		}
		if !found || len(m.Container) > len(best.Container) && (m.How != "build" || best.How == "build") || best.How == "build" && m.How != "build" {
			best, found = m, true
		}
	}
	return best, found
}

// covering is a volume whose content does not stand in the scanned root.
type covering struct {
	container string
	// external is set where a path of the host outside of the scanned root is mounted.
	external bool
}

// coveredBy returns the innermost volume from elsewhere that a path of the container is on.
func (s *Service) coveredBy(name string) (best covering, found bool) {
	volumes := s.Node.Get("volumes")
	if volumes == nil {
		return best, false
	}
	for _, item := range volumes.Items {
		target, host := item.Value.Get("target").Str(), item.Value.Get("source").Str()
		if _, inside := s.project.rootRelative(host); inside && item.Value.Get("type").Str() == "bind" || target == "" {
			continue
		}
		target = path.Clean(target)
		if (target == name || inFolder(target, name)) && (!found || len(target) > len(best.container)) {
			best, found = covering{target, item.Value.Get("type").Str() == "bind" && !source.IsUnknown(host)}, true
		}
	}
	return best, found
}

// inFolder reports whether an absolute path stands below a folder.
func inFolder(folder, name string) bool {
	return strings.HasPrefix(name, strings.TrimSuffix(folder, "/")+"/")
}

// readLua adds the code of a file to its entry where it stands in the scanned root and is not larger than a budget in bytes. It
// returns the size of what it added.
func readLua(entry map[string]any, files Files, budget int) int {
	file, _ := entry["file"].(string)
	if entry["state"] == nil {
		entry["state"], entry["container"], entry["file"] = string(Undetermined), entry["filename"], ""
	}
	if entry["state"] != string(Resolved) {
		return 0
	}
	f, err := files.Read(file)
	if err != nil || len(f.Content) > budget {
		return 0
	}
	entry["text"] = strings.ToValidUTF8(string(f.Content), "\ufffd")
	return len(f.Content)
}
