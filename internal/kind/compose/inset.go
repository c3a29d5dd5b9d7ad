package compose

import (
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// insets lists the configs whose content is in the project, with the services that get them.
func insets(model *source.Node) []kind.Inset {
	configs := model.Get("configs")
	if configs == nil {
		return nil
	}
	var all []kind.Inset
	grants := grantsOf(model)
	for _, e := range configs.Entries {
		text := e.Value.Get("content")
		if text.Str() == "" {
			continue
		}
		inset := kind.Inset{Path: source.Path{"configs", e.Key, "content"}, Text: text, Name: e.Key}
		for _, g := range grants[e.Key] {
			inset.Name = path.Base(g.Container)
			inset.Uses = append(inset.Uses, g)
		}
		all = append(all, inset)
	}
	return all
}

// grantsOf lists the services that get a config, by its name.
func grantsOf(model *source.Node) map[string][]source.InsetUse {
	all := map[string][]source.InsetUse{}
	services := model.Get("services")
	if services == nil {
		return all
	}
	for _, e := range services.Entries {
		grants := e.Value.Get("configs")
		if grants == nil {
			continue
		}
		for i, item := range grants.Items {
			config := item.Value.Get("source").Str()
			all[config] = append(all[config], source.InsetUse{Service: e.Key, Path: source.Path{"services", e.Key, "configs", i}, Container: targetOf(item.Value)})
		}
	}
	return all
}

// targetOf returns where the container has a config.
func targetOf(grant *source.Node) string {
	target := grant.Get("target").Str()
	if target == "" {
		target = grant.Get("source").Str()
	}
	if !path.IsAbs(target) {
		target = "/" + target
	}
	return path.Clean(target)
}

// Commands implements kind.Holder.
func (f *Facts) Commands(options []string) []kind.Command {
	services := f.model.Get("services")
	if services == nil {
		return nil
	}
	var all []kind.Command
	for _, e := range services.Entries {
		if options != nil && !startsWith(e.Value, options) {
			continue
		}
		var words []kind.Word
		for _, key := range []string{"entrypoint", "command"} {
			if list := e.Value.Get(key); list != nil {
				for i, item := range list.Items {
					words = append(words, kind.Word{Path: source.Path{"services", e.Key, key, i}, Node: item.Value})
				}
			}
		}
		all = append(all, kind.Command{
			Service: e.Key, Words: words, Labels: e.Value.Get("labels"),
			File: func(container string) string { return f.mounted(e.Value, container) },
			Text: func(container string) *source.Node { return contentAt(f.model, e.Value, container) },
		})
	}
	return all
}

// startsWith reports whether a service is started with one of some options.
func startsWith(service *source.Node, options []string) bool {
	return slices.ContainsFunc([]string{"entrypoint", "command"}, func(key string) bool {
		list := service.Get(key)
		return list != nil && slices.ContainsFunc(list.Items, func(item source.Item) bool {
			option, _, _ := strings.Cut(item.Value.Str(), "=")
			return slices.Contains(options, option)
		})
	})
}

// mounted returns where a file of a service's container is in the scanned root, "" where no mount says it.
func (f *Facts) mounted(service *source.Node, container string) string {
	container = path.Clean(container)
	best, found := "", ""
	try := func(target, host string) {
		target = path.Clean(target)
		rest, inside := strings.CutPrefix(container, strings.TrimSuffix(target, "/")+"/")
		if target == container {
			rest, inside = "", true
		}
		if file, ok := rootPath(f.base, host); inside && ok && len(target) > len(best) {
			best, found = target, path.Join(file, rest)
		}
	}
	if volumes := service.Get("volumes"); volumes != nil {
		for _, item := range volumes.Items {
			if item.Value.Get("type").Str() == "bind" {
				try(item.Value.Get("target").Str(), item.Value.Get("source").Str())
			}
		}
	}
	if grants := service.Get("configs"); grants != nil {
		for _, item := range grants.Items {
			if file := f.model.At("configs", item.Value.Get("source").Str(), "file").Str(); file != "" {
				try(targetOf(item.Value), file)
			}
		}
	}
	return found
}

// contentAt returns the config with content that a service has at a path of its container, nil for none.
func contentAt(model, service *source.Node, container string) *source.Node {
	grants := service.Get("configs")
	if grants == nil {
		return nil
	}
	i := slices.IndexFunc(grants.Items, func(item source.Item) bool { return targetOf(item.Value) == path.Clean(container) })
	if i < 0 {
		return nil
	}
	return model.At("configs", grants.Items[i].Value.Get("source").Str(), "content")
}
