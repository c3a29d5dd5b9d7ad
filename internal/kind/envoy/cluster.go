package envoy

import (
	"strconv"

	"github.com/seclint/seclint/internal/source"
)

// Transports of a cluster, as its transport socket says.
const (
	transportTLS       = "tls"
	transportPlaintext = "plaintext"
	transportStartTLS  = "starttls" // plaintext first, TLS when the protocol's filter asks for it
	transportMixed     = "mixed"    // transport_socket_matches choose by endpoint
	transportUnknown   = "unknown"  // an extension that seclint does not know
)

var discoveryTypes = []string{"STATIC", "STRICT_DNS", "LOGICAL_DNS", "EDS", "ORIGINAL_DST"}

func (w *walker) addCluster(n *source.Node, p source.Path, s scope) int {
	cluster := Cluster{
		Path: p, Name: n.Get("name").Str(), Fragment: s.Fragment,
		Discovery: discovery(n), Transport: clusterTransport(n), Endpoints: endpoints(n, p),
	}
	if kind := n.Get("cluster_type"); kind != nil {
		_, _, name := message(kind, nil)
		cluster.Extension = extension(name, kind.Get("name").Str())
	}
	w.Clusters = append(w.Clusters, cluster)
	return len(w.Clusters) - 1
}

func discovery(n *source.Node) string {
	kind := n.Get("type")
	if name := n.At("cluster_type", "name").Str(); name != "" {
		return name
	}
	if kind == nil {
		return discoveryTypes[0]
	}
	if i, ok := kind.Scalar.(int64); ok && i >= 0 && i < int64(len(discoveryTypes)) {
		return discoveryTypes[i]
	}
	return kind.Str()
}

// clusterTransport says how a cluster talks to its endpoints.
func clusterTransport(n *source.Node) string {
	base := transportPlaintext
	switch {
	case n.Get("tls_context") != nil:
		base = transportTLS
	case n.Get("transport_socket") != nil:
		base = socketTransport(n.Get("transport_socket"))
	}
	matches := n.Get("transport_socket_matches")
	if matches == nil || len(matches.Items) == 0 {
		return base
	}
	for _, match := range matches.Items {
		if socketTransport(match.Value.Get("transport_socket")) != base {
			return transportMixed
		}
	}
	return base
}

// socketTransport looks through wrappers to the transport socket that touches the wire.
func socketTransport(socket *source.Node) string {
	if socket == nil {
		return transportPlaintext
	}
	config, _, name := message(socket, nil)
	if inner := config.Get("transport_socket"); inner != nil {
		return socketTransport(inner)
	}
	switch short(name) {
	case "UpstreamTlsContext", "QuicUpstreamTransport", "Alts", "tls", "quic", "alts":
		return transportTLS
	case "UpstreamStartTlsConfig", "starttls":
		return transportStartTLS
	case "RawBuffer", "raw_buffer", "ProxyProtocolUpstreamTransport", "Http11ProxyUpstreamTransport", "Tap",
		"InternalUpstreamTransport", "Config", "UpstreamHttp11ConnectTransport":
		return transportPlaintext
	}
	return transportUnknown
}

// endpoints lists the addresses of a cluster, from load_assignment and from v2's hosts.
func endpoints(n *source.Node, p source.Path) []Endpoint {
	var found []Endpoint
	assignment := n.Get("load_assignment")
	for i, locality := range items(assignment.Get("endpoints")) {
		for j, lb := range items(locality.Value.Get("lb_endpoints")) {
			at := append(p[:len(p):len(p)], "load_assignment", "endpoints", i, "lb_endpoints", j, "endpoint", "address")
			if address := lb.Value.At("endpoint", "address"); address != nil {
				found = append(found, Endpoint{at, readAddress(address)})
			}
		}
	}
	for i, host := range items(n.Get("hosts")) {
		found = append(found, Endpoint{append(p[:len(p):len(p)], "hosts", i), readAddress(host.Value)})
	}
	return found
}

func items(n *source.Node) []source.Item {
	if n == nil {
		return nil
	}
	return n.Items
}

// readAddress reads a core.Address.
func readAddress(address *source.Node) Address {
	host, port, class := "", int64(0), classUnknown
	switch {
	case address.Get("socket_address") != nil:
		socket := address.Get("socket_address")
		host, port = socket.Get("address").Str(), number(socket.Get("port_value"))
		class = classify(host)
	case address.Get("pipe") != nil:
		host, class = address.At("pipe", "path").Str(), classSocket
	case address.Get("envoy_internal_address") != nil:
		host, class = address.At("envoy_internal_address", "server_listener_name").Str(), classEnvoy
	}
	return Address{Host: host, Port: int(port), Class: class, Protocol: address.At("socket_address", "protocol").Str()}
}

// number reads an integer that may be written as a string; 0 when it is neither, such as a placeholder.
func number(n *source.Node) int64 {
	if n == nil {
		return 0
	}
	if i, ok := n.Scalar.(int64); ok {
		return i
	}
	i, _ := strconv.ParseInt(n.Str(), 10, 32)
	return i
}

func (w *walker) addGoogle(n *source.Node, p source.Path, s scope) {
	target := n.Get("target_uri").Str()
	host := target
	if i := lastColon(target); i >= 0 {
		host = target[:i]
	}
	w.GoogleGRPC = append(w.GoogleGRPC, GoogleGRPC{p, target, classifyTarget(host), s.Inside})
}
