package envoy

import (
	"reflect"

	"github.com/seclint/seclint/internal/source"
)

// sockets are the transport sockets of a cluster: which one an endpoint gets is decided by its metadata. The first match whose
// labels the endpoint has, or its locality, decides; without one it is the cluster's own socket
// (envoyproxy/envoy, source/common/upstream/transport_socket_match_impl.cc).
type sockets struct {
	own     string
	matches []socketMatch
	// used are the sockets that an endpoint of the file gets, own the last one.
	used []bool
	// elsewhere is set where the file does not have the endpoints.
	elsewhere bool
}

type socketMatch struct {
	labels    map[string]any
	transport string
}

func (w *walker) socketsOf(cluster *source.Node) *sockets {
	s := &sockets{own: transportPlaintext}
	switch {
	case cluster.Get("tls_context") != nil:
		s.own = transportTLS
	case cluster.Get("transport_socket") != nil:
		s.own = w.socketTransport(cluster.Get("transport_socket"))
	}
	for _, match := range items(cluster.Get("transport_socket_matches")) {
		labels, _ := match.Value.Get("match").Value().(map[string]any)
		s.matches = append(s.matches, socketMatch{labels, w.socketTransport(match.Value.Get("transport_socket"))})
	}
	s.used = make([]bool, len(s.matches)+1)
	return s
}

// choose returns the number of the socket that an endpoint gets by the metadata of the endpoint and of its locality.
func (s *sockets) choose(metadata ...*source.Node) int {
	for _, m := range metadata {
		labels := m.At("filter_metadata", "envoy.transport_socket_match")
		for i, match := range s.matches {
			if match.fits(labels) {
				return i
			}
		}
	}
	return len(s.matches)
}

func (m *socketMatch) fits(labels *source.Node) bool {
	for key, value := range m.labels {
		if label := labels.Get(key); label == nil || !reflect.DeepEqual(label.Value(), value) {
			return false
		}
	}
	return true
}

func (s *sockets) at(i int) string {
	if i == len(s.matches) {
		return s.own
	}
	return s.matches[i].transport
}

// endpoints lists the addresses of a cluster, from load_assignment and from v2's hosts.
func (s *sockets) endpoints(n *source.Node, p source.Path) []Endpoint {
	var found []Endpoint
	add := func(address *source.Node, at source.Path, metadata ...*source.Node) {
		socket := s.choose(metadata...)
		s.used[socket] = true
		found = append(found, Endpoint{at, readAddress(address), s.at(socket)})
	}
	assignment := n.Get("load_assignment")
	for i, locality := range items(assignment.Get("endpoints")) {
		for j, lb := range items(locality.Value.Get("lb_endpoints")) {
			at := append(p[:len(p):len(p)], "load_assignment", "endpoints", i, "lb_endpoints", j, "endpoint", "address")
			if address := lb.Value.At("endpoint", "address"); address != nil {
				add(address, at, lb.Value.Get("metadata"), locality.Value.Get("metadata"))
			}
		}
	}
	for i, host := range items(n.Get("hosts")) {
		add(host.Value, append(p[:len(p):len(p)], "hosts", i), nil)
	}
	if s.elsewhere = found == nil; s.elsewhere { // any of the sockets that can be reached may be theirs
		for i := range s.used {
			s.used[i] = true
			if i < len(s.matches) && len(s.matches[i].labels) == 0 {
				break
			}
		}
	}
	return found
}

// transport says how a cluster talks to its endpoints.
func (s *sockets) transport() string {
	transport := ""
	for i, used := range s.used {
		switch {
		case !used:
		case transport == "":
			transport = s.at(i)
		case transport != s.at(i):
			return transportMixed
		}
	}
	return transport
}

// Whether an endpoint gets a socket, as TLSContext documents it.
const (
	choiceUsed     = "used"
	choiceNever    = "never"
	choiceFallback = "fallback"
)

// choice says whether an endpoint gets the socket that a path in a cluster leads through; steps are those behind the cluster.
func (s *sockets) choice(steps source.Path) string {
	socket := len(s.matches)
	switch steps[0] {
	case "transport_socket", "tls_context":
		if s.elsewhere && s.used[socket] && socket > 0 {
			return choiceFallback
		}
	case "transport_socket_matches":
		socket = steps[1].(int)
	default:
		return choiceUsed
	}
	if !s.used[socket] {
		return choiceNever
	}
	return choiceUsed
}
