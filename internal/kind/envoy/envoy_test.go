package envoy

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/seclint/seclint/internal/source"
)

// parse reads the trees of a YAML text.
func parse(t *testing.T, text string) (*source.File, []*source.Node) {
	t.Helper()
	file := source.NewFile("dir/file.yaml", []byte(text))
	roots, err := source.ReadYAML(file, source.DefaultLimits())
	if err != nil {
		t.Fatal(err)
	}
	return file, roots
}

// one expands a text that holds one document.
func one(t *testing.T, text string) *source.Document {
	t.Helper()
	file, roots := parse(t, text)
	docs, problems := expand(nil, file, roots)
	if len(docs) != 1 || len(problems) != 0 {
		t.Fatalf("got %d documents and the problems %v, want one document", len(docs), problems)
	}
	return docs[0]
}

func TestDetect(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		text string
		want bool
	}{
		"bootstrap":               {"static_resources: {listeners: []}", true},
		"camel bootstrap":         {"staticResources: {clusters: []}", true},
		"empty static resources":  {"static_resources: {}", true},
		"dynamic":                 {"dynamic_resources: {cds_config: {path: /etc/cds.yaml}}", true},
		"admin":                   {"admin: {address: {socket_address: {address: 0.0.0.0, port_value: 1}}}", true},
		"admin pipe":              {"admin: {address: {pipe: {path: /run/a}}}", true},
		"node":                    {"node: {id: a, cluster: b}\nlayered_runtime: {}", true},
		"discovery":               {"resources: [{'@type': type.googleapis.com/envoy.config.listener.v3.Listener}]", true},
		"response":                {"type_url: type.googleapis.com/envoy.config.cluster.v3.Cluster\nresources: []", true},
		"config dump":             {"configs: [{'@type': type.googleapis.com/envoy.admin.v3.BootstrapConfigDump}]", true},
		"typed resource":          {"'@type': type.googleapis.com/envoy.config.cluster.v3.Cluster\nname: a", true},
		"bare cluster":            {"name: a\nload_assignment: {endpoints: [{lb_endpoints: []}]}", true},
		"bare v2 cluster":         {"name: a\nconnect_timeout: 1s\nhosts: []", true},
		"bare listener":           {"address: {socketAddress: {address: 0.0.0.0}}\nfilterChains: []", true},
		"bare routes":             {"virtual_hosts: [{domains: ['*'], routes: []}]", true},
		"bare endpoints":          {"cluster_name: a\nendpoints: [{lb_endpoints: []}]", true},
		"list":                    {"- name: a\n  load_assignment: {endpoints: [{lb_endpoints: []}]}", true},
		"dumped list":             {"- cluster: {'@type': type.googleapis.com/envoy.config.cluster.v3.Cluster}", true},
		"compose":                 {"services: {envoy: {image: envoyproxy/envoy}}", false},
		"admin of something else": {"admin: {address: 10.0.0.1, port: 80}", false},
		"node of something else":  {"node: {id: a, version: 2}", false},
		"resources of something":  {"resources: [{name: a, type: bucket}]", false},
		"openapi":                 {"openapi: 3.0.0\npaths: {}", false},
		"helm values":             {"envoy: {static_resources: {clusters: []}}", false},
		"list of numbers":         {"[1, 2]", false},
		"text":                    {"static_resources", false},
		"static resources a word": {"static_resources: yes", false},
		"deployment":              {"apiVersion: apps/v1\nkind: Deployment\nstatic_resources: {listeners: []}", false},
		"configmap without":       {"apiVersion: v1\nkind: ConfigMap\ndata: {a: 'static_resources is mentioned'}", false},
		"configmap with":          {"apiVersion: v1\nkind: ConfigMap\ndata:\n  a: |\n    static_resources: {clusters: []}", true},
		"filter":                  {"apiVersion: networking.istio.io/v1\nkind: EnvoyFilter\nspec: {configPatches: [{applyTo: CLUSTER}]}", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, roots := parse(t, test.text)
			if got := detect(roots[0], false); got != test.want {
				t.Errorf("detect is %t, want %t", got, test.want)
			}
		})
	}
}

func TestNamed(t *testing.T) {
	t.Parallel()
	for base, want := range map[string]bool{
		"envoy.yaml": true, "envoy.json": true, "envoy-front.yml": true, "front-envoy.yaml": true, "envoy.prod.yaml": true,
		"envoy.tmpl.yaml": false, "envoy.j2.yaml": false, "convoy.yaml": false, "envoy.txt": false, "envoys.yaml": false,
	} {
		if got := named(base); got != want {
			t.Errorf("named(%q) is %t, want %t", base, got, want)
		}
	}
}

func TestPlacesSurviveReading(t *testing.T) {
	t.Parallel()
	doc := one(t, "staticResources:\n  clusters:\n  - name: a\n    edsClusterConfig: {serviceName: b}\n")
	place := doc.Root.Locate(source.Path{"static_resources", "clusters", 0, "eds_cluster_config", "service_name"})
	if got := place.At.String(); got != "dir/file.yaml:4:24" || place.Found != 5 {
		t.Errorf("the place is %s after %d steps, want dir/file.yaml:4:24 after 5", got, place.Found)
	}
}

func TestConfigMap(t *testing.T) {
	t.Parallel()
	text := strings.Join([]string{
		"apiVersion: v1", "kind: ConfigMap", "data:", "  first.yaml: |", "    # a comment", "    static_resources:",
		"      clusters:", "      - name: ä", "        type: STATIC", "  second.yaml: |-", "    admin:",
		"      address: {pipe: {path: /a}}", "    ---", "    resources:", "    - '@type': type.googleapis.com/envoy.config.cluster.v3.Cluster",
		"  third.yaml: >", "    static_resources: {}", "  broken.yaml: |", "    static_resources: [", "after: {}", "",
	}, "\n")
	file, roots := parse(t, text)
	docs, problems := expand(nil, file, roots)
	if len(docs) != 3 || len(problems) != 2 {
		t.Fatalf("got %d documents and %d problems, want 3 and 2: %v", len(docs), len(problems), problems)
	}
	place := docs[0].Root.Locate(source.Path{"static_resources", "clusters", 0, "type"})
	if got := place.At.String(); got != "dir/file.yaml:9:9" || place.At.File != file {
		t.Errorf("the type stands at %s of file %p, want 9:9 of %p", got, place.At.File, file)
	}
	if got := docs[2].Root.Locate(source.Path{"static_resources"}).At.Start.Line; got != 16 {
		t.Errorf("the folded text is reported on line %d, want 16", got)
	}
	for i, line := range []int{14, 20} {
		if p := problems[i]; int(p.At.Start.Line) != line || p.Path != "dir/file.yaml" {
			t.Errorf("problem %d stands at %v, want line %d", i, p.At, line)
		}
	}
}

func TestEnvoyFilter(t *testing.T) {
	t.Parallel()
	doc := one(t, `
apiVersion: networking.istio.io/v1alpha3
kind: EnvoyFilter
spec:
  configPatches:
  - applyTo: CLUSTER
    patch: {operation: ADD, value: {name: added}}
  - applyTo: CLUSTER
    patch: {operation: MERGE, value: {name: merged}}
  - applyTo: CLUSTER
    patch: {operation: REMOVE}
`)
	var got []string
	for _, c := range doc.Facts.(*Facts).Envoy.Clusters {
		state := " whole"
		if c.Fragment {
			state = " fragment"
		}
		got = append(got, c.Name+state)
	}
	if d := cmp.Diff([]string{"added whole", "merged fragment"}, got); d != "" {
		t.Errorf("clusters (-want +got):\n%s", d)
	}
}

func TestClassify(t *testing.T) {
	t.Parallel()
	for host, want := range map[string]string{
		"127.0.0.1": classLoopback, "127.9.9.9": classLoopback, "::1": classLoopback, "[::1]": classLoopback,
		"::ffff:127.0.0.1": classLoopback, "localhost": classLoopback, "app.localhost": classLoopback,
		"0.0.0.0": classUnspecified, "::": classUnspecified, "10.0.0.1": classPrivate, "169.254.169.254": classPrivate,
		"fd00::1": classPrivate, "100.64.0.1": classPrivate, "8.8.8.8": classPublic, "2001:db8::1": classPublic,
		"backend": classService, "api.default.svc.cluster.local": classInternal, "ratelimit.default": classInternal,
		"host.docker.internal": classInternal, "api.example.com": classPublic, "API.EXAMPLE.COM.": classPublic,
		"foo.github.io": classPublic, "": classUnknown, "${HOST}": classUnknown, "{{ host }}": classUnknown,
		"<host>": classUnknown, "%HOST%": classUnknown, "$HOST": classUnknown,
	} {
		if got := classify(host); got != want {
			t.Errorf("classify(%q) is %q, want %q", host, got, want)
		}
	}
}

func TestExtension(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ typeName, name, want string }{
		{"envoy.extensions.filters.http.ext_authz.v3.ExtAuthz", "anything", "ext_authz"},
		{"envoy.config.filter.http.rate_limit.v2.RateLimit", "", "ratelimit"},
		{"envoy.extensions.filters.http.golang.v3alpha.Config", "", "golang"},
		{"", "envoy.filters.http.jwt_authn", "jwt_authn"},
		{"envoy.ext_authz", "envoy.ext_authz", "ext_authz"},
		{"", "", ""},
	} {
		if got := extension(test.typeName, test.name); got != test.want {
			t.Errorf("extension(%q, %q) is %q, want %q", test.typeName, test.name, got, test.want)
		}
	}
}

func TestLua(t *testing.T) {
	t.Parallel()
	doc := one(t, `
static_resources:
  listeners:
  - filter_chains:
    - filters:
      - typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          http_filters:
          - name: lua
            typedConfig:
              "@type": type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua
              inlineCode: one()
              sourceCodes: {camelName: {inlineString: two()}, file: {filename: three.lua}}
`)
	var paths []string
	facts := doc.Facts.(*Facts)
	for _, code := range facts.Lua {
		paths = append(paths, doc.Root.At(code.Path...).Str())
	}
	for _, file := range facts.LuaFiles {
		paths = append(paths, file.Filename)
	}
	if d := cmp.Diff([]string{"one()", "two()", "three.lua"}, paths); d != "" {
		t.Errorf("Lua code (-want +got):\n%s", d)
	}
}

func TestListeners(t *testing.T) {
	t.Parallel()
	doc := one(t, `
admin: {address: {pipe: {path: /run/admin}}}
static_resources:
  listeners:
  - name: a
    address: {socket_address: {address: 0.0.0.0, port_value: "53", protocol: UDP}}
  - address: {socket_address: {address: "${HOST}", port_value: 1}}
`)
	want := []source.Listener{
		{Path: source.Path{"static_resources", "listeners", 0, "address"}, Name: "a", Host: "0.0.0.0", Port: 53, Protocol: "udp"},
		{Path: source.Path{"admin", "address"}, Name: "/run/admin", Protocol: "tcp", Socket: "/run/admin"},
	}
	if d := cmp.Diff(want, doc.Listeners); d != "" {
		t.Errorf("listeners (-want +got):\n%s", d)
	}
}

func TestUpstreams(t *testing.T) {
	t.Parallel()
	doc := one(t, `
static_resources:
  listeners:
  - address: {socket_address: {address: 0.0.0.0, port_value: 1}}
    filter_chains:
    - filters:
      - name: envoy.filters.network.tcp_proxy
        typed_config: {"@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy, cluster: second}
      - name: envoy.filters.network.http_connection_manager
        typed_config:
          "@type": type.googleapis.com/envoy.extensions.filters.network.http_connection_manager.v3.HttpConnectionManager
          route_config:
            virtual_hosts:
            - routes:
              - route: {cluster: first}
              - route: {weighted_clusters: {clusters: [{name: second}, {name: absent}]}}
  - address: {socket_address: {address: 0.0.0.0, port_value: 2}}
  clusters:
  - {name: first, hosts: [{socket_address: {address: a, port_value: 10, protocol: UDP}}]}
  - {name: second, hosts: [{socket_address: {address: b, port_value: 20}}, {pipe: {path: /c}}]}
  - {name: third, hosts: [{socket_address: {address: d}}]}
`)
	at := func(listener int) []string {
		var hosts []string
		address := source.Path{"static_resources", "listeners", listener, "address"}
		for _, u := range doc.Facts.(*Facts).Upstreams(address) {
			hosts = append(hosts, fmt.Sprintf("%s %d %s", u.Host, u.Port, u.Protocol))
		}
		return hosts
	}
	if d := cmp.Diff([]string{"a 10 udp", "b 20 tcp", "/c 0 tcp"}, at(0)); d != "" {
		t.Errorf("upstreams of the first listener (-want +got):\n%s", d)
	}
	if got := at(1); got != nil {
		t.Errorf("upstreams of the second listener are %v, want none", got)
	}
}
