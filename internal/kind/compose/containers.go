package compose

import (
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/source"
)

// resolveContainers returns the model with references to the containers of its own services as references to these services:
// network_mode: container:NAME and volumes_from: [container:NAME] mean the service with that container_name. What is left of such
// references leads out of the project.
func (p *project) resolveContainers(model *source.Node) *source.Node {
	services := model.Get("services")
	if services == nil {
		return model
	}
	named := map[string]string{}
	for _, e := range services.Entries {
		if name := e.Value.Get("container_name").Str(); name != "" {
			named[name] = e.Key
		}
	}
	if len(named) == 0 {
		return model
	}
	resolved := each(services, func(service *source.Node) *source.Node {
		service = p.resolveContainer(service, "network_mode", "service:", named)
		return p.resolveContainer(service, "volumes_from", "", named)
	})
	if resolved == services {
		return model
	}
	return withEntry(model, source.Entry{Key: "services", KeySpan: entryKeySpan(model, "services"), Value: resolved})
}

// resolveContainer resolves the references in one value of a service; prefix is what a service's name has in front there.
func (p *project) resolveContainer(service *source.Node, key, prefix string, named map[string]string) *source.Node {
	value := service.Get(key)
	if value == nil {
		return service
	}
	text := func(n *source.Node) *source.Node {
		ref, isContainer := strings.CutPrefix(n.Str(), "container:")
		name, mode, hasMode := strings.Cut(ref, ":")
		if !isContainer || named[name] == "" {
			return n
		}
		ref = prefix + named[name]
		if hasMode {
			ref += ":" + mode
		}
		return p.derived(newText(n, ref), n)
	}
	resolved := text(value)
	if value.Kind == source.Sequence && slices.ContainsFunc(value.Items, func(i source.Item) bool { return text(i.Value) != i.Value }) {
		resolved = each(value, text)
	}
	if resolved == value {
		return service
	}
	return withEntry(service, source.Entry{Key: key, KeySpan: entryKeySpan(service, key), Value: resolved})
}
