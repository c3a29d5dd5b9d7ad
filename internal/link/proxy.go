package link

import (
	"fmt"
	"regexp"
	"strings"
)

// Images of reverse proxies that find the services they route to by labels or variables of those services.
var (
	proxyImage   = regexp.MustCompile(`(^|/)(traefik|nginx-proxy|caddy-docker-proxy|haproxy|envoy|nginx|caddy|swag|npm|nginx-proxy-manager)(:|@|$)`)
	routingLabel = regexp.MustCompile(`^(traefik\.(http|tcp)\.routers\..*\.rule|caddy(_\d+)?)$`)
)

// isProxy reports whether the service runs a reverse proxy.
func (s *Service) isProxy() bool { return proxyImage.MatchString(s.Node.Get("image").Str()) }

// findProxies finds the published proxies of the project. Two are enough: one that is not the service in question.
func (c *compose) findProxies() {
	for _, s := range c.services {
		if len(c.proxies) < 2 && s.isProxy() && s.published().BeyondHost() {
			c.proxies = append(c.proxies, s)
		}
	}
}

// routes returns the ways that a published proxy of the same project opens to a service.
func (c *compose) routes(s *Service) []Way {
	var proxy *Service
	for _, other := range c.proxies {
		if other != s {
			proxy = other
			break
		}
	}
	if proxy == nil {
		return nil
	}
	message := fmt.Sprintf("is routed to by the published proxy %q", proxy.Name)
	var ways []Way
	if labels := s.Node.Get("labels"); labels != nil {
		for _, e := range labels.Entries {
			if routingLabel.MatchString(e.Key) || e.Key == "traefik.enable" && strings.EqualFold(e.Value.Str(), "true") {
				ways = append(ways, Way{s.path("labels", e.Key), message, OneAddress})
			}
		}
	}
	if s.Node.At("environment", "VIRTUAL_HOST").Str() != "" {
		ways = append(ways, Way{s.path("environment", "VIRTUAL_HOST"), message, OneAddress})
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
