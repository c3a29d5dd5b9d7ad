package link

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/image"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// The ways in which a service is known to be a gateway; "" is none.
const (
	// gatewayDeclared means that the config says so.
	gatewayDeclared = "declared"
	// gatewayNamed means that a service without a way out of its own has it for dns or as its proxy.
	gatewayNamed = "named"
	// gatewayAwaited means that such a service waits for it and it has a way out. That may be for another reason.
	gatewayAwaited = "awaited"
)

var untrustedName = lazyregexp.New(`^((agent|runner|worker-untrusted)([-_]?\d+)?|(.*[-_])?(sandbox|untrusted)([-_].*)?)$`)

// Untrusted reports whether the service runs code that nobody vouches for: it is declared to, or asks for a sandbox, or is named
// for it and not declared trusted. What reports on the host is often called an agent too, and is none.
func (s *Service) Untrusted() bool {
	if s.Declares(config.RoleUntrusted) || s.Declares(config.RoleTrusted) {
		return s.Declares(config.RoleUntrusted)
	}
	return s.Sandboxed() || untrustedName.MatchString(s.Name) && !s.image().Is(image.Agent)
}

// Roles returns what the service is for, sorted: what the config declares, and whether it is untrusted or a gateway. What an image
// tells is not among it.
func (s *Service) Roles() []config.Role {
	roles := slices.Clone(s.declared)
	if s.Untrusted() {
		roles = append(roles, config.RoleUntrusted)
	}
	if s.gateway != "" {
		roles = append(roles, config.RoleGateway)
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// Declares reports whether the config gives the service a role.
func (s *Service) Declares(role config.Role) bool { return slices.Contains(s.declared, role) }

// sourcesOf returns the files that a document was made of, its own first.
func sourcesOf(doc *source.Document) []string {
	all := []string{doc.File.Path}
	for _, file := range doc.Files {
		if file != doc.File {
			all = append(all, file.Path)
		}
	}
	return all
}

// findGateways finds the services that pass on what goes in and out of internal networks.
func (c *stack) findGateways() {
	for _, s := range c.services {
		if s.Declares(config.RoleGateway) {
			s.gateway = gatewayDeclared
		}
		if !s.internalOnly() {
			continue
		}
		for _, host := range s.helpers() {
			if target := c.named(s, host); target != nil && target != s && target.gateway != gatewayDeclared {
				target.gateway = gatewayNamed
			}
		}
		if awaited := s.Node.Get("depends_on"); awaited != nil {
			for _, e := range awaited.Entries {
				if target := c.byName[e.Key]; target != nil && target.gateway == "" && target.leadsOut() && sharesNetwork(s, target.owner) {
					target.gateway = gatewayAwaited
				}
			}
		}
	}
}

// internalOnly reports whether the service is on internal networks and on no other.
func (s *Service) internalOnly() bool { return len(s.Networks) > 0 && !s.leadsOut() }

// leadsOut reports whether the service is on a network that is not internal.
func (s *Service) leadsOut() bool {
	return slices.ContainsFunc(s.owner.Networks, func(name string) bool { return !s.project.isInternal(name) })
}

// helpers are the hosts that the service asks for names or sends its requests through.
func (s *Service) helpers() []string {
	var hosts []string
	if dns := s.Node.Get("dns"); dns != nil {
		for _, item := range dns.Items {
			hosts = append(hosts, item.Value.Str())
		}
		if dns.Str() != "" {
			hosts = append(hosts, dns.Str())
		}
	}
	if environment := s.Node.Get("environment"); environment != nil {
		for _, e := range environment.Entries {
			switch strings.ToLower(e.Key) {
			case "http_proxy", "https_proxy", "all_proxy":
				hosts = append(hosts, hostOf(e.Value.Str()))
			}
		}
	}
	return hosts
}

// hostOf returns the host of an address such as http://user:password@host:3128/, whatever else is wrong with it.
func hostOf(address string) string {
	if _, rest, found := strings.Cut(address, "://"); found {
		address = rest
	}
	address, _, _ = strings.Cut(address, "/")
	address = address[strings.LastIndex(address, "@")+1:]
	if rest, found := strings.CutPrefix(address, "["); found {
		host, _, _ := strings.Cut(rest, "]")
		return host
	}
	host, _, _ := strings.Cut(address, ":")
	return host
}

// IsCovered reports whether a pattern of the config gives its role to the service.
func (s *Service) IsCovered(pattern config.RolePattern) bool {
	return pattern.Covers(s.Name, s.project.sources)
}
