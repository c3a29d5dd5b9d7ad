package link

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/kind"
	"github.com/seclint/seclint/internal/source"
)

// maxHops bounds how many proxies in a row are followed.
const maxHops = 8

// followRoutes finds the ways that published proxies open to other services by the routes in their configurations.
func (p *Project) followRoutes() {
	for range maxHops {
		found := false
		for _, s := range p.Services {
			for _, c := range s.Configs {
				if router, ok := c.Doc.Facts.(kind.Router); ok && s.openRoutes(c.Doc, router) {
					found = true
				}
			}
		}
		if !found {
			return
		}
	}
}

// openRoutes adds the ways that the service, as a proxy with a document, opens to others. It reports whether there was a new
// one.
func (s *Service) openRoutes(doc *source.Document, router kind.Router) bool {
	found := false
	for _, l := range doc.Listeners {
		exposure, _ := s.Reach(l)
		if !exposure.BeyondHost() {
			continue
		}
		for _, upstream := range router.Upstreams(l.Path) {
			found = s.routeTo(doc, upstream) || found
		}
	}
	return found
}

// routeTo adds the way to the service that an upstream names, when it is a new one.
func (s *Service) routeTo(doc *source.Document, upstream kind.Upstream) bool {
	target := s.project.named(s, upstream.Host)
	if target == nil || target.owner == s.owner {
		return false
	}
	way := Way{
		Path: target.path(), Exposure: OneAddress, Message: fmt.Sprintf("is routed to by the published proxy %q", s.Name),
		Route: &Route{Proxy: s, Protocol: upstream.Protocol, Doc: doc, File: doc.File.Path, Path: upstream.Path},
	}
	if upstream.Port > 0 {
		way.Route.Ports = []int{upstream.Port}
	}
	if slices.ContainsFunc(target.Ways, func(w Way) bool {
		return w.Message == way.Message && w.Route != nil && w.Route.Doc == way.Route.Doc && slices.Equal(w.Route.Path, way.Route.Path)
	}) {
		return false
	}
	target.Ways = append(target.Ways, way)
	target.widen()
	return true
}
