package envoy

import "github.com/seclint/seclint/internal/source"

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
	sockets := w.socketsOf(n)
	cluster := Cluster{
		Path: p, Name: n.Get("name").Str(), Fragment: s.Fragment, Discovery: discovery(n), Endpoints: sockets.endpoints(n, p),
	}
	cluster.Transport = sockets.transport()
	if kind := n.Get("cluster_type"); kind != nil {
		_, _, name := w.config(kind, nil)
		cluster.Extension = extension(name, kind.Get("name").Str())
	}
	w.Clusters = append(w.Clusters, cluster)
	w.sockets = append(w.sockets, sockets)
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

// socketTransport looks through wrappers to the transport socket that touches the wire.
func (w *walker) socketTransport(socket *source.Node) string {
	if socket == nil {
		return transportPlaintext
	}
	config, _, name := w.config(socket, nil)
	if inner := config.Get("transport_socket"); inner != nil {
		return w.socketTransport(inner)
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
		host, port = socket.Get("address").Str(), integer(socket.Get("port_value"))
		class = classify(host)
	case address.Get("pipe") != nil:
		host, class = address.At("pipe", "path").Str(), classSocket
	case address.Get("envoy_internal_address") != nil:
		host, class = address.At("envoy_internal_address", "server_listener_name").Str(), classEnvoy
	}
	return Address{Host: host, Port: int(port), Class: class, Protocol: address.At("socket_address", "protocol").Str()}
}

func (w *walker) addGoogle(n *source.Node, p source.Path, s scope) {
	target := n.Get("target_uri").Str()
	host := target
	if i := lastColon(target); i >= 0 {
		host = target[:i]
	}
	w.GoogleGRPC = append(w.GoogleGRPC, GoogleGRPC{p, target, classifyTarget(host), s.Inside})
}
