package link

import (
	"strconv"
	"strings"

	"github.com/seclint/seclint/internal/lazyregexp"
	"github.com/seclint/seclint/internal/source"
)

// labelRoute is a label or variable by which a proxy finds a service, and where it then connects to.
type labelRoute struct {
	key, product, protocol string
	ports                  []int
}

var (
	traefikRouter  = lazyregexp.New(`^traefik\.(?:(http|tcp)\.routers\.[^.]+\.rule|(udp)\.routers\.[^.]+\.entrypoints)$`)
	traefikPort    = lazyregexp.New(`^traefik\.(http|tcp|udp)\.services\.[^.]+\.loadbalancer\.server\.port$`)
	caddySite      = lazyregexp.New(`^caddy(_\d+)?$`)
	caddyUpstreams = lazyregexp.New(`^caddy(?:_\d+)?\.(?:[^.]+\.)?(?:\d+_)?reverse_proxy$`)
	upstreamPort   = lazyregexp.New(`upstreams\s+(?:\S+\s+)??(\d+)`)
)

// labelRoutes returns the routes that proxies read in the labels of a service.
func labelRoutes(labels *source.Node) []labelRoute {
	if labels == nil {
		return nil
	}
	var routes []labelRoute
	off := strings.EqualFold(labels.Get("traefik.enable").Str(), "false")
	for _, e := range labels.Entries {
		switch m := traefikRouter.FindStringSubmatch(e.Key); {
		case caddySite.MatchString(e.Key):
			routes = append(routes, labelRoute{e.Key, "caddy", "tcp", caddyPorts(labels)})
		case off:
		case m != nil:
			scheme := m[1] + m[2]
			routes = append(routes, labelRoute{e.Key, "traefik", transport(scheme), traefikPorts(labels, scheme)})
		case e.Key == "traefik.enable" && strings.EqualFold(e.Value.Str(), "true"):
			routes = append(routes, labelRoute{e.Key, "traefik", "tcp", traefikPorts(labels, "http")})
		}
	}
	return routes
}

func transport(scheme string) string {
	if scheme == "udp" {
		return "udp"
	}
	return "tcp"
}

// traefikPorts returns the ports of the services that the labels define for routers of a scheme: http, tcp or udp.
func traefikPorts(labels *source.Node, scheme string) []int {
	var ports []int
	for _, e := range labels.Entries {
		if m := traefikPort.FindStringSubmatch(e.Key); m != nil && m[1] == scheme {
			ports = append(ports, portsIn(e.Value.Str())...)
		}
	}
	return ports
}

// caddyPorts returns the ports of the upstreams that the labels name, as in {{upstreams 8080}} or {{upstreams http 8080}}.
func caddyPorts(labels *source.Node) []int {
	var ports []int
	for _, e := range labels.Entries {
		if m := upstreamPort.FindStringSubmatch(e.Value.Str()); m != nil && caddyUpstreams.MatchString(e.Key) {
			ports = append(ports, portsIn(m[1])...)
		}
	}
	return ports
}

// portsIn returns the port that a text is, none for any other text.
func portsIn(text string) []int {
	port, err := strconv.Atoi(strings.TrimSpace(text))
	if err != nil || port <= 0 {
		return nil
	}
	return []int{port}
}
