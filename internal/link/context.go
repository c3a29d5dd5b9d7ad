package link

import "github.com/seclint/seclint/internal/source"

// complete tells a Compose document from where each of its services can be reached, and where its references lead.
func (c *compose) complete(docs map[string]*source.Document) {
	references := []any{}
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
		for _, r := range s.References {
			references = append(references, r.value(docs))
		}
		services[s.Name] = map[string]any{
			"exposure": s.Exposure.String(), "ports": ports, "ways": ways, "networks": networks, "owner": s.owner.Name,
			"untrusted": s.Untrusted(), "untrusted_peers": names(s.untrustedPeers()), "host_network": s.OnHostNetwork(),
		}
	}
	c.doc.Context["services"] = services
	c.doc.Context["references"] = references
}
