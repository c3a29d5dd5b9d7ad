package link

import (
	"path"
	"slices"
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
	at := s.path("build")
	for _, c := range s.project.copies(s.Name) {
		s.Mounts = append(s.Mounts, Mount{Path: at, Host: c.From, Container: c.To, How: "build"})
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
		s.addMount(how, s.path(key, i), s.project.nodes.At(key, name, "file").Str(), target)
	}
}

// maxLent bounds how many mounts the services of a project take over from each other.
const maxLent = 10_000

// lendMounts adds the mounts that services take over by volumes_from, from other services however many away. What a service mounts
// itself at a path goes before.
func (c *stack) lendMounts() {
	left := maxLent
	own := make(map[*Service][]Mount, len(c.services))
	for _, s := range c.services {
		own[s] = s.Mounts
	}
	for _, s := range c.services {
		if from := s.Node.Get("volumes_from"); from != nil {
			for i, item := range from.Items {
				left -= s.borrow(item.Value.Str(), s.path("volumes_from", i), own, map[*Service]bool{s: true}, left)
			}
		}
	}
}

// borrow adds the mounts of the service that a reference means and of those from which that one has mounts, as far as the limit. It
// returns how many it added.
func (s *Service) borrow(ref string, at source.Path, own map[*Service][]Mount, seen map[*Service]bool, limit int) int {
	name, _, _ := strings.Cut(ref, ":")
	lender := s.project.byName[name]
	if lender == nil || seen[lender] {
		return 0
	}
	seen[lender] = true
	added := 0
	for _, m := range own[lender] {
		taken := slices.ContainsFunc(s.Mounts, func(known Mount) bool { return known.Container == m.Container })
		if m.How == "build" || taken || added == limit {
			continue
		}
		m.Path = at
		s.Mounts = append(s.Mounts, m)
		added++
	}
	if from := lender.Node.Get("volumes_from"); from != nil {
		for _, item := range from.Items {
			added += s.borrow(item.Value.Str(), at, own, seen, limit-added)
		}
	}
	return added
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
