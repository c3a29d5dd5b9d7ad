package envoy

import "github.com/seclint/seclint/internal/source"

// ConnectionManager is an HTTP connection manager; its index is what http_filters and routes refer to.
type ConnectionManager struct {
	Path source.Path `json:"path"`
	// RoutesInline is true where the manager has its own route_config.
	RoutesInline bool `json:"routes_inline"`
	// StatPrefix is the prefix of its statistics, by which people know it.
	StatPrefix string `json:"stat_prefix"`
	Inside
}

// HTTPFilter is an HTTP filter of a connection manager, of the upstream filters of a cluster, or of an extension discovery file. A
// filter that another one runs (ExtensionWithMatcher, composite) is an entry like any other.
type HTTPFilter struct {
	Path source.Path `json:"path"`
	// ConfigPath leads to the filter's configuration.
	ConfigPath source.Path `json:"config_path"`
	// Name is the filter's name as written.
	Name string `json:"name"`
	// Type is the full name of the configuration's message in API v3, of a config without a type the filter's name.
	Type string `json:"type"`
	// Extension is the short name of what the filter is, such as ext_authz.
	Extension string `json:"extension"`
	// IsOff is true where the filter is off unless a route turns it on.
	IsOff bool `json:"is_off"`
	// Disabled is true where the filter is off and no route of the file turns it on.
	Disabled bool `json:"disabled"`
	Inside
}

// Override is an entry of typed_per_filter_config: what one virtual host or route sets for an HTTP filter.
type Override struct {
	Path source.Path `json:"path"`
	// ConfigPath leads to the configuration of the filter, behind a FilterConfig around it.
	ConfigPath source.Path `json:"config_path"`
	// Filter is the name of the filter that the entry is for.
	Filter string `json:"filter"`
	// Type is the full name of the configuration's message in API v3.
	Type string `json:"type"`
	// Extension is the short name of the filter, such as ext_authz.
	Extension string `json:"extension"`
	// Disabled is true where the entry turns the filter off.
	Disabled bool `json:"disabled"`
	Inside
}

// RouteConfig is a route configuration, of a connection manager or of a discovery file.
type RouteConfig struct {
	Path source.Path `json:"path"`
	// Name is the name as written, "" without one.
	Name string `json:"name"`
	Inside
}

// VirtualHost is a virtual host of a route configuration.
type VirtualHost struct {
	Path source.Path `json:"path"`
	// Name is the name as written, "" without one.
	Name string `json:"name"`
	// Domains are the host names that it answers to, as written.
	Domains []string `json:"domains"`
	Inside
}

// Route is a route of a virtual host.
type Route struct {
	Path source.Path `json:"path"`
	// Name is the name as written, "" without one.
	Name string `json:"name"`
	// Action is the key that says what the route does: route, redirect, direct_response, non_forwarding_action, filter_action,
	// or "" for none.
	Action string `json:"action"`
	// Clusters are the names of the clusters that requests go to, weighted ones and mirrors included.
	Clusters []string `json:"clusters"`
	Inside
}

// HeaderAddition is a header that Envoy sends: with requests on their way to a cluster, or in calls of its own.
type HeaderAddition struct {
	Path source.Path `json:"path"`
	// HeaderPath leads to the key and value.
	HeaderPath source.Path `json:"header_path"`
	// Header is the name of the header in lower case.
	Header string `json:"header"`
	// Purpose is request, or call where Envoy itself asks: an authorisation service, a collector, a health check.
	Purpose string `json:"purpose"`
	// Target is the name of the cluster that a call goes to, "" where that is not known.
	Target string `json:"target"`
	Inside
}

// HeaderMatcher is a condition on a header: of a route, of RBAC, of a filter.
type HeaderMatcher struct {
	Path source.Path `json:"path"`
	// Name is the name of the header in lower case.
	Name string `json:"name"`
	Inside
}
