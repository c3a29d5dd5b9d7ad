package envoy

import (
	"strings"

	"github.com/seclint/seclint/internal/source"
)

func (w *walker) addRouteConfig(n *source.Node, p source.Path, s scope) int {
	w.RouteConfigs = append(w.RouteConfigs, RouteConfig{p, n.Get("name").Str(), s.Inside})
	return len(w.RouteConfigs) - 1
}

func (w *walker) addHost(n *source.Node, p source.Path, s scope) int {
	var domains []string
	for _, domain := range items(n.Get("domains")) {
		domains = append(domains, domain.Value.Str())
	}
	w.VirtualHosts = append(w.VirtualHosts, VirtualHost{p, n.Get("name").Str(), domains, s.Inside})
	return len(w.VirtualHosts) - 1
}

// actions are what a route can do, by the key that says so.
var actions = []string{"route", "redirect", "direct_response", "non_forwarding_action", "filter_action"}

func (w *walker) addRoute(n *source.Node, p source.Path, s scope) int {
	action := ""
	for _, key := range actions {
		if n.Get(key) != nil {
			action = key
		}
	}
	w.Routes = append(w.Routes, Route{p, n.Get("name").Str(), action, targets(n.Get("route")), s.Inside})
	return len(w.Routes) - 1
}

// targets lists the names of the clusters that a route action sends requests to.
func targets(action *source.Node) []string {
	var names []string
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
func (w *walker) addOverrides(n *source.Node, p source.Path, s scope) {
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
		w.Overrides = append(w.Overrides, Override{
			Path: p.Child(e.Key), ConfigPath: at, Filter: e.Key, Type: name, Extension: extension(name, e.Key),
			Disabled: disabled || inner.IsTrue(), Inside: s.Inside,
		})
	}
}

// addHeader records one header that Envoy adds to requests on their way upstream.
func (w *walker) addHeader(n *source.Node, p source.Path, s scope) {
	w.HeaderAdditions = append(w.HeaderAdditions, HeaderAddition{p, strings.ToLower(n.At("header", "key").Str()), s.Inside})
}
