package graph

import "github.com/seclint/seclint/internal/mask"

// hide hides the secrets in the texts of the map: what comes from scanned files may contain some.
func (g *Graph) hide(m *mask.Masker) {
	for i := range g.Chains {
		for j := range g.Chains[i].Hops {
			hop := &g.Chains[i].Hops[j]
			hop.Text = m.Message(hop.Text, hop.File)
		}
		hideAll(m, g.Chains[i].Deployments)
		for j := range g.Chains[i].routes {
			r := &g.Chains[i].routes[j]
			r.deployment, r.access.short = m.Message(r.deployment, r.file), m.Message(r.access.short, r.access.File)
		}
	}
	for i := range g.Projects {
		p := &g.Projects[i]
		p.Deployment = m.Message(p.Deployment, p.File)
		for j := range p.Services {
			p.Services[j].hide(m)
		}
	}
	for i := range g.Unlinked {
		g.Unlinked[i].hide(m)
	}
}

func (s *Service) hide(m *mask.Masker) {
	s.Image, s.Runtime = m.Message(s.Image, s.File), m.Message(s.Runtime, s.File)
	for i := range s.Entries {
		e := &s.Entries[i]
		e.Address, e.Port, e.Text = m.Message(e.Address, e.File), m.Message(e.Port, e.File), m.Message(e.Text, e.File)
	}
	for i := range s.Host {
		s.Host[i].Text = m.Message(s.Host[i].Text, s.Host[i].File)
		s.Host[i].short = m.Message(s.Host[i].short, s.Host[i].File)
	}
	for i := range s.Configs {
		s.Configs[i].hide(m)
	}
}

func (c *Config) hide(m *mask.Masker) {
	c.Container = m.Message(c.Container, c.File)
	for i := range c.Listeners {
		l := &c.Listeners[i]
		l.Name, l.Address, l.Because = m.Message(l.Name, c.File), m.Message(l.Address, c.File), m.Message(l.Because, c.File)
	}
}

func hideAll(m *mask.Masker, texts []string) {
	for i := range texts {
		texts[i] = m.Message(texts[i])
	}
}
