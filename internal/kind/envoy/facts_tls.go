package envoy

import "github.com/seclint/seclint/internal/source"

// TransportSocket is the transport socket of a cluster or of a filter chain, or one inside another.
type TransportSocket struct {
	Path source.Path `json:"path"`
	// ConfigPath leads to the socket's configuration.
	ConfigPath source.Path `json:"config_path"`
	// Name is the socket's name as written.
	Name string `json:"name"`
	// Extension is the short name of what the socket is, such as tls.
	Extension string `json:"extension"`
	Inside
}

// TLSContext is one use of an UpstreamTlsContext or DownstreamTlsContext.
type TLSContext struct {
	// Path leads to the context.
	Path source.Path `json:"path"`
	// Validation leads to the validation context, or to where there would be one.
	Validation source.Path `json:"validation"`
	// Place is what to report: the use of a context that several places share through an alias, else the validation context.
	Place source.Path `json:"place"`
	// Shared is true where Place is the use of a context that is written elsewhere.
	Shared bool `json:"shared"`
	// Choice says whether an endpoint of the cluster gets the socket: used, never where transport_socket_matches choose another one
	// for every endpoint, or fallback where they may, because the file does not have the endpoints.
	Choice string `json:"choice"`
	// Direction is upstream or downstream.
	Direction string `json:"direction"`
	// Owner is the name of the cluster, or the label of the listener; "" where there is neither.
	Owner string `json:"owner"`
	// Wrappers are the names of the transport sockets around the context, outermost first.
	Wrappers []string `json:"wrappers"`
	// Anchor is what the context trusts: none, ca (trusted_ca), pin (a hash of the certificate or of its key), sds (a secret
	// that is not in this file), custom (a validator extension), or grpc_only (fields that only gRPC clients read).
	Anchor string `json:"anchor"`
	// NameCheck is how the peer's name is checked: none, san (matchers), any (a matcher that every name satisfies), auto_sni_san
	// (a setting of the context), auto_san (a setting of the cluster), implied_by_anchor (a pin or a validator), or sds (the
	// secret may have matchers).
	NameCheck string `json:"name_check"`
	Inside
}
