package config

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// Role is what a Compose service is for, as far as rules ask.
type Role string

// The roles that a config can give to services.
const (
	// RoleUntrusted runs code that nobody vouches for.
	RoleUntrusted Role = "untrusted"
	// RoleTrusted runs no such code, whatever its runtime and name suggest.
	RoleTrusted Role = "trusted"
	// RoleGateway passes on by design what goes in and out of isolated networks.
	RoleGateway Role = "gateway"
	// RoleDatastore keeps data for others.
	RoleDatastore Role = "datastore"
	// RoleAdminUI administers or shows the inside of something.
	RoleAdminUI Role = "admin-ui"
	// RoleProxy takes requests for other services.
	RoleProxy Role = "proxy"
	// RoleTunnel carries traffic past the network that it is in.
	RoleTunnel Role = "tunnel"
)

// Roles are the roles that a config gives to services.
type Roles []RolePattern

// RolePattern gives a role to the services that it covers.
type RolePattern struct {
	Role Role
	// At is where the pattern is in the config.
	At source.Span

	service Glob
	// paths are nil where the pattern applies in every file.
	paths []Glob
}

// Of returns the roles of a service by its name and the files of its project, slash-separated and relative to the scanned root:
// sorted, each once.
func (r Roles) Of(service string, files []string) []Role {
	var roles []Role
	for _, p := range r {
		if p.Covers(service, files) {
			roles = append(roles, p.Role)
		}
	}
	slices.Sort(roles)
	return slices.Compact(roles)
}

// Covers reports whether the pattern gives its role to a service, by the same arguments as Of.
func (p RolePattern) Covers(service string, files []string) bool {
	return p.Names(service) && (p.paths == nil || slices.ContainsFunc(files, func(file string) bool {
		return MatchAny(p.paths, file)
	}))
}

// Names reports whether the pattern fits the name of a service, in whatever file it is.
func (p RolePattern) Names(service string) bool { return p.service.Match(service) }

// String returns the pattern for names as it is written.
func (p RolePattern) String() string { return p.service.String() }

// Suggest returns the one of the names that the pattern was probably meant for, or "" when none is near.
func (p RolePattern) Suggest(names []string) string { return nearest(p.String(), names) }

// rolesShape is a mapping from roles to the services that have them.
func rolesShape() object[Roles] {
	role := func(role Role, doc string) field[Roles] {
		return member(string(role), doc, list[RolePattern]{item: servicesShape{}}, func(r *Roles, patterns []RolePattern) {
			for _, p := range patterns {
				p.Role = role
				*r = append(*r, p)
			}
		})
	}
	return object[Roles]{fields: []field[Roles]{
		role(RoleUntrusted, "Services that run code nobody vouches for. Those with a sandbox runtime, or named agent, runner or sandbox, "+
			"count without being listed."),
		role(RoleTrusted, "Services that run no such code, although their runtime or name suggests it."),
		role(RoleGateway, "Services that are on an isolated and a routable network by design. Those that services without a way out of "+
			"their own use for dns or as a proxy, or wait for, count without being listed."),
		role(RoleDatastore, "Data stores whose image does not tell."),
		role(RoleAdminUI, "Interfaces for administration whose image does not tell: every TCP port that they publish is one."),
		role(RoleProxy, "Reverse proxies whose image does not tell."),
		role(RoleTunnel, "Tunnels whose image does not tell."),
	}}
}

// servicesShape is a glob for names of services, alone or with globs for the files that they are in.
type servicesShape struct{}

func (s servicesShape) decode(d *decoder, n *source.Node) (RolePattern, bool) {
	if n.Kind == source.Mapping {
		p, ok := s.object().decode(d, n)
		p.At = n.Span
		return p, ok
	}
	service, ok := serviceShape{}.decode(d, n)
	return RolePattern{At: n.Span, service: service}, ok
}

func (s servicesShape) schema() schema {
	return schema{"anyOf": []any{serviceShape{}.schema(), s.object().schema()}}
}

func (servicesShape) object() object[RolePattern] {
	return object[RolePattern]{
		required: []string{"service"},
		fields: []field[RolePattern]{
			member("service", "The names of the services, as a glob.", serviceShape{}, func(p *RolePattern, v Glob) { p.service = v }),
			member("paths", "The Compose files of the projects that are meant, as globs from the scanned root. Without it all are.",
				list[Glob]{item: globShape{}, nonEmpty: true}, func(p *RolePattern, v []Glob) { p.paths = v }),
		},
	}
}

// serviceShape is a glob for names of services, which have no slash.
type serviceShape struct{}

func (serviceShape) decode(d *decoder, n *source.Node) (Glob, bool) {
	if n.Kind != source.String {
		d.wrongType(n, "the name of a service or a glob for names")
		return Glob{}, false
	}
	if strings.Contains(n.Str(), "/") {
		d.fail(n.Span, "", "want the name of a service or a glob for names, got %q: files go under paths, as in {service: NAME, paths: [GLOB]}", n.Str())
		return Glob{}, false
	}
	return globShape{}.decode(d, n)
}

func (serviceShape) schema() schema {
	return schema{"type": "string", "minLength": 1, "maxLength": maxGlobLength, "pattern": "^[^/]*$"}
}
