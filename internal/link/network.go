package link

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// The drivers and options of Docker's networks that say how other machines reach the containers on one
// (https://docs.docker.com/engine/network/port-publishing/, macvlan_network.go of moby, Engine 29).
const (
	gatewayMode4 = "com.docker.network.bridge.gateway_mode_ipv4"
	gatewayMode6 = "com.docker.network.bridge.gateway_mode_ipv6"
	trustedHosts = "com.docker.network.bridge.trusted_host_interfaces"
)

// networkMode is what network_mode makes of the network of a service.
type networkMode struct {
	// kind is "" where the service has networks, else none, host, bridge (that of the daemon), service, container, network (one
	// that exists already, by its name) or unknown.
	kind string
	// name is that of the service, the container or the network.
	name string
}

func modeOf(service *source.Node) networkMode {
	text := service.Get("network_mode").Str()
	if source.IsUnknown(text) {
		return networkMode{"unknown", text}
	}
	switch kind, name, found := strings.Cut(text, ":"); {
	case text == "", text == "none", text == "host", text == "bridge":
		return networkMode{kind: text}
	case text == "default":
		return networkMode{kind: "bridge"}
	case found && (kind == "service" || kind == "container"):
		return networkMode{kind, name}
	}
	return networkMode{"network", text}
}

// networksOf returns the networks that a service is attached to: the default one when it names none, and none at all on that of the
// host, of the daemon or of another container.
func (c *stack) networksOf(service *source.Node) []string {
	if mode := modeOf(service); mode.kind == "network" {
		return []string{c.keyOf(mode.name)}
	} else if mode.kind != "" {
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

// keyOf returns the key under which the project has the network of a name, the name itself where it has none.
func (c *stack) keyOf(name string) string {
	if networks := c.root.Get("networks"); networks != nil {
		for _, e := range networks.Entries {
			if e.Value.Get("name").Str() == name {
				return e.Key
			}
		}
	}
	return name
}

func (c *stack) network(name string) *source.Node { return c.nodes.At("networks", name) }

// isInternal reports whether Docker gives a network no way out and no published port. A macvlan or ipvlan without a parent is
// connected to nothing but its containers.
func (c *stack) isInternal(name string) bool {
	network := c.network(name)
	return network.Get("internal").IsTrue() || isPhysical(network) && network.At("driver_opts", "parent").Str() == ""
}

// isExternal reports whether somebody else made a network: its members and options are not known. Compose refuses a network that
// the project does not declare, except one that network_mode names.
func (c *stack) isExternal(name string) bool {
	network := c.network(name)
	return network == nil && name != "default" || network.Get("external").IsTrue()
}

// isPhysical reports whether the driver of a network connects containers to that of an interface of the host.
func isPhysical(network *source.Node) bool {
	driver := network.Get("driver").Str()
	return driver == "macvlan" || driver == "ipvlan"
}

// openWays returns the ways in which other machines reach every port of the service at its container's own address, published or not.
func (s *Service) openWays() []Way {
	var ways []Way
	add := func(file string, at source.Path, message string) {
		ways = append(ways, Way{Path: at, File: file, Message: message, Exposure: OneAddress, Direct: true})
	}
	for _, name := range s.Networks {
		if network := s.project.network(name); isPhysical(network) && !s.project.isInternal(name) {
			add("", source.Path{"networks", name, "driver"},
				fmt.Sprintf("has an address of its own on the physical network, by the %s network %q", network.Get("driver").Str(), name))
			continue
		}
		for _, option := range []string{gatewayMode4, gatewayMode6} {
			if at, mode := s.project.bridgeOption(name, option); mode == "nat-unprotected" && !s.project.isInternal(name) {
				add(at.file, at.path, fmt.Sprintf("is on network %q, where ports need not be published to be reached (%s)", name, mode))
			}
		}
	}
	host := s.project.host
	if host.settings.NoFirewall && s.isBridged() {
		add(host.daemon.File.Path, source.Path{"iptables"}, "runs under a daemon that keeps other machines from no port of a container (iptables: false)")
	}
	return ways
}

// isBridged reports whether the service is on a network that the daemon's firewall rules protect.
func (s *Service) isBridged() bool {
	if mode := modeOf(s.Node); mode.kind == "bridge" {
		return true
	}
	return slices.ContainsFunc(s.Networks, func(name string) bool {
		network := s.project.network(name)
		return !isPhysical(network) && !s.project.isInternal(name) && network.Get("driver").Str() != "overlay"
	})
}

// spot is a place in a file: that of the project where file is "".
type spot struct {
	file string
	path source.Path
}

// bridgeOption returns the value of an option of a bridge network and where it is written: in the project, or in the daemon's options
// for new networks. One for IPv6 counts where the network has IPv6.
func (c *stack) bridgeOption(name, option string) (spot, string) {
	network := c.network(name)
	if c.isExternal(name) || isPhysical(network) || option == gatewayMode6 && !network.Get("enable_ipv6").IsTrue() {
		return spot{}, ""
	}
	if value := network.At("driver_opts", option).Str(); value != "" {
		return spot{path: source.Path{"networks", name, "driver_opts", option}}, value
	}
	if value := c.host.settings.NetworkOptions.Get(option).Str(); value != "" {
		return spot{c.host.daemon.File.Path, source.Path{"default-network-opts", "bridge", option}}, value
	}
	return spot{}, ""
}

// route decides how a published port is reached where the network routes to its containers or the daemon lets other machines do so: then
// the address of the host that it is published at keeps nobody away.
func (s *Service) route(p *Port) {
	natted := len(s.Networks) == 0
	reason := ""
	for _, name := range s.Networks {
		if s.project.isInternal(name) {
			continue
		}
		mode4, mode6 := "", "none"
		_, mode4 = s.project.bridgeOption(name, gatewayMode4)
		if s.project.network(name).Get("enable_ipv6").IsTrue() {
			_, mode6 = s.project.bridgeOption(name, gatewayMode6)
		}
		v4, v6 := families(p.Address)
		natted = natted || v4 && mode4 != "routed" || v6 && !v4 && mode6 != "routed" || v4 && v6 && mode6 != "routed" && mode6 != "none"
		if v4 && mode4 == "routed" || v6 && mode6 == "routed" {
			reason = "the network routes to it"
		} else if _, interfaces := s.project.bridgeOption(name, trustedHosts); interfaces != "" {
			reason = "the network trusts interfaces of the host"
		}
	}
	if s.project.host.settings.DirectRouting && s.isBridged() {
		reason = "the daemon allows direct routing"
	}
	if !natted {
		p.Exposure = Loopback
	}
	if reason != "" && p.Exposure < OneAddress {
		p.Exposure, p.Direct = OneAddress, reason
	}
}

// families returns for which families of addresses a port is published, by the address of the host.
func families(address string) (v4, v6 bool) {
	parsed, err := netip.ParseAddr(strings.Trim(address, "[]"))
	if err != nil {
		return true, true
	}
	return parsed.Unmap().Is4(), !parsed.Unmap().Is4()
}

// outsideNetwork names the container outside of the project whose network the service is in, "" for none.
func (s *Service) outsideNetwork() string {
	if mode := modeOf(s.owner.Node); mode.kind == "container" {
		return mode.name
	}
	return ""
}

// Outside lists what the service shares with containers outside of its project: nothing in the scan says what that is.
func (s *Service) Outside() []Place {
	var places []Place
	if name := s.outsideNetwork(); name != "" {
		places = append(places, relatedTo(s, s.owner.path("network_mode"), fmt.Sprintf("shares the network of container %q", name)))
	}
	from := s.Node.Get("volumes_from")
	if from == nil {
		return places
	}
	for i, item := range from.Items {
		ref, isContainer := strings.CutPrefix(item.Value.Str(), "container:")
		if name, _, _ := strings.Cut(ref, ":"); isContainer {
			places = append(places, relatedTo(s, s.path("volumes_from", i), fmt.Sprintf("mounts the volumes of container %q", name)))
		}
	}
	return places
}
