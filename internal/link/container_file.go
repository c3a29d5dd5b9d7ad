package link

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// maxText bounds in bytes how much of the files that one document names policies get to see; the examples of Envoy have less
// than 10 kB of Lua.
const maxText = 256 << 10

// relateContainerFiles finds the files that documents name by their path in the container: where they are in the scanned root,
// and what is in them.
func (p *Project) relateContainerFiles() {
	for _, s := range p.Services {
		for _, config := range s.Configs {
			for i, file := range p.containerFiles(config.Doc) {
				s.referFrom(config.Doc, file.How, &p.about(config.Doc).ContainerFiles[i])
			}
		}
	}
	for _, doc := range p.docs {
		budget := maxText
		for i := range p.containerFiles(doc) {
			budget -= p.readText(&p.about(doc).ContainerFiles[i], budget)
		}
	}
}

// containerFiles returns the files that a document names, and sees to it that there are facts about each.
func (p *Project) containerFiles(doc *source.Document) []kind.ContainerFile {
	reader, ok := doc.Facts.(kind.FileReader)
	if !ok {
		return nil
	}
	named := reader.ContainerFiles()
	if len(named) == 0 {
		return nil
	}
	if facts := p.about(doc); facts.ContainerFiles == nil {
		for _, file := range named {
			facts.ContainerFiles = append(facts.ContainerFiles, ContainerFile{Path: file.Path, Container: file.Name, State: Undetermined})
		}
	}
	return named
}

// referFrom notes where a file is that a document of the service names. Of several services the one that has the file decides.
func (s *Service) referFrom(doc *source.Document, how string, file *ContainerFile) {
	r := s.referContainer(file.Container)
	r.Doc, r.Path, r.How = doc, file.Path, how
	s.References = append(s.References, r)
	if slices.Index(containerStates, file.State) < slices.Index(containerStates, r.State) {
		file.State, file.File = r.State, ""
		if r.State == Resolved || r.State == Broken {
			file.File = r.Target
		}
	}
}

// containerStates are what several services can say of one file; the last one wins.
var containerStates = []State{Undetermined, External, Broken, Resolved}

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

// readText adds the content of a resolved file that has no more bytes than a budget. It returns how many it added.
func (p *Project) readText(file *ContainerFile, budget int) int {
	if file.State != Resolved {
		return 0
	}
	f, err := p.files.Read(file.File)
	if err != nil || len(f.Content) > budget {
		return 0
	}
	text := strings.ToValidUTF8(string(f.Content), "\ufffd")
	file.Text = &text
	return len(f.Content)
}
