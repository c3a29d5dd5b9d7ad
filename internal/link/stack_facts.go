package link

import "github.com/seclint/seclint/internal/source"

// concludeStack writes down from where each service of a stack can be reached, what it runs in and with, and where its
// references lead.
func (p *Project) concludeStack(c *stack) {
	facts := p.about(c.doc)
	facts.Services = make(map[string]*ServiceFacts, len(c.services))
	facts.References = []ReferenceFacts{}
	for _, s := range c.services {
		for _, r := range s.References {
			if r.Doc == nil { // others are in the facts of their document
				facts.References = append(facts.References, p.concluded(r))
			}
		}
		facts.Services[s.Name] = s.facts()
		facts.Services[s.Name].FileEnvironment = p.fileEnvironment(s)
	}
	if daemon := c.host.daemon; daemon != nil {
		facts.Daemon = &DaemonFacts{File: daemon.File.Path, Document: daemon.Root}
	}
}

// fileEnvironment returns the variables that a service gets from files.
func (p *Project) fileEnvironment(s *Service) map[string]FileVariable {
	variables := s.project.variables(s.Name)
	if len(variables) == 0 {
		return nil
	}
	all := make(map[string]FileVariable, len(variables))
	for name, v := range variables {
		fact := FileVariable{Value: v.Value, From: v.From}
		if len(p.byFile[v.File]) > 0 {
			fact.File = v.File
		}
		all[name] = fact
	}
	return all
}

func (s *Service) facts() *ServiceFacts {
	f := &ServiceFacts{
		Exposure: s.Exposure, Ports: make([]PortFacts, len(s.Ports)), Ways: make([]WayFacts, len(s.Ways)), Networks: s.Networks,
		Owner: s.owner.Name, Roles: s.Roles(), Untrusted: s.Untrusted(), UntrustedPeers: names(s.untrustedPeers()), Gateway: s.gateway,
		HostNetwork: s.OnHostNetwork(), Sandbox: s.runtime.sandbox, SandboxPlace: s.sandboxPlace(),
		RunscFlags: s.runscFlags(), RunscFlagsKnown: s.runtime.flagsKnown(), Configs: make([]ConfigFacts, len(s.Configs)),
		Outside: s.Outside(),
	}
	for i, port := range s.Ports {
		f.Ports[i] = port.facts()
	}
	for i, way := range s.Ways {
		f.Ways[i] = way.facts()
	}
	for i, config := range s.Configs {
		f.Configs[i] = config.facts(s)
	}
	return f
}

// sandboxPlace is the place that makes the service's runtime a sandbox where its own name does not, nil elsewhere.
func (s *Service) sandboxPlace() *Place {
	def := s.runtime
	if def.node == nil || def.sandbox == "" || s.Runtime() != "" && sandboxOf(s.Runtime(), nil) != "" {
		return nil
	}
	return &Place{File: def.daemon.File.Path, Path: source.Path{"runtimes", def.name}, Message: "the runtime is a sandbox"}
}

func (p Port) facts() PortFacts {
	return PortFacts{
		Path: p.Path, Target: p.First, Last: p.Last, Published: p.Published, HostIP: p.Address, Protocol: p.Protocol,
		Exposure: p.Exposure, Direct: p.Direct != "", Message: p.String(),
	}
}

func (w Way) facts() WayFacts {
	f := WayFacts{File: w.File, Path: w.Path, Message: w.Message, Exposure: w.Exposure}
	if w.Route != nil && w.Route.File != "" {
		f.File, f.Path = w.Route.File, w.Route.Path
	}
	return f
}

func (c Config) facts(s *Service) ConfigFacts {
	f := ConfigFacts{File: c.Doc.File.Path, Kind: c.Doc.Kind, Path: c.Path, Listeners: make([]ConfigListener, len(c.Doc.Listeners))}
	for i, l := range c.Doc.Listeners {
		exposure, because := s.Reach(l)
		f.Listeners[i] = ConfigListener{l.Path, l.Name, l.Host, l.Port, l.Protocol, exposure, because, l.Access}
	}
	return f
}
