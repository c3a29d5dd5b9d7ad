package link

import (
	"cmp"
	"fmt"
	"path"
	"slices"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// stack is a project of services that are started together, with what runs in it.
type stack struct {
	doc  *source.Document
	root *source.Node
	// nodes finds nodes by their paths: a project may have many services that each name one of many networks.
	nodes *source.Locator
	// dir is the folder that relative paths start at, relative to the scanned root.
	dir string
	// copies lists what the build of a service puts into its image.
	copies func(service string) []kind.Copy
	// compiled lists what the build of a service makes the content of its image of.
	compiled func(service string) []string
	// variables are those that a service gets from files.
	variables func(service string) map[string]kind.FileVariable
	// image says what the image of a service starts.
	image func(service string) *kind.Image
	host  *host
	files Files
	// sources are the files that the document was made of.
	sources  []string
	services []*Service
	byName   map[string]*Service
	// members are the services on each network; a service is also a member where it shares another's network namespace.
	members map[string][]*Service
	// sharing counts the services in the network namespace of each service.
	sharing map[*Service]int
	// proxies are published reverse proxies of the project, by product.
	proxies map[string][]*Service
	// hosts are the services by the names and addresses that others find them by.
	hosts map[string][]*Service
	// untrusted are the services that run code nobody vouches for.
	untrusted []*Service
}

// projectOf returns the facts of a document that has services, in the form of a Compose project.
func projectOf(doc *source.Document) (kind.Project, bool) {
	project, ok := doc.Facts.(kind.Project)
	return project, ok && doc.Root.Kind == source.Mapping
}

func newStack(doc *source.Document, project kind.Project, h *host, files Files, roles config.Roles) *stack {
	c := &stack{
		doc: doc, root: doc.Root, nodes: source.NewLocator(doc.Root), dir: cmp.Or(project.Directory(), path.Dir(doc.File.Path)), copies: project.Copies, compiled: project.Sources, variables: project.FileVariables, image: project.Image, host: h, files: files,
		sources: sourcesOf(doc), byName: map[string]*Service{}, members: map[string][]*Service{}, sharing: map[*Service]int{},
		proxies: map[string][]*Service{},
	}
	services := doc.Root.Get("services")
	if services == nil {
		return c
	}
	for _, e := range services.Entries {
		if e.Value.Kind != source.Mapping {
			continue
		}
		s := &Service{Doc: doc, Name: e.Key, Node: e.Value, place: e.KeySpan, project: c, declared: roles.Of(e.Key, c.sources)}
		s.Networks = c.networksOf(s.Node)
		s.runtime = h.runtime(cmp.Or(s.Runtime(), h.settings.DefaultRuntime))
		c.services = append(c.services, s)
		c.byName[s.Name] = s
	}
	c.setOwners()
	for _, s := range c.services {
		s.readPorts()
		s.readMounts()
		s.readReferences()
		c.join(s)
	}
	c.lendMounts()
	c.findGateways()
	c.findProxies()
	for _, s := range c.services {
		s.readWays()
	}
	return c
}

// setOwners notes in whose network namespace each service runs: its own, or that of network_mode: service:x. What is on the way
// to an owner has the same one; a circle of references ends where it began.
func (c *stack) setOwners() {
	for _, s := range c.services {
		owner, way := s, map[*Service]bool{}
		for owner.owner == nil && !way[owner] {
			way[owner] = true
			if mode := modeOf(owner.Node); mode.kind == "service" {
				owner = cmp.Or(c.byName[mode.name], owner)
			}
		}
		owner = cmp.Or(owner.owner, owner)
		for passed := range way {
			passed.owner = owner
		}
	}
}

// join notes where the service can be found by others.
func (c *stack) join(s *Service) {
	c.sharing[s.owner]++
	for _, network := range s.owner.Networks {
		c.members[network] = append(c.members[network], s)
	}
	if s.Untrusted() {
		c.untrusted = append(c.untrusted, s)
	}
}

// hasPeers reports whether another container can open a connection to a service: one of the project, or one that shares the
// daemon's own bridge or another container's network with it.
func (c *stack) hasPeers(s *Service) bool {
	mode := modeOf(s.owner.Node).kind
	return c.sharing[s.owner] > 1 || slices.Contains([]string{"bridge", "service", "container", "unknown"}, mode) ||
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
	return slices.ContainsFunc(s.owner.Networks, s.project.isExternal)
}

// readWays finds out how other machines reach the service, and the widest exposure of it.
func (s *Service) readWays() {
	if at := s.owner.hostNetworkPath(); at != nil {
		s.Ways = append(s.Ways, Way{Path: at, Message: "is on the host's network", Exposure: AllInterfaces})
	}
	s.Exposure = Loopback
	if s.project.hasPeers(s) || s.onExternal() {
		s.Exposure = Peers
	}
	if s.outsideNetwork() != "" {
		s.Exposure = Unknown
	}
	for _, port := range s.owner.Ports {
		s.Exposure = max(s.Exposure, port.Exposure)
		if port.Exposure.BeyondHost() {
			s.Ways = append(s.Ways, Way{Path: port.Path, Message: port.String(), Exposure: port.Exposure})
		}
	}
	s.Ways = append(s.Ways, s.owner.openWays()...)
	s.Ways = append(s.Ways, s.project.routes(s)...)
	s.widen()
}

// widen sets the exposure to that of the widest way.
func (s *Service) widen() {
	for _, way := range s.Ways {
		s.Exposure = max(s.Exposure, way.Exposure)
	}
}

// String says in the present tense where the port is published.
func (p Port) String() string {
	suffix := ""
	if p.Protocol == "udp" {
		suffix = "/udp"
	}
	name := "port " + p.Published + suffix
	if p.Published == "" {
		name = fmt.Sprintf("container port %d%s on an ephemeral port", p.First, suffix)
	}
	if p.Direct != "" {
		return fmt.Sprintf("publishes %s at the container's own address: %s", name, p.Direct)
	}
	switch p.Exposure {
	case AllInterfaces:
		return fmt.Sprintf("publishes %s on every host interface", name)
	case Unknown:
		return fmt.Sprintf("publishes %s on an address that is not known here", name)
	case HostLoopback:
		return fmt.Sprintf("publishes %s on the host's loopback address", name)
	}
	return fmt.Sprintf("publishes %s on %s", name, p.Address)
}
