package graph

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/finding"
	"github.com/seclint/seclint/internal/link"
)

// chainFrom is the mildest access that makes a chain: what is milder is in the map, but does not lead to the host.
const chainFrom = finding.Medium

// maxNetworks bounds how many networks a chain leads through: what takes more is hardly a way that anybody goes.
const maxNetworks = 4

// chainsOf finds the shortest chain from an open port to everything that the services of a project have of the host. A
// search from all open ports at once visits each network once, so its cost does not depend on how many pairs there are.
func chainsOf(p *Project, services []*link.Service) []Chain {
	r := reachable(p, services)
	var chains []Chain
	for i := range p.Services {
		if !r.seen[i] {
			continue
		}
		for _, access := range p.Services[i].Host {
			if access.Severity >= chainFrom && !isPart(access, p.Services[i].Host) {
				chains = append(chains, r.chain(p, i, access))
			}
		}
	}
	return chains
}

// isPart reports whether something that a service has is counted by something worse that it has.
func isPart(access Access, all []Access) bool {
	return slices.ContainsFunc(all, func(other Access) bool { return other.Rule == access.PartOf })
}

// search is what can be reached from the open ports of a project.
type search struct {
	seen []bool
	// from is the service through which each service is reached, -1 for one with an open port; via is the network between.
	from []int
	via  []string
	// networks counts those on the way to each service.
	networks []int
	at       func(service int, network string) Place
}

// open reports whether other machines reach an entry, or may reach it.
func open(e Entry) bool { return width(e.Interface) >= width("unknown") }

func reachable(p *Project, services []*link.Service) *search {
	r := &search{seen: make([]bool, len(services)), from: make([]int, len(services)), via: make([]string, len(services)), networks: make([]int, len(services))}
	r.at = func(service int, network string) Place {
		owner := services[service].Owner()
		return placeOf(owner.At(owner.Path("networks", network)))
	}
	members := map[string][]int{}
	var queue []int
	for i := range p.Services {
		s := &p.Services[i]
		for _, name := range s.Networks {
			members[name] = append(members[name], i)
		}
		if len(s.Entries) > 0 && open(s.Entries[0]) {
			r.seen[i], r.from[i] = true, -1
			queue = append(queue, i)
		}
	}
	// The widest open port comes first, so that a chain starts with it.
	slices.SortStableFunc(queue, func(a, b int) int {
		return cmp.Compare(width(p.Services[b].Entries[0].Interface), width(p.Services[a].Entries[0].Interface))
	})
	for len(queue) > 0 {
		i := queue[0]
		queue = queue[1:]
		if r.networks[i] == maxNetworks {
			continue
		}
		for _, name := range p.Services[i].Networks {
			for _, j := range members[name] {
				if !r.seen[j] {
					r.seen[j], r.from[j], r.via[j], r.networks[j] = true, i, name, r.networks[i]+1
					queue = append(queue, j)
				}
			}
			delete(members, name) // all of them are seen
		}
	}
	return r
}

// chain spells out how a service is reached and what it has.
func (r *search) chain(p *Project, i int, access Access) Chain {
	c := Chain{Severity: access.Severity, Rule: access.Rule, Direct: r.from[i] < 0, partOf: access.PartOf}
	if c.Direct {
		c.Severity = access.exposed
	}
	if p.Deployment != "" {
		c.Deployments = []string{p.Deployment}
	}
	way := route{file: p.File, deployment: p.Deployment, access: access}
	hops := []Hop{{Sort: HopHost, Text: fmt.Sprintf("%q %s", p.Services[i].Name, access.Text), Place: access.Place}}
	for {
		s := &p.Services[i]
		way.services = append(way.services, s.Name)
		hops = append(hops, Hop{Sort: HopService, Text: fmt.Sprintf("service %q", s.Name), Place: s.Place})
		if r.from[i] < 0 {
			break
		}
		way.networks = append(way.networks, r.via[i])
		hops = append(hops, Hop{Sort: HopNetwork, Text: fmt.Sprintf("network %q", r.via[i]), Place: r.at(i, r.via[i])})
		i = r.from[i]
	}
	first := &p.Services[i]
	entry := first.Entries[0]
	hops = append(hops, Hop{Sort: HopPort, Text: entry.label(), Place: entry.Place})
	for _, other := range first.Entries[1:] {
		if open(other) {
			c.MoreWays++
		}
	}
	slices.Reverse(hops)
	slices.Reverse(way.services)
	slices.Reverse(way.networks)
	c.routes = []route{way}
	c.Hops, c.exposure = hops, string(entry.Interface)
	return c
}

// interfaces names the exposures of an entry.
var interfaces = map[Exposure]string{
	"all_interfaces": "every interface", "one_address": "one address", "unknown": "an address that is not known here",
	"host_loopback": "host loopback",
}

// where names the interface of an entry.
func (e Entry) where() string {
	if e.Interface == "one_address" && e.Target == "" {
		return "through a proxy"
	}
	if e.Address != "" {
		return fmt.Sprintf("%s (%s)", interfaces[e.Interface], e.Address)
	}
	return interfaces[e.Interface]
}

// what names an entry without its interface.
func (e Entry) what() string {
	if e.Target == "" && e.Port == "" {
		return e.Text
	}
	what := fmt.Sprintf("port %s -> %s", cmp.Or(e.Port, "(ephemeral)"), cmp.Or(e.Target, "?"))
	if e.Via != "" {
		what += fmt.Sprintf(" of service %q", e.Via)
	}
	return what
}

func (e Entry) label() string { return e.where() + ": " + e.what() }

// ordered joins chains that exist in several ways of starting a project, and sorts them: direct ones first, then the worst,
// then the widest.
func ordered(chains []Chain) []Chain {
	index := map[string]int{}
	joined := []Chain{}
	for _, c := range chains {
		key := c.key()
		if i, known := index[key]; known {
			joined[i].Deployments = append(joined[i].Deployments, c.Deployments...)
			joined[i].routes = append(joined[i].routes, c.routes...)
			continue
		}
		index[key] = len(joined)
		joined = append(joined, c)
	}
	slices.SortStableFunc(joined, func(a, b Chain) int {
		return cmp.Or(
			compareBool(a.Direct, b.Direct), cmp.Compare(b.Severity, a.Severity),
			cmp.Compare(width(Exposure(b.exposure)), width(Exposure(a.exposure))), cmp.Compare(len(a.Hops), len(b.Hops)),
			strings.Compare(a.Hops[0].File, b.Hops[0].File),
		)
	})
	return joined
}

// key is the same for the same place.
func (p Place) key() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// key is the same for a chain in several ways of starting a project, even where they write a service in another file.
func (c *Chain) key() string {
	first, last := c.Hops[0], c.Hops[len(c.Hops)-1]
	key := fmt.Sprint(c.Severity, c.Rule, first.key(), last.key())
	for _, hop := range c.Hops {
		key += "\n" + hop.Text
	}
	return key
}

// compareBool orders true in front of false.
func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}
