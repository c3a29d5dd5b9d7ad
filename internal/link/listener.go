package link

import (
	"fmt"
	"slices"

	"github.com/seclint/seclint/internal/source"
)

// reached is how a listener can be reached, and what shows it.
type reached struct {
	exposure  Exposure
	because   string
	related   []Place
	untrusted []*Service
}

// reach returns the widest way to a listener over all services that use its document. Without one nothing is known.
func reach(l source.Listener, uses []use) reached {
	if l.Socket != "" {
		return reached{exposure: Loopback, because: "it is a Unix socket"}
	}
	if len(uses) == 0 {
		return reached{exposure: Unknown, because: "nothing in the scan says how it is deployed"}
	}
	var widest reached
	for i, u := range uses {
		if r := u.service.reach(l); i == 0 || r.exposure > widest.exposure {
			r.related = append(r.related, relatedTo(u.service, u.mount.Path, fmt.Sprintf("service %q uses this file", u.service.Name)))
			widest = r
		}
	}
	return widest
}

// reach returns the widest way to a listener of a document: over the services that use it, or over what starts its program on the
// machine itself.
func (p *Project) reach(doc *source.Document, l source.Listener, uses []use) reached {
	start, ok := p.starts[doc]
	if !ok {
		return reach(l, uses)
	}
	widest := start.reach(l)
	if len(uses) > 0 {
		if r := reach(l, uses); r.exposure > widest.exposure {
			widest = r
		}
	}
	return widest
}

// reach returns how a listener of the service can be reached.
func (s *Service) reach(l source.Listener) reached {
	if at := s.owner.hostNetworkPath(); at != nil {
		r := reached{exposure: AddressOf(l.Host), because: fmt.Sprintf("service %q is on the host's network", s.Name)}
		r.related = []Place{relatedTo(s.owner, at, "puts the service on the host's network")}
		return r
	}
	if isBoundToLoopback(l.Host) {
		return reached{exposure: Loopback, because: fmt.Sprintf("it is bound to the loopback address inside the container of service %q", s.Name)}
	}
	if r, published := s.reachPublished(l); published {
		return r
	}
	if container := s.outsideNetwork(); container != "" {
		return reached{
			exposure: Unknown, because: fmt.Sprintf("service %q shares the network of container %q, which is not part of its project", s.Name, container),
			related: []Place{relatedTo(s.owner, s.owner.path("network_mode"), "shares the network of a container outside of the project")},
		}
	}
	return s.reachInside()
}

// reachPublished returns how the listener can be reached through the ports that the service publishes.
func (s *Service) reachPublished(l source.Listener) (reached, bool) {
	r, published := reached{}, false
	for _, port := range s.owner.Ports {
		if !port.leadsTo(l) || published && port.Exposure <= r.exposure {
			continue
		}
		published = true
		r.exposure = port.Exposure
		r.because = fmt.Sprintf("service %q %s", s.owner.Name, port)
		r.related = []Place{relatedTo(s.owner, port.Path, port.String())}
	}
	for _, way := range s.Ways {
		if r.exposure < OneAddress && way.routesTo(l) {
			published = true
			r = reached{
				exposure: OneAddress, because: fmt.Sprintf("service %q %s", s.Name, way.Message), related: []Place{way.related(s)},
			}
		}
	}
	return r, published
}

// routesTo reports whether a proxy or the network itself leads to the listener on this way. Where the ports of the route are not known, every one may be
// meant.
func (w Way) routesTo(l source.Listener) bool {
	if w.Direct {
		return true
	}
	if w.Route == nil || l.Protocol != "" && w.Route.Protocol != l.Protocol {
		return false
	}
	return len(w.Route.Ports) == 0 || l.Port == 0 || slices.Contains(w.Route.Ports, l.Port)
}

// related is the place that shows the way, for a finding's related.
func (w Way) related(s *Service) Place {
	if w.Route != nil && w.Route.File != "" {
		return Place{File: w.Route.File, Path: w.Route.Path, Message: w.Message}
	}
	if w.File != "" {
		return Place{File: w.File, Path: w.Path, Message: w.Message}
	}
	return relatedTo(s, w.Path, w.Message)
}

// leadsTo reports whether the published port is that of the listener; a port that is not known leads everywhere.
func (p Port) leadsTo(l source.Listener) bool {
	if p.Protocol != "" && l.Protocol != "" && p.Protocol != l.Protocol {
		return false
	}
	return p.First == 0 || l.Port == 0 || p.First <= l.Port && l.Port <= p.Last
}

// reachInside returns how a listener that nothing publishes can be reached.
func (s *Service) reachInside() reached {
	if !s.project.hasPeers(s) && !s.onExternal() {
		return reached{exposure: Loopback, because: fmt.Sprintf("service %q publishes no such port and shares no network", s.Name)}
	}
	r := reached{
		exposure: Peers, untrusted: s.untrustedPeers(),
		because: fmt.Sprintf("service %q does not publish the port: only services on its networks reach it", s.Name),
	}
	for _, peer := range r.untrusted[:min(len(r.untrusted), maxShownPeers)] {
		r.related = append(r.related, relatedTo(peer, peer.path("networks"), fmt.Sprintf("service %q runs untrusted code on the same network", peer.Name)))
	}
	return r
}

// maxShownPeers bounds how many untrusted peers are shown as places.
const maxShownPeers = 3

func (r reached) listener(l source.Listener) Listener {
	return Listener{
		Path: l.Path, Name: l.Name, Host: l.Host, Port: l.Port, Protocol: l.Protocol, Socket: l.Socket,
		Exposure: r.exposure, Because: r.because, Related: r.related, UntrustedPeers: names(r.untrusted),
	}
}

func relatedTo(s *Service, path source.Path, message string) Place {
	return Place{File: s.Doc.File.Path, Path: path, Message: message}
}
