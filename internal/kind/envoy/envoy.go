// Package envoy recognises Envoy configuration (bootstraps, discovery files, single resources, and Envoy inside
// Kubernetes manifests) and presents each as one tree with snake_case keys, beside views of what policies look for:
// clusters, listeners, filters, routes, TLS contexts. It decides nothing about security.
package envoy

import (
	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// Kind returns the kind of Envoy configuration.
func Kind() kind.Kind {
	return kind.Kind{
		Name: "envoy",
		Hints: []string{
			"static_resources", "staticResources", "dynamic_resources", "dynamicResources", "/envoy.",
			"load_assignment", "loadAssignment", "lb_endpoints", "lbEndpoints", "filter_chains", "filterChains",
			"virtual_hosts", "virtualHosts", "socket_address", "socketAddress", "configPatches", "layered_runtime", "layeredRuntime",
		},
		Named:     named,
		Templates: true,
		Format:    source.YAML,
		Arguments: arguments,
		Detect:    detect,
		Fragment:  fragment,
		Expand:    expand,
		Facts:     (*Facts)(nil),
	}
}

var telling = lazyregexp.New(`^(envoy|envoy[-_.].*|.*[-_.]envoy)$`)

// named accepts names that people give to nothing else. Names of templates tell nothing: they need not parse.
func named(base string) bool {
	stem, format := source.CutFormat(base)
	return (format == source.YAML || format == source.JSON) && telling.MatchString(stem) && !template.MatchString(base)
}

var template = lazyregexp.New(`[-_.](tmpl|tpl|template|j2|jinja2?)\.`)
