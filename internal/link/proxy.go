package link

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/source"
)

// routers are the proxies that find the services they route to by labels or variables of those services, by the last part of
// their image's name. What lib.image knows of images besides has no part in who reaches whom.
var routers = map[string]string{
	"caddy": "caddy", "caddy-docker-proxy": "caddy", "nginx": "nginx", "nginx-proxy": "nginx", "nginx-unprivileged": "nginx",
	"openresty": "nginx", "traefik": "traefik",
}

// reporters are the images that report on the host they run on and are called agents for that.
var reporters = []string{
	"agent", "alloy", "beszel-agent", "cadvisor", "datadog-agent", "diun", "docker-dd-agent", "dozzle", "filebeat", "fluent-bit", "fluentd",
	"glances", "metricbeat", "netdata", "node-exporter", "node_exporter", "opentelemetry-collector", "opentelemetry-collector-contrib",
	"promtail", "scrutiny", "telegraf", "vector", "watchtower", "zabbix-agent", "zabbix-agent2",
}

// reportingAgents are the projects whose image called agent reports on the host; other agents run what they are told.
var reportingAgents = []string{"datadog/agent", "datadoghq/agent", "grafana/agent", "portainer/agent"}

// imageName returns the path of an image reference without registry, tag and digest, and the last part of it.
func imageName(ref string) (full, last string) {
	ref, _, _ = strings.Cut(ref, "@")
	last = path.Base(ref)
	name, _, _ := strings.Cut(last, ":")
	full = strings.TrimSuffix(ref, last) + name
	if registry, rest, found := strings.Cut(full, "/"); found && strings.ContainsAny(registry, ".:") {
		full = rest
	}
	return full, name
}

func isReporter(image string) bool {
	full, last := imageName(image)
	if last == "agent" {
		return slices.Contains(reportingAgents, full)
	}
	return slices.Contains(reporters, last) || strings.HasSuffix(last, "exporter")
}

// findProxies finds the published proxies of the project, by product. Two of each are enough: one that is not the service in
// question.
func (c *stack) findProxies() {
	for _, s := range c.services {
		for _, product := range s.readsLabelsOf() {
			if len(c.proxies[product]) < 2 && s.published().BeyondHost() {
				c.proxies[product] = append(c.proxies[product], s)
			}
		}
	}
}

// readsLabelsOf returns the products whose labels the service may read: by its image, or all where only the config says that it is a
// proxy.
func (s *Service) readsLabelsOf() []string {
	_, name := imageName(s.Node.Get("image").Str())
	if product := routers[name]; product != "" {
		return []string{product}
	}
	if s.Declares(config.RoleProxy) {
		return []string{"caddy", "nginx", "traefik"}
	}
	return nil
}

// routes returns the ways that a published proxy of the same project opens to a service by its labels or variables.
func (c *stack) routes(s *Service) []Way {
	if len(c.proxies) == 0 {
		return nil
	}
	var ways []Way
	for _, route := range labelRoutes(s.Node.Get("labels")) {
		ways = c.addRoute(ways, s, route, s.path("labels", route.key))
	}
	if environment := s.Node.Get("environment"); environment.Get("VIRTUAL_HOST").Str() != "" {
		route := labelRoute{product: "nginx", protocol: "tcp", ports: portsIn(environment.Get("VIRTUAL_PORT").Str())}
		ways = c.addRoute(ways, s, route, s.path("environment", "VIRTUAL_HOST"))
	}
	return ways
}

func (c *stack) addRoute(ways []Way, s *Service, route labelRoute, at source.Path) []Way {
	for _, proxy := range c.proxies[route.product] {
		if proxy != s {
			return append(ways, Way{
				Path: at, Message: fmt.Sprintf("is routed to by the published proxy %q", proxy.Name), Exposure: OneAddress,
				Route: &Route{Protocol: route.protocol, Ports: route.ports},
			})
		}
	}
	return ways
}

// published returns the widest exposure of the service's own ports.
func (s *Service) published() Exposure {
	widest := Loopback
	for _, port := range s.Ports {
		widest = max(widest, port.Exposure)
	}
	return widest
}
