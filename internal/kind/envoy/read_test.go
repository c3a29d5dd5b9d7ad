package envoy

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/source"
)

// bootstrapOf reads a text as a bootstrap.
func bootstrapOf(t *testing.T, text string) (*source.Node, *reader) {
	t.Helper()
	_, roots := parse(t, text)
	r := newReader()
	return r.as(roots[0], msgBootstrap, nil), r
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"both spellings":      {"staticResources: {clusters: [{altStatName: a}]}", `map[static_resources:map[clusters:[map[alt_stat_name:a]]]]`},
		"one for a list":      {"static_resources: {clusters: {name: a}}", `map[static_resources:map[clusters:[map[name:a]]]]`},
		"list in a list":      {"static_resources: {clusters: [[{name: a}], {name: b}]}", `map[static_resources:map[clusters:[map[name:a] map[name:b]]]]`},
		"spelled twice":       {"static_resources: {clusters: [{name: a, alt_stat_name: b, altStatName: c}]}", `map[static_resources:map[clusters:[map[alt_stat_name:c name:a]]]]`},
		"messages are merged": {"admin: {profile_path: a}\nadmin_: 1\nstatic_resources: {clusters: [{upstream_connection_options: {tcp_keepalive: {keepalive_time: 1}}, upstreamConnectionOptions: {tcpKeepalive: {keepaliveTime: 2, keepaliveProbes: 3}}}]}", `map[admin:map[profile_path:a] admin_:1 static_resources:map[clusters:[map[upstream_connection_options:map[tcp_keepalive:map[keepalive_probes:3 keepalive_time:2]]]]]]`},
		"lists are added up":  {"admin: {profilePath: a}\nstats_sinks: [{name: a}]\nstatsSinks: {name: b}", `map[admin:map[profile_path:a] stats_sinks:[map[name:a] map[name:b]]]`},
		"null":                {"static_resources:\nadmin: {address: null, profile_path: ~}", `map[admin:map[]]`},
		"null in a list":      {"static_resources: {clusters: [null, {hosts: }]}", `map[static_resources:map[clusters:[map[] map[]]]]`},
		"ignored":             {"!ignore x: {a: 1}\nadmin: {!ignore access_log_path: a}", `map[admin:map[]]`},
		"enum in lower case":  {"static_resources: {clusters: [{type: strict_dns, dns_lookup_family: V4_only}]}", `map[static_resources:map[clusters:[map[dns_lookup_family:V4_ONLY type:STRICT_DNS]]]]`},
		"enum by number":      {"static_resources: {clusters: [{type: 1}, {type: '4'}, {type: 99}]}", `map[static_resources:map[clusters:[map[type:STRICT_DNS] map[type:ORIGINAL_DST] map[type:99]]]]`},
		"numbers":             {"static_resources: {clusters: [{max_requests_per_connection: '7', upstream_connection_options: {tcp_keepalive: {keepalive_time: {value: '8'}}}}]}", `map[static_resources:map[clusters:[map[max_requests_per_connection:7 upstream_connection_options:map[tcp_keepalive:map[keepalive_time:8]]]]]]`},
		"booleans":            {"static_resources: {clusters: [{respect_dns_ttl: yes, use_tcp_for_dns_lookups: 'T'}, {respect_dns_ttl: off}, {respect_dns_ttl: '0'}]}", `map[static_resources:map[clusters:[map[respect_dns_ttl:true use_tcp_for_dns_lookups:true] map[respect_dns_ttl:false] map[respect_dns_ttl:false]]]]`},
		"quoted word":         {"static_resources: {clusters: [{name: 'yes', respect_dns_ttl: 'on'}]}", `map[static_resources:map[clusters:[map[name:yes respect_dns_ttl:on]]]]`},
		"durations":           {"static_resources: {clusters: [{connect_timeout: {seconds: 5, nanos: 500000000}}, {connect_timeout: 0.25s}]}", `map[static_resources:map[clusters:[map[connect_timeout:5.5s] map[connect_timeout:0.25s]]]]`},
		"long number":         {"static_resources: {clusters: [{name: 12345678901}]}", `map[static_resources:map[clusters:[map[name:12345678901]]]]`},
		"keys of a map":       {"static_resources: {clusters: [{typed_extension_protocol_options: {camelCase: {}}}]}", `map[static_resources:map[clusters:[map[typed_extension_protocol_options:map[camelCase:map[]]]]]]`},
		"free form":           {"node: {metadata: {someKey: {otherKey: yes}}}", `map[node:map[metadata:map[someKey:map[otherKey:yes]]]]`},
		"unknown":             {"static_resources: {clusters: [{nameOf: {a: [1]}}]}", `map[static_resources:map[clusters:[map[nameOf:map[a:[1]]]]]]`},
		"placeholders":        {"admin: '{{ admin }}'\nstatic_resources: {clusters: [{connect_timeout: '${T}', respect_dns_ttl: $X}]}", `map[admin:{{ admin }} static_resources:map[clusters:[map[connect_timeout:${T} respect_dns_ttl:$X]]]]`},
		"an extension": {
			"static_resources: {clusters: [{transportSocket: {typedConfig: {'@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext, allowRenegotiation: y}}}]}",
			"map[static_resources:map[clusters:[map[transport_socket:map[typed_config:map[@type:type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext allow_renegotiation:true]]]]]]",
		},
		"an Any in an Any": {
			"static_resources: {clusters: [{transport_socket: {typed_config: {'@type': type.googleapis.com/google.protobuf.Any, value: {'@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext, allowRenegotiation: y}}}}]}",
			"map[static_resources:map[clusters:[map[transport_socket:map[typed_config:map[@type:type.googleapis.com/google.protobuf.Any value:map[@type:type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext allow_renegotiation:true]]]]]]]",
		},
		"a TypedStruct": {
			"static_resources: {clusters: [{transport_socket: {typed_config: {'@type': type.googleapis.com/xds.type.v3.TypedStruct, typeUrl: type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext, value: {allowRenegotiation: y}}}}]}",
			"map[static_resources:map[clusters:[map[transport_socket:map[typed_config:map[@type:type.googleapis.com/xds.type.v3.TypedStruct type_url:type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext value:map[allow_renegotiation:true]]]]]]]",
		},
		"API v2": {
			"static_resources: {clusters: [{tlsContext: {commonTlsContext: {tlsParams: {tlsMinimumProtocolVersion: 1}}}, hosts: {socketAddress: {portValue: '1'}}}], listeners: [{filterChains: [{filters: [{name: envoy.http_connection_manager, config: {httpFilters: [{name: envoy.ext_authz, config: {failureModeAllow: on}}]}}]}]}]}",
			"map[static_resources:map[clusters:[map[hosts:[map[socket_address:map[port_value:1]]] tls_context:map[common_tls_context:map[tls_params:map[tls_minimum_protocol_version:TLSv1_0]]]]] listeners:[map[filter_chains:[map[filters:[map[config:map[http_filters:[map[config:map[failure_mode_allow:true] name:envoy.ext_authz]]] name:envoy.http_connection_manager]]]]]]]]",
		},
		"an extension that nobody knows": {
			"static_resources: {clusters: [{transport_socket: {typed_config: {'@type': type.googleapis.com/acme.v1.Socket, someKey: {'@type': type.googleapis.com/envoy.config.cluster.v3.Cluster, altStatName: a}}}}]}",
			"map[static_resources:map[clusters:[map[transport_socket:map[typed_config:map[@type:type.googleapis.com/acme.v1.Socket someKey:map[@type:type.googleapis.com/envoy.config.cluster.v3.Cluster alt_stat_name:a]]]]]]]",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			root, _ := bootstrapOf(t, test.text)
			if d := cmp.Diff(test.want, fmt.Sprint(root.Value())); d != "" {
				t.Errorf("the tree (-want +got):\n%s", d)
			}
		})
	}
}

// The original tree is the loader's: other kinds may look at it as well.
func TestReadLeavesTheTreeAlone(t *testing.T) {
	t.Parallel()
	_, roots := parse(t, "staticResources: {clusters: {type: 1, lbPolicy: random}, listeners: null}")
	before := roots[0].Value()
	newReader().as(roots[0], msgBootstrap, nil)
	if d := cmp.Diff(before, roots[0].Value()); d != "" {
		t.Errorf("the tree changed:\n%s", d)
	}
}

// Aliases of aliases must not make the new tree larger than the file's.
func TestReadKeepsSharedNodesShared(t *testing.T) {
	t.Parallel()
	root, _ := bootstrapOf(t, "static_resources:\n  clusters: [&a {name: x, loadAssignment: {}}, *a, *a]")
	clusters := root.At("static_resources", "clusters")
	if clusters.Items[0].Value != clusters.Items[2].Value {
		t.Error("an aliased node became two nodes")
	}
}

func TestFaults(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct{ text, want string }{
		"unknown field":       {"static_resources: {clusters: [{conect_timeout: 1s}]}", "static_resources.clusters[0].conect_timeout unknown_field conect_timeout connect_timeout"},
		"nothing near":        {"zebra: 1", "zebra unknown_field zebra "},
		"removed field":       {"static_resources: {listeners: [{filter_chains: [{filters: [{typed_config: {'@type': /envoy.extensions.filters.http.ext_proc.v3.ExternalProcessor, async_mode: true}}]}]}]}", "static_resources.listeners[0].filter_chains[0].filters[0].typed_config.async_mode removed_field async_mode "},
		"value of an enum":    {"static_resources: {clusters: [{type: STRICT_DN}]}", "static_resources.clusters[0].type unknown_value STRICT_DN STRICT_DNS"},
		"number for a string": {"static_resources: {clusters: [{name: 7}, {name: on}, {name: true}]}", "static_resources.clusters[0].name wrong_type  \nstatic_resources.clusters[1].name wrong_type  \nstatic_resources.clusters[2].name wrong_type  "},
		"string for a number": {"admin: {address: {socket_address: {port_value: http}}}", "admin.address.socket_address.port_value wrong_type  "},
		"bare duration":       {"static_resources: {clusters: [{connect_timeout: 5}]}", "static_resources.clusters[0].connect_timeout wrong_type  "},
		"number for a bool":   {"static_resources: {clusters: [{respect_dns_ttl: 1}]}", "static_resources.clusters[0].respect_dns_ttl wrong_type  "},
		"list for a message":  {"admin: []", "admin wrong_type  "},
		"two of a group":      {"admin: {address: {pipe: {path: a}, socket_address: {address: b}}}", "admin.address.socket_address one_of socket_address pipe"},
		"no type":             {"static_resources: {clusters: [{transport_socket: {typed_config: {sni: a}}}]}", "static_resources.clusters[0].transport_socket.typed_config no_type  "},
		"empty Any":           {"static_resources: {clusters: [{transport_socket: {typed_config: {}}}]}", ""},
		"misspelled type":     {"static_resources: {clusters: [{transport_socket: {typed_config: {'@type': type.googleapis.com/envoy.extensions.transport_sockets.tls.v3.UpstreamTLSContext}}}]}", "static_resources.clusters[0].transport_socket.typed_config.@type unknown_type envoy.extensions.transport_sockets.tls.v3.UpstreamTLSContext envoy.extensions.transport_sockets.tls.v3.UpstreamTlsContext"},
		"other's type":        {"static_resources: {clusters: [{transport_socket: {typed_config: {'@type': type.googleapis.com/acme.v1.X, a: 1}}}]}", ""},
		"placeholder":         {"static_resources: {clusters: [{type: '{{ type }}', connect_timeout: '${T}'}, '{{ cluster }}']}", ""},
		"v2 field":            {"static_resources: {clusters: [{tls_context: {}}]}", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, r := bootstrapOf(t, test.text)
			var got []string
			for _, f := range r.faults {
				got = append(got, fmt.Sprintf("%s %s %s %s", f.Path, f.Kind, f.Name, f.Suggestion))
			}
			if d := cmp.Diff(test.want, strings.Join(got, "\n")); d != "" {
				t.Errorf("faults (-want +got):\n%s", d)
			}
		})
	}
}

func TestDeprecated(t *testing.T) {
	t.Parallel()
	_, r := bootstrapOf(t, `
static_resources:
  clusters:
  - tls_context: {}
    transport_socket: {typed_config: {"@type": type.googleapis.com/envoy.api.v2.auth.UpstreamTlsContext}}
    eds_cluster_config: {eds_config: {resource_api_version: V2}}
    http2_protocol_options: {}
`)
	var got []string
	for _, d := range r.deprecated {
		got = append(got, d.What+" "+d.State)
	}
	slices.Sort(got)
	want := []string{
		"envoy.api.v2.auth.UpstreamTlsContext removed", "http2_protocol_options deprecated", "resource_api_version: V2 removed",
		"tls_context removed",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("deprecated (-want +got):\n%s", d)
	}
}

// Every message and enum that a field names must be in the table.
func TestTableIsWhole(t *testing.T) {
	t.Parallel()
	a := envoyAPI()
	if len(a.sections) < 1000 {
		t.Fatalf("the table has %d messages only", len(a.sections))
	}
	for name := range a.sections {
		m := a.message(name)
		for _, f := range m.fields {
			if f.scalar == typeMessage && a.message(f.of) == nil || f.scalar == typeEnum && a.enum(f.of) == nil {
				t.Errorf("field %s of %s is a %q, which the table lacks", f.name, name, f.of)
			}
		}
	}
	for _, name := range []string{
		msgBootstrap, msgAdmin, msgDiscovery, msgConfigDump, msgCluster, msgEndpoints, msgListener, msgChain, msgFilter, msgListenFilter,
		msgConnection, msgHTTPFilter, msgRouteConfig, msgVirtualHost, msgRoute, msgFilterConfig, msgSocket, msgUpstreamTLS,
		msgDownstreamTLS, msgSecret, msgHeader, msgHeaderOption, msgGRPC, msgGoogleGRPC, msgDataSource, msgExtension, msgAccessLog, msgHeaderMatcher, msgURI,
		msgCustomTag, msgLua, msgLuaPerRoute, msgMatching, msgComposite, msgExecute, msgFilterChain, msgUDPRoute,
	} {
		if a.sections[name] == "" {
			t.Errorf("the table lacks %s", name)
		}
	}
	for field, name := range secretFields {
		if m := a.message(name); m == nil || m.fields[field] == nil {
			t.Errorf("the table lacks %s of %s", field, name)
		}
	}
	for _, configs := range oldConfigs {
		for _, name := range configs {
			if a.message(name) == nil {
				t.Errorf("the table lacks %s", name)
			}
		}
	}
	for _, name := range oldOverrides {
		if a.message(name) == nil {
			t.Errorf("the table lacks %s", name)
		}
	}
}

func BenchmarkTable(b *testing.B) {
	for b.Loop() {
		indexAPI()
	}
}
