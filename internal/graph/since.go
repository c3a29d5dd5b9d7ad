package graph

import (
	"fmt"
	"slices"
	"strings"
)

// Comparison is what a map was compared with.
type Comparison struct {
	// The revision before the change.
	Revision string `json:"revision"`
	// How many chains there were before and are now, which the map leaves out.
	Kept int `json:"kept"`
	// How many chains there were before and are not any more.
	Closed int `json:"closed"`
}

// Since returns the map with what it has and an earlier one does not marked as new, and with the chains alone that are new or worse.
func (g *Graph) Since(before *Graph, revision string) *Graph {
	known := stateOf(before)
	since := *g
	since.Chains, since.Compared = []Chain{}, &Comparison{Revision: revision}
	still := map[string]bool{}
	for _, c := range g.Chains {
		isNew := false
		for _, key := range c.keys() {
			still[key] = true
			isNew = isNew || !known.chains[key]
		}
		if isNew {
			since.Chains = append(since.Chains, c)
		} else {
			since.Compared.Kept++
		}
	}
	for _, c := range before.Chains {
		if !slices.ContainsFunc(c.keys(), func(key string) bool { return still[key] }) {
			since.Compared.Closed++
		}
	}
	since.Projects = slices.Clone(g.Projects)
	for i := range since.Projects {
		p := &since.Projects[i]
		p.Services = slices.Clone(p.Services)
		for j := range p.Services {
			known.mark(p.File, &p.Services[j])
		}
	}
	return &since
}

// state is what a map has, by keys that do not depend on lines or on the ways of starting a project.
type state struct{ chains, services, entries, accesses, memberships map[string]bool }

func stateOf(g *Graph) *state {
	s := &state{map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}, map[string]bool{}}
	for _, c := range g.Chains {
		for _, key := range c.keys() {
			s.chains[key] = true
		}
	}
	for i := range g.Projects {
		file := g.Projects[i].File
		for j := range g.Projects[i].Services {
			service := &g.Projects[i].Services[j]
			s.services[keyOf(file, service.Name)] = true
			for _, e := range service.Entries {
				s.entries[keyOf(file, service.Name, e.key())] = true
			}
			for _, a := range service.Host {
				s.accesses[keyOf(file, service.Name, a.key())] = true
			}
			for _, name := range service.Networks {
				s.memberships[keyOf(file, service.Name, name)] = true
			}
		}
	}
	return s
}

// mark marks what of a service is new.
func (s *state) mark(file string, service *Service) {
	service.New = !s.services[keyOf(file, service.Name)]
	service.Entries, service.Host = slices.Clone(service.Entries), slices.Clone(service.Host)
	for i := range service.Entries {
		e := &service.Entries[i]
		e.New = !s.entries[keyOf(file, service.Name, e.key())]
	}
	for i := range service.Host {
		a := &service.Host[i]
		a.New = !s.accesses[keyOf(file, service.Name, a.key())]
	}
	for _, name := range service.Networks {
		if !s.memberships[keyOf(file, service.Name, name)] {
			service.NewNetworks = append(service.NewNetworks, name)
		}
	}
}

// keys identify a chain, one for each project file that it is in.
func (c *Chain) keys() []string {
	var keys []string
	for _, r := range c.routes {
		keys = append(keys, keyOf(r.file, c.Rule, c.Severity.String(), strings.Join(r.services, "\x00"), strings.Join(r.networks, "\x00"), r.access.key()))
	}
	return keys
}

func (e *Entry) key() string {
	if e.Port+e.Target == "" {
		return keyOf(string(e.Interface), e.Proxy, e.Text)
	}
	return keyOf(string(e.Interface), e.Address, e.Port, e.Target, e.Via, e.Proxy)
}

func (a *Access) key() string { return keyOf(a.Rule, a.Severity.String(), a.Text) }

func keyOf(parts ...string) string { return fmt.Sprintf("%q", parts) }

// hasNewEntry reports whether something new lets other machines in.
func (s *Service) hasNewEntry() bool {
	return slices.ContainsFunc(s.Entries, func(e Entry) bool { return e.New && open(e) })
}

// isNewOn reports whether a service is on a network since the change.
func (s *Service) isNewOn(network string) bool {
	return s != nil && slices.Contains(s.NewNetworks, network)
}

// rest says how many chains are no part of the map, in brackets; "" where nothing was compared.
func (c *Comparison) rest() string {
	if c == nil {
		return ""
	}
	return fmt.Sprintf(" since %s (%d as before, %d closed)", c.Revision, c.Kept, c.Closed)
}
