package daemon

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/runsc"
	"github.com/seclint/seclint/internal/source"
)

// Facts is what is known of the configuration of a container engine beside its tree. It implements kind.ProfileSetter and
// kind.RuntimeHolder.
type Facts struct {
	runsc.Facts
	// Engine is docker, podman or cri-o.
	Engine string `json:"engine"`
	// FromUnit says that the options are flags and variables of a unit of systemd: those that are absent may be in a daemon.json.
	FromUnit bool `json:"from_unit,omitempty"`
	// FromSocket says that the unit is the socket that systemd opens for the daemon: then its hosts are the addresses there, and the
	// flags of the daemon are elsewhere.
	FromSocket bool `json:"from_socket,omitempty"`
	// TCPHosts are the TCP addresses that hosts makes the Docker daemon serve its API on.
	TCPHosts []Host `json:"tcp_hosts"`
	// DefaultProfiles are the seccomp profiles that containers get which name none: at most one, but for CRI-O, where runtimes and
	// privileged containers have their own.
	DefaultProfiles []ProfileSetting `json:"default_profiles"`
}

// Host is a TCP address of the Docker API.
type Host struct {
	Path source.Path `json:"path"`
	// Host is the address to listen on without brackets: 127.0.0.1 where none is written, as dockerd does.
	Host string `json:"host"`
	// Port is 2375 where none is written, 2376 where tls or tlsverify is; 0 where it is a variable or a placeholder.
	Port int `json:"port"`
}

// ProfileSetting is a place that names the seccomp profile of containers that name none.
type ProfileSetting struct {
	Path source.Path `json:"path"`
	// Profile is a file on the host, or a word such as unconfined.
	Profile string `json:"profile"`
}

// Profiles implements kind.ProfileSetter.
func (f *Facts) Profiles() []kind.ProfileSetting {
	settings := make([]kind.ProfileSetting, len(f.DefaultProfiles))
	for i, s := range f.DefaultProfiles {
		settings[i] = kind.ProfileSetting{Name: s.Profile, Path: s.Path}
	}
	return settings
}

// HostFacts are the facts of a daemon.json. They implement kind.Host.
type HostFacts struct {
	Facts
	root *source.Node
}

// hostBinding is the option of a bridge network for the default address of the ports that are published through it.
const hostBinding = "com.docker.network.bridge.host_binding_ipv4"

// HostSettings implements kind.Host.
func (f *HostFacts) HostSettings() kind.HostSettings {
	return kind.HostSettings{
		Runtimes:       f.root.Get("runtimes"),
		DefaultRuntime: f.root.Get("default-runtime").Str(),
		BridgeAddress:  f.root.Get("ip").Str(),
		NetworkAddress: f.root.At("default-network-opts", "bridge", hostBinding).Str(),
		NetworkOptions: f.root.At("default-network-opts", "bridge"),
		DirectRouting:  f.root.Get("allow-direct-routing").IsTrue(),
		NoFirewall:     isFalse(f.root.Get("iptables")),
	}
}

func isFalse(n *source.Node) bool { return n != nil && n.Scalar == false }
