package link

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
)

// Service is one service of a Compose project as it would run.
type Service struct {
	Doc  *source.Document
	Name string
	Node *source.Node
	// Ports are the ports that Docker publishes for the service itself.
	Ports []Port
	// Ways are the ways on which other machines reach the service, through its own ports or another's.
	Ways []Way
	// Exposure is the widest one of the service.
	Exposure Exposure
	// Networks are the names of its networks; a service in another's network namespace has none of its own.
	Networks []string
	// Mounts are the files and folders of the scanned root that the service sees, and where.
	Mounts []Mount
	// References are the other files that the service names.
	References []Reference
	// Configs are the documents that the service runs with, among those that make it listen or route.
	Configs []Config

	// byHost has the first mount of each path of the scanned root, made when it is first asked for, which is when all mounts are known.
	byHost map[string]int
	// place is where the name is written.
	place   source.Span
	project *stack
	owner   *Service
	runtime runtimeDefinition
	// declared are the roles that the config gives it.
	declared []config.Role
	// gateway is how it is known to be a gateway, "" when it is none.
	gateway string
}

// Port is a published port.
type Port struct {
	Path source.Path
	// First and Last are the container ports; they differ only in a range that stayed one entry. They are 0 when unknown.
	First, Last int
	Published   string
	HostIP      string
	// Address is the address of the host at which the port is published as it is in force: "" for every interface.
	Address  string
	Protocol string
	Exposure Exposure
	// Direct says why other machines reach the port at the container's own address, whatever Address is; "" where they do not.
	Direct string
}

// Way is a place that lets other machines reach a service.
type Way struct {
	// Path is the place in the service's document, or in File where that is not "".
	Path     source.Path
	File     string
	Message  string
	Exposure Exposure
	// Direct is set where every port of the container is reached, published or not.
	Direct bool
	// Route is where a proxy leads, nil where the service is reached without one.
	Route *Route
}

// Route is where a proxy leads.
type Route struct {
	// Proxy is the service that is the proxy.
	Proxy *Service
	// Protocol is tcp or udp.
	Protocol string
	// Ports are the container ports that the proxy connects to, none where they are not known.
	Ports []int
	// Doc is the proxy's document, nil where File is "".
	Doc *source.Document
	// File and Path are the place in the proxy's document that names the service as upstream, "" and nil where labels or variables of
	// the service itself make the route.
	File string
	Path source.Path
}

// Runtime returns the runtime that the service asks for, "" for the default one.
func (s *Service) Runtime() string { return s.Node.Get("runtime").Str() }

// Sandboxed reports whether the service runs in a sandbox runtime, gVisor or Kata Containers, as far as the daemon's
// configuration or else the runtime's name tells.
func (s *Service) Sandboxed() bool { return s.runtime.sandbox != "" }

// OnHostNetwork reports whether the service shares the network of the host.
func (s *Service) OnHostNetwork() bool { return s.owner.hostNetworkPath() != nil }

func (s *Service) hostNetworkPath() source.Path {
	if s.Node.Get("network_mode").Str() == "host" {
		return s.path("network_mode")
	}
	for _, name := range s.Networks {
		network := s.project.nodes.At("networks", name)
		if network.Get("external").IsTrue() && (network.Get("name").Str() == "host" || network.Get("name") == nil && name == "host") {
			return s.path("networks", name)
		}
	}
	return nil
}

func (s *Service) path(steps ...any) source.Path {
	return append(source.Path{"services", s.Name}, steps...)
}

// publishes reports whether Docker programs the port mappings of the service: not on the host's or no network or on that of another
// container, and not on internal networks alone (https://github.com/moby/moby/issues/36174).
func (s *Service) publishes() bool {
	switch modeOf(s.Node).kind {
	case "none", "host", "service", "container":
		return false
	}
	if s.hostNetworkPath() != nil {
		return false
	}
	return len(s.Networks) == 0 || slices.ContainsFunc(s.Networks, func(name string) bool { return !s.project.isInternal(name) })
}

func (s *Service) readPorts() {
	ports := s.Node.Get("ports")
	if ports == nil || ports.Kind != source.Sequence || !s.publishes() {
		return
	}
	for i, item := range ports.Items {
		n := item.Value
		if n.Kind != source.Mapping {
			continue
		}
		p := Port{
			Path: s.path("ports", i), HostIP: n.Get("host_ip").Str(), Published: n.Get("published").Str(), Protocol: n.Get("protocol").Str(),
		}
		p.First, p.Last = portRange(n.Get("target"))
		p.Address = cmp.Or(p.HostIP, s.defaultAddress())
		p.Exposure = publishedAt(p.Address)
		s.route(&p)
		s.Ports = append(s.Ports, p)
	}
}

func portRange(n *source.Node) (first, last int) {
	if n == nil {
		return 0, 0
	}
	if number, ok := n.Scalar.(int64); ok {
		return int(number), int(number)
	}
	from, to, _ := strings.Cut(n.Str(), "-")
	first, _ = strconv.Atoi(from)
	if last, _ = strconv.Atoi(to); last < first {
		last = first
	}
	return first, last
}

// publishedAt returns the exposure of a port at a host address. A name is no address: Docker refuses it.
func publishedAt(address string) Exposure {
	if address == "localhost" {
		return OneAddress
	}
	return AddressOf(address)
}

// hostBinding is the option of a bridge network for the default address of the ports that are published through it.
const hostBinding = "com.docker.network.bridge.host_binding_ipv4"

// defaultAddress returns Docker's default address for published ports, "" for every interface: that of the service's networks,
// or what the daemon sets for new networks. Of several networks Docker takes one (https://github.com/docker/compose/issues/12616),
// here the one that opens most. The daemon's "ip" is for its own bridge network alone, which Compose joins only when told to
// (https://github.com/moby/moby/issues/18237).
func (s *Service) defaultAddress() string {
	if len(s.Networks) == 0 {
		return s.project.host.settings.BridgeAddress
	}
	widest, found := "", false
	for _, name := range s.Networks {
		network := s.project.nodes.At("networks", name)
		if s.project.isInternal(name) {
			continue
		}
		address := network.At("driver_opts", hostBinding).Str()
		if address == "" && !s.project.isExternal(name) {
			address = s.project.host.settings.NetworkAddress
		}
		if !found || AddressOf(address) > AddressOf(widest) {
			widest, found = address, true
		}
	}
	return widest
}

// containerPath returns where a file of the scanned root stands inside the service, and through which mount.
func (s *Service) containerPath(file string) (string, Mount, bool) {
	if s.byHost == nil {
		s.byHost = make(map[string]int, len(s.Mounts))
		for i, m := range s.Mounts {
			if _, known := s.byHost[m.Host]; !known {
				s.byHost[m.Host] = i
			}
		}
	}
	i, found := -1, false
	for _, host := range ancestors(file) {
		if i, found = s.byHost[host]; found {
			break
		}
	}
	if !found {
		return "", Mount{}, false
	}
	best := s.Mounts[i]
	if best.Host == file {
		return best.Container, best, true
	}
	return path.Join(best.Container, strings.TrimPrefix(file, strings.TrimPrefix(best.Host+"/", "./"))), best, true
}

// Mount is a file or folder of the scanned root that a service sees.
type Mount struct {
	// Path is the place of the reference in the Compose document.
	Path source.Path
	// Host is relative to the scanned root, Container absolute in the container.
	Host, Container string
	// How is volume, config, secret, build or command; for a file that is named and not mounted security_opt, env_file or runtime.
	How string
}
