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
		config, at, name := w.content(e.Value, p.Child(e.Key))
		disabled := false
		for name == msgFilterConfig {
			disabled = disabled || config.Get("disabled").IsTrue()
			config, at, name = w.content(config.Get("config"), at.Child("config"))
		}
		w.Overrides = append(w.Overrides, Override{
			Path: p.Child(e.Key), ConfigPath: at, Filter: e.Key, Type: name, Extension: extension(name, e.Key),
			Disabled: disabled || config.Get("disabled").IsTrue(), Inside: s.Inside,
		})
	}
}

// addHeader records one header that Envoy sends.
func (w *walker) addHeader(n *source.Node, p source.Path, m *message, s scope) {
	if s.purpose == "" {
		return
	}
	header, at := n, p
	if m.name == msgHeaderOption {
		header, at = n.Get("header"), p.Child("header")
	}
	addition := HeaderAddition{
		Path: p, HeaderPath: at, Header: strings.ToLower(header.Get("key").Str()), Purpose: s.purpose, Inside: s.Inside,
	}
	if s.purpose == purposeCall {
		addition.Target = s.target
	}
	w.HeaderAdditions = append(w.HeaderAdditions, addition)
}
