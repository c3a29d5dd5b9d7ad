package link

import "github.com/seclint/seclint/internal/source"

// complete tells a Compose document from where each of its services can be reached, what they run in and with, and where its
// references lead.
func (c *compose) complete(docs map[string]*source.Document) {
	references := []any{}
	services := make(map[string]any, len(c.services))
	for _, s := range c.services {
		for _, r := range s.References {
			if r.Doc == nil { // others are shown in their document
				references = append(references, r.value(docs))
			}
		}
		services[s.Name] = s.value()
	}
	c.doc.Context["services"] = services
	c.doc.Context["references"] = references
	if c.daemon != nil {
		c.doc.Context["daemon"] = map[string]any{"file": c.daemon.File.Path, "document": c.daemon.Root.Value()}
	}
}

// value is what policies see of a service.
func (s *Service) value() map[string]any {
	networks := make([]any, len(s.Networks))
	for i, name := range s.Networks {
		networks[i] = name
	}
	configs := make([]any, len(s.Configs))
	for i, config := range s.Configs {
		configs[i] = config.value(s)
	}
	value := map[string]any{
		"exposure": s.Exposure.String(), "ports": portValues(s.Ports), "ways": s.wayValues(), "networks": networks,
		"owner": s.owner.Name, "roles": s.roleValues(), "untrusted": s.Untrusted(), "untrusted_peers": names(s.untrustedPeers()), "gateway": s.gateway,
		"host_network": s.OnHostNetwork(), "sandbox": s.runtime.sandbox, "runsc_flags": s.runscFlags(), "runsc_flags_known": s.runtime.flagsKnown(), "configs": configs,
	}
	if place := s.sandboxPlace(); place != nil {
		value["sandbox_place"] = place
	}
	return value
}

// sandboxPlace is the place that makes the service's runtime a sandbox where its own name does not, nil elsewhere.
func (s *Service) sandboxPlace() map[string]any {
	def := s.runtime
	if def.node == nil || def.sandbox == "" || s.Runtime() != "" && sandboxOf(s.Runtime(), nil) != "" {
		return nil
	}
	return map[string]any{
		"file": def.daemon.File.Path, "path": []any{"runtimes", def.name}, "message": "the runtime is a sandbox",
	}
}

func portValues(ports []Port) []any {
	values := make([]any, len(ports))
	for i, p := range ports {
		values[i] = map[string]any{
			"path": p.Path.Value(), "target": p.First, "last": p.Last, "published": p.Published, "host_ip": p.Address,
			"protocol": p.Protocol, "exposure": p.Exposure.String(), "message": p.String(),
		}
	}
	return values
}

// wayValues are the ways as places for a finding's related, with their exposure.
func (s *Service) wayValues() []any {
	values := make([]any, len(s.Ways))
	for i, w := range s.Ways {
		value := map[string]any{"path": w.Path.Value(), "message": w.Message, "exposure": w.Exposure.String()}
		if w.Route != nil && w.Route.File != "" {
			value["file"], value["path"] = w.Route.File, w.Route.Path.Value()
		}
		values[i] = value
	}
	return values
}
