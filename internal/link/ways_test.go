package link_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// ways returns how other machines reach a service, as texts.
func (l linked) ways(t testing.TB, name string) []string {
	t.Helper()
	var texts []string
	for _, w := range l.service(t, name).Ways {
		text := fmt.Sprintf("%v %s", w.Path.Value(), w.Message)
		if w.Route != nil {
			text += strings.TrimSuffix(fmt.Sprintf(" (%s%v)", w.Route.File, w.Route.Ports), " ([])")
		}
		texts = append(texts, text)
	}
	return texts
}

func TestRoutesByLabelsAndVariables(t *testing.T) {
	const traefik = `proxy: {image: "traefik:v3", ports: ["443:443"]}`
	for name, test := range map[string]struct {
		proxy, app, path string
	}{
		"traefik rule":            {traefik, `labels: ["traefik.http.routers.app.rule=Host(x)"]`, "labels traefik.http.routers.app.rule"},
		"traefik tcp rule":        {traefik, `labels: {traefik.tcp.routers.app.rule: HostSNI(x)}`, "labels traefik.tcp.routers.app.rule"},
		"traefik by its switch":   {traefik, `labels: {traefik.enable: "true"}`, "labels traefik.enable"},
		"traefik udp router":      {traefik, `labels: {traefik.udp.routers.app.entrypoints: srt, traefik.udp.routers.app.service: app}`, "labels traefik.udp.routers.app.entrypoints"},
		"traefik switched off":    {traefik, `labels: {traefik.enable: "false", traefik.http.routers.app.rule: Host(x)}`, ""},
		"traefik without a rule":  {traefik, `labels: {traefik.http.services.app.loadbalancer.server.port: "80"}`, ""},
		"another proxy's label":   {traefik, `labels: {caddy: app.example}`, ""},
		"traefik on loopback":     {`proxy: {image: traefik, ports: ["127.0.0.1:443:443"]}`, `labels: {traefik.enable: "true"}`, ""},
		"traefik unpublished":     {`proxy: {image: traefik}`, `labels: {traefik.enable: "true"}`, ""},
		"caddy":                   {`proxy: {image: "lucaslorentz/caddy-docker-proxy:2", ports: ["443:443"]}`, `labels: {caddy: app.example}`, "labels caddy"},
		"caddy, second site":      {`proxy: {image: "caddy:2", ports: ["443:443"]}`, `labels: {caddy_1: app.example}`, "labels caddy_1"},
		"a directive of caddy":    {`proxy: {image: "caddy:2", ports: ["443:443"]}`, `labels: {caddy.reverse_proxy: x}`, ""},
		"nginx-proxy":             {`proxy: {image: "ghcr.io/nginxproxy/nginx-proxy:1", ports: ["80:80"]}`, `environment: {VIRTUAL_HOST: app.example}`, "environment VIRTUAL_HOST"},
		"a variable for no proxy": {traefik, `environment: {VIRTUAL_HOST: app.example}`, ""},
		"no proxy at all":         {`proxy: {image: "acme/web", ports: ["80:80"]}`, `labels: {traefik.enable: "true"}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			l := root(t, "services:\n  "+test.proxy+"\n  app:\n    image: acme/app\n    "+test.app+"\n")
			var want []string
			level := "peers"
			if test.path != "" {
				want = []string{"[services app " + test.path + "] is routed to by the published proxy \"proxy\""}
				level = "one_address"
			}
			if got := l.ways(t, "app"); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			if got := l.service(t, "app").Exposure.String(); got != level {
				t.Errorf("exposed at %s, want %s", got, level)
			}
		})
	}
}

func TestAProxyIsNotRoutedToByItself(t *testing.T) {
	l := root(t, `services: {proxy: {image: traefik, ports: ["443:443"], labels: {traefik.enable: "true"}}}`)
	if got := l.ways(t, "proxy"); len(got) != 1 || !strings.Contains(got[0], "publishes port 443") {
		t.Errorf("got %q", got)
	}
}

// envoyConfig is an Envoy that listens on a port of an address and sends all connections to one upstream.
func envoyConfig(address string, port int, upstream string) string {
	return fmt.Sprintf(`static_resources:
  listeners:
    - address: {socket_address: {address: %q, port_value: %d}}
      filter_chains:
        - filters:
            - name: envoy.filters.network.tcp_proxy
              typed_config:
                "@type": type.googleapis.com/envoy.extensions.filters.network.tcp_proxy.v3.TcpProxy
                cluster: next
  clusters:
    - name: next
      load_assignment:
        endpoints:
          - lb_endpoints:
              - endpoint: {address: {socket_address: {address: %q, port_value: 9000}}}
    - name: unused
      load_assignment:
        endpoints:
          - lb_endpoints:
              - endpoint: {address: {socket_address: {address: idle, port_value: 9000}}}
`, address, port, upstream)
}

func envoyProject(edge, app, config string) string {
	return "-- compose.yml --\nservices:\n  edge:\n    image: envoyproxy/envoy:v1.34\n    volumes: [\"./envoy.yaml:/etc/envoy/envoy.yaml\"]\n" + edge +
		"  app:\n    image: acme/app\n" + app + "  idle: {image: acme/idle}\n-- envoy.yaml --\n" + config
}

func TestRoutesOfEnvoy(t *testing.T) {
	const published = "    ports: [\"443:10000\"]\n"
	for name, test := range map[string]struct {
		edge, app, config string
		routed            bool
	}{
		"by its name":            {published, "", envoyConfig("0.0.0.0", 10000, "app"), true},
		"by its alias":           {published, "    networks: {default: {aliases: [backend]}}\n", envoyConfig("0.0.0.0", 10000, "backend"), true},
		"by its container":       {published, "    container_name: the-app\n", envoyConfig("0.0.0.0", 10000, "the-app"), true},
		"by its address":         {published, "    networks: {default: {ipv4_address: 10.5.0.9}}\n", envoyConfig("0.0.0.0", 10000, "10.5.0.9"), true},
		"a host outside":         {published, "", envoyConfig("0.0.0.0", 10000, "app.example.com"), false},
		"on loopback":            {"    ports: [\"127.0.0.1:443:10000\"]\n", "", envoyConfig("0.0.0.0", 10000, "app"), false},
		"another port":           {"    ports: [\"443:10001\"]\n", "", envoyConfig("0.0.0.0", 10000, "app"), false},
		"listening on loopback":  {published, "", envoyConfig("127.0.0.1", 10000, "app"), false},
		"not published":          {"", "", envoyConfig("0.0.0.0", 10000, "app"), false},
		"on the host's network":  {"    network_mode: host\n", "    network_mode: host\n", envoyConfig("0.0.0.0", 10000, "app"), false},
		"no network in common":   {published, "    networks: [apart]\n", envoyConfig("0.0.0.0", 10000, "app"), false},
		"the same network space": {published, "    network_mode: service:edge\n", envoyConfig("0.0.0.0", 10000, "app"), false},
	} {
		t.Run(name, func(t *testing.T) {
			l := root(t, envoyProject(test.edge, test.app, test.config))
			want := `[services app] is routed to by the published proxy "edge" (envoy.yaml[9000])`
			if got := slices.Contains(l.ways(t, "app"), want); got != test.routed {
				t.Errorf("got %q, routed %v", l.ways(t, "app"), test.routed)
			}
			if got := l.ways(t, "idle"); len(got) > 0 {
				t.Errorf("a cluster that no route names leads to idle: %q", got)
			}
		})
	}
}

func TestEnvoysInARow(t *testing.T) {
	l := root(t, `-- compose.yml --
services:
  inner: {image: envoyproxy/envoy, volumes: ["./inner.yaml:/etc/envoy/envoy.yaml"]}
  outer: {image: envoyproxy/envoy, volumes: ["./outer.yaml:/etc/envoy/envoy.yaml"], ports: ["443:10000"]}
  app: {image: acme/app}
-- outer.yaml --
`+envoyConfig("0.0.0.0", 10000, "inner")+"-- inner.yaml --\n"+strings.Replace(envoyConfig("0.0.0.0", 9000, "app"), "9000}}}", "9001}}}", 1))
	if got := l.ways(t, "app"); len(got) != 1 || !strings.Contains(got[0], `published proxy "inner" (inner.yaml[9001])`) {
		t.Errorf("got %q", got)
	}
}

func TestEnvoysInACircleEnd(t *testing.T) {
	l := root(t, `-- compose.yml --
services:
  a: {image: envoyproxy/envoy, volumes: ["./a.yaml:/etc/envoy/envoy.yaml"], ports: ["443:10000"]}
  b: {image: envoyproxy/envoy, volumes: ["./b.yaml:/etc/envoy/envoy.yaml"]}
-- a.yaml --
`+envoyConfig("0.0.0.0", 10000, "b")+"-- b.yaml --\n"+envoyConfig("0.0.0.0", 9000, "a"))
	if a, b := l.ways(t, "a"), l.ways(t, "b"); len(a) != 2 || len(b) != 1 {
		t.Errorf("got %q and %q", a, b)
	}
}

func TestPortsOfRoutes(t *testing.T) {
	const config = "-- envoy.yaml --\nadmin: {address: {socket_address: {address: \"0.0.0.0\", port_value: 9901}}}\n"
	for _, test := range []struct{ proxy, app, want string }{
		{"traefik", `labels: {traefik.enable: "true"}`, "one_address"},
		{"traefik", `labels: {traefik.http.routers.a.rule: Host(x), traefik.http.services.a.loadbalancer.server.port: "9901"}`, "one_address"},
		{"traefik", `labels: {traefik.http.routers.a.rule: Host(x), traefik.http.services.a.loadbalancer.server.port: "8080"}`, "peers"},
		{"traefik", `labels: {traefik.enable: "true", traefik.http.services.a.loadbalancer.server.port: "8080"}`, "peers"},
		{"traefik", `labels: {traefik.http.routers.a.rule: Host(x), traefik.http.services.a.loadbalancer.server.port: "${PORT}"}`, "one_address"},
		{"traefik", `labels: {traefik.tcp.routers.a.rule: HostSNI(x), traefik.tcp.services.a.loadbalancer.server.port: "9901"}`, "one_address"},
		{"traefik", `labels: {traefik.udp.routers.a.entrypoints: x, traefik.udp.services.a.loadbalancer.server.port: "9901"}`, "peers"},
		{"caddy", `labels: {caddy: x, caddy.reverse_proxy: "{{upstreams 9901}}"}`, "one_address"},
		{"caddy", `labels: {caddy: x, caddy.reverse_proxy: "{{upstreams http 8080}}"}`, "peers"},
		{"caddy", `labels: {caddy: x, caddy.reverse_proxy: "{{upstreams}}"}`, "one_address"},
		{"nginx-proxy", `environment: {VIRTUAL_HOST: x, VIRTUAL_PORT: "9901"}`, "one_address"},
		{"nginx-proxy", `environment: {VIRTUAL_HOST: x, VIRTUAL_PORT: "8080"}`, "peers"},
	} {
		l := root(t, "-- compose.yml --\nservices:\n  proxy: {image: "+test.proxy+", ports: [\"443:443\"]}\n  app:\n    image: e\n"+
			"    volumes: [\"./envoy.yaml:/etc/envoy/envoy.yaml\"]\n    "+test.app+"\n"+config)
		if got := l.listener(t, "envoy.yaml").Exposure.String(); got != test.want {
			t.Errorf("%s %s: reached from %v, want %s", test.proxy, test.app, got, test.want)
		}
	}
}
