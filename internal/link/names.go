package link

import (
	"strings"
)

// named returns the service that a host name or address means on the networks of another service, nil when it is none of the
// project.
func (c *stack) named(from *Service, host string) *Service {
	host = strings.TrimSuffix(host, ".")
	if c.hosts == nil {
		c.hosts = map[string][]*Service{}
		for _, s := range c.services {
			for _, name := range s.hostNames() {
				c.hosts[name] = append(c.hosts[name], s)
			}
		}
	}
	for _, s := range c.hosts[host] {
		if s == from || sharesNetwork(from.owner, s.owner) {
			return s
		}
	}
	return nil
}

// hostNames are the names and addresses by which others on its networks find the service.
func (s *Service) hostNames() []string {
	names := []string{s.Name}
	if name := s.Node.Get("container_name").Str(); name != "" && name != s.Name {
		names = append(names, name)
	}
	networks := s.Node.Get("networks")
	if networks == nil {
		return names
	}
	for _, e := range networks.Entries {
		if aliases := e.Value.Get("aliases"); aliases != nil {
			for _, item := range aliases.Items {
				names = append(names, item.Value.Str())
			}
		}
		for _, key := range []string{"ipv4_address", "ipv6_address"} {
			if address := e.Value.Get(key).Str(); address != "" {
				names = append(names, address)
			}
		}
	}
	return names
}
