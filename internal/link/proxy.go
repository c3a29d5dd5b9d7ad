package link

import (
	"fmt"

	"github.com/seclint/seclint/internal/config"
	"github.com/seclint/seclint/internal/image"
	"github.com/seclint/seclint/internal/source"
)

// image returns the reference of the image that the service names, empty where it names none.
func (s *Service) image() image.Reference { return image.Parse(s.Node.Get("image").Str()) }

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
	if s.image().Is(image.LabelRouter) {
		return []string{s.image().Product()}
	}
	if s.Declares(config.RoleProxy) {
		return image.Products(image.LabelRouter)
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
				Route: &Route{Proxy: proxy, Protocol: route.protocol, Ports: route.ports},
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
