package envoy

import (
	"reflect"
	"testing"

	"github.com/seclint/seclint/internal/source"
)

// FuzzExpand feeds any YAML to the kind: nothing may crash it, and every path that a view names leads somewhere.
func FuzzExpand(f *testing.F) {
	for _, seed := range []string{
		"static_resources: {listeners: [{address: {socket_address: {address: 0.0.0.0, port_value: 1}}, filter_chains: [{filters: [{name: a}]}]}]}",
		"resources: [{'@type': /envoy.config.cluster.v3.Cluster, transport_socket: {typed_config: {type_url: a, value: {}}}}]",
		"- {name: a, load_assignment: {endpoints: [{lb_endpoints: [{endpoint: 1}]}]}, tls_context: 1}",
		"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    static_resources: {clusters: [&a {name: *a}]}",
		"apiVersion: v1\nkind: EnvoyFilter\nspec: {configPatches: [{applyTo: HTTP_ROUTE, patch: {value: {route: {cors: 1}}}}]}",
		"static_resources: {clusters: {transport_socket: &t {typed_config: {'@type': a.UpstreamTlsContext}}, transport_socket_matches: *t}}",
		"admin: {address: {pipe: {path: 1}}}\nstatic_resources: {secrets: 1, listeners: {typed_per_filter_config: {a: 1}}}",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		file := source.NewFile("f.yaml", []byte(text))
		roots, err := source.ReadYAML(file, source.Limits{MaxDepth: 50, MaxNodes: 10_000})
		if err != nil {
			return
		}
		docs, _ := expand(nil, file, roots)
		for _, doc := range docs {
			lists := reflect.ValueOf(doc.Facts.(*Facts).Envoy)
			for i := range lists.NumField() {
				for j := range lists.Field(i).Len() {
					path := lists.Field(i).Index(j).FieldByName("Path").Interface().(source.Path)
					if doc.Root.At(path...) == nil {
						t.Errorf("the path %v leads nowhere", path)
					}
				}
			}
		}
	})
}
