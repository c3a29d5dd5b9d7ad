package link

import (
	"net/netip"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Exposure says from where a listener can be reached.
type Exposure uint8

// The exposures, from the narrowest to the widest; Unknown is no width, it wins over everything that stays on the host.
const (
	// Loopback is reached only from inside its own network namespace.
	Loopback Exposure = iota
	// Peers is reached by containers on the same networks.
	Peers
	// HostLoopback is reached from the host itself.
	HostLoopback
	// Unknown means that nothing in the scan says how it is deployed.
	Unknown
	// OneAddress is reached at one address of the host or of the container, or through a published proxy.
	OneAddress
	// AllInterfaces is reached at every address of the host.
	AllInterfaces
)

var exposureNames = [...]string{"loopback", "peers", "host_loopback", "unknown", "one_address", "all_interfaces"}

// String returns the name.
func (e Exposure) String() string { return exposureNames[e] }

// MarshalText returns the name, which is what policies see.
func (e Exposure) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// BeyondHost reports whether other machines reach it.
func (e Exposure) BeyondHost() bool { return e >= OneAddress }

// AddressOf returns the exposure of a port that is published at a host address. An empty address is every interface; a
// variable without a value is unknown.
func AddressOf(host string) Exposure {
	host = strings.Trim(host, "[]")
	if host == "" || host == "*" {
		return AllInterfaces
	}
	if source.IsUnknown(host) {
		return Unknown
	}
	if host == "localhost" {
		return HostLoopback
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return OneAddress
	}
	switch address = address.Unmap(); {
	case address.IsUnspecified():
		return AllInterfaces
	case address.IsLoopback():
		return HostLoopback
	}
	return OneAddress
}

// isBoundToLoopback reports whether a listener in a container is bound to its own loopback address.
func isBoundToLoopback(host string) bool { return AddressOf(host) == HostLoopback }
