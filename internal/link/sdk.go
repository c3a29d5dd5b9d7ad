package link

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// relateNetworks tells applications which networks the Compose projects of the scan define: they may put containers into these.
func (p *Project) relateNetworks() {
	var networks []NetworkFacts
	for _, c := range p.stacks {
		defined := c.doc.Root.Get("networks")
		if defined == nil || c.doc.IsOverridden {
			continue
		}
		for _, e := range defined.Entries {
			networks = append(networks, NetworkFacts{
				Name: e.Key, FullName: e.Value.Get("name").Str(), Internal: c.isInternal(e.Key),
				File: c.doc.File.Path, Path: source.Path{"networks", e.Key},
			})
		}
	}
	if len(networks) == 0 {
		return
	}
	for _, doc := range p.docs {
		if backend, ok := doc.Facts.(kind.Backend); ok && backend.IsBackend() && !doc.IsFragment {
			p.about(doc).Networks = networks
		}
	}
}
