package daemon

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of a daemon.json beside its tree. It implements kind.Host and kind.RuntimeHolder.
type Facts struct {
	runsc.Facts
	// TCPHosts are the TCP addresses that hosts makes the daemon serve the Docker API on.
	TCPHosts []Host `json:"tcp_hosts"`

	root *source.Node
}

// Host is a TCP address of the Docker API.
type Host struct {
	Path source.Path `json:"path"`
	// Host is the address to listen on without brackets: 127.0.0.1 where none is written, as dockerd does.
	Host string `json:"host"`
	// Port is 2375 where none is written, 2376 where tls or tlsverify is.
	Port int `json:"port"`
}

// hostBinding is the option of a bridge network for the default address of the ports that are published through it.
const hostBinding = "com.docker.network.bridge.host_binding_ipv4"

// HostSettings implements kind.Host.
func (f *Facts) HostSettings() kind.HostSettings {
	return kind.HostSettings{
		Runtimes:       f.root.Get("runtimes"),
		DefaultRuntime: f.root.Get("default-runtime").Str(),
		BridgeAddress:  f.root.Get("ip").Str(),
		NetworkAddress: f.root.At("default-network-opts", "bridge", hostBinding).Str(),
		NetworkOptions: f.root.At("default-network-opts", "bridge"),
		DirectRouting:  f.root.Get("allow-direct-routing").IsTrue(),
		NoFirewall:     isFalse(f.root.Get("iptables")),
		Profile:        f.root.Get("seccomp-profile").Str(),
		ProfilePath:    source.Path{"seccomp-profile"},
	}
}

func isFalse(n *source.Node) bool { return n != nil && n.Scalar == false }
