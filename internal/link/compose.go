package link

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// compose is one Compose document with what runs in it.
type compose struct {
	doc  *source.Document
	root *source.Node
	// dir is the project directory relative to the scanned root.
	dir string
	// daemonIP is the default address of published ports that the daemon of the host sets, "" for every interface.
	daemonIP string
	exists   func(file string) bool
	services []*Service
	byName   map[string]*Service
	// members are the services on each network; a service is also a member where it shares another's network namespace.
	members map[string][]*Service
	// sharing counts the services in the network namespace of each service.
	sharing map[*Service]int
	// proxies are published reverse proxies of the project.
	proxies []*Service
	// untrusted are the services that run code nobody vouches for.
	untrusted []*Service
}

func newCompose(doc *source.Document, daemonIP string, exists func(string) bool) *compose {
	c := &compose{doc: doc, root: doc.Root, dir: path.Dir(doc.File.Path), daemonIP: daemonIP, exists: exists}
	c.byName, c.members, c.sharing = map[string]*Service{}, map[string][]*Service{}, map[*Service]int{}
	services := doc.Root.Get("services")
	if services == nil {
		return c
	}
	for _, e := range services.Entries {
		if e.Value.Kind != source.Mapping {
			continue
		}
		s := &Service{Doc: doc, Name: e.Key, Node: e.Value, project: c}
		s.Networks = networksOf(s.Node)
		c.services = append(c.services, s)
		c.byName[s.Name] = s
	}
	for _, s := range c.services {
		s.owner = c.ownerOf(s)
		s.readPorts()
		s.readMounts()
		s.readReferences()
		c.join(s)
	}
	c.findProxies()
	for _, s := range c.services {
		s.readWays()
	}
	return c
}

// ownerOf returns the service in whose network namespace a service runs: its own, or the one of network_mode: service:x.
func (c *compose) ownerOf(s *Service) *Service {
	for range len(c.services) { // a circle of references ends here
		name, shared := strings.CutPrefix(s.Node.Get("network_mode").Str(), "service:")
		if next := c.byName[name]; shared && next != nil {
			s = next
			continue
		}
		break
	}
	return s
}

// networksOf returns the networks that a service is attached to: the default one when it names none, none at all when it
// has a network_mode.
func networksOf(service *source.Node) []string {
	if service.Get("network_mode") != nil {
		return nil
	}
	networks := service.Get("networks")
	if networks == nil || len(networks.Entries) == 0 {
		return []string{"default"}
	}
	names := make([]string, len(networks.Entries))
	for i, e := range networks.Entries {
		names[i] = e.Key
	}
	slices.Sort(names)
	return names
}

func (c *compose) isInternal(network string) bool {
	return isTrue(c.root.At("networks", network, "internal"))
}

// join notes where the service can be found by others.
func (c *compose) join(s *Service) {
	c.sharing[s.owner]++
	for _, network := range s.owner.Networks {
		c.members[network] = append(c.members[network], s)
	}
	if s.Untrusted() {
		c.untrusted = append(c.untrusted, s)
	}
}

// hasPeers reports whether another service can open a connection to a service inside the project.
func (c *compose) hasPeers(s *Service) bool {
	return c.sharing[s.owner] > 1 ||
		slices.ContainsFunc(s.owner.Networks, func(network string) bool { return len(c.members[network]) > 1 })
}

// maxPeers bounds how many untrusted peers are named for one service, so that what is said about a project grows no faster
// than the project.
const maxPeers = 50

// untrustedPeers returns the services that can open a connection to a service and that nobody vouches for, as far as maxPeers.
func (s *Service) untrustedPeers() []*Service {
	var peers []*Service
	for _, other := range s.project.untrusted {
		if len(peers) == maxPeers {
			break
		}
		if other != s && (other.owner == s.owner || sharesNetwork(other.owner, s.owner)) {
			peers = append(peers, other)
		}
	}
	return peers
}

func sharesNetwork(a, b *Service) bool {
	return slices.ContainsFunc(a.Networks, func(name string) bool { return slices.Contains(b.Networks, name) })
}

// onExternal reports whether a service is on a network that another project made, whose members are not known.
func (s *Service) onExternal() bool {
	return slices.ContainsFunc(s.owner.Networks, func(name string) bool { return isTrue(s.project.root.At("networks", name, "external")) })
}

// readWays finds out how other machines reach the service, and the widest exposure of it.
func (s *Service) readWays() {
	if at := s.owner.hostNetworkPath(); at != nil {
		s.Ways = append(s.Ways, Way{at, "is on the host's network", AllInterfaces})
	}
	s.Exposure = Loopback
	if s.project.hasPeers(s) || s.onExternal() {
		s.Exposure = Peers
	}
	for _, port := range s.owner.Ports {
		s.Exposure = max(s.Exposure, port.Exposure)
		if port.Exposure.BeyondHost() {
			s.Ways = append(s.Ways, Way{port.Path, port.String(), port.Exposure})
		}
	}
	s.Ways = append(s.Ways, s.project.routes(s)...)
	for _, way := range s.Ways {
		s.Exposure = max(s.Exposure, way.Exposure)
	}
}

// String says in the present tense where the port is published.
func (p Port) String() string {
	name := "port " + p.Published
	if p.Published == "" {
		name = fmt.Sprintf("container port %d on an ephemeral port", p.First)
	}
	switch p.Exposure {
	case AllInterfaces:
		return fmt.Sprintf("publishes %s on every host interface", name)
	case Unknown:
		return fmt.Sprintf("publishes %s on an address that is not known here", name)
	case HostLoopback:
		return fmt.Sprintf("publishes %s on the host's loopback address", name)
	}
	return fmt.Sprintf("publishes %s on %s", name, p.HostIP)
}
