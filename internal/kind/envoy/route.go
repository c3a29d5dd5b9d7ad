package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

func (v *views) addRouteConfig(n *source.Node, p source.Path, s scope) int {
	v.routeConfig = append(v.routeConfig, s.inside(object{"path": p.Value(), "name": n.Get("name").Str()}))
	return len(v.routeConfig) - 1
}

func (v *views) addHost(n *source.Node, p source.Path, s scope) int {
	domains := []any{}
	for _, domain := range items(n.Get("domains")) {
		domains = append(domains, domain.Value.Str())
	}
	v.hosts = append(v.hosts, s.inside(object{"path": p.Value(), "name": n.Get("name").Str(), "domains": domains}))
	return len(v.hosts) - 1
}

// actions are what a route can do, by the key that says so.
var actions = []string{"route", "redirect", "direct_response", "non_forwarding_action", "filter_action"}

func (v *views) addRoute(n *source.Node, p source.Path, s scope) int {
	action := ""
	for _, key := range actions {
		if n.Get(key) != nil {
			action = key
		}
	}
	v.routes = append(v.routes, s.inside(object{
		"path": p.Value(), "name": n.Get("name").Str(), "action": action, "clusters": targets(n.Get("route")),
	}))
	return len(v.routes) - 1
}

// targets lists the names of the clusters that a route action sends requests to.
func targets(action *source.Node) []any {
	names := []any{}
	add := func(n *source.Node) {
		if name := n.Str(); name != "" {
			names = append(names, name)
		}
	}
	add(action.Get("cluster"))
	for _, weighted := range items(action.At("weighted_clusters", "clusters")) {
		add(weighted.Value.Get("name"))
	}
	for _, mirror := range items(action.Get("request_mirror_policies")) {
		add(mirror.Value.Get("cluster"))
	}
	return names
}

// addOverrides records the entries of a typed_per_filter_config, by filter name.
func (v *views) addOverrides(n *source.Node, p source.Path, s scope) {
	for _, e := range n.Entries {
		at, config, name := p.Child(e.Key), e.Value, typeName(e.Value)
		disabled := config.Get("disabled").IsTrue()
		if short(name) == "FilterConfig" && strings.Contains(name, "route") {
			config, at = config.Get("config"), at.Child("config")
			name = typeName(config)
		}
		if config.Get("type_url") != nil && config.Get("value") != nil {
			config, at = config.Get("value"), at.Child("value")
		}
		inner := config.Get("disabled")
		v.overrides = append(v.overrides, s.inside(object{
			"path": p.Child(e.Key).Value(), "config_path": at.Value(), "filter": e.Key, "type": name,
			"extension": extension(name, e.Key), "disabled": disabled || inner.IsTrue(),
		}))
	}
}

// addHeader records one header that Envoy adds to requests on their way upstream.
func (v *views) addHeader(n *source.Node, p source.Path, s scope) {
	v.additions = append(v.additions, s.inside(object{
		"path": p.Value(), "header": strings.ToLower(n.At("header", "key").Str()),
	}))
}
