package mediamtx

import (
	"net/netip"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// served are the actions that a server lets clients do; those of a server that is not listed are publish and read.
var served = map[string][]string{"api": {"api"}, "metrics": {"metrics"}, "pprof": {"pprof"}, "playback": {"playback"}}

// firstUsers is the release since which the servers that administer ask for a login.
var firstUsers = parseVersion("v1.6.0")

// access says who gets in at a server without a password, by what the file writes and by the defaults.
func (t top) access(s server, users []User) source.Access {
	actions := served[s.Name]
	if actions == nil {
		actions = []string{"publish", "read"}
	}
	method, _, ok := t.value("authMethod")
	until := t.releases.until
	switch {
	case until != 0 && until <= firstUsers && !s.Stream:
		return source.AccessOpen
	case !ok || method == "internal":
		return widest(users, actions)
	case method == "http":
		return t.excluded("authHTTPExclude", actions)
	case method == "jwt":
		return t.excluded("authJWTExclude", actions)
	}
	return source.AccessUnknown // a placeholder
}

// excluded is access for an external server, which is not asked about some actions.
func (t top) excluded(name string, actions []string) source.Access {
	value, _, _ := t.value(name)
	exceptions, _ := value.([]string)
	if slices.ContainsFunc(actions, func(action string) bool { return slices.Contains(exceptions, action) }) {
		return source.AccessOpen
	}
	return source.AccessLogin
}

// widest is access for a list of users: one that lets anybody in is enough.
func widest(users []User, actions []string) source.Access {
	best := source.AccessLogin
	for _, u := range users {
		if !slices.ContainsFunc(u.Permissions, func(p Permission) bool { return slices.Contains(actions, p.Action) }) {
			continue
		}
		switch {
		case u.User == nil && best == source.AccessLogin:
			best = source.AccessUnknown
		case u.User != nil && *u.User == anybody && admits(u.IPs, isPublic):
			return source.AccessOpen
		case u.User != nil && *u.User == anybody && admits(u.IPs, isBeyondLoopback):
			best = source.AccessLimited
		}
	}
	return best
}

// admits reports whether a list of addresses and networks, which is empty for all, has one of a sort.
func admits(ips []string, sort func(netip.Prefix) bool) bool {
	if len(ips) == 0 {
		return true
	}
	return slices.ContainsFunc(ips, func(text string) bool {
		network, err := netip.ParsePrefix(text)
		if err != nil {
			address, err := netip.ParseAddr(text)
			if err != nil {
				return true // a placeholder
			}
			network = netip.PrefixFrom(address, address.BitLen())
		}
		return sort(network.Masked())
	})
}

// isPublic reports whether a network has so many addresses that it is no list of clients any more.
func isPublic(n netip.Prefix) bool { return n.Bits() < 8 }

func isBeyondLoopback(n netip.Prefix) bool { return !n.Addr().IsLoopback() }
