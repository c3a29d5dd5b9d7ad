package envoy

import (
	"net/netip"
	"strings"

	"golang.org/x/net/publicsuffix"

	"github.com/seclint/seclint/internal/source"
)

// Classes of hosts: how far away an address is, as far as the text tells.
const (
	classLoopback    = "loopback"    // 127.0.0.0/8, ::1, localhost
	classSocket      = "socket"      // a Unix domain socket
	classEnvoy       = "envoy"       // an internal listener of the same process
	classUnspecified = "unspecified" // 0.0.0.0, ::
	classPrivate     = "private"     // RFC 1918, unique local, link local, shared address space
	classService     = "service"     // a name without dots, as container and cluster networks have
	classInternal    = "internal"    // a dotted name under no public suffix, such as db.default.svc or proxy.lan
	classPublic      = "public"      // a public name or address
	classUnknown     = "unknown"     // a template, or no address at all
)

var sharedSpace = netip.MustParsePrefix("100.64.0.0/10")

// classify says how far away a host is. Placeholders of templates are unknown.
func classify(host string) string {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if host == "" || source.IsTemplate(host) {
		return classUnknown
	}
	if ip, err := netip.ParseAddr(strings.Trim(host, "[]")); err == nil {
		return classifyIP(ip.Unmap())
	}
	switch {
	case host == "localhost", strings.HasSuffix(host, ".localhost"), host == "ip6-localhost", host == "ip6-loopback":
		return classLoopback
	case !strings.Contains(host, "."):
		return classService
	case listed(host):
		return classPublic
	}
	return classInternal
}

// listed reports whether a name stands under a suffix of the public suffix list.
func listed(host string) bool {
	suffix, icann := publicsuffix.PublicSuffix(host)
	return icann || strings.Contains(suffix, ".")
}

func classifyIP(ip netip.Addr) string {
	switch {
	case ip.IsLoopback():
		return classLoopback
	case ip.IsUnspecified():
		return classUnspecified
	case ip.IsPrivate(), ip.IsLinkLocalUnicast(), sharedSpace.Contains(ip):
		return classPrivate
	}
	return classPublic
}
