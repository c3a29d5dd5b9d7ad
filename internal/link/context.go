package link

// complete tells a Compose document from where each of its services can be reached.
func (c *compose) complete() {
	services := make(map[string]any, len(c.services))
	for _, s := range c.services {
		ports := make([]any, len(s.Ports))
		for i, p := range s.Ports {
			ports[i] = map[string]any{
				"path": []any(p.Path), "first": p.First, "last": p.Last, "published": p.Published, "host_ip": p.HostIP,
				"protocol": p.Protocol, "exposure": p.Exposure.String(), "message": p.String(),
			}
		}
		ways := make([]any, len(s.Ways))
		for i, w := range s.Ways {
			ways[i] = map[string]any{"path": []any(w.Path), "message": w.Message, "exposure": w.Exposure.String()}
		}
		networks := make([]any, len(s.Networks))
		for i, name := range s.Networks {
			networks[i] = name
		}
		services[s.Name] = map[string]any{
			"exposure": s.Exposure.String(), "ports": ports, "ways": ways, "networks": networks, "owner": s.owner.Name,
			"untrusted": s.Untrusted(), "untrusted_peers": names(s.untrustedPeers()), "host_network": s.OnHostNetwork(),
		}
	}
	if c.doc.Context == nil {
		c.doc.Context = map[string]any{}
	}
	c.doc.Context["services"] = services
}
