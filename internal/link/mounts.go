package link

import (
	"path"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// readMounts finds the files and folders of the scanned root that the service sees: bind mounts, configs and secrets.
func (s *Service) readMounts() {
	if volumes := s.Node.Get("volumes"); volumes != nil {
		for i, item := range volumes.Items {
			if item.Value.Get("type").Str() == "bind" {
				s.addMount("volume", s.path("volumes", i), item.Value.Get("source").Str(), item.Value.Get("target").Str())
			}
		}
	}
	s.readCopies()
	s.readGrants("configs", "config", "/")
	s.readGrants("secrets", "secret", "/run/secrets/")
}

// readCopies finds the files that the build of the service copies into its image.
func (s *Service) readCopies() {
	for _, c := range s.project.copies(s.Name) {
		s.Mounts = append(s.Mounts, Mount{Path: s.path("build"), Host: c.From, Container: c.To, How: "build"})
	}
}

// readGrants follows the configs or secrets of a service to the files that the project declares for them.
func (s *Service) readGrants(key, how, folder string) {
	grants := s.Node.Get(key)
	if grants == nil {
		return
	}
	for i, item := range grants.Items {
		name := item.Value.Get("source").Str()
		target := item.Value.Get("target").Str()
		if target == "" {
			target = name
		}
		if !path.IsAbs(target) {
			target = folder + target
		}
		s.addMount(how, s.path(key, i), s.project.root.At(key, name, "file").Str(), target)
	}
}

func (s *Service) addMount(how string, at source.Path, host, container string) {
	if file, ok := s.project.rootRelative(host); ok && container != "" {
		s.Mounts = append(s.Mounts, Mount{Path: at, Host: file, Container: path.Clean(container), How: how})
	}
}

// rootRelative turns a host path of the project into a path relative to the scanned root. ok is false for a path that leads
// elsewhere or holds a variable without a value.
func (c *stack) rootRelative(host string) (file string, ok bool) {
	if host == "" || path.IsAbs(host) || strings.HasPrefix(host, "~") || source.IsUnknown(host) {
		return "", false
	}
	file = path.Join(c.dir, host)
	return file, file != ".." && !strings.HasPrefix(file, "../")
}
